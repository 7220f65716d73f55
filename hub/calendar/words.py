"""Dates, times and repetition in plain English, and what people type turned into dates and times.

"Saturday 28 November, 10am to 12 noon"; "Every Thursday until 16 July 2027, except 18 February".
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from hub.calendar import london
from hub.calendar.london import DAY, to_wall
from hub.calendar.rule_words import say_rule
from hub.calendar.sayings import say_day, say_days, say_list
from hub.calendar.typed import read_date, read_time

__all__ = [
    "is_one_evening",
    "read_date",
    "read_time",
    "say_date",
    "say_day",
    "say_days",
    "say_list",
    "say_month",
    "say_rule",
    "say_span",
    "say_time",
]

# What ends by then belongs to the evening before: no second date is named for it.
SMALL_HOURS = time(6)


def say_date(day: date, *, today: date | None = None) -> str:
    """ "Saturday 28 November"; with its year when it is over for more than a month or far ahead."""
    return _("%(weekday)s %(day)s") % {"weekday": WEEKDAYS[day.weekday()], "day": say_day(day, today=today)}


def say_time(moment: datetime | time) -> str:
    """ "10am", "10.30am", "12 noon", "12 midnight". An aware datetime is said in London time."""
    clock = to_wall(moment).time() if isinstance(moment, datetime) and moment.tzinfo else moment
    hour, minute = clock.hour, clock.minute
    if not minute and hour in (0, 12):
        return _("12 noon") if hour else _("12 midnight")
    told = {"hour": hour % 12 or 12, "minute": minute}
    if not minute:
        return (_("%(hour)dam") if hour < 12 else _("%(hour)dpm")) % told
    return (_("%(hour)d.%(minute)02dam") if hour < 12 else _("%(hour)d.%(minute)02dpm")) % told


def say_span(
    starts: datetime,
    ends: datetime | None,
    all_day: bool = False,
    *,
    with_date: bool = True,
    today: date | None = None,
) -> str:
    """From when to when, in London time. All day, `ends` is the midnight after the last day.

    With its date: "Saturday 28 November, 10am to 12 noon", "Saturday 28 November, all day", "Saturday 28 to
    Monday 30 November". Without, for lists grouped by day: "10am to 12 noon", "All day".
    """
    begin = to_wall(starts) if starts.tzinfo else starts
    end = begin if ends is None else to_wall(ends) if ends.tzinfo else ends
    today = today or london.today()
    if all_day:
        last = max(begin.date(), (end - timedelta(seconds=1)).date())
        return _say_days(begin.date(), last, with_date, today)
    if end <= begin:
        times = say_time(begin)
    elif is_one_evening(begin, end):
        times = _("%(from)s to %(to)s") % {"from": say_time(begin), "to": say_time(end)}
    else:
        until = _("%(date)s, %(time)s") % {"date": say_date(end.date(), today=today), "time": say_time(end)}
        times = _("%(from)s to %(to)s") % {"from": say_time(begin), "to": until}
    if not with_date:
        return times
    return _("%(date)s, %(time)s") % {"date": say_date(begin.date(), today=today), "time": times}


def is_one_evening(begin: datetime, end: datetime) -> bool:
    """Whether two wall-clock times are of one day, or the second of the small hours after it."""
    return end.date() == begin.date() or (end.date() == begin.date() + DAY and end.time() <= SMALL_HOURS)


def _say_days(first: date, last: date, with_date: bool, today: date) -> str:
    if first == last:
        return _("%s, all day") % say_date(first, today=today) if with_date else _("All day")
    if not with_date:
        return _("All day until %s") % say_date(last, today=today)
    if (first.year, first.month) == (last.year, last.month):
        begin = _("%(weekday)s %(day)d") % {"weekday": WEEKDAYS[first.weekday()], "day": first.day}
    else:
        begin = say_date(first, today=today)
    return _("%(from)s to %(to)s") % {"from": begin, "to": say_date(last, today=today)}


def say_month(day: date) -> str:
    """ "November 2026"."""
    return _("%(month)s %(year)d") % {"month": MONTHS[day.month], "year": day.year}
