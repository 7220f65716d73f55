"""How often something comes round, as a form asks it and as a pattern of dates says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.calendar.london import DAY, LONDON, to_wall
from hub.calendar.recurrence import Pattern, RuleError, dates, normal_rule
from hub.calendar.rrule import Rule, read_rule
from listings.actions.derive import AHEAD, MOST_DATES

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# The last seven days of a month hold the last of each weekday.
WEEK = 7


class Every(models.TextChoices):
    """How often."""

    ONCE = "once", _("Just once")
    WEEK = "week", _("Every week")
    FORTNIGHT = "fortnight", _("Every two weeks")
    MONTH_WEEKDAY = "month-weekday", _("Every month on the same weekday, like the first Saturday")
    MONTH_LAST = "month-last", _("Every month on the last such weekday, like the last Friday")
    MONTH_DAY = "month-day", _("Every month on the same day, like the 15th")
    KEEP = "keep", _("As it is now")


@dataclass(frozen=True)
class Repeat:
    """How often and until when: `until` a last day, `times` a number of dates, neither for no end yet."""

    every: Every
    weekdays: frozenset[int] = frozenset()
    until: date | None = None
    times: int | None = None


def first_day(day: date, repeat: Repeat) -> date:
    """The first day that fits: of a weekly series the first chosen weekday from `day` on."""
    if repeat.every in (Every.WEEK, Every.FORTNIGHT) and repeat.weekdays:
        while day.weekday() not in repeat.weekdays:
            day += DAY
    elif repeat.every == Every.MONTH_LAST:
        while (day + DAY * WEEK).month == day.month:
            day += DAY * WEEK
    return day


def rule_of(repeat: Repeat, starts: datetime, *, all_day: bool) -> str:
    """The recurrence rule in its one form; "" for once. Raises RuleError."""
    if repeat.every == Every.ONCE:
        return ""
    code = CODES[starts.weekday()]
    weekdays = ",".join(CODES[day] for day in sorted(repeat.weekdays or {starts.weekday()}))
    parts = {
        Every.WEEK: f"FREQ=WEEKLY;BYDAY={weekdays}",
        Every.FORTNIGHT: f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekdays}",
        Every.MONTH_WEEKDAY: f"FREQ=MONTHLY;BYDAY={(starts.day - 1) // WEEK + 1}{code}",
        Every.MONTH_LAST: f"FREQ=MONTHLY;BYDAY=-1{code}",
        Every.MONTH_DAY: f"FREQ=MONTHLY;BYMONTHDAY={starts.day}",
    }[repeat.every]
    if repeat.until is not None:
        parts += f";UNTIL={repeat.until:%Y%m%d}"
    elif repeat.times is not None:
        parts += f";COUNT={repeat.times}"
    return normal_rule(parts, starts, all_day=all_day)


def repeat_of(pattern: Pattern) -> Repeat:
    """What a form would have to say to make this pattern; KEEP for a rule that no form makes."""
    if not pattern.rrule:
        return Repeat(Every.KEEP if pattern.rdates else Every.ONCE)
    try:
        rule = read_rule(pattern.rrule, pattern.starts, zone=pattern.zone, all_day=pattern.all_day)
    except RuleError:
        return Repeat(Every.KEEP)
    every = _every(rule, pattern.starts)
    times = rule.count
    found = Repeat(
        every,
        frozenset(rule.weekdays) if every in (Every.WEEK, Every.FORTNIGHT) else frozenset(),
        rule.until.date() if rule.until and times is None else None,
        times,
    )
    if every != Every.KEEP and not _makes(found, pattern):
        return Repeat(Every.KEEP)
    return found


def _makes(found: Repeat, pattern: Pattern) -> bool:
    """Whether the form's words would make the same dates again: a rule may hold what no form says."""
    try:
        again = rule_of(found, pattern.starts, all_day=pattern.all_day)
        old = read_rule(pattern.rrule, pattern.starts, zone=pattern.zone, all_day=pattern.all_day)
        new = read_rule(again, pattern.starts, zone=pattern.zone, all_day=pattern.all_day)
    except RuleError:
        return False
    same_until = (old.until and old.until.date()) == (new.until and new.until.date())
    return same_until and replace(old, until=None) == replace(new, until=None)


def _every(rule: Rule, starts: datetime) -> Every:
    if rule.freq == "WEEKLY" and rule.interval in (1, 2):
        return Every.WEEK if rule.interval == 1 else Every.FORTNIGHT
    if rule.freq == "MONTHLY" and rule.interval == 1:
        if rule.nth == {(-1, starts.weekday())}:
            return Every.MONTH_LAST
        if rule.nth == {((starts.day - 1) // WEEK + 1, starts.weekday())}:
            return Every.MONTH_WEEKDAY
        if rule.monthdays == {starts.day} and not rule.nth:
            return Every.MONTH_DAY
    return Every.KEEP


def made_walls(pattern: Pattern) -> list[datetime]:
    """The starts that the rule and the added dates make, whatever is left out, on the wall clock.

    From the first date on until 18 months from then or from now, whichever is later: further ahead the
    nightly work goes on by the rule. Raises TooMany.
    """
    bare = replace(pattern, exdates=(), changes=())
    begins = pattern.starts.date()
    until = max(begins, datetime.now(LONDON).date()) + AHEAD
    made = dates(bare, begins, until, most=MOST_DATES + WEEK)
    return [to_wall(one.original) for one in made]


@dataclass(frozen=True)
class Out:
    """Days left out, from the first to the last, and why, in words; "" where the organiser said so."""

    first: date
    last: date
    why: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def left_out(pattern: Pattern, out: Iterable[Out]) -> tuple[datetime, ...]:
    """The starts that fall on days left out, as the pattern keeps them."""
    spans = list(out)
    return tuple(wall for wall in made_walls(pattern) if any(wall.date() in span for span in spans))


def with_length(starts: datetime, ends: datetime | None, day: date) -> tuple[datetime, datetime | None]:
    """The same times on another day."""
    moved: timedelta = datetime.combine(day, starts.time()) - starts
    return starts + moved, ends + moved if ends else None
