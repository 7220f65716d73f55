"""When things are on in the demo town, in the words its content is written in, and as patterns of dates.

What stands (every week, every month) is one listing whose rule is extended each September. What comes round
once a year is one listing a year: it exists as soon as it lies within the coming year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum

from hub.calendar.london import LONDON, to_instant, to_wall
from hub.calendar.recurrence import Change as DateMoved
from hub.calendar.recurrence import Pattern, dates
from hub.calendar.rrule import normal_rule
from hub.local.demo.terms import (
    DAY,
    at_christmas,
    half_terms,
    holiday,
    in_school,
    on_or_after,
    on_or_before,
    school_year,
    terms,
)

COMING = timedelta(days=366)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# No series makes more dates than this in three years.
MOST = 1200


class Season(Enum):
    """When a regular thing takes a break."""

    TERM = "only while schools are open"
    YEAR = "all year, but for Christmas Eve to New Year’s Day"
    ALWAYS = "every time, whatever the day"


TERM, YEAR, ALWAYS = Season


@dataclass(frozen=True)
class Change:
    """The nth date of each term moved, or cancelled where it is not said whither; -1 is the last.

    Of what happens so many times and no more, the nth of them all.
    """

    nth: int
    note: str
    days: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class Weekly:
    """On "mon wed" from "10:00-11:30"; with `every` 2 each fortnight, beginning `phase` weeks late."""

    days: str
    time: str
    season: Season = TERM
    every: int = 1
    phase: int = 0

    def patterns(self, today: date) -> Iterator[Pattern]:
        """The one pattern that there is."""
        yield self.pattern(today)

    def pattern(self, today: date, starts: datetime | None = None) -> Pattern:
        """The pattern until the end of the next school year; `starts` where it already began at some time."""
        days = [WEEKDAYS.index(day) for day in self.days.split()]
        rule = "FREQ=WEEKLY" + (f";INTERVAL={self.every}" if self.every > 1 else "")
        if self.every > 1 or len(days) > 1:
            rule += ";BYDAY=" + ",".join(WEEKDAYS[day][:2].upper() for day in days)
        return _standing(
            rule, self.time, self.season, today, lambda day: day.weekday() in days, self.phase, starts
        )


@dataclass(frozen=True)
class Monthly:
    """On the first Saturday: `nth` (1,) and "sat"; -1 is the last. `months` where not in all of them."""

    nth: tuple[int, ...]
    day: str
    time: str
    season: Season = YEAR
    months: tuple[int, ...] = ()

    def patterns(self, today: date) -> Iterator[Pattern]:
        """The one pattern that there is."""
        yield self.pattern(today)

    def pattern(self, today: date, starts: datetime | None = None) -> Pattern:
        """As `Weekly.pattern`."""
        rule = "FREQ=MONTHLY"
        if self.months:
            rule += ";BYMONTH=" + ",".join(map(str, self.months))
        rule += ";BYDAY=" + ",".join(f"{place}{self.day[:2].upper()}" for place in self.nth)
        return _standing(rule, self.time, self.season, today, self._fits, 0, starts)

    def _fits(self, day: date) -> bool:
        ahead = (day.day - 1) // 7 + 1
        last = (day + 7 * DAY).month != day.month
        return (
            day.weekday() == WEEKDAYS.index(self.day)
            and (not self.months or day.month in self.months)
            and (ahead in self.nth or (last and -1 in self.nth))
        )


@dataclass(frozen=True)
class Course:
    """So many weeks within half-terms (1 to 6), one listing for each half-term."""

    halves: tuple[int, ...]
    day: str
    time: str
    weeks: int = 6

    def patterns(self, today: date) -> Iterator[Pattern]:
        """Those not yet over that begin within the coming year."""
        yield from _coming(self._in_year, today)

    def _in_year(self, year: int) -> Iterator[Pattern]:
        for half in self.halves:
            span = half_terms(year)[half - 1]
            first = on_or_after(span.first, WEEKDAYS.index(self.day))
            weeks = min(self.weeks, (span.last - first).days // 7 + 1)
            yield _timed(first, self.time, f"FREQ=WEEKLY;COUNT={weeks}")


@dataclass(frozen=True)
class InTerm:
    """Once in each of these half-terms (1 to 6): in its nth week, on that day. All day without a time."""

    halves: tuple[int, ...]
    week: int
    day: str
    time: str = ""
    days: int = 1

    def patterns(self, today: date) -> Iterator[Pattern]:
        """Those not yet over that begin within the coming year."""
        yield from _coming(self._in_year, today)

    def _in_year(self, year: int) -> Iterator[Pattern]:
        for half in self.halves:
            span = half_terms(year)[half - 1]
            monday = span.first - DAY * span.first.weekday()
            day = monday + DAY * (7 * (self.week - 1) + WEEKDAYS.index(self.day))
            while day > span.last + 2 * DAY:
                day -= 7 * DAY
            while day < span.first:
                day += 7 * DAY
            yield _once(day, self.time, self.days)


@dataclass(frozen=True)
class InHoliday:
    """In each of these holidays, from that day of its nth week: once, or `days` days in a row."""

    holidays: tuple[str, ...]
    day: str
    time: str
    days: int = 1
    week: int = 1

    def patterns(self, today: date) -> Iterator[Pattern]:
        """Those not yet over that begin within the coming year."""
        yield from _coming(self._in_year, today)

    def _in_year(self, year: int) -> Iterator[Pattern]:
        for name in self.holidays:
            monday = holiday(name, year).first + 7 * DAY * (self.week - 1)
            first = monday + DAY * WEEKDAYS.index(self.day)
            yield _timed(first, self.time, f"FREQ=DAILY;COUNT={self.days}" if self.days > 1 else "")


@dataclass(frozen=True)
class Nth:
    """Once a year: the nth such day of a month, -1 for the last. All day, for `days` days,
    without a time."""

    month: int
    nth: int
    day: str
    time: str = ""
    days: int = 1

    def patterns(self, today: date) -> Iterator[Pattern]:
        """Those not yet over that begin within the coming year."""
        yield from _coming(self._in_year, today)

    def _in_year(self, year: int) -> Iterator[Pattern]:
        first = date(year if self.month >= 9 else year + 1, self.month, 1)
        weekday = WEEKDAYS.index(self.day)
        if self.nth > 0:
            day = on_or_after(first, weekday) + 7 * DAY * (self.nth - 1)
        else:
            day = on_or_before((first + 31 * DAY).replace(day=1) - DAY, weekday)
        yield _once(day, self.time, self.days)


@dataclass(frozen=True)
class On:
    """Once a year on the same date. All day, for `days` days, without a time."""

    month: int
    day: int
    time: str = ""
    days: int = 1

    def patterns(self, today: date) -> Iterator[Pattern]:
        """Those not yet over that begin within the coming year."""
        yield from _coming(self._in_year, today)

    def _in_year(self, year: int) -> Iterator[Pattern]:
        yield _once(date(year if self.month >= 9 else year + 1, self.month, self.day), self.time, self.days)


Standing = Weekly | Monthly
When = Standing | Course | InTerm | InHoliday | Nth | On


def changed(
    pattern: Pattern, changes: tuple[Change, ...], begins: date
) -> tuple[Pattern, dict[datetime, str]]:
    """The pattern with its changes from that day on, and why each was made by the start it had."""
    if not changes:
        return pattern, {}
    starts = _starts(pattern, last_day(YEAR, begins))
    stands = pattern.rrule and "COUNT" not in pattern.rrule
    made, notes = [], {}
    for group in _by_term(starts, begins) if stands else [starts]:
        for change in changes:
            place = change.nth - 1 if change.nth > 0 else change.nth
            if -len(group) <= place < len(group) and group[place].date() >= begins:
                one = _moved(group[place], change)
                made.append(one)
                notes[one.original] = change.note
    return replace(pattern, changes=tuple(made)), notes


def _moved(wall: datetime, change: Change) -> DateMoved:
    away = timedelta(days=change.days, minutes=change.minutes)
    if away:
        return DateMoved(to_instant(wall), starts=to_instant(wall + away))
    return DateMoved(to_instant(wall), cancelled=True)


def _by_term(starts: list[datetime], begins: date) -> list[list[datetime]]:
    year = school_year(begins)
    return [[wall for wall in starts if wall.date() in term] for term in (*terms(year), *terms(year + 1))]


def last_day(season: Season, today: date) -> date:
    """How far what stands is planned: to the end of the next school year, or of its lessons."""
    year = school_year(today) + 1
    return half_terms(year)[-1].last if season is TERM else date(year + 1, 8, 31)


def _standing(
    rule: str,
    clock: str,
    season: Season,
    today: date,
    fits: Callable[[date], bool],
    phase: int,
    starts: datetime | None,
) -> Pattern:
    begin, length = _clock(clock)
    if starts is None:
        day = date(school_year(today), 9, 1)
        while not fits(day) or _closed(season, day):
            day += DAY
        starts = datetime.combine(day + 7 * DAY * phase, begin)
    ends = starts + length if length else None
    if season is ALWAYS:
        return Pattern(starts=starts, ends=ends, rrule=normal_rule(rule, starts))
    last = datetime.combine(last_day(season, today), time(23, 59), LONDON)
    rule = normal_rule(f"{rule};UNTIL={last:%Y%m%dT%H%M%S}", starts)
    pattern = Pattern(starts=starts, ends=ends, rrule=rule)
    closed = tuple(wall for wall in _starts(pattern, last.date()) if _closed(season, wall.date()))
    return replace(pattern, exdates=closed)


def _starts(pattern: Pattern, until: date) -> list[datetime]:
    """What clocks show at the start of each date, as the rule makes them."""
    return [to_wall(one.original) for one in dates(pattern, pattern.starts.date(), until, most=MOST)]


def _closed(season: Season, day: date) -> bool:
    if season is TERM:
        return not in_school(day)
    return season is YEAR and at_christmas(day)


def _coming(in_year: Callable[[int], Iterator[Pattern]], today: date) -> Iterator[Pattern]:
    """What begins within the coming year, or has begun and is not over."""
    this_year = school_year(today)
    for year in (this_year - 1, this_year, this_year + 1):
        for pattern in in_year(year):
            last = _starts(pattern, pattern.starts.date() + COMING)[-1]
            over = last + (pattern.length or timedelta())
            if over.date() - (DAY if pattern.all_day else timedelta()) >= today and (
                pattern.starts.date() <= today + COMING
            ):
                yield pattern


def _once(day: date, clock: str, days: int) -> Pattern:
    if clock:
        return _timed(day, clock, "")
    midnight = datetime.combine(day, time.min)
    return Pattern(starts=midnight, ends=midnight + DAY * days, all_day=True)


def _timed(day: date, clock: str, rule: str) -> Pattern:
    begin, length = _clock(clock)
    starts = datetime.combine(day, begin)
    return Pattern(starts=starts, ends=starts + length if length else None, rrule=rule)


def _clock(words: str) -> tuple[time, timedelta | None]:
    """ "15:30-17:00" as a start and a length; without an end, None."""
    begin, _dash, end = words.partition("-")
    first = time.fromisoformat(begin)
    if not end:
        return first, None
    last = time.fromisoformat(end)
    return first, datetime.combine(date.min, last) - datetime.combine(date.min, first)
