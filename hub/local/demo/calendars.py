"""Calendar files of the demo town, written for one January and moved by whole weeks to this term."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hub.calendar.london import to_instant, to_wall
from hub.local.demo.terms import DAY, school_year, terms

FOLDER = Path(__file__).parent / "calendars"
# Whose calendar each file is.
CALENDARS = {
    "tin-whistle.ics": "tin-whistle-music",
    "tansy-street-library.ics": "tansy-street-library",
    "bramblewick-garden.ics": "bramblewick-garden",
    "thistledown-football.ics": "thistledown-football",
    "millrace-school.ics": "millrace-school",
}
# The Monday of the first week in the files as they are written.
WRITTEN_FOR = date(2026, 1, 5)

_DATED = re.compile(rb"(DTSTART|DTEND|EXDATE|RDATE|RECURRENCE-ID|RRULE)[;:]")
_STAMP = re.compile(rb"(?<![0-9])([0-9]{8})(T[0-9]{6})?(Z?)(?![0-9])")


def calendar_for(name: str, today: date) -> bytes:
    """A file as its owner would have it this term: the dates of its events moved, all else as it is."""
    begun = [term.first for year in (school_year(today) - 1, school_year(today)) for term in terms(year)]
    first = max(day for day in begun if day <= today)
    monday = first - DAY * first.weekday()
    return moved((FOLDER / name).read_bytes(), (monday - WRITTEN_FOR) // timedelta(weeks=1))


def moved(calendar: bytes, weeks: int) -> bytes:
    """The calendar with every event that many weeks later on the clocks; time zones stay as they are."""
    lines = []
    in_zone = is_dated = False
    for line in calendar.split(b"\n"):
        in_zone = (in_zone or line.startswith(b"BEGIN:VTIMEZONE")) and not line.startswith(b"END:VTIMEZONE")
        if not line.startswith((b" ", b"\t")):
            is_dated = _DATED.match(line) is not None
        shift = is_dated and not in_zone
        lines.append(_STAMP.sub(lambda stamp: _later(stamp, weeks), line) if shift else line)
    return b"\n".join(lines)


def _later(stamp: re.Match[bytes], weeks: int) -> bytes:
    day, clock, utc = (part.decode() for part in stamp.groups(b""))
    if not clock:
        return f"{datetime.strptime(day, '%Y%m%d') + timedelta(weeks=weeks):%Y%m%d}".encode()
    when = datetime.strptime(day + clock, "%Y%m%dT%H%M%S")
    if not utc:
        return f"{when + timedelta(weeks=weeks):%Y%m%dT%H%M%S}".encode()
    wall = to_wall(when.replace(tzinfo=UTC)) + timedelta(weeks=weeks)
    return f"{to_instant(wall):%Y%m%dT%H%M%SZ}".encode()
