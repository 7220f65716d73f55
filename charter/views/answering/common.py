"""What every page of answering needs: the consultation, where the clock has it, and what is in hand."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _

from charter import rules
from charter.closing import Phase, closing_rule, phase_of, say_moment
from charter.models import Consultation, Progress, Response, Version
from charter.queries.answering import current_version
from charter.views.answering.hand import in_hand
from hub.access import NotAllowed, can, scope
from hub.people.http import Request
from hub.web.contacts import email
from hub.web.pagecache import shared

# One network address can be a whole library, or everyone who uses a telephone company.
BEGINNINGS = "300/h/ip,2000/d/ip"
NOT_WORDS = ("-edition", "-use", "-drawn", "-contact")
NOT_TYPED = ("csrfmiddlewaretoken", "begun_with", "version", "go", "was_email", "was_phone")


@dataclass(frozen=True)
class Answering:
    """One consultation, and what this browser has of it."""

    consultation: Consultation
    version: Version
    phase: Phase
    response: Response | None
    # Whether something may be changed, or begun, now.
    may_answer: bool
    # What the last action had to say. Base pages tell it only to those who are signed in.
    told: Any = ()

    @property
    def own(self) -> Response:
        """What this browser has in hand. Raises Http404 for nothing."""
        if self.response is None:
            raise Http404
        return self.response

    @property
    def context(self) -> dict[str, Any]:
        """What every template of this room is told."""
        one = self.consultation
        sent = self.response is not None and self.response.state == Progress.SENT
        return {
            "consultation": one,
            "messages": self.told,
            "version": self.version,
            "phase": self.phase.value,
            "response": self.response,
            "may_answer": self.may_answer,
            "sent": sent,
            "opens": say_moment(one.opens_at) if one.opens_at else "",
            "closes": say_moment(one.closes_at) if one.closes_at else "",
            "closing_rule": closing_rule(one),
            "for_organisation": bool(self.response and self.response.organisation_id),
        }


def find(request: Request, slug: str, *, mine: bool = True) -> Answering:
    """The consultation at this address. Raises Http404. `mine`: look for what this browser has."""
    consultation = get_object_or_404(
        scope(request.actor, rules.view_public_consultation, Consultation), slug=slug
    )
    return about(request, consultation, mine=mine)


def about(request: Request, consultation: Consultation, *, mine: bool = True) -> Answering:
    """The same of a consultation that was found already. Raises Http404 for one that asks nothing yet."""
    version = current_version(consultation)
    if version is None:
        raise Http404(_("There are no questions here yet."))
    phase = phase_of(consultation)
    response = in_hand(request, consultation) if mine else None
    may = phase == Phase.OPEN
    if response is not None:
        may = can(request.actor, rules.change_response, response)
    # Nobody's session is opened to look: whoever has none was told nothing.
    told = get_messages(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else ()
    return Answering(consultation, version, phase, response, may, told)


def own_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for whoever has a response in hand: others are led to the contents. Nothing of it is cached."""

    @functools.wraps(view)
    def wrapped(request: Request, slug: str, **kwargs: Any) -> HttpResponse:
        answering = find(request, slug)
        if answering.response is None:
            return redirect("consultation", slug=slug)
        answer = view(request, answering, **kwargs)
        add_never_cache_headers(answer)
        return answer

    return wrapped


def private(answering: Answering, answer: HttpResponse) -> HttpResponse:
    """Kept by no cache; by the browser itself only until something was answered, so that “back” finds it."""
    if answering.response is None:
        patch_cache_control(answer, private=True, no_cache=True)
    else:
        add_never_cache_headers(answer)
    return answer


def for_everyone(request: Request, answer: HttpResponse) -> HttpResponse:
    """The same for every visitor: it has no form, and nothing of anybody's."""
    return shared(lambda _request: answer)(request)  # type: ignore[return-value]


def typed_of(post: QueryDict) -> list[str]:
    """The words that somebody typed, for them to copy."""
    return [
        value
        for name, values in post.lists()
        for value in values
        if value.strip() and name not in NOT_TYPED and not name.endswith(NOT_WORDS)
    ]


def too_late(request: Request, answering: Answering) -> HttpResponse:
    """What was typed after the time for it: not saved, and shown to be copied."""
    context = {
        **answering.context,
        "typed": typed_of(request.POST),
        "reach": email("HUB_CONTACT_EMAIL"),
    }
    answer = render(request, "charter/answering/late.html", context, status=403)
    add_never_cache_headers(answer)
    return answer


def minding_the_clock(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Inside own_page: a change that comes too late is answered in words, with what was typed."""

    @functools.wraps(view)
    def wrapped(request: Request, answering: Answering, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, answering, **kwargs)
        except NotAllowed:
            return too_late(request, answering)

    return wrapped
