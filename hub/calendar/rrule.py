"""Recurrence rules (RFC 5545, 3.3.10) over wall-clock time: read, checked, put in one form, and expanded.

dateutil's rrule is not used to expand them, because a rule that never comes round (every 30 February, the
second Monday of each week) keeps it searching up to the year 9999: 0.3 to 1.5 seconds measured for one rule,
and a calendar brought in from outside may hold thousands. Here a search ends with the window it was asked
for, and begins at that window instead of at the first date. The tests hold both equal on rules at random.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import islice, product
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import vRecur

from hub.calendar.london import DAY, LONDON_NAME, to_instant, to_wall

MOST_COUNT = 5000
MOST_INTERVAL = 1000
MOST_TIMES = 48
LONGEST_RULE = 500
# A 29 February is at most eight years away; what has not come round after twelve is taken never to.
SEARCHED_YEARS = 12
WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
END_OF_DAY = time(23, 59, 59)
LAST_YEAR = 9998
# Where counting a rule's dates ends; nothing is asked for that lies later.
COUNTED_UNTIL = datetime(2200, 1, 1)
RANGES = {
    "BYMONTH": (1, 12),
    "BYWEEKNO": (-53, 53),
    "BYYEARDAY": (-366, 366),
    "BYMONTHDAY": (-31, 31),
    "BYSETPOS": (-366, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
    "BYSECOND": (0, 59),
}
COUNTED_BACKWARDS = {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYSETPOS"}
DEFAULTS = {"INTERVAL": "1", "WKST": "MO"}
IN_ORDER = (
    *("FREQ", "UNTIL", "COUNT", "INTERVAL", "BYSECOND", "BYMINUTE", "BYHOUR"),
    *("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST"),
)


class RuleError(ValueError):
    """A rule that the hub does not take; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was checked, with what its text leaves out filled in from the first date."""

    freq: str  # DAILY, WEEKLY, MONTHLY or YEARLY
    interval: int
    count: int | None
    until: datetime | None  # naive wall-clock, inclusive; of a rule with a count its last date
    months: frozenset[int]
    weeks: frozenset[int]
    yeardays: frozenset[int]
    monthdays: frozenset[int]
    weekdays: frozenset[int]  # 0 is Monday
    nth: frozenset[tuple[int, int]]  # (1 for first or -1 for last ..., weekday)
    positions: tuple[int, ...]
    times: tuple[time, ...]
    week_start: int

    def walls(self, starts: datetime, low: datetime, high: datetime) -> Iterator[datetime]:
        """The naive wall-clock starts within [low, high], in order. `starts` is always the first of them."""
        if self.until is not None:
            high = min(high, self.until)
        if low <= starts <= high:
            yield starts
        for moment in self._after(starts, low, high):
            if moment >= low:
                yield moment

    @property
    def is_even(self) -> bool:
        """Whether every whole period has the same number of dates."""
        filtered = self.months or self.monthdays or self.positions
        return not filtered and (self.freq == "WEEKLY" or (self.freq == "DAILY" and not self.weekdays))

    def is_in_step(self, starts: datetime) -> bool:
        """Whether the rule by itself would make its first date."""
        first, last = next(self._periods(starts.date(), starts.date(), starts.date()))
        return starts in self._moments(first, last)

    def _after(self, starts: datetime, low: datetime, high: datetime) -> Iterator[datetime]:
        """The moments of every period from that of `low` on, later than `starts` and up to `high`."""
        for first, last in self._periods(starts.date(), low.date(), high.date()):
            for moment in self._moments(first, last):
                if moment > high:
                    return
                if moment > starts:
                    yield moment

    def _periods(self, starts: date, low: date, high: date) -> Iterator[tuple[date, date]]:
        """First and last day of each period that the interval chooses, from that of `low` to `high`'s."""
        if self.freq in ("DAILY", "WEEKLY"):
            length = 1 if self.freq == "DAILY" else 7
            origin = starts if length == 1 else starts - DAY * ((starts.weekday() - self.week_start) % 7)
            step = length * self.interval
            begin = origin.toordinal() + max(0, (low - origin).days // step) * step
            for ordinal in range(begin, min(high.toordinal(), date.max.toordinal() - 7) + 1, step):
                yield date.fromordinal(ordinal), date.fromordinal(ordinal + length - 1)
        else:
            length = 1 if self.freq == "MONTHLY" else 12
            step = length * self.interval
            start, lowest = (_month_number(day) // length * length for day in (starts, low))
            begin = start + max(0, (lowest - start) // step) * step
            for number in range(begin, min(_month_number(high), LAST_YEAR * 12) + 1, step):
                first, last = date(number // 12, number % 12 + 1, 1), number + length - 1
                yield first, date(last // 12, last % 12 + 1, monthrange(last // 12, last % 12 + 1)[1])

    def _moments(self, first: date, last: date) -> list[datetime]:
        days = [day for day in self._candidates(first, last) if self._fits(day)]
        moments = [datetime.combine(day, clock) for day in days for clock in self.times]
        if not self.positions:
            return moments
        size = len(moments)
        chosen = {place - 1 if place > 0 else size + place for place in self.positions}
        return [moments[place] for place in sorted(chosen) if 0 <= place < size]

    def _candidates(self, first: date, last: date) -> Iterator[date]:
        """The days of a period worth asking about: of a week only its weekdays, of a year its months."""
        if self.freq == "YEARLY" and self.months:
            for month in sorted(self.months):
                for day in range(1, monthrange(first.year, month)[1] + 1):
                    yield date(first.year, month, day)
        elif self.freq == "WEEKLY":
            for offset in sorted((weekday - self.week_start) % 7 for weekday in self.weekdays):
                yield first + DAY * offset
        else:
            for ordinal in range(first.toordinal(), last.toordinal() + 1):
                yield date.fromordinal(ordinal)

    def _fits(self, day: date) -> bool:
        return (
            (not self.months or day.month in self.months)
            and (not (self.weekdays or self.nth) or day.weekday() in self.weekdays or self._is_nth(day))
            and (not self.monthdays or day.day in self.monthdays or _from_month_end(day) in self.monthdays)
            and (not self.yeardays or not self.yeardays.isdisjoint(_yeardays(day)))
            and (not self.weeks or not self.weeks.isdisjoint(_weeks(day)))
        )

    def _is_nth(self, day: date) -> bool:
        """Whether it is, say, the first or the last Saturday of its month; of its year if none is named."""
        if not self.nth:
            return False
        by_month = self.freq == "MONTHLY" or self.months
        ahead, behind = (day.day, _from_month_end(day)) if by_month else _yeardays(day)
        places = ((ahead - 1) // 7 + 1, -((-behind - 1) // 7 + 1))
        return any((place, day.weekday()) in self.nth for place in places)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _from_month_end(day: date) -> int:
    """-1 for the last day of the month, -2 for the one before."""
    return day.day - monthrange(day.year, day.month)[1] - 1


def _yeardays(day: date) -> tuple[int, int]:
    """The day's number in its year, counted from the beginning and, negative, from the end."""
    return (day - date(day.year, 1, 1)).days + 1, (day - date(day.year, 12, 31)).days - 1


def _weeks(day: date) -> tuple[int, int]:
    """The number of the day's week, from the beginning and, negative, from the end of the ISO year."""
    year, week, _weekday = day.isocalendar()
    return week, week - date(year, 12, 28).isocalendar().week - 1


def check_rule(rrule: str, starts: datetime, *, zone: str = LONDON_NAME, all_day: bool = False) -> None:
    """Raise RuleError, with a sentence that says why, unless the hub takes this rule.

    `rrule` is an RFC 5545 value without "RRULE:"; `starts` the first date, wall-clock in `zone`.
    """
    starts = starts.replace(tzinfo=None)
    rule = read_rule(rrule, starts, zone=zone, all_day=all_day)
    if rule.count == 1:
        return
    horizon = starts.replace(year=min(starts.year + SEARCHED_YEARS, LAST_YEAR), day=1)
    if next(rule._after(starts, starts, horizon), None) is None and rule.interval <= SEARCHED_YEARS:
        raise RuleError(_("The rule for repeating describes a day that never comes."))


@lru_cache(maxsize=4096)
def read_rule(rrule: str, starts: datetime, *, zone: str = LONDON_NAME, all_day: bool = False) -> Rule:
    """A Rule from an RFC 5545 value; raises RuleError. UNTIL may be UTC, wall-clock, or a whole day."""
    parts = _parts(rrule)
    freq = str(parts["FREQ"][0])
    numbers = {name: frozenset(int(value) for value in parts.get(name, ())) for name in RANGES}
    plain, nth = _weekdays(parts)
    _check(freq, parts, numbers, bool(nth))
    months, monthdays = numbers["BYMONTH"], numbers["BYMONTHDAY"]
    weekday_is_open = not (plain or nth or monthdays or numbers["BYYEARDAY"])
    if weekday_is_open and (freq == "WEEKLY" or numbers["BYWEEKNO"]):
        plain = frozenset({starts.weekday()})
    elif weekday_is_open and freq in ("MONTHLY", "YEARLY"):
        monthdays = frozenset({starts.day})
        months = months or (frozenset({starts.month}) if freq == "YEARLY" else months)
    rule = Rule(
        freq=freq,
        interval=int(parts.get("INTERVAL", [1])[0]),
        count=int(parts["COUNT"][0]) if "COUNT" in parts else None,
        until=_until(parts["UNTIL"][0], zone, all_day) if "UNTIL" in parts else None,
        months=months,
        weeks=numbers["BYWEEKNO"],
        yeardays=numbers["BYYEARDAY"],
        monthdays=monthdays,
        weekdays=plain,
        nth=nth,
        positions=tuple(sorted(numbers["BYSETPOS"])),
        times=(time.min,) if all_day else _times(numbers, starts),
        week_start=WEEKDAYS[str(parts.get("WKST", ["MO"])[0])],
    )
    return rule if rule.count is None else replace(rule, until=_last_counted(rule, starts))


def _last_counted(rule: Rule, starts: datetime) -> datetime | None:
    """The last date of a rule with a count, of which `starts` is the first; None past COUNTED_UNTIL."""
    left = (rule.count or 1) - 1
    if not left:
        return starts
    low = starts
    if rule.is_even:
        first, last = next(rule._periods(starts.date(), starts.date(), starts.date()))
        in_first = sum(moment > starts for moment in rule._moments(first, last))
        a_period = len(rule.times) * max(1, len(rule.weekdays))
        passed_over = max(0, left - in_first - 1) // a_period
        if passed_over:
            left -= in_first + passed_over * a_period
            days = ((last - first).days + 1) * rule.interval * (1 + passed_over)
            if first.toordinal() + days > COUNTED_UNTIL.toordinal():
                return None
            low = datetime.combine(first + DAY * days, time.min)
    return next(islice(rule._after(starts, low, COUNTED_UNTIL), left - 1, None), None)


def normal_rule(rrule: str, starts: datetime, *, zone: str = LONDON_NAME, all_day: bool = False) -> str:
    """The rule in its one form: parts in RFC order, defaults left out, UNTIL as UTC (a date when all day).

    Raises RuleError. Two rules that read the same in a calendar are the same text, so that a calendar read
    again is seen not to have changed.
    """
    until = read_rule(rrule, starts, zone=zone, all_day=all_day).until
    told = {name: value for name, value in _texts(rrule).items() if DEFAULTS.get(name) != value}
    if "UNTIL" in told and until is not None:
        told["UNTIL"] = f"{until:%Y%m%d}" if all_day else f"{_instant_or_last(until, zone):%Y%m%dT%H%M%SZ}"
    text = ";".join(f"{name}={told[name]}" for name in IN_ORDER if name in told)
    if len(text) > LONGEST_RULE:
        # A last day that is written out in UTC is longer.
        raise RuleError(_("The rule for repeating is longer than the hub keeps."))
    return text


def _texts(rrule: str) -> dict[str, str]:
    """The rule's parts by name, as text, after what icalendar would pass over in silence is refused."""
    text = "".join(rrule.split()).strip(";").upper()
    pairs = [pair.split("=") for pair in text.split(";")]
    is_paired = all(len(pair) == 2 for pair in pairs) and len({pair[0] for pair in pairs}) == len(pairs)
    if len(text) > LONGEST_RULE or not text.isascii() or not is_paired:
        raise RuleError(_("The rule for repeating is not written as calendars write it."))
    told = dict(pairs)
    if told.get("RSCALE") == "GREGORIAN" and told.get("SKIP", "OMIT") == "OMIT":
        told.pop("RSCALE"), told.pop("SKIP", None)
    if told.get("COUNT") == "-1":
        told.pop("COUNT")  # how some programs write "without end"
    if unknown := sorted(set(told) - set(IN_ORDER)):
        name = unknown[0][:40]
        raise RuleError(_("The rule for repeating has a part that the hub does not know: %s.") % name)
    if "FREQ" not in told:
        raise RuleError(_("The rule for repeating does not say how often."))
    return told


@lru_cache(maxsize=1024)
def _parts(rrule: str) -> vRecur:
    """The rule's parts as icalendar reads them. Kept, since few rules are common: not to be changed."""
    try:
        parts: vRecur = vRecur.from_ical(";".join("=".join(pair) for pair in _texts(rrule).items()))
    except RuleError:
        raise
    except (ValueError, TypeError) as error:
        raise RuleError(_("The rule for repeating is not written as calendars write it.")) from error
    return parts


def _check(freq: str, parts: vRecur, numbers: dict[str, frozenset[int]], has_nth: bool) -> None:
    if freq not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise RuleError(_("It repeats by the hour or faster, which the hub does not list."))
    if "COUNT" in parts and "UNTIL" in parts:
        raise RuleError(_("The rule for repeating has both a number of times and a last day."))
    if "COUNT" in parts and not 1 <= parts["COUNT"][0] <= MOST_COUNT:
        raise RuleError(_("It must repeat between 1 and %d times.") % MOST_COUNT)
    if "INTERVAL" in parts and not 1 <= parts["INTERVAL"][0] <= MOST_INTERVAL:
        raise RuleError(_("The gap between dates must be between 1 and %d.") % MOST_INTERVAL)
    for name, values in numbers.items():
        low, high = RANGES[name]
        if any(not low <= value <= high or (value == 0 and name in COUNTED_BACKWARDS) for value in values):
            raise RuleError(_("The rule for repeating has a number out of range: %s.") % name)
    numbered = numbers["BYWEEKNO"] or numbers["BYYEARDAY"]
    misplaced = (
        (freq != "YEARLY" and numbered)
        or (freq == "WEEKLY" and numbers["BYMONTHDAY"])
        or (has_nth and (freq in ("DAILY", "WEEKLY") or numbers["BYWEEKNO"]))
        or (numbers["BYWEEKNO"] and str(parts.get("WKST", ["MO"])[0]) != "MO")
        or (numbers["BYSETPOS"] and not any(name in parts for name in {*RANGES, "BYDAY"} - {"BYSETPOS"}))
    )
    if misplaced:
        raise RuleError(_("The rule for repeating has parts that do not go together."))


def _weekdays(parts: vRecur) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    plain, nth = set(), set()
    for value in parts.get("BYDAY", ()):
        weekday, place = WEEKDAYS[str(value)[-2:]], str(value)[:-2]
        if not place:
            plain.add(weekday)
        elif abs(int(place)) > 53 or int(place) == 0:
            raise RuleError(_("The rule for repeating has a number out of range: %s.") % "BYDAY")
        else:
            nth.add((int(place), weekday))
    return frozenset(plain), frozenset(nth)


def _times(numbers: dict[str, frozenset[int]], starts: datetime) -> tuple[time, ...]:
    hours = sorted(numbers["BYHOUR"] or {starts.hour})
    minutes = sorted(numbers["BYMINUTE"] or {starts.minute})
    seconds = sorted(numbers["BYSECOND"] or {starts.second})
    if len(hours) * len(minutes) * len(seconds) > MOST_TIMES:
        raise RuleError(_("It repeats by the hour or faster, which the hub does not list."))
    return tuple(time(*clock) for clock in product(hours, minutes, seconds))


def _until(value: date, zone: str, all_day: bool) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, END_OF_DAY)
    if value.tzinfo is not None:
        try:
            value = to_wall(value, ZoneInfo(zone))
        except OverflowError:
            value = value.replace(tzinfo=None)
    return datetime.combine(value, END_OF_DAY) if all_day else value


def _instant_or_last(wall: datetime, zone: str) -> datetime:
    try:
        return to_instant(wall, ZoneInfo(zone))
    except OverflowError:
        return wall.replace(tzinfo=UTC)
