"""What each organisation of the demo town offers, seen from what it puts on."""

from __future__ import annotations

from functools import cache

from hub.local.demo.after_school import AFTER_SCHOOL
from hub.local.demo.courses import HOLIDAY_CLUBS
from hub.local.demo.shapes import Body
from hub.local.demo.town import ITEMS
from hub.people.models import Kind as OrganisationKind
from hub.people.models import Offer, Sort
from listings.models import Kind

BY_KIND = {
    Kind.COURSE: Offer.ADULTS,
    Kind.LEARNING: Offer.ADULTS,
    Kind.HELP: Offer.FAMILY,
    Kind.OFFER: Offer.VISITS,
    Kind.VISIT: Offer.VISITS,
    Kind.VOLUNTEERING: Offer.VOLUNTEERING,
}
BY_SORT = {
    Sort.EARLY_YEARS: Offer.UNDER_FIVES,
    Sort.SEND: Offer.SEND,
    Sort.SUPPORT: Offer.FAMILY,
    Sort.LEARNING: Offer.ADULTS,
}


def offers_of(body: Body) -> list[str]:
    """The offers of one organisation, in the order of the list they are chosen from."""
    found = {offer for by, offer in _shown() if by == body.slug}
    if body.sort in BY_SORT:
        found.add(BY_SORT[body.sort])
    if body.kind == OrganisationKind.SCHOOL:
        found.add(Offer.ROOMS)
    return [offer.value for offer in Offer if offer in found]


@cache
def _shown() -> frozenset[tuple[str, Offer]]:
    shown = {(item.by, BY_KIND[item.kind]) for item in ITEMS if item.kind in BY_KIND}
    shown |= {(item.by, Offer.AFTER_SCHOOL) for item in AFTER_SCHOOL}
    shown |= {(item.by, Offer.HOLIDAYS) for item in HOLIDAY_CLUBS}
    return frozenset(shown)
