"""By when the steward means to answer: an aim that pages state, and that queues hold it to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from hub.calendar.london import DAY
from hub.calendar.words import say_date

SATURDAY = 5


@dataclass(frozen=True)
class Due:
    """The last day on which the aim is met, in words, and whether it has gone by."""

    day: date
    words: str
    overdue: bool


def working_days_after(day: date, number: int) -> date:
    """The day so many working days after another. Bank holidays are not known here, and count as work."""
    while number > 0:
        day += DAY
        number -= day.weekday() < SATURDAY
    return day


def due(kind: str, since: datetime) -> Due:
    """By when something that waits since then should be answered. kind: "listing", "report" or "appeal".

    Raises KeyError for another.
    """
    last = working_days_after(timezone.localdate(since), settings.MODERATION_DAYS[kind])
    today = timezone.localdate()
    return Due(last, say_date(last, today=today), today > last)
