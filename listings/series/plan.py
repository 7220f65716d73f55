"""Every date that a pattern makes, in words, with what is left out and why: shown before it is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.calendar.london import LONDON, to_instant, to_wall
from hub.calendar.recurrence import Pattern
from hub.calendar.words import say_date, say_month, say_span, say_time
from listings.models import Holiday, HolidayKind
from listings.series.repeat import Out, made_walls, with_length


@dataclass(frozen=True)
class PlanDate:
    """One date: `key` its start as 2027-01-07T16:00, what it says, why it is left out ("" if it is on)."""

    key: str
    words: str
    out: bool
    why: str
    added: bool
    past: bool
    warning: str


@dataclass(frozen=True)
class Month:
    """The dates of one month, under its name."""

    name: str
    dates: list[PlanDate]


@dataclass(frozen=True)
class Plan:
    """All dates by month; how many are on and left out; what to look at before going on."""

    months: list[Month]
    on: int
    left_out: int
    warnings: list[str]

    @property
    def count_words(self) -> str:
        """ "It makes 24 dates. 6 are left out." """
        said = ngettext("It makes %d date.", "It makes %d dates.", self.on) % self.on
        if self.left_out:
            out = ngettext("%d is left out.", "%d are left out.", self.left_out) % self.left_out
            said = f"{said} {out}"
        return said


def known_holidays(*kinds: str) -> list[Out]:
    """The holidays of these kinds that are on record, in order, each with its name."""
    rows = Holiday.objects.filter(kind__in=kinds).order_by("first")
    return [Out(row.first, row.last, row.name) for row in rows]


def kinds_known() -> set[str]:
    """The kinds of holiday of which dates to come are on record."""
    rows = Holiday.objects.filter(last__gte=timezone.localdate())
    return set(rows.values_list("kind", flat=True).order_by().distinct())


def plan_of(pattern: Pattern, holidays: Iterable[Out] | None = None) -> Plan:
    """The dates that a pattern makes, and those it leaves out. Raises TooMany."""
    holidays = known_holidays(*HolidayKind.values) if holidays is None else list(holidays)
    left, added = set(pattern.exdates), set(pattern.rdates)
    shown = []
    for wall in made_walls(pattern):
        why = next((span.why for span in holidays if wall.date() in span), "") if wall in left else ""
        shown.append(_date(pattern, wall, wall in left, why, wall in added))
    months = [
        Month(say_month(day), [one for _wall, one in group])
        for day, group in groupby(
            [(datetime.fromisoformat(one.key), one) for one in shown],
            key=lambda pair: pair[0].date().replace(day=1),
        )
    ]
    on = [one for one in shown if not one.out]
    return Plan(months, len(on), len(shown) - len(on), _warnings(pattern, on, holidays))


def _date(pattern: Pattern, wall: datetime, out: bool, why: str, added: bool) -> PlanDate:
    starts, ends = with_length(pattern.starts, pattern.ends, wall.date())
    starts = wall
    return PlanDate(
        key=f"{wall:%Y-%m-%dT%H:%M}",
        words=say_span(starts, ends, pattern.all_day),
        out=out,
        why=why,
        added=added,
        past=to_instant(ends or starts) < timezone.now(),
        warning="" if out or pattern.all_day else clock_warning(starts),
    )


def clock_warning(wall: datetime) -> str:
    """What the clocks do to a start; "" on every other night."""
    shown = to_wall(to_instant(wall))
    if shown != wall:
        return _("The clocks go forward: %(typed)s is not there that night, so it starts at %(shown)s.") % {
            "typed": say_time(wall.time()),
            "shown": say_time(shown.time()),
        }
    if wall.replace(tzinfo=LONDON, fold=0).utcoffset() != wall.replace(tzinfo=LONDON, fold=1).utcoffset():
        return _("The clocks go back: %s comes twice that night. It is the first.") % say_time(wall.time())
    return ""


def _warnings(pattern: Pattern, on: list[PlanDate], holidays: list[Out]) -> list[str]:
    said = []
    if not on:
        said.append(_("It makes no date at all. Go back and change when it is."))
    past = sum(one.past for one in on)
    if past:
        said.append(
            ngettext("%d date is over already.", "%d dates are over already.", past) % past
            + " "
            + _("Nobody sees what is over.")
        )
    said += [f"{one.words}: {one.warning}" for one in on if one.warning]
    if pattern.exdates and holidays and on and holidays[-1].last < datetime.fromisoformat(on[-1].key).date():
        said.append(
            _("Holidays are known until %s. Look at the dates after that yourself.")
            % say_date(holidays[-1].last)
        )
    return said
