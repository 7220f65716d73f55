"""Dates and times as a calendar file writes them, before it is known which zone they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import vDuration

from hub.calendar.ics_lines import Property

FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_IN_A_LIST = 2000
# The RFC's form, and what is written in its place: hyphens, colons, no seconds, a zero offset for Z.
MOMENT = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d+)?)?(Z|\+00:?00)?)?",
    re.ASCII | re.IGNORECASE,
)


class Unreadable(ValueError):
    """An event that has to be left out. The message says why, as what follows "because"."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment as it is written: `wall` is naive, in the zone named `tzid` ("" for none), or in UTC."""

    wall: datetime
    is_date: bool = False
    is_utc: bool = False
    tzid: str = ""


@dataclass(frozen=True, slots=True)
class Extra:
    """One value of an RDATE: a start, and an end or a length where it is a period."""

    starts: Stamp
    end: Stamp | timedelta | None = None


def read_stamp(prop: Property) -> Stamp:
    """The date or time of a property. Raises Unreadable."""
    return _stamp(prop.value.strip(), prop.param("VALUE").upper(), prop.param("TZID"))


def read_stamps(props: list[Property]) -> list[Stamp]:
    """All values of properties that hold lists, such as EXDATE. Raises Unreadable."""
    return [extra.starts for extra in read_extras(props)]


def read_extras(props: list[Property]) -> list[Extra]:
    """All values of RDATE properties, periods among them. Raises Unreadable."""
    found = []
    for prop in props:
        kind, tzid = prop.param("VALUE").upper(), prop.param("TZID")
        for value in prop.value.split(","):
            if not value.strip():
                continue
            start, _slash, end = value.strip().partition("/")
            starts = _stamp(start, "" if kind == "PERIOD" else kind, tzid)
            found.append(Extra(starts, _end(end, tzid) if end else None))
            if len(found) > MOST_IN_A_LIST:
                raise Unreadable(_("it names more than %d single dates") % MOST_IN_A_LIST)
    return found


def read_duration(text: str) -> timedelta:
    """A length such as "PT1H30M". Raises Unreadable."""
    try:
        length = vDuration.from_ical(text.strip())  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError) as error:
        raise Unreadable(_("how long it lasts can’t be read")) from error
    return timedelta(seconds=length.total_seconds())


def _end(text: str, tzid: str) -> Stamp | timedelta:
    return read_duration(text) if text.lstrip("+-").upper().startswith("P") else _stamp(text, "", tzid)


def _stamp(text: str, kind: str, tzid: str) -> Stamp:
    found = MOMENT.fullmatch(text)
    if found is None:
        raise Unreadable(_("a date in it can’t be read"))
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(_("it has a date in the year %d") % year)
    try:
        if found[4] is None or kind == "DATE":
            return Stamp(datetime(year, month, day), is_date=True)
        # A minute of 61 seconds is allowed for in calendars, not in Python.
        clock = int(found[4]), int(found[5]), min(int(found[6] or 0), 59)
        return Stamp(datetime(year, month, day, *clock), is_utc=bool(found[7]), tzid="" if found[7] else tzid)
    except ValueError as error:
        raise Unreadable(_("it has a date that does not exist")) from error


def read_instant(prop: Property | None) -> datetime | None:
    """A property that is always in UTC, such as LAST-MODIFIED; None if it is missing or can't be read."""
    if prop is None:
        return None
    try:
        return read_stamp(prop).wall.replace(tzinfo=UTC)
    except Unreadable:
        return None
