"""Reads an organisation's calendar file into listings: all of it or, where it can't be read, none of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import DataError, IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.access import hold
from hub.calendar.ics_events import PLACEHOLDERS
from hub.calendar.ics_read import CalendarError, Event, Skipped, read_calendar
from hub.calendar.recurrence import Date, TooMany
from hub.people.actor import Actor
from hub.people.models import Organisation
from hub.privacy.scan import find_personal
from listings import rules
from listings.actions.calendar_places import Places, has_personal
from listings.actions.carry import carried
from listings.actions.content import schedule_columns
from listings.actions.create import insert_listing
from listings.actions.derive import (
    AHEAD,
    MOST_DATES,
    checked_dates,
    derive,
    planned,
    reconcile,
    write_derived,
)
from listings.models import DateChange, Kind, Listing, Occurrence, Schedule, Source, State
from listings.models.listing import PUBLIC_STATES

# A file that would take away more than this many listings, and more than this share, is asked about first.
REMOVALS = 5
REMOVED_SHARE = 0.2
# What makes no difference here: where and when an event was written down, and what the hub does not keep.
NOT_KEPT = ("line", "sequence", "last_modified", "categories")


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
    data: bytes,
    organisation: int,
    *,
    by: Actor,
    calendar: str = "",
    file_name: str = "",
    allow_removals: bool = False,
) -> Report:
    """Make an organisation's listings what its calendar says.

    What is missing from a calendar is cancelled, and only within that calendar, which is known by the name
    given as `calendar`, else by the one in the file, else by `file_name`. What was read before and has not
    changed is not touched.

    Raises NotAllowed, hub.calendar's CalendarError for a file that can't be read or kept, TooManyRemovals.
    """
    owner = hold(by, rules.add_listing, organisation)
    read = read_calendar(data)
    dates = Occurrence.objects.filter(listing=OuterRef("pk"))
    standing = {
        listing.source_uid: listing
        for listing in Listing.objects.filter(organisation=owner, source=Source.CALENDAR)
        .annotate(is_over=Exists(dates) & ~Exists(dates.filter(over__gte=timezone.now())))
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    }
    report = Report(skipped=[*read.skipped], notes=[*read.notes])
    work = _Import(owner, (calendar or read.name or file_name)[:120], report)
    here = [
        listing
        for listing in standing.values()
        if listing.source_calendar == work.calendar
        and listing.state in (State.PUBLISHED, State.SUBMITTED)
        and not listing.is_over
    ]
    seen = {event.uid for event in read.events} | {one.uid for one in read.skipped if not _is_hidden(one)}
    gone = [listing for listing in here if listing.source_uid not in seen]
    if not allow_removals:
        _check_removals(len(gone), len(here))
    for event in read.events:
        work.take(event, standing.get(event.uid))
    for listing in gone:
        work.withdraw(listing, _("No longer in the organiser’s calendar."))
    if work.places.withheld:
        work.hide(standing.values())
    work.finish()
    return report


def _check_removals(gone: int, here: int) -> None:
    if gone > REMOVALS and gone > REMOVED_SHARE * here:
        sentence = _(
            "This file lacks %(gone)d of %(all)d listings that were read before. Nothing was changed."
        )
        raise TooManyRemovals(sentence % {"gone": gone, "all": here})


def _is_hidden(skipped: Skipped) -> bool:
    """Whether an event was left out because it is now private, or tells only that its owner is busy."""
    return not skipped.title or skipped.title.strip("()[] ").lower() in PLACEHOLDERS


def _was_sent_back(listing: Listing) -> bool:
    """Whether a person sent it back. What was taken back by an import has no digest."""
    waits = listing.state in (State.RETURNED, State.SUBMITTED)
    return waits and bool(listing.reason and listing.source_digest)


class _Import:
    """One calendar on its way into listings that are held."""

    def __init__(self, owner: Organisation, calendar: str, report: Report) -> None:
        self.owner = owner
        self.calendar = calendar
        self.report = report
        self.today = timezone.localdate()
        self.places = Places(owner)
        self._touched: list[Listing] = []
        self._left: set[int] = set()

    def take(self, event: Event, listing: Listing | None) -> None:
        """Make, change or leave the listing of one event. Raises CalendarError where no table takes it."""
        if listing is not None and self._leaves(event, listing):
            return
        try:
            coming = checked_dates(event.pattern, self.today)
        except TooMany:
            self._skip(event, _("it makes more than %d dates") % MOST_DATES)
            return
        if listing is None and (reason := self._why_not(event, coming)):
            self._skip(event, reason)
            return
        try:
            self._keep(event, listing)
        except (IntegrityError, DataError) as error:
            raise CalendarError(_("“%s” can’t be kept.") % event.title, event.line) from error

    def withdraw(self, listing: Listing, reason: str) -> None:
        """Cancel what is public, and take back what still waits: its text was never read by a person."""
        listing.state = State.CANCELLED if listing.state in PUBLIC_STATES else State.RETURNED
        listing.reason = reason
        # Forgotten, so that the event is read as changed if it comes back.
        listing.source_digest = ""
        listing.save(update_fields=["state", "reason", "source_digest"])
        self._derive(listing, [*listing.changes.all()], raise_sequence=True)
        self.report.cancelled.append(listing.title)

    def hide(self, listings: Iterable[Listing]) -> None:
        """Take back where these were said to be, before their organisation withheld it (rules.md S20)."""
        for listing in listings:
            if listing.place_id != self.owner.place_id:
                self._put(listing, "")
                listing.save(update_fields=["place"])
                self._derive(listing, [*listing.changes.all()], raise_sequence=True)
        self.places.drop(self._left)

    def finish(self) -> None:
        """Save what was worked out from all that changed, at once, and put the report in order."""
        self.report.skipped.sort(key=lambda skipped: skipped.line)
        if self._touched:
            write_derived(self._touched)

    def _leaves(self, event: Event, listing: Listing) -> bool:
        """Whether an event's listing stays as it is, or is only taken back."""
        if listing.state == State.HIDDEN:
            # What the steward has hidden no calendar brings back.
            self.report.unchanged += 1
            return True
        if event.status == "cancelled" and listing.state not in PUBLIC_STATES:
            if listing.state == State.SUBMITTED:
                self.withdraw(listing, _("Cancelled in the organiser’s calendar."))
            else:
                self.report.unchanged += 1
            return True
        if listing.source_digest != digest_of(event, withheld=self.places.withheld):
            return False
        if listing.state == State.SUBMITTED and not self._why_held(event, listing):
            # The organisation has been verified since.
            return False
        if listing.source_calendar != self.calendar:
            listing.source_calendar = self.calendar
            listing.save(update_fields=["source_calendar"])
        self.report.unchanged += 1
        return True

    def _why_not(self, event: Event, coming: list[Date]) -> str:
        """Why a new event is left out; "" for one that is taken."""
        if event.status == "cancelled":
            return _("it is cancelled")
        if any(not one.cancelled for one in coming):
            return ""
        if event.pattern.starts.date() > self.today + AHEAD:
            return _("it begins more than 18 months from now")
        return _("all its dates are over")

    def _why_held(self, event: Event, listing: Listing | None) -> str:
        """Why a person reads an event before it is published; "" where it needs none."""
        found = find_personal(f"{event.title}\n{event.description}")
        if found:
            # Personal details are never published by a machine (rules.md D8).
            return ", ".join(dict.fromkeys(str(one.words) for one in found))
        if not self.places.withheld and has_personal(event.location):
            return _("personal details in its place")
        if not self.owner.is_verified(self.today):
            return _("the organisation is not verified")
        if listing is not None and _was_sent_back(listing):
            return _("it was sent back before")
        return ""

    def _keep(self, event: Event, listing: Listing | None) -> None:
        why_held = self._why_held(event, listing)
        fresh = listing is None
        if listing is None:
            kind = Kind.CLUB if event.pattern.rrule else Kind.EVENT
            listing = Listing(source=Source.CALENDAR, source_uid=event.uid, kind=kind)
        listing.organisation = self.owner
        if event.status == "cancelled":
            listing.state = State.CANCELLED
            listing.reason = _("Cancelled in the organiser’s calendar.")
        elif why_held:
            listing.reason = listing.reason if _was_sent_back(listing) else ""
            listing.state = State.SUBMITTED
        else:
            listing.state = State.PUBLISHED
            listing.reason = ""
            listing.published_at = listing.published_at or timezone.now()
        # What is called off stays public, so it keeps the words that may be.
        if event.status != "cancelled" or not why_held:
            self._fill(event, listing)
        listing.source_digest = digest_of(event, withheld=self.places.withheld)
        listing.source_calendar = self.calendar
        listing.updated = timezone.now()
        if fresh:
            insert_listing(listing)
        else:
            listing.save()
        self._write_dates(event, listing, fresh=fresh)
        self._tell(listing, why_held, fresh=fresh)

    def _fill(self, event: Event, listing: Listing) -> None:
        """The event's words and place."""
        listing.title = event.title
        listing.description = event.description
        listing.summary = first_sentence(event.description)
        listing.booking_url = event.url
        self._put(listing, event.location)
        if event.location and listing.place is None:
            self.report.notes.append(
                _("Line %(line)d: the place of “%(title)s” was left out.")
                % {"line": event.line, "title": event.title}
            )

    def _put(self, listing: Listing, location: str) -> None:
        if listing.place_id is not None:
            self._left.add(listing.place_id)
        listing.place = self.places.named(location)

    def _write_dates(self, event: Event, listing: Listing, *, fresh: bool) -> None:
        by_hand = [] if fresh else self._by_hand(event, listing)
        schedule = Schedule(listing=listing, **schedule_columns(event.pattern))
        schedule.save(force_insert=fresh, force_update=not fresh)
        changes = [
            DateChange(
                listing=listing,
                original=change.original,
                cancelled=change.cancelled,
                starts=change.starts,
                ends=change.ends,
            )
            for change in event.pattern.changes
            if change.original not in {one.original for one in by_hand}
        ]
        changes += by_hand
        if not fresh:
            DateChange.objects.filter(listing=listing).delete()
        DateChange.objects.bulk_create(changes)
        if fresh:
            Occurrence.objects.bulk_create(planned(listing, changes, self.today))
        else:
            reconcile(listing, changes, self.today)
        self._derive(listing, changes, raise_sequence=not fresh)

    @staticmethod
    def _by_hand(event: Event, listing: Listing) -> list[DateChange]:
        """What was changed about single dates here on the hub, as far as the event still has those days."""
        changes = DateChange.objects.filter(listing=listing, by_hand=True)
        return carried(changes, listing.schedule.pattern(), listing.pk, event.pattern)

    def _derive(self, listing: Listing, changes: list[DateChange], *, raise_sequence: bool) -> None:
        listing.organisation = self.owner
        derive(listing, changes, raise_sequence=raise_sequence)
        self._touched.append(listing)

    def _tell(self, listing: Listing, why_held: str, *, fresh: bool) -> None:
        report = self.report
        if listing.state == State.CANCELLED:
            report.cancelled.append(listing.title)
        else:
            (report.made if fresh else report.changed).append(listing.title)
            if why_held:
                report.held.append((listing.title, why_held))

    def _skip(self, event: Event, reason: str) -> None:
        self.report.skipped.append(Skipped(event.line, event.uid, event.title, reason))


def digest_of(event: Event, *, withheld: bool) -> str:
    """A hash of everything in an event that makes a difference here, and of whether its place may be told."""
    told = {name: value for name, value in asdict(event).items() if name not in NOT_KEPT}
    told["status"] = event.status == "cancelled"
    told["withheld"] = withheld
    return hashlib.sha256(json.dumps(told, default=str, sort_keys=True).encode()).hexdigest()


def first_sentence(text: str) -> str:
    """The first sentence of a text, cut at a word where it is longer than 200 characters."""
    flat = " ".join(text.split())
    sentence = re.split(r"(?<=[.!?])\s", flat, maxsplit=1)[0]
    if len(sentence) <= 200:
        return sentence
    return sentence[:199].rsplit(" ", 1)[0] + "…"
