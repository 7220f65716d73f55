"""The dates of an event that happens once or many times, with single dates cancelled or moved.

A pattern is wall-clock time in one zone, so that 10am stays 10am when the clocks change, and an event from
10am to 12 noon lasts two hours on the clock on every date. What comes out are instants in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from heapq import merge
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from hub.calendar.london import DAY, LONDON_NAME, day_bounds, to_instant, to_wall
from hub.calendar.rrule import MOST_COUNT, RuleError, check_rule, normal_rule, read_rule

__all__ = [
    "MOST_COUNT",
    "Change",
    "Date",
    "Pattern",
    "RuleError",
    "TooMany",
    "check_rule",
    "dates",
    "normal_rule",
    "wall_of",
]

FIRST_WALL, LAST_WALL = datetime(1, 1, 3), datetime(9998, 12, 29)


class TooMany(ValueError):
    """A pattern that makes more dates than were asked for; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Change:
    """One date of a series cancelled or moved by itself. All times are aware.

    `original` is the start that the pattern gave the date (all day: midnight in the pattern's zone). With
    `starts` and no `ends` the date keeps its length. A change of a date that the pattern does not (or no
    longer) make is passed over.
    """

    original: datetime
    cancelled: bool = False
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """When an event happens, as wall-clock time (naive) in `zone`.

    All day: `starts` is midnight and `ends` the midnight after the last day. `ends` is None when no end is
    known. `rrule` is an RFC 5545 value without "RRULE:"; `starts` is always the first date, also where the
    rule alone would not make it. Raises ValueError for an aware time and for an end not after the start.
    """

    starts: datetime
    ends: datetime | None
    all_day: bool = False
    zone: str = LONDON_NAME
    rrule: str = ""
    exdates: tuple[datetime, ...] = ()
    rdates: tuple[datetime, ...] = ()
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        if any(
            wall is not None and wall.tzinfo for wall in (self.starts, self.ends, *self.exdates, *self.rdates)
        ):
            raise ValueError("A pattern holds wall-clock times, without a zone of their own.")
        if self.ends is not None and self.ends <= self.starts:
            raise ValueError("A pattern ends after it starts.")

    @property
    def repeats(self) -> bool:
        """Whether it is a series, even one that has a single date left."""
        return bool(self.rrule or self.rdates)

    @property
    def length(self) -> timedelta | None:
        """How long a date lasts on the clock; None when no end is known."""
        if self.ends is None:
            return DAY if self.all_day else None
        return self.ends - self.starts


@dataclass(frozen=True, slots=True)
class Date:
    """One date of a pattern, in UTC. `original` is its identity within the series (RECURRENCE-ID)."""

    original: datetime
    starts: datetime
    ends: datetime | None
    cancelled: bool
    moved: bool


def dates(pattern: Pattern, begins: date, until: date, *, most: int = 1000) -> list[Date]:
    """The dates any part of which falls on the London days from `begins` to `until`, both included, in order.

    Cancelled dates are among them, marked. A moved date is there if it was, or now is, in those days.
    Raises TooMany when there are more than `most`, and RuleError for a rule that the hub does not take.
    """
    low, high = day_bounds(begins)[0], day_bounds(until)[1]
    changes = {change.original.astimezone(UTC): change for change in pattern.changes}
    found = []
    for original, wall in _originals(pattern, low, high):
        one = _date(pattern, original, wall, changes.pop(original, None))
        if _overlaps(one.starts, one.ends, low, high) or (one.moved and _was_within(pattern, one, low, high)):
            found.append(one)
        if len(found) > most:
            raise TooMany(_("It makes more than %d dates.") % most)
    for original, change in changes.items():
        if change.starts is None:
            continue
        moved_from = wall_of(pattern, original)
        if moved_from is not None:
            one = _date(pattern, original, moved_from, change)
            found += [one] if _overlaps(one.starts, one.ends, low, high) else []
    if len(found) > most:
        raise TooMany(_("It makes more than %d dates.") % most)
    return sorted(found, key=lambda one: (one.starts, one.original))


def wall_of(pattern: Pattern, original: datetime) -> datetime | None:
    """The wall-clock start of the date that is the aware `original`; None if the pattern makes none."""
    instant = original.astimezone(UTC)
    near = to_wall(instant, ZoneInfo(pattern.zone))
    found = _between(pattern, near - DAY, near + DAY)
    return next((wall for start, wall in found if start == instant), None)


def _originals(pattern: Pattern, low: datetime, high: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Instant and wall-clock start of what may overlap [low, high): a day is added for zones."""
    begins, padding = low.replace(tzinfo=None), (pattern.length or timedelta()) + DAY
    earliest = begins - padding if begins - FIRST_WALL > padding else FIRST_WALL
    return _between(pattern, earliest, min(LAST_WALL, high.replace(tzinfo=None)) + DAY)


def _between(pattern: Pattern, low: datetime, high: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Instant and wall-clock start, within wall-clock [low, high], of each date before any change to it.

    Compared as instants, since two wall-clock times can be one instant: where the clocks skip an hour.
    """
    zone = ZoneInfo(pattern.zone)
    if pattern.rrule:
        rule = read_rule(pattern.rrule, pattern.starts, zone=pattern.zone, all_day=pattern.all_day)
        made = rule.walls(pattern.starts, low, high)
    else:
        made = iter([pattern.starts] if low <= pattern.starts <= high else [])
    extra = sorted(wall for wall in pattern.rdates if low <= wall <= high)
    passed = {to_instant(wall, zone) for wall in pattern.exdates if low <= wall <= high + DAY}
    for wall in merge(made, extra):
        original = to_instant(wall, zone)
        if original not in passed:
            passed.add(original)
            yield original, wall


def _date(pattern: Pattern, original: datetime, wall: datetime, change: Change | None) -> Date:
    zone = ZoneInfo(pattern.zone)
    ends = _end(wall, original, pattern.length, zone)
    if change is None:
        return Date(original, original, ends, cancelled=False, moved=False)
    starts = change.starts.astimezone(UTC) if change.starts else original
    if change.ends is not None:
        new_ends: datetime | None = change.ends.astimezone(UTC)
    elif change.starts is not None:
        new_ends = _end(to_wall(starts, zone), starts, pattern.length, zone)
    else:
        new_ends = ends
    moved = (starts, new_ends) != (original, ends)
    return Date(original, starts, new_ends, cancelled=change.cancelled, moved=moved)


def _end(wall: datetime, starts: datetime, length: timedelta | None, zone: ZoneInfo) -> datetime | None:
    """The instant at which clocks show `length` after `wall`."""
    if length is None:
        return None
    ends = to_instant(wall + length, zone)
    # A start within the hour that is skipped moves forward, and may pass its end.
    return ends if ends > starts else starts + length


def _was_within(pattern: Pattern, one: Date, low: datetime, high: datetime) -> bool:
    return _overlaps(one.original, one.original + (pattern.length or timedelta()), low, high)


def _overlaps(starts: datetime, ends: datetime | None, low: datetime, high: datetime) -> bool:
    return low <= starts < high or (ends is not None and starts < low < ends)
