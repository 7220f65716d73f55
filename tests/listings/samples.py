"""Calendars to import, one day to do it on, and what the tables hold after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.people.actor import OnBehalf
from hub.people.models import Organisation
from hub.places.models import Address, Place
from listings.actions.calendar_import import Report, import_calendar
from listings.models import DateChange, Listing, Occurrence, Schedule
from tests.hub.calendar.samples import calendar

FILES = Path(__file__).parent / "files"
LONDON = ZoneInfo("Europe/London")
HISTORY = apps.get_model("listings", "ListingEvent")
TABLES = (Listing, Schedule, DateChange, Occurrence, HISTORY, Place, Address)
READS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT")
# The Monday on which the files are first read.
MONDAY = datetime(2026, 9, 7, 12, tzinfo=LONDON)

Rows = dict[str, dict[Any, tuple[Any, ...]]]


@contextmanager
def on(*parts: int) -> Iterator[None]:
    """Noon of a day in London, or another time of it."""
    when = datetime(*(parts if len(parts) > 3 else (*parts, 12)), tzinfo=LONDON)  # type: ignore[misc,arg-type]
    with time_machine.travel(when, tick=False):
        yield


def utc(text: str) -> datetime:
    """ "2026-10-25 10:00" as an instant in UTC."""
    return datetime.fromisoformat(f"{text}+00:00")


def file(name: str) -> bytes:
    """One of the calendar files beside this module."""
    return (FILES / name).read_bytes()


def event(uid: str, title: str = "Fair", start: str = "20261126T100000", *more: str) -> str:
    """The lines of one event on the clocks of London."""
    return "\n".join([f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART;TZID=Europe/London:{start}", *more])


def named(name: str, *events: str) -> bytes:
    """A calendar file that says what it is called."""
    return calendar(*events, head=f"X-WR-CALNAME:{name}")


def read_in(organisation: Organisation, data: bytes, **options: Any) -> Report:
    """Import a file on behalf of the organisation."""
    return import_calendar(data, organisation.pk, by=OnBehalf(organisation=organisation.pk), **options)


def command(path: Path, organisation: Organisation, *options: str) -> list[str]:
    """The lines that manage.py import_calendar says."""
    out = StringIO()
    call_command("import_calendar", str(path), "--organisation", organisation.slug, *options, stdout=out)
    return out.getvalue().splitlines()


def listing(uid: str) -> Listing:
    """The listing of one event."""
    return Listing.objects.select_related("schedule", "place").get(source_uid=uid)


def starts(listing: Listing, **having: Any) -> list[str]:
    """The starts of its dates in UTC, "2026-10-25 10:00"."""
    rows = Occurrence.objects.filter(listing=listing, **having).order_by("starts")
    return [f"{start:%Y-%m-%d %H:%M}" for start in rows.values_list("starts", flat=True)]


def everything() -> Rows:
    """Every row of what listings are made of, with all its columns, by table and key."""
    return {
        model.__name__: {
            row[0]: row for row in model._default_manager.order_by("pk").values_list("pk", *columns(model))
        }
        for model in TABLES
    }


def columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def written(queries: CaptureQueriesContext) -> list[str]:
    """The queries that change something."""
    return [one["sql"] for one in queries.captured_queries if not one["sql"].startswith(READS)]


def counted() -> CaptureQueriesContext:
    """Captures the queries of a block."""
    return CaptureQueriesContext(connection)
