"""What the demo sent, so that a newcomer can follow a link. Nowhere else are messages shown."""

from __future__ import annotations

from uuid import UUID

from csp.constants import NONE
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hub.access import access
from hub.notices import queries
from hub.notices.models import Message
from hub.web.paging import page_of


@access.public
@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """Every message, newest first."""
    _only_in_the_demo()
    return render(
        request,
        "notices/outbox.html",
        {
            "page": page_of(request, queries.newest()),
            "empty_actions": [(_("Ask for a new password"), reverse("account_reset_password"))],
        },
    )


@access.public
@require_safe
@never_cache
def message(request: HttpRequest, key: UUID) -> HttpResponse:
    """One message as plain text, its links to be followed."""
    return render(
        request,
        "notices/message_page.html",
        {"message": _message(key), "crumbs": [(_("E-mails this demo sent"), reverse("outbox"))]},
    )


@access.public
@require_safe
@never_cache
@csp({"default-src": [NONE], "base-uri": [NONE], "form-action": [NONE], "frame-ancestors": [NONE]})  # type: ignore[arg-type]
def as_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """One message as e-mail programs show it. It can fetch nothing and run nothing."""
    return HttpResponse(_message(key).html)


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404(_("There is no such page."))


def _message(key: UUID) -> Message:
    _only_in_the_demo()
    found = queries.message(key)
    if found is None or not found.html:
        raise Http404(_("There is no such message, or its text is gone."))
    return found
