"""What is asked, in any order; and all of it to read on one page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from charter import rules
from charter.closing import say_moment
from charter.models import Consultation
from charter.queries.answering import Consultations, consultations, for_whom, sheet
from charter.views.answering.common import Answering, about, find, for_everyone, private
from hub.access import access
from hub.people.http import Request


@access(rules.view_public_consultation)
@require_safe
def consultations_page(request: Request) -> HttpResponse:
    """The consultation that is open, and the others."""
    found = consultations()
    now = [*found.open, *found.closing]
    if now:
        return _contents(request, about(request, now[0]), found)
    context = {**_others(found, None), "coming_next": found.coming[:1]}
    return for_everyone(request, render(request, "charter/answering/none.html", context))


@access(rules.view_public_consultation)
@require_safe
def consultation(request: Request, slug: str) -> HttpResponse:
    """One consultation: its sections in any order, and how far this browser's answers are."""
    return _contents(request, find(request, slug), None)


def _others(found: Consultations, but: Consultation | None) -> dict[str, object]:
    """Lists of (consultation, when in words)."""

    def told(rows: list[Consultation], field: str) -> list[tuple[Consultation, str]]:
        return [(one, say_moment(getattr(one, field))) for one in rows if one != but]

    return {
        "others_open": told([*found.open, *found.closing], "closes_at"),
        "coming": told(found.coming, "opens_at"),
        "past": told(found.past, "closes_at"),
    }


def _contents(request: Request, answering: Answering, found: Consultations | None) -> HttpResponse:
    whole = sheet(answering.version, answering.response)
    context = {
        **answering.context,
        "sheet": whole,
        "for_whom": for_whom(request.actor, answering.consultation) if answering.may_answer else [],
        **(_others(found, answering.consultation) if found else {}),
    }
    answer = render(request, "charter/answering/contents.html", context)
    if answering.response is None:
        return for_everyone(request, answer)
    return private(answering, answer)


@access(rules.view_public_consultation)
@require_safe
def read(request: Request, slug: str) -> HttpResponse:
    """Everything that is said and asked, on one page, to read or print before answering."""
    answering = find(request, slug, mine=False)
    context = {**answering.context, "sheet": sheet(answering.version)}
    return for_everyone(request, render(request, "charter/answering/read.html", context))
