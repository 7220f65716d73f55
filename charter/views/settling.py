"""Answers in which two readers saw different things, and deciding what counts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from charter import rules
from charter.actions import settling as actions
from charter.actions.settling import Choice
from charter.models import Answer, Look, Place
from charter.queries import coding, comparing
from charter.views.analysis import consultation_called, look, number_in, page
from charter.views.answers import shown_lines
from hub.access import NotAllowed, access, scope
from hub.people.http import Request
from hub.web.paging import page_of


@access(rules.settle_answer)
@never_cache
@require_safe
def settle(request: Request, slug: str) -> HttpResponse:
    """What waits to be settled; or, with ?show=settled, what was."""
    consultation = consultation_called(request, slug)
    done = request.GET.get("show") == "settled"
    waiting = comparing.to_settle(request.actor).filter(response__consultation=consultation)
    found = page_of(request, comparing.settled(request.actor, consultation) if done else waiting)
    return page(
        request,
        "settle",
        consultation,
        "settle",
        found=found,
        rows=comparing.differences(request.actor, consultation, found.rows),
        done=done,
    )


@access(rules.settle_answer)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settle_answer(request: Request, slug: str, pk: int) -> HttpResponse:
    """Two readings of one answer side by side, and the choice between them."""
    consultation = consultation_called(request, slug)
    answer = (
        scope(request.actor, rules.settle_answer, Answer)
        .filter(response__consultation=consultation, pk=pk)
        .select_related("response")
        .first()
    )
    if answer is None:
        raise Http404(_("There is no such answer, or two people have not both finished reading it."))
    problem = ""
    if request.method == "POST":
        choice = request.POST.get("choice", "")
        if choice in Choice.values:
            try:
                settled = actions.settle_answer(
                    answer.pk, Choice(choice), edition=number_in(request, "edition"), by=request.actor
                )
            except NotAllowed:
                problem = _("It can no longer be settled: one of the two is reading it again.")
            except ValidationError as error:
                problem = " ".join(error.messages)
            else:
                if settled.finished_at is None:
                    return redirect("read-answer", slug, settled.pk)
                messages.success(request, _("It is settled, and counts."))
                return redirect("settle", slug)
        else:
            problem = _("Choose what counts.")
    else:
        look(request, consultation, Look.RESPONSE, answer.response)
    return page(
        request,
        "settle_answer",
        consultation,
        "settle",
        problem=problem,
        **_shown(request, answer),
    )


def _shown(request: Request, answer: Answer) -> dict[str, Any]:
    """What the page shows of the two readings and of what was settled."""
    found = comparing.found_in(request.actor, [answer.pk])[answer.pk]
    first, second, settled = (found.get(place) for place in Place)
    sides = [
        {
            "title": Place(one.reading.place).label,
            "who": str(one.reading.reader or _("Somebody who has left")),
            "names": sorted(one.names.values()),
            "shown": shown_lines(answer.text, one.marks, one.names),
            "outdated": one.reading.answer_edition != answer.edition,
        }
        for one in (first, second)
        if one is not None
    ]
    compared = comparing.Compared.of(first, second)
    return {
        "answer": answer,
        "wording": coding.wording_of(answer),
        "sides": sides,
        "compared": compared,
        "settled": settled,
        "settled_names": sorted(settled.names.values()) if settled else [],
        "settled_shown": shown_lines(answer.text, settled.marks, settled.names) if settled else [],
        "mine": settled is not None and settled.reading.reader_id == request.actor.id,
        "edition": settled.reading.edition if settled else 0,
        "choices": Choice.choices,
    }
