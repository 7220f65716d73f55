"""Calendar feeds: what a strict reader makes of them, change after change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from hub.calendar.recurrence import Pattern
from hub.people.actor import OnBehalf
from hub.people.models import Organisation
from listings.actions import cancel_date, cancel_listing, move_date, restore_date
from listings.actions.derive import refresh
from listings.models import Listing
from tests.factories.listings import make_listing
from tests.factories.people import OrganisationFactory
from tests.listings.feeds import (
    FEED,
    FIRST,
    SECOND,
    body,
    events,
    kept_dates,
    one,
    parsed,
    single,
    told_dates,
    weekly,
)
from tests.listings.samples import counted, on, read_in, starts, utc


@pytest.fixture(autouse=True)
def _september(db: None) -> Iterator[None]:
    with on(2026, 9, 7):
        yield


@pytest.fixture
def club(group: Organisation) -> Listing:
    """Story time on Thursdays, at home in Heathfield Hall."""
    return make_listing(group, title="Story time", pattern=weekly(), place=group.place)


def organiser(listing: Listing) -> OnBehalf:
    return OnBehalf(organisation=listing.organisation_id)


@contextmanager
def later(callbacks: Any) -> Iterator[None]:
    """A day later, with what follows a commit."""
    with on(2026, 9, 8), callbacks(execute=True):
        yield


@pytest.mark.parametrize("address", [FEED, "/whats-on/story-time/calendar.ics"])
def test_series_is_one_event_with_its_rule(club, address):
    event = one(address)
    assert (str(event["SUMMARY"]), str(event["UID"])) == (
        "Story time",
        f"listing-{club.pk}@childrens-quarter-hub",
    )
    assert event["DTSTART"].to_ical() == b"20260910T100000"
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY"
    assert (event["SEQUENCE"], str(event["STATUS"])) == (1, "CONFIRMED")
    assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt == utc("2026-09-07 11:00")
    assert str(event["LOCATION"]) == "Heathfield Hall"
    assert event["URL"] == f"{settings.HUB_URL}/whats-on/story-time/"


def test_head_says_what_it_is_and_where_it_is_read_again(club):
    calendar = parsed(body())
    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == "What’s on: Kings Heath"
    assert calendar["X-WR-TIMEZONE"] == "Europe/London"
    assert calendar["SOURCE"] == f"{settings.HUB_URL}{FEED}"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    own = parsed(body("/whats-on/story-time/calendar.ics"))
    assert own["SOURCE"] == f"{settings.HUB_URL}/whats-on/story-time/calendar.ics"
    assert own["NAME"] == "Story time"
    filtered = parsed(body(FEED, cost="free", access=["quiet", "hoist"], page="3", unknown="x"))
    assert filtered["SOURCE"] == f"{settings.HUB_URL}{FEED}?cost=free&access=quiet&access=hoist"


def test_saved_file_has_a_name(club):
    assert Client().get(FEED)["Content-Disposition"] == 'inline; filename="whats-on.ics"'
    found = Client().get("/whats-on/story-time/calendar.ics")
    assert found["Content-Disposition"] == 'inline; filename="story-time.ics"'


def test_empty_feed_is_a_calendar():
    assert parsed(body()).walk("VEVENT") == []


def test_every_kind_of_pattern_expands_to_the_rows(club):
    """Over 25 October 2026, 28 March and 31 October 2027."""
    group = club.organisation
    day = datetime(2026, 10, 24)
    patterns = [
        Pattern(datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 6), rrule="FREQ=DAILY;COUNT=3"),
        Pattern(datetime(2027, 3, 27, 1, 30), datetime(2027, 3, 27, 3), rrule="FREQ=DAILY;COUNT=3"),
        Pattern(datetime(2027, 10, 30, 1, 30), datetime(2027, 10, 30, 1, 45), rrule="FREQ=DAILY;COUNT=3"),
        Pattern(day, day + timedelta(days=2), all_day=True, rrule="FREQ=MONTHLY;BYDAY=-1SA"),
        Pattern(FIRST, FIRST + timedelta(hours=1), rrule="FREQ=MONTHLY;BYDAY=2TH,-1FR;COUNT=20"),
        Pattern(
            FIRST,
            FIRST + timedelta(hours=1),
            rrule="FREQ=WEEKLY;UNTIL=20270415T090000Z",
            exdates=(datetime(2026, 10, 29, 10), datetime(2027, 4, 1, 10)),
            rdates=(datetime(2027, 4, 2, 14), datetime(2027, 11, 1, 10)),
        ),
        Pattern(datetime(2027, 3, 31, 11), datetime(2027, 3, 31, 12), zone="America/New_York"),
        single(),
    ]
    for pattern in patterns:
        make_listing(group, pattern=pattern)
    cancel_date(club.pk, SECOND, by=organiser(club))
    move_date(club.pk, utc("2026-10-29 10:00"), starts=utc("2026-10-25 01:30"), by=organiser(club))
    move_date(club.pk, utc("2027-04-01 09:00"), starts=utc("2027-03-28 01:30"), by=organiser(club))
    assert told_dates(zones=2) == kept_dates()
    assert len(kept_dates()) > 150


def test_cancelled_date_is_told_by_the_start_it_had(club):
    cancel_date(club.pk, SECOND, note="Painters.", by=organiser(club))
    series, off = events()
    assert "RECURRENCE-ID" not in series
    assert (off["RECURRENCE-ID"].dt.astimezone(UTC), str(off["STATUS"])) == (SECOND, "CANCELLED")
    assert off["UID"] == series["UID"]
    assert (series["SEQUENCE"], off["SEQUENCE"]) == (2, 2)
    assert str(series["STATUS"]) == "CONFIRMED"


def test_moved_date_is_told_by_the_start_it_had(club):
    move_date(club.pk, SECOND, starts=utc("2026-09-18 13:00"), by=organiser(club))
    series, moved = events()
    assert moved["RECURRENCE-ID"].to_ical() == b"20260917T100000"
    assert moved["RECURRENCE-ID"].params["TZID"] == "Europe/London"
    assert (moved["DTSTART"].to_ical(), moved["DTEND"].to_ical()) == (b"20260918T140000", b"20260918T160000")
    assert (str(moved["STATUS"]), moved["UID"]) == ("CONFIRMED", series["UID"])
    restore_date(club.pk, SECOND, by=organiser(club))
    assert "RECURRENCE-ID" not in one()


def test_dates_left_out_and_added_are_in_the_series(group):
    left_out, added = datetime(2026, 9, 17, 10), datetime(2026, 9, 19, 14)
    make_listing(group, pattern=weekly(exdates=(left_out,), rdates=(added,)))
    event = one()
    assert event["EXDATE"].to_ical() == b"20260917T100000"
    assert event["RDATE"].to_ical() == b"20260919T140000"


def test_cancelled_listing_stays_and_says_so(club):
    cancel_listing(club.pk, reason="No one to lead it.", by=organiser(club))
    event = one()
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 2)
    assert all(off for _start, _end, off in told_dates())


def test_identity_stays_and_the_sequence_rises_with_every_change(club):
    seen = [one()]
    for day, title in enumerate(["Stories", "Tales", "Tales and tea"], start=8):
        with on(2026, 9, day):
            Listing.objects.filter(pk=club.pk).update(title=title)
            refresh(club.pk, raise_sequence=True)
            seen.append(one())
    assert len({str(event["UID"]) for event in seen}) == 1
    assert len({str(event["URL"]) for event in seen}) == 1
    assert [event["SEQUENCE"] for event in seen] == [1, 2, 3, 4]
    assert [event["LAST-MODIFIED"].dt.day for event in seen] == [7, 8, 9, 10]
    assert len({event["CREATED"].dt for event in seen}) == 1


def test_change_of_one_listing_leaves_the_text_of_another(club, group):
    fair = make_listing(group, title="Fair", pattern=single())
    before = body().split("BEGIN:VEVENT")
    with on(2026, 9, 8):
        refresh(fair.pk, raise_sequence=True)
        after = body().split("BEGIN:VEVENT")
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, True, False]


def test_filtered_feed_has_whole_series(club):
    """A date today lets through the club, not only that date."""
    assert one()["RRULE"].to_ical() == b"FREQ=WEEKLY"
    (event,) = events(before="11 September 2026")
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY"


def test_whole_days_and_no_end(group):
    make_listing(group, pattern=Pattern(datetime(2026, 10, 24), datetime(2026, 10, 27), all_day=True))
    make_listing(group, pattern=Pattern(FIRST, None))
    days, open_end = events()
    assert (days["DTSTART"].dt, days["DTEND"].dt) == (date(2026, 10, 24), date(2026, 10, 27))
    assert days["DTSTART"].params["VALUE"] == "DATE"
    assert "DTEND" not in open_end


def test_odd_words_break_no_line(group):
    odd = "Café; crème, “tea”\\ \r\nBEGIN:VEVENT\nURL:@ 🏃‍♀️ " + "ё" * 80
    listing = make_listing(group, title="x", summary="", description=odd, pattern=single())
    Listing.objects.filter(pk=listing.pk).update(title=odd[:110])
    refresh(listing.pk, raise_sequence=True)
    event = one()
    assert str(event["DESCRIPTION"]) == odd.replace("\r\n", "\n")
    assert "URL:@" in event["SUMMARY"]
    assert event["URL"] == f"{settings.HUB_URL}/whats-on/x/"


def test_own_feed_read_by_another_hub_gives_the_same_dates(club):
    group = club.organisation
    camp = make_listing(
        group,
        title="Camp",
        pattern=Pattern(
            datetime(2026, 10, 24), datetime(2026, 10, 27), all_day=True, rrule="FREQ=MONTHLY;COUNT=4"
        ),
    )
    cancel_date(club.pk, SECOND, by=organiser(club))
    move_date(club.pk, utc("2027-04-01 09:00"), starts=utc("2027-04-03 08:00"), by=organiser(club))
    other = OrganisationFactory()
    report = read_in(other, body().encode())
    assert (sorted(report.made), report.skipped, report.held) == (["Camp", "Story time"], [], [])
    for mine in (club, camp):
        theirs = Listing.objects.get(organisation=other, title=mine.title)
        kept = ("original", "starts", "ends", "all_day", "cancelled", "moved")
        assert list(theirs.occurrences.order_by("original").values(*kept)) == list(
            mine.occurrences.order_by("original").values(*kept)
        )
        assert len(starts(theirs)) in (78, 4)
    assert read_in(other, body(organiser=group.slug).encode()).unchanged == 2


@pytest.mark.parametrize("address", [FEED, "/whats-on/story-time/calendar.ics"])
def test_what_has_not_changed_is_not_sent_again(club, address, django_capture_on_commit_callbacks):
    client = Client()
    first = client.get(address)
    tag = first["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    # Neither where the kept answer is gone and the text is put together anew.
    cache.clear()
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(address).content == first.content
    with later(django_capture_on_commit_callbacks):
        cancel_date(club.pk, SECOND, by=organiser(club))
    changed = client.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed["ETag"] != tag
    assert b"STATUS:CANCELLED" in changed.content


def test_day_without_a_change_sends_nothing_again(club):
    tag = Client().get(FEED)["ETag"]
    with on(2026, 9, 9):
        cache.clear()
        assert Client().get(FEED, headers={"If-None-Match": tag}).status_code == 304


def test_head_has_no_body(club):
    response = Client().head(FEED)
    assert (response.status_code, response.content) == (200, b"")
    assert Client().post(FEED).status_code == 405


@pytest.mark.parametrize("query", [{}, {"near": "B14", "within": "2", "cost": "free", "when": "month"}])
def test_feed_costs_the_same_queries_however_long_it_is(group, query):
    def queries() -> int:
        cache.clear()
        with counted() as captured:
            Client().get(FEED, query)
        return len(captured)

    make_listing(group, place=group.place, pattern=weekly())
    first = queries()
    for _number in range(29):
        make_listing(group, place=group.place, pattern=weekly())
    assert len(events(**query)) == 30
    assert queries() == first
    # The district, the places within reach of it, the listings.
    assert first == (3 if query else 1)
