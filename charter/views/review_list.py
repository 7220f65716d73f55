"""Which responses came and wait to be read, and who looked at what was sealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from charter import rules
from charter.actions.looks import record_look
from charter.forms.review import FilterForm
from charter.models import Channel, Consultation, Look, Publish, Review, SealedLook
from charter.queries.review import look_through, to_review
from hub.access import access, scope
from hub.people.http import Request
from hub.web.paging import page_of

SIZE = 30
WORDS = {
    "channel": dict(Channel.choices),
    "publish": dict(Publish.choices),
    "review": dict(Review.choices),
}


@access(rules.list_responses)
@never_cache
@require_safe
def responses(request: Request, slug: str) -> HttpResponse:
    """The responses by how far they were read: facts and counts, none of their words."""
    consultation = scope(request.actor, rules.list_responses, Consultation).filter(slug=slug).first()
    if consultation is None:
        raise Http404(_("There is no such consultation, or it is not published yet."))
    rows = to_review(request.actor, consultation)
    later = look_through(rows)
    form = FilterForm(request.GET or None)
    form.is_valid()
    chosen = getattr(form, "cleaned_data", {})
    for name in ("review", "channel", "publish"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    if chosen.get("found"):
        rows = rows.filter(found__gt=0)
    page = page_of(
        request,
        rows.values("pk", "channel", "sent_at", "publish", "review", "found", "original__checked_at"),
        SIZE,
    )
    record_look(consultation, Look.RESPONSES, request.actor)
    context = {
        "consultation": consultation,
        "form": form,
        "page": page,
        "rows": [_told(row) for row in page.rows],
        "filtered": any(chosen.values()),
        "later": later,
    }
    return render(request, "charter/review/responses.html", context)


@access(rules.list_looks)
@never_cache
@require_safe
def looks(request: Request, slug: str) -> HttpResponse:
    """Who looked at what of a consultation while it was sealed."""
    consultation = scope(request.actor, rules.list_looks, Consultation).filter(slug=slug).first()
    if consultation is None:
        raise Http404(_("There is no such consultation, or it is not published yet."))
    rows = scope(request.actor, rules.view_looks, SealedLook).filter(consultation=consultation)
    page = page_of(request, rows.select_related("person"), SIZE)
    return render(request, "charter/review/looks.html", {"consultation": consultation, "page": page})


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A response's facts in words."""
    waits = row["channel"] != Channel.ONLINE and row["original__checked_at"] is None
    words = {name: WORDS[name].get(row[name], "") for name in WORDS}
    return {**row, **words, "state": row["review"], "unchecked": waits}
