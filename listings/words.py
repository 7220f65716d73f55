"""Dates of a listing in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from hub.calendar.words import say_span
from listings.models import Occurrence
from listings.queries import say_change


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date as the listing's page shows it."""

    starts: datetime
    words: str
    change: str
    change_kind: str
    cancelled: bool


def date_lines(occurrences: Iterable[Occurrence], today: date) -> list[DateLine]:
    """Each date as a sentence, with what became of it."""
    lines = []
    for one in occurrences:
        kind, change = say_change(one.cancelled, one.moved, one.original, one.starts, one.note, today)
        words = say_span(one.starts, one.ends, one.all_day)
        lines.append(DateLine(one.starts, words, change, kind, one.cancelled))
    return lines
