"""One answer for all visitors: public pages kept whole for a minute, and 304 for what has not changed.

Only requests without a session cookie are answered from here, and only answers that a view marked
as shared, that set no cookie, are kept: what is kept was made for a visitor and serves visitors.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
GENERATION = "pages:generation"
SECONDS = 60
LARGEST = 2_000_000
SESSION_KEY = re.compile(r"[a-z0-9]{32}")
NOT_KEPT = {"x-request-id", "content-length", "date", "server", "connection"}


def shared(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a public view whose answer is the same for every visitor."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
        patch_cache_control(response, no_cache=True)
        response.shared = request.actor.id is None  # type: ignore[attr-defined]
        return response

    return marked


def clear_pages() -> None:
    """Forget every kept page once the transaction under way is committed. Called by what changes rows."""
    transaction.on_commit(_next_generation, robust=True)


def _next_generation() -> None:
    try:
        cache.incr(GENERATION)
    except ValueError:
        cache.set(GENERATION, 1, timeout=None)


def _key(request: HttpRequest) -> str:
    """What an answer depends on. The address is hashed: a cache's keys are a log of sorts (rules.md D14)."""
    parts = (
        request.scheme or "",
        request.get_host(),
        request.get_full_path(),
        "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else "",
        request.headers.get("HX-Request", ""),
        request.headers.get("HX-Boosted", ""),
    )
    return "page:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _forget_broken_session(request: HttpRequest) -> None:
    """Drop a session cookie that the hub cannot have set: the database refuses to look for some of them."""
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if cookie is not None and not SESSION_KEY.fullmatch(cookie):
        del request.COOKIES[settings.SESSION_COOKIE_NAME]


class VisitorPageCache:
    """Outside all else, so that a kept page costs one look-up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _forget_broken_session(request)
        if request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        try:
            key = _key(request)
        except DisallowedHost:
            # Refused further in, where the answer gets the headers that every answer has.
            return self.get_response(request)
        try:
            found = cache.get_many([GENERATION, key])
        except RedisError:
            # A page is worth more than its cache.
            log.warning("the page cache is out of reach")
            return self.get_response(request)
        generation = found.get(GENERATION, 0)
        kept = found.get(key)
        if kept and kept["generation"] == generation:
            return self._again(request, kept)
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and self._keepable(request, response):
            self._keep(key, generation, response)
        return response

    @staticmethod
    def _keepable(request: HttpRequest, response: HttpResponse) -> bool:
        return (
            request.method == "GET"
            and response.status_code == 200
            and getattr(response, "shared", False)
            and not response.cookies
            and len(response.content) <= LARGEST
        )

    @staticmethod
    def _keep(key: str, generation: int, response: HttpResponse) -> None:
        headers = {name: value for name, value in response.items() if name.lower() not in NOT_KEPT}
        try:
            cache.set(
                key,
                {"generation": generation, "headers": headers, "content": response.content},
                timeout=SECONDS,
            )
        except RedisError:
            log.warning("the page cache is out of reach")

    @staticmethod
    def _again(request: HttpRequest, kept: dict[str, Any]) -> HttpResponseBase:
        # For the log, which tells requests apart by their route.
        request.resolver_match = resolve(request.path_info)
        response = HttpResponse(b"" if request.method == "HEAD" else kept["content"])
        for name, value in kept["headers"].items():
            response[name] = value
        response["Content-Length"] = str(len(kept["content"]))
        etag = response.headers.get("ETag")
        return get_conditional_response(request, etag=etag, response=response) or response
