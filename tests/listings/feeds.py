"""Reads the hub's calendar feeds as strict programs of other people do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import recurring_ical_events
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar, Event

from hub.calendar.recurrence import Pattern
from listings.models import Occurrence
from tests.listings.samples import LONDON, utc

FEED = "/whats-on/calendar.ics"
FIRST = datetime(2026, 9, 10, 10)
SECOND = utc("2026-09-17 09:00")
# The first day asked about, and the last of which dates are kept.
BEGIN, END = date(2026, 9, 7), date(2028, 3, 7)


def weekly(**more: Any) -> Pattern:
    """Thursdays, 10am to 12 noon, without an end."""
    return Pattern(FIRST, FIRST + timedelta(hours=2), rrule="FREQ=WEEKLY", **more)


def single(day: int = 12, month: int = 9, hour: int = 10, hours: int = 2) -> Pattern:
    """One date."""
    begins = datetime(2026, month, day, hour)
    return Pattern(begins, begins + timedelta(hours=hours))


def body(address: str = FEED, **query: Any) -> str:
    """The text of a feed, as a visitor gets it who was not there before."""
    cache.clear()
    response = Client().get(address, query)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content.decode()


def parsed(text: str, *, zones: int = 1) -> Calendar:
    """The feed as a strict reader takes it: nothing to forgive."""
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    assert "\n" not in "".join(lines)
    assert "\r" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75
    calendar = Calendar.from_ical(text)
    for component in calendar.walk():
        assert component.errors == []
    assert (calendar["VERSION"], calendar["PRODID"]) == ("2.0", "-//Children's Quarter//Hub//EN")
    told = [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")]
    assert (len(told), "Europe/London" in told) == (zones, True)
    needed = {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "STATUS", "URL"}
    for event in calendar.walk("VEVENT"):
        assert needed <= set(event)
    return calendar


def events(address: str = FEED, **query: Any) -> list[Event]:
    return list(parsed(body(address, **query)).walk("VEVENT"))


def titles(**query: Any) -> list[str]:
    return sorted({str(event["SUMMARY"]) for event in events(**query)})


def one(address: str = FEED) -> Event:
    (event,) = events(address)
    return event


def told_dates(*, zones: int = 1) -> list[tuple[datetime, datetime | None, bool]]:
    """Start, end and whether it is cancelled of every date, as a library of others' expands the feed."""
    calendar = parsed(body(), zones=zones)
    found = recurring_ical_events.of(calendar).between(BEGIN, END + timedelta(days=1))
    return sorted(
        (instant(event["DTSTART"].dt), instant(event["DTEND"].dt), event["STATUS"] == "CANCELLED")
        for event in found
    )


def instant(moment: date) -> datetime:
    """A day's first moment in London, or a time, in UTC."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=LONDON)
    return moment.astimezone(UTC)


def kept_dates() -> list[tuple[datetime, datetime | None, bool]]:
    """The same from the table."""
    return sorted(Occurrence.objects.values_list("starts", "ends", "cancelled"))
