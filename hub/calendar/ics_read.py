"""Reads an iCalendar file, as Google Calendar, Outlook, Apple Calendar and lesser programs export it.

Nothing in the file is run, fetched or trusted. An event that can't be read is left out by itself, with its
reason and line; a file that is no calendar, or stops half-way, is refused as a whole.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from hub.calendar.ics_assembly import Assembly
from hub.calendar.ics_events import Draft, read_event, read_title, read_uid
from hub.calendar.ics_lines import Component, Property, read_components
from hub.calendar.ics_model import Calendar, CalendarError, Event, Limits, Notes, Skipped
from hub.calendar.ics_series import Clocks
from hub.calendar.ics_text import cut, read_line
from hub.calendar.ics_times import Unreadable
from hub.calendar.ics_zones import Zones

__all__ = ["Calendar", "CalendarError", "Event", "Limits", "Skipped", "read_calendar"]

MOST_NAME = 120
DEFAULT_LIMITS = Limits()


def read_calendar(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Calendar:
    """The events of a calendar file. Raises CalendarError, and nothing else, for what can't be read."""
    if len(data) > limits.size:
        raise CalendarError(_("The file is bigger than %d MB.") % (limits.size // 1_000_000))
    if kind := _kind_of(data):
        raise CalendarError(kind)
    calendars = read_components(data)
    notes = Notes()
    events: dict[str, Event] = {}
    for event in (event for calendar in calendars for event in _read(calendar, limits, notes)):
        if (first := events.setdefault(event.uid, event)) is not event:
            reason = _("another event has the same UID: the one on line %d") % first.line
            notes.skip(event.line, event.uid, event.title, reason)
    notes.skipped.sort(key=lambda skipped: skipped.line)
    return Calendar(_name(calendars), list(events.values()), notes.skipped, list(notes.sentences))


def _read(calendar: Component, limits: Limits, notes: Notes) -> list[Event]:
    components = calendar.components("VEVENT")
    if len(components) > limits.events:
        line = components[limits.events].line
        raise CalendarError(_("The calendar has more than %d events.") % limits.events, line)
    method = calendar.first("METHOD")
    left_out: set[str] = set()
    drafts: list[Draft] = []
    for component in components:
        try:
            draft = read_event(component, method.value.strip().upper() if method else "", limits, notes)
        except Unreadable as reason:
            uid = read_uid(component, limits)
            if component.first("RECURRENCE-ID") is None:
                left_out.add(uid)
            notes.skip(component.line, uid, read_title(component), str(reason))
            continue
        drafts.append(draft)
    default = calendar.first("X-WR-TIMEZONE")
    zones = Zones(calendar.components("VTIMEZONE"), default.value if default else "", notes)
    return Assembly(Clocks(zones, limits, notes), left_out).events(drafts)


def _name(calendars: list[Component]) -> str:
    found: list[Property] = [name for one in calendars if (name := one.first("NAME", "X-WR-CALNAME"))]
    return cut(read_line(found[0].value), MOST_NAME) if found else ""


def _kind_of(data: bytes) -> str:
    """A sentence about a file that is plainly something else; "" for what may be a calendar."""
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return _("The file is empty.")
    if start.startswith((b"\x1f\x8b", b"PK\x03\x04")):
        return _("The file is packed (zip or gzip). Unpack it, and give the file that ends in “.ics”.")
    if start.startswith(b"%PDF"):
        return _("The file is a PDF, not a calendar. Export it from your calendar as “.ics” or “iCalendar”.")
    if start.startswith((b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        return _("The file is a document or a picture, not a calendar. Export it as “.ics” or “iCalendar”.")
    lowered = start.lower()
    if lowered.startswith((b"<!doctype", b"<html", b"<head", b"<?xml", b"<rss", b"<body")):
        return _("The file is a web page, not a calendar. Look for your calendar’s “iCal” or “.ics” address.")
    if lowered.startswith((b"{", b"[")):
        return _("The file holds data of another kind, not a calendar. Export it as “.ics” or “iCalendar”.")
    if lowered.startswith(b"begin:vcard"):
        return _("The file is an address book, not a calendar.")
    return ""
