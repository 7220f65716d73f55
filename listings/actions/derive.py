"""What is worked out from a listing: its dates as rows, its words for searching, its calendar text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Prefetch
from django.utils import timezone

from hub.calendar.ics_write import event_text
from hub.calendar.london import day_bounds
from hub.calendar.recurrence import dates
from hub.places.models import AccessFeature
from hub.web.pagecache import clear_pages
from listings.models import DateChange, Listing, Occurrence, State
from listings.models.occurrence import LONGEST, turn

# How far ahead dates are kept as rows; extended every night.
AHEAD = relativedelta(months=18)
MOST_DATES = 1000
COMPARED = ("starts", "ends", "all_day", "cancelled", "moved", "note")
WRITTEN = ["haystack", "card", "calendar_text"]


def planned(listing: Listing, changes: Iterable[DateChange], today: date) -> list[Occurrence]:
    """The dates from today on for 18 months, unsaved. Raises hub.calendar's TooMany."""
    changes = list(changes)
    notes = {change.original: change.note for change in changes}
    pattern = listing.schedule.pattern(tuple(change.change() for change in changes))
    begins = today - LONGEST
    midnight, _ = day_bounds(today)
    return [
        Occurrence(
            listing=listing,
            original=one.original,
            starts=one.starts,
            ends=one.ends,
            all_day=pattern.all_day,
            cancelled=one.cancelled,
            moved=one.moved,
            note=notes.get(one.original, ""),
            turn=turn(listing.pk, timezone.localdate(one.starts)),
        )
        for one in dates(pattern, begins, today + AHEAD, most=MOST_DATES)
        if (one.ends or one.starts) >= midnight
    ]


def reconcile(listing: Listing, changes: Iterable[DateChange], today: date) -> tuple[int, int, int]:
    """Make the rows from today on what the schedule says; what is over stays as it was.

    Returns how many rows were made, changed and removed. The caller holds the listing.
    """
    midnight, _ = day_bounds(today)
    wanted = {one.original: one for one in planned(listing, changes, today)}
    standing = {
        row.original: row
        for row in Occurrence.objects.filter(listing=listing, starts__gte=midnight - 2 * LONGEST)
        if row.over >= midnight or row.original in wanted
    }
    made = [one for original, one in wanted.items() if original not in standing]
    gone = [row.pk for original, row in standing.items() if original not in wanted]
    changed = []
    for original, row in standing.items():
        new = wanted.get(original)
        if new is not None and any(getattr(row, name) != getattr(new, name) for name in COMPARED):
            for name in (*COMPARED, "turn"):
                setattr(row, name, getattr(new, name))
            changed.append(row)
    Occurrence.objects.filter(pk__in=gone).delete()
    Occurrence.objects.bulk_update(changed, [*COMPARED, "turn"])
    Occurrence.objects.bulk_create(made)
    return len(made), len(changed), len(gone)


def words_of(listing: Listing) -> str:
    """What a search that forgives spelling looks through: the few words that name the thing."""
    parts = [
        listing.title,
        listing.summary,
        listing.organisation.name,
        str(listing.get_kind_display()),
        str(listing.organisation.get_sort_display()),
        *(str(AccessFeature(feature).label) for feature in listing.access),
    ]
    if listing.place:
        parts += [listing.place.name, listing.place.district.name if listing.place.district else ""]
    return " ".join(part for part in parts if part).lower()


def card_of(listing: Listing) -> dict[str, Any]:
    """What a list shows of the listing, whatever the date: one column in place of three joined tables.

    Of a withheld place it holds the district's code alone (rules.md S20).
    """
    place = listing.place
    return {
        "title": listing.title,
        "slug": listing.slug,
        "kind": listing.kind,
        "ages": [listing.age_from, listing.age_to],
        "cost": [listing.cost, listing.price_pence, listing.price_note],
        "access": list(listing.access),
        "organiser": listing.organisation.name,
        "for_profit": listing.organisation.trades_for_profit,
        "place": place.name if place else "",
        "around": place.district_id if place and place.withheld else "",
    }


def calendar_text_of(listing: Listing, changes: Iterable[DateChange]) -> str:
    """The listing as calendar events, with the hub's own address left open. None that is withheld is told."""
    return event_text(
        uid=uid_of(listing),
        title=listing.title,
        description=listing.summary or listing.description,
        location=listing.place.label if listing.place else "",
        pattern=listing.schedule.pattern(tuple(change.change() for change in changes)),
        status="cancelled" if listing.state == State.CANCELLED else "confirmed",
        sequence=listing.sequence,
        created=listing.created,
        last_modified=listing.updated,
        categories=(str(listing.get_kind_display()),),
        organizer_name=listing.organisation.name,
    )


def uid_of(listing: Listing) -> str:
    """The listing's identity in other people's calendars, for as long as it exists."""
    return f"listing-{listing.pk}@childrens-quarter-hub"


def write_derived(listings: Iterable[Listing]) -> None:
    """Write the words and calendar text of listings anew. Each needs its schedule, organisation and place."""
    listings = list(listings)
    for listing in listings:
        changes = list(listing.changes.all())
        listing.haystack = words_of(listing)
        listing.card = card_of(listing)
        listing.calendar_text = calendar_text_of(listing, changes)
    Listing.objects.bulk_update(listings, WRITTEN, batch_size=500)


def refresh(listing_pk: int, *, raise_sequence: bool, today: date | None = None) -> None:
    """After any change to a held listing: its dates, words, calendar text, and the pages that show them."""
    listing = (
        Listing.objects.select_related("schedule", "organisation", "place__district")
        .prefetch_related(Prefetch("changes", DateChange.objects.order_by("original")))
        .get(pk=listing_pk)
    )
    listing.updated = timezone.now()
    if raise_sequence:
        listing.sequence += 1
    listing.save(update_fields=["updated", "sequence"])
    reconcile(listing, listing.changes.all(), today or timezone.localdate())
    write_derived([listing])
    clear_pages()
