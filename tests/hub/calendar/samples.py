"""Calendars to read, and patterns at random."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import reject
from hypothesis import strategies as st

from hub.calendar.ics_read import Calendar, Event, read_calendar
from hub.calendar.recurrence import Change, Date, Pattern, RuleError, check_rule, dates

FILES = Path(__file__).parent / "files"
LONDON = ZoneInfo("Europe/London")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Both of these nights are in every window that the properties look at.
CLOCKS_GO_BACK = (date(2026, 10, 25), date(2027, 10, 31))
CLOCKS_GO_FORWARD = date(2027, 3, 28)
WINDOW = (date(2026, 10, 1), date(2027, 12, 31))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON).astimezone(UTC)  # type: ignore[misc,arg-type]


def starts(pattern: Pattern, begins: date, until: date) -> list[datetime]:
    return [one.starts for one in dates(pattern, begins, until)]


def clocks(found: list[Date]) -> list[str]:
    """Starts as London clocks show them."""
    return [f"{one.starts.astimezone(LONDON):%d %b %Y %H:%M}" for one in found]


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar file of VEVENTs given by their lines; each gets a UID if it has none."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head.strip().splitlines()]
    for number, event in enumerate(events):
        body = [line.strip() for line in event.strip().splitlines()]
        if not any(line.startswith("UID") for line in body):
            body.append(f"UID:event-{number}")
        lines += ["BEGIN:VEVENT", *body, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(*events: str, head: str = "") -> Calendar:
    return read_calendar(calendar(*events, head=head))


def only(*events: str, head: str = "") -> Event:
    """The one event that the given lines make, with nothing left out."""
    found = read(*events, head=head)
    assert found.skipped == []
    assert len(found.events) == 1
    return found.events[0]


def reason(*events: str, head: str = "") -> str:
    """Why the one event was left out."""
    found = read(*events, head=head)
    assert found.events == []
    assert len(found.skipped) == 1
    return found.skipped[0].reason


quarter_hours = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
start_days = st.dates(date(2026, 1, 1), date(2027, 6, 30))
start_walls = st.builds(datetime.combine, start_days, quarter_hours)
# Also the hours that the clocks skip and show twice.
odd_walls = st.builds(
    datetime.combine,
    st.sampled_from([CLOCKS_GO_FORWARD, *CLOCKS_GO_BACK]),
    st.builds(time, st.integers(0, 3), st.sampled_from([0, 30])),
)


@st.composite
def rules(draw: st.DrawFn, first: datetime, *, bounded: bool = True) -> str:
    """A rule that the hub takes, with every kind of part, in step with its first date or not."""
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}"]
    shape = draw(
        st.sampled_from(["plain", "days", "nth", "monthdays", "positions", "months", "yeardays", "weeks"])
    )
    weekdays = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=4, unique=True))
    if shape == "days":
        parts.append(f"BYDAY={','.join(weekdays)}")
    elif shape == "nth" and freq in ("MONTHLY", "YEARLY"):
        place = draw(st.sampled_from([1, 2, 3, 4, 5, -1, -2]))
        parts.append(f"BYDAY={place}{weekdays[0]}")
        if freq == "YEARLY" and draw(st.booleans()):
            parts.append(f"BYMONTH={draw(st.integers(1, 12))}")
    elif shape == "monthdays" and freq != "WEEKLY":
        chosen = draw(
            st.lists(st.sampled_from([1, 2, 13, 28, 29, 30, 31, -1, -5]), min_size=1, max_size=3, unique=True)
        )
        parts.append(f"BYMONTHDAY={','.join(map(str, chosen))}")
        if draw(st.booleans()):
            parts.append(f"BYDAY={','.join(weekdays)}")
    elif shape == "positions" and freq in ("MONTHLY", "YEARLY"):
        chosen = draw(st.lists(st.sampled_from([1, 2, 3, -1, -2]), min_size=1, max_size=2, unique=True))
        parts += [f"BYDAY={','.join(weekdays)}", f"BYSETPOS={','.join(map(str, chosen))}"]
        if draw(st.booleans()):
            parts.append(f"BYMONTH={draw(st.integers(1, 12))}")
    elif shape == "months":
        chosen = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True))
        parts.append(f"BYMONTH={','.join(map(str, sorted(chosen)))}")
    elif shape == "yeardays" and freq == "YEARLY":
        parts.append(f"BYYEARDAY={draw(st.sampled_from(['1', '60,100', '-1', '200,-30']))}")
    elif shape == "weeks" and freq == "YEARLY":
        parts += [f"BYWEEKNO={draw(st.sampled_from(['1', '20', '-1', '5,6,53']))}", f"BYDAY={weekdays[0]}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 4))}")
    if freq == "WEEKLY" and draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(DAYS))}")
    if bounded and (end := draw(st.sampled_from(["", "UNTIL", "COUNT"]))):
        if end == "UNTIL":
            last = first + timedelta(days=draw(st.integers(0, 500)), hours=draw(st.integers(0, 3)))
            parts.append(f"UNTIL={last:%Y%m%dT%H%M%S}")
        elif len(parts) - ("INTERVAL" in parts[-1]) == 1:
            # With nothing but a frequency a rule is in step with its first date, which then counts.
            parts.append(f"COUNT={draw(st.integers(1, 60))}")
    rrule = ";".join(parts)
    try:
        check_rule(rrule, first)
    except RuleError:
        reject()
    return rrule


@st.composite
def patterns(draw: st.DrawFn, *, zone: str = "Europe/London", with_changes: bool = True) -> Pattern:
    """A series with dates left out, added, cancelled and moved, near both clock changes."""
    first = draw(st.one_of(start_walls, odd_walls))
    all_day = draw(st.booleans())
    length: timedelta | None = draw(
        st.sampled_from(
            [timedelta(minutes=30), timedelta(hours=2), timedelta(hours=9), timedelta(days=2), None]
        )
    )
    if all_day:
        # A whole day is a date, which is read as London's wherever it was written.
        first, zone = datetime.combine(first.date(), time.min), "Europe/London"
        length = timedelta(days=draw(st.integers(1, 3)))
    ends = first + length if length else None
    rrule = draw(rules(first))
    bare = Pattern(first, ends, all_day, zone, rrule)
    walls = [
        one.original.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) for one in dates(bare, *WINDOW)
    ]
    some = st.lists(st.sampled_from(walls), max_size=3, unique=True) if walls else st.just([])
    extra = st.lists(st.builds(datetime.combine, start_days, st.just(first.time())), max_size=2, unique=True)
    exdates = tuple(sorted(draw(some)))
    rdates = tuple(sorted(wall for wall in draw(extra) if wall not in walls))
    series = Pattern(first, ends, all_day, zone, rrule, exdates, rdates)
    if not with_changes:
        return series
    originals = sorted({one.original for one in dates(series, *WINDOW)})
    chosen = draw(st.lists(st.sampled_from(originals), max_size=3, unique=True)) if originals else []
    changes = tuple(draw(_changes(original, all_day, ZoneInfo(zone))) for original in sorted(chosen))
    return Pattern(first, ends, all_day, zone, rrule, exdates, rdates, changes)


@st.composite
def _changes(draw: st.DrawFn, original: datetime, all_day: bool, zone: ZoneInfo) -> Change:
    if draw(st.booleans()):
        return Change(original, cancelled=True)
    days, length = draw(st.integers(1, 20)), draw(st.integers(1, 3))
    if all_day:
        day = original.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
        ends = day + timedelta(days=length)
        return Change(original, starts=_utc(day, zone), ends=_utc(ends, zone))
    moved = original + timedelta(days=days, minutes=15)
    return Change(original, starts=moved, ends=moved + timedelta(hours=length))


def _utc(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC)
