"""One listing's own page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.access import access, can, scope
from hub.calendar.words import say_rule
from hub.people.http import Request
from hub.places.models import AccessFeature, Address
from hub.web.pagecache import shared
from listings import rules
from listings.actions.content import schedule_of
from listings.models import Listing, Occurrence
from listings.queries import ordered, say_ages, say_cost
from listings.structured import event_data
from listings.words import date_lines

COMING = 10


@access(rules.view)
@require_safe
@shared
def listing(request: Request, slug: str) -> HttpResponse:
    """What it is, when, where, what it costs, who runs it."""
    found = get_object_or_404(
        scope(request.actor, rules.view, Listing).select_related(
            "organisation", "place__district", "schedule", "picture", "continues"
        ),
        slug=slug,
    )
    return render(request, "listings/listing.html", page_context(request, found))


def page_context(request: Request, found: Listing) -> dict[str, Any]:
    """What the page shows of a listing, to whoever asks."""
    every = request.GET.get("dates") == "all"
    coming = ordered(
        scope(request.actor, rules.view_occurrence, Occurrence).filter(listing=found, over__gt=timezone.now())
    )
    dates = list(coming if every else coming[: COMING + 1])
    addresses = scope(request.actor, rules.view_listed_address, Address)
    address = addresses.filter(place=found.place_id).first()
    shown = dates if every else dates[:COMING]
    schedule = schedule_of(found)
    # Only what everyone may see is named, whoever asks: a draft has no page to lead to.
    public = scope(request.actor, rules.view_public, Listing)
    return {
        "listing": found,
        "rule": say_rule(schedule.pattern()) if schedule and schedule.rrule else "",
        "dates": date_lines(shown, timezone.localdate()),
        "more_dates": len(dates) > len(shown),
        "address": address,
        "ages": say_ages(found.age_from, found.age_to),
        "cost": say_cost(found.cost, found.price_pence, found.price_note),
        "features": [AccessFeature(feature).label for feature in found.access],
        "verified": found.organisation.is_verified(timezone.localdate()),
        "data": event_data(found, shown[0], address) if shown else None,
        "continues": public.filter(pk=found.continues_id).first() if found.continues_id else None,
        "continued": public.filter(continues=found).first(),
        "organises": request.actor.id is not None and can(request.actor, rules.manage, found),
    }
