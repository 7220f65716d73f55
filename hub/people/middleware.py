"""Gives every request its actor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject
from pghistory.middleware import HistoryMiddleware as PghistoryMiddleware

from hub.people.actor import VISITOR, Actor
from hub.web.requests import request_id


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request. Without a session cookie no session is opened: the answer can be shared."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return VISITOR
    person = request.user
    if not person.is_authenticated:
        return VISITOR
    # The demo asks for a second factor and lets it be put off; no other installation does.
    proved = settings.DEMO or any(
        record.get("method") == "mfa" for record in get_authentication_records(request, person)
    )
    return Actor(id=person.pk, second_factor=proved, name=str(person))


class ActorMiddleware:
    """Sets `request.actor`, worked out when it is first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class HistoryMiddleware(PghistoryMiddleware):
    """Keeps with each change who made it, in which request: never the path, which can hold a private link."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "user": request.user.pk if request.user.is_authenticated else None,
            "request": request_id.get(),
        }
