"""Days as people list them: "21 Dec to 4 Jan, 15 Feb"."""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _

from hub.calendar.typed import read_date
from listings.series.repeat import Out

MOST = 200
LONGEST_DAYS = 370
LONGEST_ITEM = 80
BETWEEN = re.compile(r"\s*[,;\n]\s*|\s+(?:and|&)\s+", re.IGNORECASE)
TO = re.compile(r"\s+(?:to|until|till)\s+|\s*[–—]\s*|\s+-\s+", re.IGNORECASE)
# "15 to 19 Feb": the first day has no month of its own.
DAY_ALONE = re.compile(r"(?:[a-z]{3,9}\s+)?(\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE | re.ASCII)
DAY_BEFORE_MONTH = re.compile(r"\d{1,2}(?:st|nd|rd|th)?(?=[\s/.])", re.IGNORECASE | re.ASCII)


def read_days(text: str, first: date) -> list[Out]:
    """The days in a text, dates without their year being the next from `first` on. Empty for nothing typed.

    Raises ValueError with a sentence that quotes what could not be read.
    """
    items = [item.strip() for item in BETWEEN.split(text.replace("\r", "\n")) if item.strip()]
    if len(items) > MOST:
        raise ValueError(_("That is more than %d dates. Put days in a row as “21 Dec to 4 Jan”.") % MOST)
    return [_read_item(item, first) for item in items]


def _read_item(item: str, first: date) -> Out:
    shown = item if len(item) <= LONGEST_ITEM else item[: LONGEST_ITEM - 1] + "…"
    ends = TO.split(item)
    try:
        if len(ends) > 2:
            raise ValueError(_("Put a comma between dates."))
        begins = _read(_with_month(ends), first)
        last = _read(ends[-1], begins) if len(ends) == 2 else begins
    except ValueError as error:
        raise ValueError(_("“%(typed)s”: %(why)s") % {"typed": shown, "why": error}) from error
    if last < begins or (last - begins).days > LONGEST_DAYS:
        raise ValueError(_("“%s”: the second date must come after the first, within a year.") % shown)
    return Out(begins, last)


def _with_month(ends: list[str]) -> str:
    """The first day of a range, with the month that stands only behind the second."""
    if len(ends) == 2 and (alone := DAY_ALONE.fullmatch(ends[0])):
        borrowed = DAY_BEFORE_MONTH.sub(alone[1], _without_weekday(ends[1]), count=1)
        if borrowed != ends[1]:
            return borrowed
    return ends[0]


def _without_weekday(text: str) -> str:
    return re.sub(r"^[a-z]+\s+(?=\d)", "", text.strip(), flags=re.IGNORECASE)


def _read(text: str, first: date) -> date:
    found = read_date(text, first)
    if found is None:
        raise ValueError(_("Write a date like 15 February."))
    return found
