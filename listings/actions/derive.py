"""What is worked out from a listing: its dates as rows, its words for searching, its calendar text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.calendar.ics_write import event_text
from hub.calendar.london import day_bounds
from hub.calendar.recurrence import Date, Pattern, dates
from hub.places.models import AccessFeature
from hub.web.pagecache import clear_pages
from hub.web.spelling import words_in
from listings.models import DateChange, Listing, Occurrence, State
from listings.models.occurrence import LONGEST, turn

# How far ahead dates are kept as rows; extended every night.
AHEAD = relativedelta(months=18)
# How far off a pattern may begin and still be looked at as it will be then.
FAR = relativedelta(years=10)
MOST_DATES = 1000
COMPARED = ("starts", "ends", "all_day", "cancelled", "moved", "note")
WRITTEN = ["updated", "sequence", "haystack", "card", "calendar_text"]


class TooLong(ValueError):
    """A date that lasts longer than is kept; the message is a sentence."""


def coming_dates(pattern: Pattern, today: date) -> list[Date]:
    """The dates that are not over when `today` begins, for 18 months.

    Raises TooLong, hub.calendar's TooMany, and RuleError for a rule that the hub does not take.
    """
    midnight, _end = day_bounds(today)
    found = [
        one
        for one in dates(pattern, today - LONGEST, today + AHEAD, most=MOST_DATES)
        if (one.ends or one.starts) >= midnight
    ]
    if any(one.ends is not None and one.ends - one.starts > LONGEST for one in found):
        raise TooLong(_("It goes on for more than a month."))
    return found


def checked_dates(pattern: Pattern, today: date) -> list[Date]:
    """The same, of a pattern that is new: it is also looked at as it will be on the day when it begins."""
    begins = min(pattern.starts.date(), today + FAR)
    if begins > today:
        coming_dates(pattern, begins)
    return coming_dates(pattern, today)


def planned(listing: Listing, changes: Iterable[DateChange], today: date) -> list[Occurrence]:
    """The dates from today on for 18 months, unsaved; none of a draft without. Raises as `coming_dates`."""
    if not hasattr(listing, "schedule"):
        # A draft that does not say yet when it is.
        return []
    changes = list(changes)
    notes = {change.original: change.note for change in changes}
    pattern = listing.schedule.pattern(tuple(change.change() for change in changes))
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
        for one in coming_dates(pattern, today)
    ]


def reconcile(listing: Listing, changes: Iterable[DateChange], today: date) -> tuple[int, int, int]:
    """Make the rows from today on what the schedule says; what is over stays as it was.

    Returns how many rows were made, changed and removed. The caller holds the listing.
    """
    midnight, _end = day_bounds(today)
    wanted = {one.original: one for one in planned(listing, changes, today)}
    # A date long over may have been moved to one to come.
    standing = {
        row.original: row
        for row in Occurrence.objects.filter(
            Q(over__gte=midnight) | Q(original__in=wanted.keys()), listing=listing
        )
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
        parts += [listing.place.name, listing.place.district.name, listing.place.district.code]
    return " ".join(words_in(" ".join(parts)))


def card_of(listing: Listing) -> dict[str, Any]:
    """What a list shows of the listing, whatever the date: one column in place of three joined tables.

    Of a withheld place it holds the district's name alone (rules.md S20).
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
        "around": place.district.name if place and place.withheld else "",
    }


def calendar_text_of(listing: Listing, changes: Iterable[DateChange]) -> str:
    """The listing as calendar events, the hub's own address left open (rules.md S20: no withheld address)."""
    if not hasattr(listing, "schedule"):
        return ""
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


def derive(listing: Listing, changes: Iterable[DateChange], *, raise_sequence: bool) -> None:
    """Work out a held listing's words and calendar text after a change to it; `write_derived` saves them."""
    listing.updated = timezone.now()
    listing.sequence += raise_sequence
    listing.haystack = words_of(listing)
    listing.card = card_of(listing)
    listing.calendar_text = calendar_text_of(listing, changes)


def write_derived(listings: Iterable[Listing]) -> None:
    """Save what `derive` worked out, in one query for many listings, and show it on the pages."""
    Listing.objects.bulk_update(listings, WRITTEN, batch_size=500)
    clear_pages()


def refresh(listing_pk: int, *, raise_sequence: bool, today: date | None = None) -> None:
    """After any change to a held listing: its dates, words, calendar text, and the pages that show them."""
    listing = (
        Listing.objects.select_related("schedule", "organisation", "place__district")
        .prefetch_related(Prefetch("changes", DateChange.objects.order_by("original")))
        .get(pk=listing_pk)
    )
    changes = listing.changes.all()
    reconcile(listing, changes, today or timezone.localdate())
    derive(listing, changes, raise_sequence=raise_sequence)
    write_derived([listing])
