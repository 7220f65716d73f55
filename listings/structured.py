"""A listing as search engines read it (schema.org)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from hub.places.models import Address, Place
from listings.models import Cost, Listing, Occurrence, State

SCHEMA = "https://schema.org"


def event_data(listing: Listing, occurrence: Occurrence, address: Address | None) -> dict[str, Any]:
    """The next date as a schema.org Event. A withheld address is not in it (rules.md S20)."""
    cancelled = occurrence.cancelled or listing.state == State.CANCELLED
    status = "EventCancelled" if cancelled else "EventRescheduled" if occurrence.moved else "EventScheduled"
    data: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": listing.title,
        "url": settings.HUB_URL + listing.get_absolute_url(),
        "startDate": _when(occurrence.starts, occurrence.all_day),
        "eventStatus": f"{SCHEMA}/{status}",
        "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
        "organizer": {
            "@type": "Organization",
            "name": listing.organisation.name,
            "url": settings.HUB_URL + listing.organisation.get_absolute_url(),
        },
    }
    if occurrence.ends:
        # A whole day's end is the midnight after it; a search engine is told the last day itself.
        data["endDate"] = _when(occurrence.ends - timedelta(seconds=occurrence.all_day), occurrence.all_day)
    if occurrence.moved:
        data["previousStartDate"] = _when(occurrence.original, occurrence.all_day)
    if listing.summary or listing.description:
        data["description"] = listing.summary or listing.description
    if listing.place:
        data["location"] = _place(listing.place, address)
    if listing.cost == Cost.FREE:
        data["isAccessibleForFree"] = True
    if listing.cost == Cost.PAID and listing.price_pence is not None:
        data["offers"] = {
            "@type": "Offer",
            "price": f"{listing.price_pence / 100:.2f}",
            "priceCurrency": "GBP",
        }
    if listing.age_from is not None or listing.age_to is not None:
        data["typicalAgeRange"] = (
            f"{listing.age_from or 0}-{'' if listing.age_to is None else listing.age_to}"
        )
    return data


def _when(moment: datetime, all_day: bool) -> str:
    local = timezone.localtime(moment)
    return local.date().isoformat() if all_day else local.isoformat()


def _place(place: Place, address: Address | None) -> dict[str, Any]:
    data: dict[str, Any] = {"@type": "Place", "name": str(place.label)}
    if address is not None and not place.withheld:
        data["address"] = {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(filter(None, [address.building, address.street])),
            "addressLocality": address.town,
            "postalCode": address.postcode,
            "addressCountry": "GB",
        }
    elif place.district:
        data["address"] = {
            "@type": "PostalAddress",
            "addressLocality": place.district.name,
            "addressCountry": "GB",
        }
    return data
