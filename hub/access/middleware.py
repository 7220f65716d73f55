"""Fails closed: no declared rule, no page."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hub.access.declare import declared
from hub.access.errors import UndeclaredView
from hub.access.registry import asked

log = logging.getLogger(__name__)


class AccessMiddleware:
    """Refuses undeclared views, asks visitors to sign in, and checks that a declared rule was asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = asked.set(set())
        try:
            response = self.get_response(request)
            match = request.resolver_match
            said = declared(match.func) if match else None
            if (
                said
                and said.rules
                and 200 <= response.status_code < 300
                and not set(said.rules) & (asked.get() or set())
            ):
                log.critical(
                    "a view declared a rule and never asked it",
                    extra={"view": match.view_name if match else ""},
                )
                raise UndeclaredView("This page did not ask its own rule.")
            return response
        finally:
            asked.reset(token)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        said = declared(view)
        if said is None:
            # An instance or a partial has no name of its own.
            name = getattr(view, "__name__", type(view).__name__)
            log.critical("a view declares no rule", extra={"view": f"{view.__module__}.{name}"})
            raise UndeclaredView("This page has no rule, so nobody may see it.")
        open_to_visitors = said.public or any(rule.opens_to_visitors for rule in said.rules)
        if not open_to_visitors and request.actor.id is None:  # type: ignore[attr-defined]
            return redirect_to_login(request.get_full_path())
        return None
