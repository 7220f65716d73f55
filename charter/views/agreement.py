"""How often two readers of the same answers saw the same."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from charter import rules
from charter.agreement import FEWEST
from charter.queries.agreement import compare
from charter.queries.coding import questions_of
from charter.views.analysis import consultation_called, page
from hub.access import access
from hub.people.http import Request


@access(rules.analyse)
@never_cache
@require_safe
def agreement(request: Request, slug: str) -> HttpResponse:
    """For each theme, in words; for each question; and alpha for those who want it."""
    consultation = consultation_called(request, slug)
    asked = {one.key: one for one in questions_of(consultation).values()}
    # A question that is none is as good as none: the page says which one it shows.
    question = asked.get(request.GET.get("question", ""))
    compared = compare(request.actor, consultation, question.pk if question else None)
    return page(
        request,
        "agreement",
        consultation,
        "agreement",
        compared=compared,
        question=question,
        fewest=FEWEST,
    )
