"""Gives every request its actor."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from pghistory.middleware import HistoryMiddleware as PghistoryMiddleware

from hub.people.actor import VISITOR, Actor
from hub.people.second_step import has_proved
from hub.web.requests import request_id

SEEN = "last_seen"
AN_HOUR = 60 * 60


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request. Without a session cookie no session is opened: the answer can be shared."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return VISITOR
    person = request.user
    if not person.is_authenticated:
        return VISITOR
    return Actor(id=person.pk, second_factor=has_proved(request, person), name=str(person))


def find_actor(request: HttpRequest) -> None:
    """Set `request.actor`, worked out when it is first asked for: again, once it has proved more."""
    request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]


class ActorMiddleware:
    """Sets `request.actor`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        find_actor(request)
        return self.get_response(request)


class LastSeenMiddleware:
    """Notes when each device was last here: to the hour, which is all that its owner needs to know it by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get(SEEN, 0) >= AN_HOUR:
                request.session[SEEN] = now
                UserSession.objects.filter(session_key=request.session.session_key).update(
                    last_seen_at=timezone.now()
                )
        return self.get_response(request)


class HistoryMiddleware(PghistoryMiddleware):
    """Keeps with each change who made it, in which request: never the path, which can hold a private link."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "user": request.user.pk if request.user.is_authenticated else None,
            "request": request_id.get(),
        }
