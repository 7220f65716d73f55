"""For pages that open only after a second step: whoever lacks nothing but that is told how to do it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from hub.access import Rule, scope
from hub.people.http import Request
from hub.people.models import Organisation

View = Callable[..., HttpResponseBase]


class SecondStepNeeded(PermissionDenied):
    """They may, once they have shown twice who they are."""


def organisation_for(request: Request, rule: Rule[Organisation], slug: str) -> Organisation:
    """The organisation at an address, if the rule allows. Raises Http404, SecondStepNeeded."""
    found = scope(request.actor, rule, Organisation).filter(slug=slug).first()
    if found is None and scope(request.actor.once_proved(), rule, Organisation).filter(slug=slug).exists():
        raise SecondStepNeeded
    return found or get_object_or_404(scope(request.actor, rule, Organisation), slug=slug)


def asks_second_step(view: View) -> View:
    """A view that says what to do where `organisation_for` finds that only the second step is missing."""

    @wraps(view)
    def asked(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except SecondStepNeeded:
            return _page(request)

    return asked


def _page(request: Request) -> HttpResponse:
    # A page that only takes what is sent is not one to come back to.
    back = request.path if request.method in ("GET", "HEAD") else reverse("account")
    url = f"{reverse('second-step')}?{urlencode({'next': back})}"
    return render(request, "people/members/second-step.html", {"url": url}, status=403)
