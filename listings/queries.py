"""What's on, as rows shaped for the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hub.calendar.london import LONDON
from hub.calendar.words import is_one_evening, say_date, say_time
from hub.places.distance import miles_from, say_miles
from hub.places.models import AccessFeature, District
from hub.web.areas import AREAS
from listings.models import Cost, Occurrence, State
from listings.models.listing import AREA_OF_KIND
from listings.models.occurrence import LONGEST

FIELDS = (
    "starts",
    "ends",
    "all_day",
    "original",
    "cancelled",
    "moved",
    "note",
    "listing__state",
    "listing__card",
)
ACCESS_WORDS = dict(AccessFeature.choices)
# The area that most things on belong to: marking it would mark everything.
EVERYDAY_AREA = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One occurrence as the list shows it, in words."""

    title: str
    slug: str
    time: str
    until: str
    facts: str
    off: str
    change: str
    change_kind: str
    tags: list[str]
    area: int
    area_name: str
    cost: str
    free: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the list. `key` is the date as 2026-11-28."""

    key: str
    weekday: str
    number: int
    month: str
    rows: list[Row]


def ordered(occurrences: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    """By time, then by a neutral rotation: nobody is always first."""
    return occurrences.order_by("starts", "turn", "pk")


def coming(occurrences: QuerySet[Occurrence], now: datetime) -> QuerySet[Occurrence]:
    """Those that are not over."""
    # No date lasts longer than LONGEST: the second condition is the first in terms of the index.
    return occurrences.filter(over__gt=now, starts__gt=now - LONGEST)


def row_values(occurrences: QuerySet[Occurrence], near: District | None) -> QuerySet[Any, tuple[Any, ...]]:
    """The columns that `days` shapes, as tuples."""
    rows = ordered(occurrences)
    if near is None:
        return rows.values_list(*FIELDS)
    return rows.annotate(miles=miles_from(near, prefix="listing__place__")).values_list(*FIELDS, "miles")


def days(
    rows: Iterable[tuple[Any, ...]], today: date, first: date | None = None, *, organiser: bool = True
) -> list[Day]:
    """Rows of `row_values` as days in order, from `first` on: today, where it is not given.

    What began before the first day and is still on then stands under it. On the organiser's own page
    `organiser` is False: it goes without saying.
    """
    language = get_language()
    first = first or today
    shaped = []
    for values in rows:
        begins = values[0].astimezone(LONDON)
        shaped.append((max(begins.date(), first), _row(values, begins, today, first, language, organiser)))
    return [
        _day(day, today, [row for _day, row in group])
        for day, group in groupby(shaped, key=lambda one: one[0])
    ]


def _day(day: date, today: date, rows: list[Row]) -> Day:
    weekday, number, *month = say_date(day, today=today).split(" ")
    return Day(key=day.isoformat(), weekday=weekday, number=int(number), month=" ".join(month), rows=rows)


def _row(
    values: tuple[Any, ...], begins: datetime, today: date, first: date, language: str, organiser: bool
) -> Row:
    starts, ends, all_day, original, cancelled, moved, note, state, card, *miles = values
    off = cancelled or state == State.CANCELLED
    change_kind, change = (
        say_change(off, moved, original, starts, note, today) if off or moved else ("", note)
    )
    where = _("Around %s") % card["around"] if card["around"] else card["place"]
    who = card["organiser"] if organiser else ""
    if where == who:
        where = ""
    # Of a withheld place nothing is told but its area: a distance would be to the middle of that (S20).
    distance = "" if not miles or miles[0] is None or card["around"] else say_miles(miles[0])
    tags, area, area_name = _tags(
        language, card["kind"], *card["ages"], tuple(card["access"]), card["for_profit"]
    )
    return Row(
        title=card["title"],
        slug=card["slug"],
        time=_time(language, begins, all_day, first),
        until=_until(language, begins, ends, all_day, today),
        facts=" · ".join(filter(None, [who, where, distance])),
        off=" entry-off" if off else "",
        change=change,
        change_kind=change_kind,
        tags=tags,
        area=area,
        area_name=area_name,
        cost=_cost(language, *card["cost"]),
        free=card["cost"][0] == Cost.FREE,
    )


# Words that many rows share are put together once a language: looking them up was a third of a page's time.
@lru_cache(maxsize=4096)
def _tags(
    language: str,
    kind: str,
    age_from: int | None,
    age_to: int | None,
    access: tuple[str, ...],
    for_profit: bool,
) -> tuple[list[str], int, str]:
    ages = say_ages(age_from, age_to)
    tags = [*([ages] if ages else []), *(str(ACCESS_WORDS[feature]) for feature in access[:3])]
    if for_profit:
        tags.append(_("Run for profit"))
    area = AREA_OF_KIND[kind]
    return (tags, 0, "") if area == EVERYDAY_AREA else (tags, area, str(AREAS[area]))


@lru_cache(maxsize=4096)
def _cost(language: str, cost: str, pence: int | None, note: str) -> str:
    return say_cost(cost, pence, note)


@lru_cache(maxsize=2048)
def _clock(language: str, clock: time) -> str:
    return say_time(clock)


def _time(language: str, begins: datetime, all_day: bool, first: date) -> str:
    if all_day:
        return _("All day")
    # The hour at which it began on another day would read as one to be there.
    return _clock(language, begins.time()) if begins.date() >= first else _("Still on")


def _until(language: str, begins: datetime, ends: datetime | None, all_day: bool, today: date) -> str:
    """The end, as it stands under the start: "to 12 noon", "to 12.30am", "to Sunday 29 November"."""
    if ends is None:
        return ""
    end = ends.astimezone(LONDON)
    last = end.date()
    if all_day or end.time() == time():
        last -= timedelta(days=1)
    if not all_day and is_one_evening(begins, end):
        return _to_clock(language, end.time())
    return "" if last == begins.date() else _("to %s") % say_date(last, today=today)


@lru_cache(maxsize=2048)
def _to_clock(language: str, clock: time) -> str:
    return _("to %s") % say_time(clock)


def say_change(
    cancelled: bool, moved: bool, original: datetime, starts: datetime, note: str, today: date
) -> tuple[str, str]:
    """What became of one date: a word for its state and the rest of the sentence."""
    if cancelled:
        return _("Cancelled"), note
    if moved:
        then, now = timezone.localdate(original), timezone.localdate(starts)
        was = say_time(original) if then == now else say_date(then, today=today)
        return _("Moved"), " ".join(filter(None, [_("was %s.") % was, note]))
    return "", note


def say_ages(age_from: int | None, age_to: int | None) -> str:
    """ "0 to 5 years", "From 8 years", "" where nothing is said."""
    if age_from is None and age_to is None:
        return ""
    if age_to is None:
        return (
            _("All ages")
            if not age_from
            else (_("Adults") if age_from >= 18 else _("From %d years") % age_from)
        )
    if age_from == age_to:
        return _("%d years") % age_to
    return _("%(from)d to %(to)d years") % {"from": age_from or 0, "to": age_to}


def say_price(pence: int) -> str:
    """ "£3", "£12.50"."""
    return f"£{pence // 100}" if pence % 100 == 0 else f"£{pence / 100:.2f}"


def say_cost(cost: str, pence: int | None, note: str) -> str:
    """ "Free", "£3 a family", "Give what you can", "" where the source did not say."""
    if cost == Cost.PAID and pence is not None:
        return " ".join(filter(None, [say_price(pence), note]))
    if cost == Cost.UNKNOWN:
        return ""
    return str(Cost(cost).label)


def count_up_to(occurrences: QuerySet[Occurrence], most: int) -> int:
    """How many there are, counting no further than one past `most`."""
    return occurrences.order_by()[: most + 1].count()
