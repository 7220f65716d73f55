"""Calendar feeds: the whole of what's on, any filter of it, or one listing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.access import access, scope
from hub.calendar.ics_write import calendar_text, with_url
from hub.people.http import Request
from hub.web.pagecache import shared
from listings import rules
from listings.filters import WhatsOnFilter, tidied
from listings.models import Listing, Occurrence

PRODID = "-//Children's Quarter//Hub//EN"
MOST = 20_000


@access(rules.view_public_occurrence)
@require_safe
@shared
def whats_on_calendar(request: Request) -> HttpResponse:
    """Every published listing with a date to come that the filters let through, as whole series."""
    tidy = tidied(request.GET)
    found = WhatsOnFilter(
        tidy, scope(request.actor, rules.view_public_occurrence, Occurrence), timezone.now()
    )
    if not found.form.is_valid():
        wrong = " ".join(error for errors in found.form.errors.values() for error in errors)
        return HttpResponse(wrong, status=400, content_type="text/plain; charset=utf-8")
    listings = scope(request.actor, rules.view_public, Listing).filter(
        pk__in=found.qs.order_by().values("listing")
    )
    rows = listings.order_by("pk").values_list("slug", "calendar_text")[:MOST]
    name = _("What’s on: %s") % settings.HUB_AREA
    asked = urlencode([(key, value) for key in found.filters for value in tidy.getlist(key)])
    path = reverse("whats-on-calendar") + (f"?{asked}" if asked else "")
    return _answer(rows, name=name, path=path, filename="whats-on.ics")


@access(rules.view_public)
@require_safe
@shared
def listing_calendar(request: Request, slug: str) -> HttpResponse:
    """One listing, to add to one's own calendar."""
    found = get_object_or_404(scope(request.actor, rules.view_public, Listing), slug=slug)
    return _answer(
        [(found.slug, found.calendar_text)],
        name=found.title,
        path=reverse("listing-calendar", args=[found.slug]),
        filename=f"{found.slug}.ics",
    )


def _answer(rows: Iterable[tuple[str, str]], *, name: str, path: str, filename: str) -> HttpResponse:
    url = settings.HUB_URL + path
    text = calendar_text(blocks(rows), name=name, description="", prodid=PRODID, url=url, refresh_hours=6)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


def blocks(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Each listing's stored text with its page's address set in: only here is the hub's own address known."""
    base = settings.HUB_URL + "/whats-on/"
    for slug, text in rows:
        yield with_url(text, f"{base}{slug}/")
