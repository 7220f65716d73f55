"""The header's link to what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from hub.worklist.counts import counts, figure, in_words
from hub.worklist.registry import queues


@dataclass(frozen=True)
class Waiting:
    """What templates/web/parts/who.html draws. `current` is "page", "true" (inside it) or ""."""

    shown: bool
    url: str
    current: str
    count: int
    figure: str
    words: str


def waiting(request: HttpRequest) -> dict[str, Any]:
    """The context for somebody signed in. Nothing is counted before the header is drawn."""
    return {"waiting": SimpleLazyObject(lambda: _waiting(request))}


def _waiting(request: HttpRequest) -> Waiting:
    url = reverse("worklist")
    inside = request.path.startswith(url)
    total = sum(counts(request).values())
    return Waiting(
        shown=bool(total) or inside or _could_have_something(request),
        url=url,
        current="page" if request.path == url else "true" if inside else "",
        count=total,
        figure=figure(total),
        words=in_words(total),
    )


def _could_have_something(request: HttpRequest) -> bool:
    """Whether a link belongs there although nothing waits: only where a queue says whom it serves."""
    actor = request.actor  # type: ignore[attr-defined]
    return any(queue.serves(actor) for queue in queues() if queue.serves)
