"""Dates and times as people type them, the British way: day first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from hub.calendar.london import DAY
from hub.calendar.sayings import say_day

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_TYPED = 60
# 29 February comes round within eight years.
YEARS_AHEAD = 9
ENGLISH_MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
ENGLISH_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})(\d{2})(\d{2})", re.ASCII)
DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?", re.ASCII)
DAY_NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.ASCII)
YEAR_NUMBER = re.compile(r"\d{4}|\d{2}", re.ASCII)
FILLERS = {"the", "of", "on", "this", "coming"}
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2})(?:[:.]00)?)? ?(am|pm)?", re.ASCII)
CLOCK_WITHOUT_POINT = re.compile(r"(\d{1,2})(\d{2}) ?(am|pm)?", re.ASCII)


def read_date(text: str, today: date) -> date | None:
    """The date that was typed; None for nothing typed. A date without its year is the next one from today on.

    Reads "28 nov", "Sat 28th November 2026", "Nov 28", "28/11/2026", "28.11", "2026-11-28", "saturday",
    "tomorrow". Raises ValueError with a sentence to show for anything else, for a weekday that does not fit
    its date, and for a year outside 2000 to 2100.
    """
    typed = " ".join(text.lower().replace(",", " ").split())
    if not typed:
        return None
    if len(typed) > LONGEST_TYPED:
        raise ValueError(_not_a_date())
    near = {_("today"): 0, _("tomorrow"): 1, _("yesterday"): -1}
    if typed in near:
        return today + DAY * near[typed]
    if found := YEAR_FIRST.fullmatch(typed):
        year, month, day = (int(number) for number in found.groups() if number)
        return _make(year, month, day)
    if found := DAY_FIRST.fullmatch(typed):
        numbers = [int(number) if number else None for number in found.groups()]
        return _dated(numbers[0] or 0, numbers[1] or 0, _whole_year(found[3]), None, today)
    return _read_words([word for word in re.split(r"[ .]+", typed) if word and word not in FILLERS], today)


def read_time(text: str) -> time | None:
    """The time of day that was typed; None for nothing typed. Without "am" or "pm" it is the 24-hour clock.

    Reads "10", "10.30", "10:30am", "2 p.m.", "1430", "noon". Raises ValueError with a sentence to show.
    """
    typed = " ".join(text.lower().split()).replace("a.m", "am").replace("p.m", "pm").removesuffix(".")
    if not typed:
        return None
    words = {
        **dict.fromkeys((_("noon"), _("12 noon"), _("midday")), time(12)),
        **dict.fromkeys((_("midnight"), _("12 midnight")), time(0)),
    }
    if typed in words:
        return words[typed]
    found = CLOCK.fullmatch(typed) or CLOCK_WITHOUT_POINT.fullmatch(typed)
    if found is None:
        raise ValueError(_not_a_time())
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise ValueError(_not_a_time())
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError as error:
        raise ValueError(_not_a_time()) from error


def _read_words(words: list[str], today: date) -> date:
    """A weekday by itself, or a day and a month by name, with or without weekday and year."""
    weekday = _named(words[0], WEEKDAYS, ENGLISH_WEEKDAYS, first=0) if words else None
    if weekday is not None:
        words = words[1:]
        if not words:
            return today + DAY * ((weekday - today.weekday()) % 7)
    if len(words) == 1 and weekday is not None and (found := DAY_FIRST.fullmatch(words[0])):
        return _dated(int(found[1]), int(found[2]), _whole_year(found[3]), weekday, today)
    if len(words) not in (2, 3) or (len(words) == 3 and not YEAR_NUMBER.fullmatch(words[2])):
        raise ValueError(_not_a_date())
    month = _named(words[1], MONTHS, ENGLISH_MONTHS, first=1)
    number = DAY_NUMBER.fullmatch(words[0])
    if month is None:
        month, number = _named(words[0], MONTHS, ENGLISH_MONTHS, first=1), DAY_NUMBER.fullmatch(words[1])
    if month is None or number is None:
        raise ValueError(_not_a_date())
    return _dated(int(number[1]), month, _whole_year(words[2] if len(words) == 3 else None), weekday, today)


def _named(word: str, translated: Mapping[int, str], english: list[str], *, first: int) -> int | None:
    """The number of a weekday or month from its name or the beginning of it, three letters or more."""
    if len(word) < 3:
        return None
    for number, name in enumerate(english, start=first):
        if name.startswith(word) or str(translated[number]).lower().startswith(word):
            return number
    return None


def _whole_year(typed: str | None) -> int | None:
    if not typed:
        return None
    return int(typed) + (2000 if len(typed) == 2 else 0)


def _dated(day: int, month: int, year: int | None, weekday: int | None, today: date) -> date:
    """The date, in its year or the next one it fits; a weekday that contradicts it is an error."""
    if 1 <= day <= 12 < month <= 31:
        raise ValueError(_("Put the day before the month, like 28/11/2026."))
    made = _make(year, month, day) if year is not None else _next(day, month, today)
    if weekday is not None and made.weekday() != weekday:
        raise ValueError(
            _("%(day)s is a %(weekday)s. Check the day or the date.")
            % {"day": say_day(made, today=today), "weekday": WEEKDAYS[made.weekday()]}
        )
    return made


def _next(day: int, month: int, today: date) -> date:
    for year in range(today.year, today.year + YEARS_AHEAD):
        try:
            made = date(year, month, day)
        except ValueError:
            continue
        if made >= today:
            return made
    raise ValueError(_not_a_date())


def _make(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValueError(_("Give a year from %(first)d to %(last)d.") % years)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(_("That day is not in the calendar. Check the day and the month.")) from error


def _not_a_date() -> str:
    return _("Write a date like 28 November, 28/11/2026 or Saturday.")


def _not_a_time() -> str:
    return _("Write a time like 10am, 2.30pm or 14:30.")
