"""The hub's addresses, and the floor: the same bytes, from a view that does nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from hub.access import access

TYPES = {"page": "text/html; charset=utf-8", "feed": "text/calendar; charset=utf-8"}


@cache
def saved(name: str) -> bytes:
    """The bytes that the real view gave, kept in a file by the benchmark."""
    return (Path(settings.STATIC_ROOT).parent / f"floor-{name}").read_bytes()


@access.public
def floor(request: HttpRequest, name: str) -> HttpResponse:
    """Answers with the saved bytes, behind the same middleware."""
    return HttpResponse(saved(name), content_type=TYPES[name])


@access.public
def writing(request: HttpRequest) -> HttpResponse:
    """The feed's floor: the same bytes, written line by line."""
    lines = saved("feed").split(b"\r\n")
    return HttpResponse(b"\r\n".join(lines), content_type=TYPES["feed"])


urlpatterns = [
    path("", include("hub.urls")),
    path("floor/writing/", writing),
    path("floor/<str:name>/", floor),
]
