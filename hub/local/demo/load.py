"""Brings the demo town into the database, and keeps it supplied with dates. Made once, made good after."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from hub.calendar.recurrence import Pattern
from hub.local.demo.calendars import CALENDARS, calendar_for
from hub.local.demo.consultations import load_charter_part
from hub.local.demo.holidays import load_holidays
from hub.local.demo.organisations import load_organisations, load_places, load_verifications
from hub.local.demo.people import CHECKER, load_people
from hub.local.demo.reports import load_invitations, load_reports, record_returns
from hub.local.demo.safety import stated_safety
from hub.local.demo.shapes import Item
from hub.local.demo.town import BODIES, ITEMS, VENUES
from hub.local.demo.waiting import WAITING
from hub.local.demo.when import Standing, changed, last_day
from hub.people.actor import OnBehalf
from hub.people.models import Organisation
from hub.places.models import Place
from hub.web.pagecache import clear_pages
from listings.actions.bulk import create_many
from listings.actions.calendar_import import Report, import_calendar
from listings.actions.content import schedule_columns
from listings.actions.derive import refresh
from listings.models import Booking, Cost, DateChange, Listing, Schedule, State
from listings.models.listing import PUBLIC_STATES

# Published on some day in the last two months.
LATELY = 60
PAID = Cost.PAID


@dataclass
class Loaded:
    """What loading did: how many listings it made, extended and took from calendar files, and responses."""

    made: int = 0
    extended: int = 0
    imported: int = 0
    imported_unchanged: int = 0
    responses: int = 0


@transaction.atomic
def load_town(today: date) -> Loaded:
    """Make what is missing of the town, and the year from `today` on. What people changed stays."""
    places = load_places(VENUES)
    organisations = load_organisations(BODIES, places)
    people = load_people(organisations)
    load_verifications(BODIES, organisations, people[CHECKER], today)
    loaded = _load_listings(today, organisations, places)
    for report in _import_calendars(today, organisations):
        loaded.imported += len(report.made) + len(report.changed)
        loaded.imported_unchanged += report.unchanged
    load_reports(organisations, people[CHECKER])
    load_invitations(organisations, people)
    load_holidays(today)
    loaded.responses = load_charter_part(organisations, people)
    clear_pages()
    return loaded


def slug_of(item: Item, pattern: Pattern | None = None) -> str:
    """The address by which a listing is known again; with the month for what comes round once a year."""
    base = slugify(item.title)[:70].strip("-")
    return base if pattern is None else f"{base}-{pattern.starts:%B-%Y}".lower()


def _load_listings(today: date, organisations: dict[str, Organisation], places: dict[str, Place]) -> Loaded:
    standing = _schedules()
    loaded = Loaded()
    pairs: list[tuple[Listing, Schedule]] = []
    changes: list[DateChange] = []
    for item in (*ITEMS, *WAITING):
        if isinstance(item.when, Standing) and (schedule := standing.get(slug_of(item))):
            loaded.extended += _extend(schedule, item, item.when, today)
            continue
        organisation = organisations[item.by]
        place = places[item.at] if item.at else organisation.place
        for slug, pattern in _missing(item, today, standing):
            listing = _listing(item, slug, organisation, place)
            pairs.append((listing, Schedule(**schedule_columns(pattern))))
            changes += _changes(item, listing, pattern, today)
    if pairs:
        create_many(pairs, today, changes)
        record_returns(listing for listing, _schedule in pairs)
    loaded.made = len(pairs)
    return loaded


def _schedules() -> dict[str, Schedule]:
    """The schedules of the town's listings that there are, by the listing's slug."""
    rows = Schedule.objects.filter(listing__organisation__slug__in=[body.slug for body in BODIES])
    return {schedule.listing.slug: schedule for schedule in rows.select_related("listing")}


def _missing(item: Item, today: date, standing: dict[str, Schedule]) -> Iterator[tuple[str, Pattern]]:
    """What there should be of an item in the coming year and is not yet, with its slug."""
    for pattern in item.when.patterns(today):
        slug = slug_of(item, None if isinstance(item.when, Standing) else pattern)
        if slug not in standing:
            yield slug, pattern


def _listing(item: Item, slug: str, organisation: Organisation, place: Place | None) -> Listing:
    now = timezone.now()
    price, price_note = item.cost if isinstance(item.cost, tuple) else (None, "")
    access = dict.fromkeys((*(place.access if place else ()), *item.access))
    website = organisation.website if item.booking == Booking.BOOK else ""
    return Listing(
        organisation=organisation,
        place=place,
        kind=item.kind,
        title=item.title,
        slug=slug,
        summary=item.summary,
        description=item.about,
        age_from=item.ages[0],
        age_to=item.ages[1],
        cost=PAID if isinstance(item.cost, tuple) else item.cost,
        price_pence=price,
        price_note=price_note,
        booking=item.booking,
        booking_url=f"{website}/book" if website else "",
        access=[str(feature) for feature in access],
        without_parents=item.without_parents,
        **(stated_safety(organisation) if item.without_parents else {}),
        state=item.state,
        submitted_at=None if item.state == State.DRAFT else now - timedelta(hours=1 + len(slug)),
        reason=item.reason,
        criterion=item.criterion or "",
        published_at=now - timedelta(days=1 + zlib.crc32(slug.encode()) % LATELY)
        if item.state in PUBLIC_STATES
        else None,
        updated=now,
    )


def _changes(item: Item, listing: Listing, pattern: Pattern, begins: date) -> list[DateChange]:
    """The dates from that day on that are cancelled or moved by themselves."""
    told, notes = changed(pattern, item.changes, begins)
    return [
        DateChange(
            listing=listing,
            original=one.original,
            cancelled=one.cancelled,
            starts=one.starts,
            ends=one.ends,
            note=notes[one.original],
        )
        for one in told.changes
    ]


def _extend(schedule: Schedule, item: Item, when: Standing, today: date) -> bool:
    """Let a series go on for another school year, once a year, unless somebody changed its rule."""
    rule, until = _until(schedule.rrule)
    cancelled = schedule.listing.state == State.CANCELLED
    if cancelled or until is None or until >= last_day(when.season, today):
        return False
    wanted = when.pattern(today, schedule.starts)
    if rule != _until(wanted.rrule)[0]:
        return False
    schedule.rrule = wanted.rrule
    schedule.exdates += [wall for wall in wanted.exdates if wall.date() > until]
    schedule.save(update_fields=["rrule", "exdates"])
    DateChange.objects.bulk_create(_changes(item, schedule.listing, wanted, until + timedelta(days=1)))
    refresh(schedule.listing_id, raise_sequence=True, today=today)
    return True


def _until(rrule: str) -> tuple[str, date | None]:
    """A rule without its end, and the last day in it."""
    parts = rrule.split(";")
    ends = [part.removeprefix("UNTIL=") for part in parts if part.startswith("UNTIL=")]
    rest = ";".join(part for part in parts if not part.startswith("UNTIL="))
    return rest, datetime.strptime(ends[0][:8], "%Y%m%d").date() if ends else None


def _import_calendars(today: date, organisations: dict[str, Organisation]) -> Iterator[Report]:
    for name, slug in CALENDARS.items():
        if organisations[slug].suspended_at is not None:
            continue
        actor = OnBehalf(organisation=organisations[slug].pk)
        yield import_calendar(
            calendar_for(name, today), actor.organisation, by=actor, calendar=name, allow_removals=True
        )
