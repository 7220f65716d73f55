"""Reads an organisation's calendar file into listings: all of it or, where it can't be read, none of it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.access import hold
from hub.calendar.ics_read import Event, Skipped, read_calendar
from hub.calendar.recurrence import TooMany, dates
from hub.people.actor import Actor
from hub.people.models import Organisation
from hub.places.models import Address, District, Place
from hub.places.postcodes import POSTCODE, coarsen, district_of, normalise
from hub.privacy.scan import find_personal
from listings import rules
from listings.actions.create import free_slug, schedule_columns
from listings.actions.derive import AHEAD, MOST_DATES, refresh
from listings.models import DateChange, Kind, Listing, Schedule, Source, State

# A file that would take away more than this many listings, and more than this share, is asked about first.
REMOVALS = 5
REMOVED_SHARE = 0.2


class TooManyRemovals(Exception):
    """The file lacks so much of what was there that someone should look. Its text says how much."""


@dataclass
class Report:
    """What an import did, by title."""

    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    cancelled: list[str] = field(default_factory=list)
    held: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@transaction.atomic
def import_calendar(
    data: bytes, organisation: int, *, by: Actor, calendar: str = "", allow_removals: bool = False
) -> Report:
    """Make an organisation's listings what its calendar says.

    `calendar` names the calendar where the file does not: what is missing from a calendar is
    cancelled, and only within that calendar. What was read before and has not changed is not touched.

    Raises NotAllowed, hub.calendar's CalendarError for a file that can't be read, and TooManyRemovals.
    """
    owner = hold(by, rules.add_listing, organisation)
    read = read_calendar(data)
    name = read.name or calendar
    report = Report(skipped=list(read.skipped), notes=list(read.notes))
    standing = {
        listing.source_uid: listing
        for listing in Listing.objects.filter(organisation=owner, source=Source.CALENDAR)
    }
    today = timezone.localdate()
    for event in read.events:
        _take(event, standing.get(event.uid[:255]), owner, name, today, report)
    seen = {event.uid[:255] for event in read.events} | {skipped.uid[:255] for skipped in read.skipped}
    gone = [
        listing
        for uid, listing in standing.items()
        if uid not in seen
        and listing.source_calendar == name[:120]
        and listing.state in (State.PUBLISHED, State.SUBMITTED)
    ]
    held_here = sum(1 for listing in standing.values() if listing.source_calendar == name[:120])
    if len(gone) > REMOVALS and len(gone) > REMOVED_SHARE * held_here and not allow_removals:
        raise TooManyRemovals(
            _("This file lacks %(gone)d of %(all)d listings that were read before. Nothing was changed.")
            % {"gone": len(gone), "all": held_here}
        )
    for listing in gone:
        _cancel(listing, report)
    return report


def _take(
    event: Event, listing: Listing | None, owner: Organisation, calendar: str, today: date, report: Report
) -> None:
    """Make, change or leave alone the listing of one event."""
    try:
        coming = [
            one for one in dates(event.pattern, today, today + AHEAD, most=MOST_DATES) if not one.cancelled
        ]
    except TooMany:
        report.skipped.append(_skip(event, _("it makes more than %d dates") % MOST_DATES))
        return
    if listing is None and not coming:
        report.skipped.append(_skip(event, _("all its dates are over")))
        return
    if listing is None and event.status == "cancelled":
        report.skipped.append(_skip(event, _("it is cancelled")))
        return
    digest = digest_of(event)
    if listing is not None and listing.source_digest == digest and listing.source_calendar == calendar[:120]:
        report.unchanged += 1
        return
    fresh = listing is None
    if listing is None:
        listing = Listing(
            organisation=owner,
            source=Source.CALENDAR,
            source_uid=event.uid[:255],
            slug=free_slug(event.title),
            kind=Kind.CLUB if event.pattern.rrule else Kind.EVENT,
        )
    _fill(listing, event, owner, report)
    listing.source_digest = digest
    listing.source_calendar = calendar[:120]
    listing.updated = timezone.now()
    listing.save()
    Schedule.objects.update_or_create(listing=listing, defaults=schedule_columns(event.pattern))
    DateChange.objects.filter(listing=listing).delete()
    DateChange.objects.bulk_create(
        DateChange(
            listing=listing,
            original=change.original,
            cancelled=change.cancelled,
            starts=change.starts,
            ends=change.ends,
        )
        for change in event.pattern.changes
    )
    refresh(listing.pk, raise_sequence=not fresh)
    (report.made if fresh else report.changed).append(listing.title)


def _fill(listing: Listing, event: Event, owner: Organisation, report: Report) -> None:
    """The event's words and place, and the state they may have."""
    listing.title = event.title[:120]
    listing.description = event.description[:5000]
    listing.summary = first_sentence(event.description)
    listing.booking_url = (
        event.url if len(event.url) <= 500 and event.url.startswith(("https://", "http://")) else ""
    )
    listing.place = place_for(event.location, owner)
    listing.reason = ""
    found = find_personal(f"{event.title}\n{event.description}")
    if event.status == "cancelled":
        listing.state = State.CANCELLED
        listing.reason = _("Cancelled in the organiser’s calendar.")
    elif found:
        # Personal details are never published by a machine (rules.md D8).
        listing.state = State.SUBMITTED
        report.held.append((listing.title, ", ".join(dict.fromkeys(str(one.words) for one in found))))
    elif owner.verified_until is None or not owner.is_verified(timezone.localdate()):
        listing.state = State.SUBMITTED
        report.held.append((listing.title, _("the organisation is not verified")))
    else:
        listing.state = State.PUBLISHED
        listing.published_at = listing.published_at or timezone.now()


