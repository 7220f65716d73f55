"""One listing's own page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.access import access, scope
from hub.calendar.words import say_rule
from hub.people import rules as people_rules
from hub.people.http import Request
from hub.places.models import AccessFeature, Address
from hub.web.pagecache import shared
from listings import rules
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
            "organisation", "place__district", "schedule"
        ),
        slug=slug,
    )
    every = request.GET.get("dates") == "all"
    coming = ordered(
        scope(request.actor, rules.view_occurrence, Occurrence).filter(listing=found, over__gt=timezone.now())
    )
    dates = list(coming if every else coming[: COMING + 1])
    address = scope(request.actor, people_rules.view_address, Address).filter(place=found.place_id).first()
    shown = dates if every else dates[:COMING]
    return render(
        request,
        "listings/listing.html",
        {
            "listing": found,
            "rule": say_rule(found.schedule.pattern()) if found.schedule.rrule else "",
            "dates": date_lines(shown, timezone.localdate()),
            "more_dates": len(dates) > len(shown),
            "address": address,
            "ages": say_ages(found.age_from, found.age_to),
            "cost": say_cost(found.cost, found.price_pence, found.price_note),
            "features": [AccessFeature(feature).label for feature in found.access],
            "verified": found.organisation.is_verified(timezone.localdate()),
            "data": event_data(found, shown[0], address) if shown else None,
        },
    )
