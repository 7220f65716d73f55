"""The outermost layer: a number for each request, and one log line about it."""

from __future__ import annotations

import logging
import re
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hub.web.requests import request_id
from hub.web.views.errors import method_not_allowed

log = logging.getLogger("hub.request")
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}\Z")


def route(request: HttpRequest) -> str:
    """The pattern that a request matched, "" for none: never its path, which can hold a private link."""
    return request.resolver_match.route or "/" if request.resolver_match else ""


def log_exception(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Django's own line for an exception names the path, so this one stands in for it."""
    # Django sends this signal while it handles the exception.
    log.error("exception", exc_info=sys.exc_info(), extra={"route": route(request) if request else ""})


got_request_exception.connect(log_exception, dispatch_uid="hub.web.log_exception")


class RequestId:
    """Numbers each request, keeping a proxy's number where it gives one, and logs how it went."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        number = given if GIVEN.match(given) else uuid.uuid4().hex
        token = request_id.set(number)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = number
            log.info(
                "request",
                extra={
                    "method": request.method,
                    "route": route(request),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - began) * 1000, 1),
                },
            )
            return response
        finally:
            request_id.reset(token)


class MethodPage:
    """Gives a 405 words: Django's own has none, and a browser would show nothing at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 405:
            return response
        return method_not_allowed(request, response.headers.get("Allow", ""))
