"""What waits for somebody, to be decided where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hub.access import access
from hub.web.paging import page_of
from hub.worklist.counts import MOST, counts, figure, in_words
from hub.worklist.registry import Queue, Words, queue_called, queues

# How many of each queue stand on the first page.
SHOWN = 10


@dataclass(frozen=True)
class Shown:
    """Some rows of one queue, as the templates draw them. `back` is where their forms lead back to."""

    queue: Queue
    rows: Sequence[Any]
    back: str
    count: int
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.queue.key

    @property
    def title(self) -> Words:
        return self.queue.title

    @property
    def template(self) -> str:
        return self.queue.template

    @property
    def url(self) -> str:
        return reverse("worklist-queue", args=[self.queue.key])

    @property
    def figure(self) -> str:
        return figure(self.count)

    @property
    def words(self) -> str:
        return in_words(self.count)

    @property
    def more(self) -> str:
        """How many are not among the rows, in words for a link; "" where all are."""
        if self.count > MOST:
            return _("All the others")
        return _("And %d more") % (self.count - len(self.rows)) if self.count > len(self.rows) else ""


@access.signed_in
@require_safe
@never_cache
def worklist(request: HttpRequest) -> HttpResponse:
    """Each queue that has something for whoever asks, with its first ten."""
    number = counts(request)
    shown = [
        _shown(request, queue, queue.rows(_actor(request))[:SHOWN], reverse("worklist"))
        for queue in queues()
        if number[queue.key]
    ]
    return render(request, "worklist/worklist.html", {"groups": shown})


@access.signed_in
@require_safe
@never_cache
def queue(request: HttpRequest, key: str) -> HttpResponse:
    """One queue, a page at a time."""
    found = queue_called(key)
    if found is None:
        raise Http404(_("There is no such list of what waits."))
    page = page_of(request, found.rows(_actor(request)))
    back = reverse("worklist-queue", args=[key])
    return render(
        request,
        "worklist/queue.html",
        {
            "group": _shown(request, found, page.rows, back),
            "page": page,
            "crumbs": [(_("Waiting for you"), reverse("worklist"))],
            "empty_text": found.empty or _("It is all done."),
            "empty_actions": [(_("See what else waits for you"), reverse("worklist"))],
        },
    )


def _shown(request: HttpRequest, queue: Queue, rows: Any, back: str) -> Shown:
    rows = list(rows)
    context = queue.context(_actor(request), rows) if queue.context and rows else None
    return Shown(queue, rows, back, counts(request)[queue.key], context or {})


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]
