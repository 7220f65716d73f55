"""Takes the demo town out of the database, with all that was posted in it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from hub.local.demo.consultations import remove_charter_part
from hub.local.demo.holidays import remove_holidays
from hub.local.demo.people import NAMES
from hub.local.demo.town import BODIES, VENUES
from hub.people.models import Organisation, Person
from hub.places.models import Place
from listings.models import Listing


class InUse(Exception):
    """Something outside the town depends on it. Its text is a sentence."""


@transaction.atomic
def remove_town() -> int:
    """Remove the town's listings, organisations, places and people. Returns how many listings there were.

    Raises InUse, with nothing removed, where records of another kind hang on them.
    """
    organisations = Organisation.objects.filter(slug__in=[body.slug for body in BODIES])
    listings = Listing.objects.filter(organisation__in=organisations)
    postcodes = [venue.postcode for venue in VENUES]
    places = set(Place.objects.filter(address__postcode__in=postcodes).values_list("pk", flat=True))
    places |= set(listings.exclude(place=None).values_list("place", flat=True))
    count = listings.count()
    try:
        remove_charter_part()
        listings.delete()
        organisations.delete()
        Person.objects.filter(email__in=NAMES).delete()
        remove_holidays()
    except ProtectedError as error:
        kinds = ", ".join(sorted({str(row._meta.verbose_name_plural) for row in error.protected_objects}))
        raise InUse(f"The demo town can’t be removed: {kinds} depend on it.") from None
    # Others may have taken to meeting there.
    Place.objects.filter(pk__in=places, organisations=None, listings=None).delete()
    return count
