"""A recurrence in plain English: "First Saturday of each month until 16 July 2027, except 6 February".

What can't be said truly is not said: "On the dates below" stands where words would be wrong or a riddle.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hub.calendar import london
from hub.calendar.london import to_wall
from hub.calendar.recurrence import Pattern, RuleError
from hub.calendar.rrule import Rule, read_rule
from hub.calendar.sayings import say_day, say_days, say_list

FAR_AWAY = 2100
MOST_NAMED = 6
WORKING_WEEK, WEEKEND, WHOLE_WEEK = frozenset(range(5)), frozenset({5, 6}), frozenset(range(7))
PLURALS = (
    gettext_lazy("Mondays"),
    gettext_lazy("Tuesdays"),
    gettext_lazy("Wednesdays"),
    gettext_lazy("Thursdays"),
    gettext_lazy("Fridays"),
    gettext_lazy("Saturdays"),
    gettext_lazy("Sundays"),
)
PLACES = {
    1: gettext_lazy("first"),
    2: gettext_lazy("second"),
    3: gettext_lazy("third"),
    4: gettext_lazy("fourth"),
    5: gettext_lazy("fifth"),
    -1: gettext_lazy("last"),
    -2: gettext_lazy("second to last"),
}


def say_rule(pattern: Pattern, *, today: date | None = None) -> str:
    """How often a pattern repeats, until when, and what coming dates differ; "" for a single date."""
    if not pattern.repeats:
        return ""
    today = today or london.today()
    try:
        rule = read_rule(pattern.rrule, pattern.starts, zone=pattern.zone, all_day=pattern.all_day)
    except RuleError:
        return _("On the dates below")
    often = _say_often(rule)
    if often is None or rule.count == 1 or not rule.is_in_step(pattern.starts):
        return _("On the dates below")
    return _say_bounds(rule, often, pattern.starts, today) + _say_exceptions(pattern, rule, today)


def _say_often(rule: Rule) -> str | None:
    if len(rule.times) > 1 or (rule.nth and rule.weekdays) or rule.yeardays or rule.weeks:
        return None
    if rule.freq == "YEARLY":
        return _say_yearly(rule)
    said = {"DAILY": _say_daily, "WEEKLY": _say_weekly, "MONTHLY": _say_monthly}[rule.freq](rule)
    if said is None or not rule.months:
        return said
    months = say_list([str(MONTHS[month]) for month in sorted(rule.months)])
    return _("%(often)s, in %(months)s only") % {"often": said, "months": months}


def _say_daily(rule: Rule) -> str | None:
    if rule.positions:
        return None
    if rule.weekdays or rule.monthdays:
        if rule.interval > 1 or (rule.weekdays and rule.monthdays):
            return None
        return _say_weekly(rule) if rule.weekdays else _say_monthly(rule)
    if rule.interval == 1:
        return _("Every day")
    if rule.interval == 2:
        return _("Every other day")
    return _("Every %d days") % rule.interval


def _say_weekly(rule: Rule) -> str | None:
    if rule.positions:
        return None
    days = say_list([str(WEEKDAYS[weekday]) for weekday in sorted(rule.weekdays)])
    if rule.interval == 1:
        if rule.weekdays == WHOLE_WEEK:
            return _("Every day")
        return _("Every weekday") if rule.weekdays == WORKING_WEEK else _("Every %s") % days
    if rule.weekdays == WORKING_WEEK:
        days = _("Monday to Friday")
    if rule.interval == 2:
        return (_("Every other %s") if len(rule.weekdays) == 1 else _("Every other week on %s")) % days
    return _("Every %(count)d weeks on %(days)s") % {"count": rule.interval, "days": days}


def _say_monthly(rule: Rule) -> str | None:
    if rule.interval == 1 and rule.weekdays and not (rule.monthdays or rule.positions):
        return _say_weekly(rule)
    what = _say_day_of_month(rule)
    if what is None:
        return None
    if rule.interval == 1:
        return capfirst(_("%s of each month") % what)
    if rule.interval == 2:
        return capfirst(_("%s of every other month") % what)
    told = {"what": what, "count": rule.interval}
    return capfirst(_("%(what)s of the month, every %(count)d months") % told)


def _say_yearly(rule: Rule) -> str | None:
    if len(rule.months) != 1:
        return None
    month = MONTHS[next(iter(rule.months))]
    has_weekday = rule.weekdays or rule.nth or rule.positions
    if len(rule.monthdays) == 1 and min(rule.monthdays) > 0 and not has_weekday:
        when = _("%(day)d %(month)s") % {"day": min(rule.monthdays), "month": month}
    else:
        what = None if rule.monthdays else _say_day_of_month(rule)
        if what is None:
            return None
        when = _("the %(what)s of %(month)s") % {"what": what, "month": month}
    if rule.interval == 1:
        return _("Every year on %s") % when
    return _("Every %(count)d years on %(when)s") % {"count": rule.interval, "when": when}


def _say_day_of_month(rule: Rule) -> str | None:
    """ "first and third Saturday", "last weekday", "on the 15th"; None when it would take a riddle."""
    if rule.nth and not (rule.positions or rule.monthdays):
        places = {place for place, _weekday in rule.nth}
        weekdays = {weekday for _place, weekday in rule.nth}
        if len(weekdays) > 1 and len(places) > 1:
            return None
        return _say_places(places, say_list([str(WEEKDAYS[weekday]) for weekday in sorted(weekdays)]))
    if rule.weekdays and rule.monthdays and not rule.positions and len(rule.weekdays) == 1:
        # "The Saturday from the 8th to the 14th" is how some programs write the second Saturday.
        place = (min(rule.monthdays) + 6) // 7
        if rule.monthdays == frozenset(range(place * 7 - 6, place * 7 + 1)):
            return _say_places({place}, str(WEEKDAYS[min(rule.weekdays)]))
        return None
    if rule.weekdays and rule.positions and not rule.monthdays:
        return _say_places(rule.positions, _say_kind_of_day(rule.weekdays))
    if rule.monthdays and not (rule.weekdays or rule.nth or rule.positions):
        if rule.monthdays == {-1}:
            return _("last day")
        if min(rule.monthdays) > 0:
            return _("on the %s") % say_list([_say_ordinal(day) for day in sorted(rule.monthdays)])
    return None


def _say_kind_of_day(weekdays: frozenset[int]) -> str | None:
    if len(weekdays) == 1:
        return str(WEEKDAYS[min(weekdays)])
    kinds = {WORKING_WEEK: _("weekday"), WEEKEND: _("weekend day"), WHOLE_WEEK: _("day")}
    return kinds.get(weekdays)


def _say_places(places: Collection[int], what: str | None) -> str | None:
    if what is None or not all(place in PLACES for place in places):
        return None
    in_order = sorted(places, key=lambda place: (place < 0, place))
    told = say_list([str(PLACES[place]) for place in in_order])
    return _("%(places)s %(what)s") % {"places": told, "what": what}


def _say_ordinal(day: int) -> str:
    """ "1st", "22nd", "13th"."""
    if day % 10 == 1 and day != 11:
        return _("%dst") % day
    if day % 10 == 2 and day != 12:
        return _("%dnd") % day
    if day % 10 == 3 and day != 13:
        return _("%drd") % day
    return _("%dth") % day


def _say_bounds(rule: Rule, often: str, starts: datetime, today: date) -> str:
    if rule.count is not None:
        told = {"count": rule.count, "often": often, "day": say_day(starts.date(), today=today)}
        if rule.freq == "WEEKLY" and rule.interval == len(rule.weekdays) == 1 and not rule.months:
            return _("%(count)d %(days)s from %(day)s") % {**told, "days": PLURALS[min(rule.weekdays)]}
        if often == _("Every day"):
            return _("%(count)d days from %(day)s") % told
        return _("%(often)s, %(count)d times from %(day)s") % told
    if rule.until is None or rule.until.year >= FAR_AWAY:
        return often
    last = {"day": rule.until.day, "month": MONTHS[rule.until.month], "year": rule.until.year}
    return _("%(often)s until %(day)d %(month)s %(year)d") % {"often": often, **last}


def _say_exceptions(pattern: Pattern, rule: Rule, today: date) -> str:
    """The coming dates that the words so far get wrong."""
    zone = ZoneInfo(pattern.zone)
    exdates = [wall for wall in pattern.exdates if wall.date() >= today]
    made = set(rule.walls(pattern.starts, min(exdates), max(exdates))) if exdates else set()
    out = {wall.date() for wall in exdates if wall in made}
    extra = {wall.date() for wall in pattern.rdates if wall not in pattern.exdates}
    for change in pattern.changes:
        day = to_wall(change.original, zone).date()
        now = None if change.cancelled else to_wall(change.starts or change.original, zone).date()
        if now != day:
            out.add(day)
            extra.discard(day)
            extra.update([now] if now else [])
    said = ""
    if out := {day for day in out if day >= today}:
        named = _(", except %s") % say_days(sorted(out), today=today)
        many = ngettext(", except %d date", ", except %d dates", len(out)) % len(out)
        said += many if len(out) > MOST_NAMED else named
    if extra := {day for day in extra if day >= today}:
        named = _(", and also on %s") % say_days(sorted(extra), today=today)
        many = ngettext(", and on %d other date", ", and on %d other dates", len(extra)) % len(extra)
        said += many if len(extra) > MOST_NAMED else named
    return said
