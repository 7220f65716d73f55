"""Pages that say how the hub works and whom to turn to: the same for everybody, in plain English."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hub.access import access
from hub.privacy.notice import notice
from hub.web.contacts import email, phone
from hub.web.pagecache import shared

# When the words of these pages last changed. Whoever changes what one of them promises changes this too.
CHANGED = date(2026, 11, 22)
SAFETY_NUMBERS = ("EMERGENCY", "SOCIAL_CARE", "OUT_OF_HOURS", "LADO", "NSPCC", "CHILDLINE")


@access.public
@require_safe
@shared
def privacy(request: HttpRequest) -> HttpResponse:
    """What the hub keeps about people, written from the register of personal data (rules.md D1)."""
    return _page(
        request,
        "privacy",
        purposes=notice(),
        controller=settings.CONTACTS["HUB_CONTROLLER"],
        privacy_email=email("HUB_PRIVACY_EMAIL"),
        regulator=phone("ICO_PHONE"),
    )


@access.public
@require_safe
@shared
def cookies(request: HttpRequest) -> HttpResponse:
    """The two cookies there are, and that there are no others (rules.md D7)."""
    return _page(
        request,
        "cookies",
        session_cookie=settings.SESSION_COOKIE_NAME,
        session_days=settings.SESSION_COOKIE_AGE // 86_400,
        form_cookie=settings.CSRF_COOKIE_NAME,
        form_days=settings.CSRF_COOKIE_AGE // 86_400,
    )


@access.public
@require_safe
@shared
def safety(request: HttpRequest) -> HttpResponse:
    """Whom to ring about a child, and what the hub does not do (rules.md S16)."""
    return _page(
        request,
        "safety",
        council=settings.CONTACTS["SAFETY_COUNCIL"],
        **{name.lower(): phone(f"SAFETY_{name}") for name in SAFETY_NUMBERS},
    )


@access.public
@require_safe
@shared
def moderation(request: HttpRequest) -> HttpResponse:
    """What is checked by whom, how to report, and how to appeal (rules.md D15)."""
    return _page(request, "moderation", days=settings.MODERATION_DAYS)


@access.public
@require_safe
@shared
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the hub aims at, how that is tested, and what does not work yet."""
    return _page(request, "accessibility")


@access.public
@require_safe
@shared
def terms(request: HttpRequest) -> HttpResponse:
    """What those who use the hub agree to."""
    return _page(request, "terms")


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    """One of the pages, with what all of them give: the general contact, its hours, and the date."""
    general = {
        "contact_email": email("HUB_CONTACT_EMAIL"),
        "hours": settings.CONTACTS["HUB_HOURS"],
        "changed": CHANGED,
    }
    return render(request, f"web/about/{name}.html", {**general, **context})
