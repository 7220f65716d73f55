"""What every page's template gets. A visitor's page touches no session, so that it can be cached."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest

from hub.web.navigation import address, footer_links, header_links

AddsContext = Callable[[HttpRequest], dict[str, Any]]
_for_people: list[AddsContext] = []


def register_context(adds: AddsContext) -> None:
    """Add to what every page gets for somebody who is signed in; a visitor's page is never asked about.

    It runs for each template drawn with a request, parts of a page too: what asks the database is to be lazy.
    """
    if adds not in _for_people:
        _for_people.append(adds)


def site(request: HttpRequest) -> dict[str, Any]:
    """Name and area of the hub, its links, who is looking, and what there is to tell them.

    `actor` is None on an error page shown before it was known who asks; templates read that as a visitor.
    `messages` is there only for someone signed in: reading it opens the session.
    """
    actor = getattr(request, "actor", None)
    context = {
        "hub_name": settings.HUB_NAME,
        "hub_area": settings.HUB_AREA,
        "demo": settings.DEMO,
        "nav": header_links(request.path),
        "footer_links": footer_links(request.path),
        "criteria_url": address("criteria"),
        "actor": actor,
    }
    if getattr(actor, "id", None) is not None:
        context["messages"] = get_messages(request)
        for adds in _for_people:
            context.update(adds(request))
    return context
