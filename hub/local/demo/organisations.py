"""Makes the demo town's venues and organisations, and the record of how each was checked."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from hub.local.demo.provides import offers_of
from hub.local.demo.shapes import Body, Venue
from hub.people.models import Organisation, Outcome, Person, Verification
from hub.places.models import Address, District, Place

YEAR = timedelta(days=365)
# A check is renewed before it runs out, so that the town never looks forgotten.
RENEWED = timedelta(days=30)
# Checked on some day in the last half year.
LATELY = 180
SUSPENDED_FOR = timedelta(days=20)
# A new group waits for the steward's check; the others have posted often enough to publish at once.
ASKED_AGO = timedelta(days=3)
TRUSTED_FOR = timedelta(days=90)
WHY_SUSPENDED = "It asks families for money to audition children, and could not say who runs it."


def load_places(venues: Sequence[Venue]) -> dict[str, Place]:
    """The places by their keys; those not there yet are made, with their addresses."""
    addresses = Address.objects.filter(postcode__in=[venue.postcode for venue in venues])
    # The oldest is ours: an imported calendar may have made another like it. A withheld one has no name.
    standing = {
        (address.place.name, address.building, address.street): address.place
        for address in addresses.select_related("place__district").order_by("-pk")
    }
    known = {(venue.name, venue.building, venue.street): venue.key for venue in venues}
    places = {known[name]: place for name, place in standing.items() if name in known}
    missing = [venue for venue in venues if venue.key not in places]
    districts = District.objects.in_bulk([venue.district for venue in missing])
    made = Place.objects.bulk_create(_place(venue, districts[venue.district]) for venue in missing)
    Address.objects.bulk_create(_address(venue, place) for venue, place in zip(missing, made, strict=True))
    return places | {venue.key: place for venue, place in zip(missing, made, strict=True)}


def load_organisations(bodies: Sequence[Body], places: dict[str, Place]) -> dict[str, Organisation]:
    """The organisations by their slugs; those not there yet are made."""
    slugs = [body.slug for body in bodies]
    standing = Organisation.objects.filter(slug__in=slugs).select_related("place__district")
    organisations = {one.slug: one for one in standing}
    made = Organisation.objects.bulk_create(
        _organisation(body, places[body.venue]) for body in bodies if body.slug not in organisations
    )
    return organisations | {one.slug: one for one in made}


def load_verifications(
    bodies: Sequence[Body], organisations: dict[str, Organisation], checker: Person, today: date
) -> None:
    """Record the checks, and renew those that are about to run out. Who was refused later stays refused."""
    earlier = Verification.objects.filter(organisation__in=organisations.values())
    decided_before = set(earlier.values_list("organisation", flat=True))
    made, changed = [], []
    for body in bodies:
        organisation = organisations[body.slug]
        until = organisation.verified_until
        stands = organisation.pk in decided_before if until is None else until > today + RENEWED
        if not body.checked or stands:
            continue
        # The first check was made on some day before today, a renewal is made today.
        ago = 0 if until else 1 + zlib.crc32(body.slug.encode()) % LATELY
        decided = today - timedelta(days=ago)
        check = Verification(
            organisation=organisation,
            outcome=Outcome.VERIFIED,
            checked=body.checked,
            decided_on=decided,
            decided_by=checker,
            expires_on=decided + YEAR,
        )
        organisation.verified_until = check.expires_on
        made.append(check)
        changed.append(organisation)
    Verification.objects.bulk_create(made)
    Organisation.objects.bulk_update(changed, ["verified_until"])


def _place(venue: Venue, district: District) -> Place:
    return Place(
        name=venue.name,
        district=district,
        withheld=venue.withheld,
        latitude=None if venue.withheld else venue.latitude,
        longitude=None if venue.withheld else venue.longitude,
        access=[str(feature) for feature in venue.access],
    )


def _address(venue: Venue, place: Place) -> Address:
    return Address(
        place=place,
        building=venue.building,
        street=venue.street,
        town="Birmingham",
        postcode=venue.postcode,
    )


def _organisation(body: Body, place: Place) -> Organisation:
    return Organisation(
        name=body.name,
        slug=body.slug,
        kind=body.kind,
        sort=body.sort,
        trades_for_profit=body.profit,
        summary=body.summary,
        about=body.about,
        website=body.website,
        public_email=body.email,
        public_phone=body.phone,
        charity_number=body.charity,
        school_urn=body.urn,
        place=place,
        offers=offers_of(body),
        asked_at=None if body.checked else timezone.now() - ASKED_AGO,
        trusted_since=timezone.now() - TRUSTED_FOR if body.checked and not body.suspended else None,
        suspended_at=timezone.now() - SUSPENDED_FOR if body.suspended else None,
        suspension_reason=WHY_SUSPENDED if body.suspended else "",
    )
