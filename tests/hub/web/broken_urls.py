"""Addresses that go wrong on purpose, behind the hub's own error pages."""

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _

from hub.access import NotAllowed, access
from hub.access.registry import RULES
from hub.people.models import Organisation
from hub.urls import handler400, handler403, handler404, handler500
from hub.urls import urlpatterns as hub_urls
from hub.web.views.errors import too_many_requests

__all__ = ["handler400", "handler403", "handler404", "handler500"]


@access.public
def finished(request: HttpRequest) -> HttpResponse:
    raise Http404("That event has finished.")


@access.public
def finished_lazily(request: HttpRequest) -> HttpResponse:
    raise Http404(_("That event has finished."))


@access.public
def missing_row(request: HttpRequest) -> HttpResponse:
    get_object_or_404(Organisation, slug="nobody")
    return HttpResponse("found")


@access.public
def refused(request: HttpRequest) -> HttpResponse:
    raise NotAllowed(next(iter(RULES.values())))


@access.public
def refused_silently(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("a detail for the log")


@access.public
def garbled(request: HttpRequest) -> HttpResponse:
    raise BadRequest("what was sent: <script>")


@access.public
def crash(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise RuntimeError("a secret of the machine")


urlpatterns = [
    *hub_urls,
    path("broken/finished/", finished),
    path("broken/finished.ics", finished),
    path("broken/finished-lazily/", finished_lazily),
    path("broken/missing-row/", missing_row),
    path("broken/refused/", refused),
    path("broken/refused-silently/", refused_silently),
    path("broken/garbled/", garbled),
    path("broken/crash/", crash),
    path("broken/often/", too_many_requests),
]