def _cancel(listing: Listing, report: Report) -> None:
    listing.state = State.CANCELLED
    listing.reason = _("No longer in the organiser’s calendar.")
    # Forgotten, so that the event is read as changed if it comes back.
    listing.source_digest = ""
    listing.save(update_fields=["state", "reason", "source_digest"])
    refresh(listing.pk, raise_sequence=True)
    report.cancelled.append(listing.title)


def _skip(event: Event, reason: str) -> Skipped:
    return Skipped(line=event.line, uid=event.uid, title=event.title, reason=reason)


def digest_of(event: Event) -> str:
    """A hash of everything in an event that makes a difference here; stamps and sequence numbers do not."""
    told = asdict(event)
    for name in ("line", "sequence", "last_modified"):
        told.pop(name)
    return hashlib.sha256(json.dumps(told, default=str, sort_keys=True).encode()).hexdigest()


def first_sentence(text: str) -> str:
    """The first sentence of a text, cut at a word where it is longer than 200 characters."""
    flat = " ".join(text.split())
    sentence = re.split(r"(?<=[.!?])\s", flat, maxsplit=1)[0]
    if len(sentence) <= 200:
        return sentence
    return sentence[:199].rsplit(" ", 1)[0] + "…"


def place_for(location: str, owner: Organisation) -> Place | None:
    """The place that a calendar's free text means; None where it can't be told even in which district.

    An organisation that withholds its address has no other place read from its calendar either (S20).
    """
    home = owner.place
    text = " ".join(location.split())
    if not text or (home is not None and home.withheld):
        return home
    name = coarsen(POSTCODE.split(text)[0].split(",")[0].strip() or text)[:120]
    if home is not None and name.casefold() == home.name.casefold():
        return home
    known = Place.objects.filter(name__iexact=name, listings__organisation=owner, withheld=False).first()
    if known:
        return known
    code = district_of(text)
    district = District.objects.filter(code=code).first() if code else None
    if district is None and home is not None:
        district = home.district
    if district is None:
        return None
    place = Place.objects.create(name=name, district=district)
    street = text.removeprefix(name).strip(" ,")
    found = POSTCODE.search(text)
    Address.objects.create(
        place=place,
        street=POSTCODE.sub("", street).strip(" ,")[:120],
        postcode=(normalise(found.group()) or "") if found else "",
    )
    return place
