"""Makes many listings at once, for a demo town or a benchmark: nothing here asks who may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction

from listings.actions.create import free_slug
from listings.actions.derive import calendar_text_of, card_of, planned, words_of
from listings.models import DateChange, Listing, Occurrence, Schedule

BATCH = 1000


@transaction.atomic
def create_many(
    pairs: Sequence[tuple[Listing, Schedule]],
    today: date,
    changes: Sequence[DateChange] = (),
) -> list[Listing]:
    """Save listings with their schedules, changed dates, dates to come, words and calendar text.

    Each listing has its organisation and place set, with the place's district at hand; a slug is
    chosen where there is none. The caller calls `clear_pages`.
    """
    taken = set(Listing.objects.values_list("slug", flat=True))
    for listing, _schedule in pairs:
        listing.slug = listing.slug or free_slug(listing.title, taken)
        listing.haystack = words_of(listing)
        listing.card = card_of(listing)
    listings = Listing.objects.bulk_create([listing for listing, _schedule in pairs], batch_size=BATCH)
    for listing, schedule in pairs:
        schedule.listing = listing
    Schedule.objects.bulk_create([schedule for _listing, schedule in pairs], batch_size=BATCH)
    DateChange.objects.bulk_create(changes, batch_size=BATCH)
    changed: dict[int, list[DateChange]] = {}
    for change in changes:
        changed.setdefault(change.listing_id, []).append(change)
    occurrences: list[Occurrence] = []
    for listing in listings:
        own = changed.get(listing.pk, [])
        listing.calendar_text = calendar_text_of(listing, own)
        occurrences += planned(listing, own, today)
    Occurrence.objects.bulk_create(occurrences, batch_size=5 * BATCH)
    Listing.objects.bulk_update(listings, ["calendar_text"], batch_size=BATCH)
    with connection.cursor() as cursor:
        # The planner would else think the tables as small as they were until autovacuum comes by.
        cursor.execute(
            "ANALYZE listings_listing, listings_schedule, listings_occurrence,"
            " people_organisation, places_place"
        )
    return listings
