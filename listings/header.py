"""The header's link for those who post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from hub.access import scope
from hub.people.models import Organisation
from listings import rules


@dataclass(frozen=True)
class Posting:
    """What templates/web/parts/who.html draws. `current` is "page", "true" (inside it) or ""."""

    shown: bool
    url: str
    current: str


def posting(request: HttpRequest) -> dict[str, Any]:
    """The context for somebody signed in. Nothing is asked before the header is drawn."""
    return {"posting": SimpleLazyObject(lambda: _posting(request))}


def _posting(request: HttpRequest) -> Posting:
    actor = request.actor  # type: ignore[attr-defined]
    url = reverse("post-mine")
    return Posting(
        shown=scope(actor, rules.add_listing, Organisation).exists(),
        url=url,
        current="page" if request.path == url else "true" if request.path.startswith("/post/") else "",
    )
