"""What is changed by hand about single dates of a calendar's event outlives the next reading."""

import pytest

from hub.people.models import Role
from listings.actions import cancel_date, move_date, restore_date
from listings.models import DateChange, Listing, Occurrence
from tests.factories.people import acting, make_member
from tests.listings.samples import event, named, on, utc

WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"


def read(group, *lines: str, title: str = "Story time", start: str = "20261126T100000") -> Listing:
    from hub.people.actor import OnBehalf
    from listings.actions.calendar_import import import_calendar

    import_calendar(
        named("Ours", event("one", title, start, WEEKLY, *lines)),
        group.pk,
        by=OnBehalf(organisation=group.pk),
    )
    return Listing.objects.get()


@pytest.fixture(autouse=True)
def _in_november(db):
    with on(2026, 11, 20):
        yield


def starts(listing: Listing) -> list[str]:
    rows = Occurrence.objects.filter(listing=listing, cancelled=False).order_by("starts")
    return [f"{row.starts:%m-%d %H:%M}" for row in rows]


def test_date_cancelled_by_hand_stays_so_when_the_event_changes(group):
    by = acting(make_member(group, Role.CONTRIBUTOR))
    listing = read(group)
    cancel_date(listing.pk, utc("2026-12-03 10:00"), note="Flu.", by=by)
    move_date(listing.pk, utc("2026-12-10 10:00"), starts=utc("2026-12-11 15:00"), by=by)
    read(group, title="Story hour")
    assert starts(listing) == ["11-26 10:00", "12-11 15:00", "12-17 10:00"]
    # The event's own hour changes: what was changed by hand follows it to the new one.
    read(group, title="Story hour", start="20261126T140000")
    assert starts(listing) == ["11-26 14:00", "12-11 15:00", "12-17 14:00"]
    assert set(DateChange.objects.values_list("by_hand", "note")) == {(True, "Flu."), (True, "")}


def test_date_put_back_by_hand_is_not_taken_away_again(group):
    by = acting(make_member(group, Role.CONTRIBUTOR))
    skipped = "EXDATE;TZID=Europe/London:20261203T100000"
    listing = read(group)
    cancel_date(listing.pk, utc("2026-12-03 10:00"), by=by)
    restore_date(listing.pk, utc("2026-12-03 10:00"), by=by)
    read(group, title="Story hour")
    assert len(starts(listing)) == 4
    # A date that the event no longer has is gone, whatever was done to it.
    read(group, skipped, title="Story hour")
    assert starts(listing) == ["11-26 10:00", "12-10 10:00", "12-17 10:00"]
    assert not DateChange.objects.exists()
