"""School terms of the demo town: invented dates that any year gets by the same rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

DAY = timedelta(days=1)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
HOLIDAYS = ("october", "christmas", "february", "easter", "may", "summer")


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def on_or_after(day: date, weekday: int) -> date:
    """The first such weekday (0 is Monday) from that day on."""
    return day + DAY * ((weekday - day.weekday()) % 7)


def on_or_before(day: date, weekday: int) -> date:
    """The last such weekday up to and including that day."""
    return day - DAY * ((day.weekday() - weekday) % 7)


def school_year(day: date) -> int:
    """The year in whose September the school year of that day begins."""
    return day.year if day.month >= 9 else day.year - 1


@lru_cache
def half_terms(year: int) -> tuple[Span, ...]:
    """The six half-terms of the school year that begins in September of `year`."""
    october = on_or_before(date(year, 10, 31), MON)
    february = on_or_after(date(year + 1, 2, 14), MON)
    good_friday = easter(year + 1) - 2 * DAY
    may = on_or_before(date(year + 1, 5, 31), MON)
    january = date(year + 1, 1, 4)
    return (
        Span(on_or_after(date(year, 9, 1), WED), october - 3 * DAY),
        Span(october + 7 * DAY, on_or_before(date(year, 12, 20), FRI)),
        Span(january if january.weekday() < SAT else on_or_after(january, MON), february - 3 * DAY),
        Span(february + 7 * DAY, good_friday - DAY),
        Span(good_friday + 17 * DAY, may - 3 * DAY),
        Span(may + 7 * DAY, on_or_before(date(year + 1, 7, 23), FRI)),
    )


@lru_cache
def holiday(name: str, year: int) -> Span:
    """From the Monday after school stops to the last Friday before it starts again, in that school year."""
    before = HOLIDAYS.index(name)
    following = half_terms(year)[before + 1] if before < 5 else half_terms(year + 1)[0]
    return Span(on_or_after(half_terms(year)[before].last, MON), on_or_before(following.first - DAY, FRI))


@lru_cache
def terms(year: int) -> tuple[Span, ...]:
    """Autumn, spring and summer term, each with its half-term holiday in it."""
    halves = half_terms(year)
    return tuple(Span(halves[i].first, halves[i + 1].last) for i in (0, 2, 4))


def in_school(day: date) -> bool:
    """Whether a weekly activity in term time is on: school is open that week, and it is no bank holiday."""
    may_day = on_or_after(date(day.year, 5, 1), MON)
    # A Saturday belongs to the week before it, a Sunday to the week after.
    school_day = day - DAY if day.weekday() == SAT else day + DAY if day.weekday() == SUN else day
    return day != may_day and any(school_day in half for half in half_terms(school_year(day)))


def at_christmas(day: date) -> bool:
    """From Christmas Eve to New Year's Day, when almost everything is closed."""
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)
