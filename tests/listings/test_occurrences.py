"""The dates of a listing as rows: made from its schedule, changed one by one, and left alone once over."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from hub.access import NotAllowed
from hub.calendar.recurrence import Pattern
from hub.people.actor import VISITOR, OnBehalf
from hub.people.models import Organisation
from listings.actions import cancel_date, cancel_listing, create_listing, move_date, restore_date
from listings.actions.derive import reconcile, refresh
from listings.models import DateChange, Listing, Occurrence, Schedule, State
from tests.factories.listings import make_draft, make_listing
from tests.factories.people import OrganisationFactory
from tests.listings.samples import columns, everything, on, starts, utc

WEEKLY = "FREQ=WEEKLY"
# Thursdays at 10am: the second is the one that the tests change.
SECOND = utc("2026-09-17 09:00")


def series(rrule: str = WEEKLY, first: datetime = datetime(2026, 9, 10, 10), hours: int = 2) -> Pattern:
    """Thursdays from 10am to 12 noon, for as long as the rule says."""
    return Pattern(first, first + timedelta(hours=hours), rrule=rrule)


@pytest.fixture
def listing(group: Organisation) -> Listing:
    """A published club on Thursdays without an end."""
    with on(2026, 9, 7):
        return make_listing(group, title="Story time", pattern=series())


def organiser(listing: Listing) -> OnBehalf:
    return OnBehalf(organisation=listing.organisation_id)


def rows(listing: Listing) -> dict[datetime, dict[str, object]]:
    """Every column of every date, by the start that the rule gave it."""
    found = Occurrence.objects.filter(listing=listing).values(*columns(Occurrence))
    return {row["original"]: row for row in found}


def row(listing: Listing, original: datetime) -> Occurrence:
    return Occurrence.objects.get(listing=listing, original=original)


def test_dates_reach_eighteen_months_ahead_and_no_further(listing):
    found = starts(listing)
    assert (found[0], found[-1], len(found)) == ("2026-09-10 09:00", "2028-03-02 10:00", 78)


def test_date_on_the_last_day_of_the_eighteen_months_is_there(group):
    with on(2026, 9, 7):
        tuesdays = make_listing(group, pattern=series(first=datetime(2026, 9, 8, 20)))
    assert starts(tuesdays)[-1] == "2028-03-07 20:00"


def test_ten_stays_ten_on_every_side_of_a_clock_change(listing):
    at_ten = {day for day in starts(listing) if day.endswith("10:00")}
    at_nine = {day for day in starts(listing) if day.endswith("09:00")}
    assert len(at_ten) + len(at_nine) == 78
    assert min(at_ten) == "2026-10-29 10:00"
    assert max(day for day in at_ten if day < "2027-06") == "2027-03-25 10:00"
    assert max(at_nine) == "2027-10-28 09:00"
    assert all(one.ends - one.starts == timedelta(hours=2) for one in listing.occurrences.all())


def test_cancelled_date_is_its_row_marked_with_the_note(listing, client):
    before = rows(listing)
    with on(2026, 9, 8):
        cancel_date(listing.pk, SECOND, note=" The hall is being painted. ", by=organiser(listing))
        page = client.get("/whats-on/story-time/").content.decode()
        front = client.get("/").content.decode()
    after = rows(listing)
    assert after[SECOND] == {
        **before[SECOND],
        "cancelled": True,
        "note": "The hall is being painted.",
    }
    assert {original: one for original, one in after.items() if original != SECOND} == {
        original: one for original, one in before.items() if original != SECOND
    }
    assert "<b>Cancelled:</b> The hall is being painted." in page
    assert "The hall is being painted." in front
    (change,) = DateChange.objects.all()
    assert (change.original, change.cancelled, change.starts, change.note) == (
        SECOND,
        True,
        None,
        "The hall is being painted.",
    )


def test_every_change_of_a_date_raises_the_sequence_and_says_when(listing):
    assert Listing.objects.get(pk=listing.pk).sequence == 1
    with on(2026, 9, 8):
        cancel_date(listing.pk, SECOND, by=organiser(listing))
    with on(2026, 9, 9):
        restore_date(listing.pk, SECOND, by=organiser(listing))
    now = Listing.objects.get(pk=listing.pk)
    assert (now.sequence, now.updated) == (3, utc("2026-09-09 11:00"))


def test_moved_date_is_the_same_row_at_another_time(listing, client):
    before = rows(listing)
    with on(2026, 9, 8):
        move_date(
            listing.pk, SECOND, starts=utc("2026-09-18 13:00"), note="In the library.", by=organiser(listing)
        )
        page = client.get("/whats-on/story-time/").content.decode()
    moved = row(listing, SECOND)
    assert (moved.pk, moved.moved, moved.cancelled, moved.note) == (
        before[SECOND]["id"],
        True,
        False,
        "In the library.",
    )
    assert (moved.starts, moved.ends) == (utc("2026-09-18 13:00"), utc("2026-09-18 15:00"))
    assert "<b>Moved:</b> was Thursday 17 September. In the library." in page
    assert len(starts(listing)) == 78


def test_moved_date_can_be_given_an_end(listing):
    ends = utc("2026-09-18 13:30")
    with on(2026, 9, 8):
        move_date(listing.pk, SECOND, starts=utc("2026-09-18 13:00"), ends=ends, by=organiser(listing))
    assert row(listing, SECOND).ends == ends


def test_date_moved_twice_is_changed_once_and_keeps_its_length(listing):
    with on(2026, 9, 8):
        move_date(listing.pk, SECOND, starts=utc("2026-09-18 13:00"), by=organiser(listing))
        move_date(listing.pk, SECOND, starts=utc("2026-09-19 08:00"), by=organiser(listing))
    assert DateChange.objects.get().starts == utc("2026-09-19 08:00")
    assert (row(listing, SECOND).starts, row(listing, SECOND).ends) == (
        utc("2026-09-19 08:00"),
        utc("2026-09-19 10:00"),
    )


def test_moved_date_can_be_cancelled_and_cancelled_one_moved(listing):
    with on(2026, 9, 8):
        move_date(listing.pk, SECOND, starts=utc("2026-09-18 13:00"), by=organiser(listing))
        cancel_date(listing.pk, SECOND, by=organiser(listing))
        assert (row(listing, SECOND).cancelled, row(listing, SECOND).starts) == (True, SECOND)
        move_date(listing.pk, SECOND, starts=utc("2026-09-18 13:00"), by=organiser(listing))
    assert (row(listing, SECOND).cancelled, row(listing, SECOND).moved) == (False, True)


def test_restored_date_is_as_it_was(listing):
    before = rows(listing)
    with on(2026, 9, 8):
        move_date(listing.pk, SECOND, starts=utc("2026-09-18 13:00"), note="Once.", by=organiser(listing))
        restore_date(listing.pk, SECOND, by=organiser(listing))
    assert rows(listing) == before
    assert DateChange.objects.count() == 0


def test_restoring_what_was_not_changed_changes_nothing(listing):
    before = everything()
    with on(2026, 9, 8):
        restore_date(listing.pk, SECOND, by=organiser(listing))
    assert everything() == before


@pytest.mark.parametrize(
    "begins",
    ["2026-09-08 10:59", "0001-01-01 10:00", "2028-03-08 12:01", "9999-12-31 23:59"],
)
def test_date_is_not_moved_to_where_it_can_not_be(listing, begins):
    before = everything()
    with on(2026, 9, 8), pytest.raises(ValidationError, match="from now on, in the coming 18 months"):
        move_date(listing.pk, SECOND, starts=utc(begins), by=organiser(listing))
    assert everything() == before


@pytest.mark.parametrize("ends", ["2026-09-18 13:00", "2026-09-18 12:00", "2026-10-21 13:00"])
def test_date_does_not_end_before_it_starts_nor_weeks_after(listing, ends):
    before = everything()
    with on(2026, 9, 8), pytest.raises(ValidationError, match="ends before it starts, or goes on for more"):
        move_date(listing.pk, SECOND, starts=utc("2026-09-18 13:00"), ends=utc(ends), by=organiser(listing))
    assert everything() == before


@pytest.mark.parametrize("act", [cancel_date, restore_date])
@pytest.mark.parametrize(
    ("original", "said"),
    [
        (utc("2026-09-10 09:00"), "This date is over."),
        (utc("2026-09-18 09:00"), "This is not on at that time, or no longer."),
        (utc("2026-09-24 10:00"), "This is not on at that time, or no longer."),
    ],
)
def test_only_dates_that_are_to_come_are_changed(listing, act, original, said):
    before = everything()
    with on(2026, 9, 10, 14), pytest.raises(ValidationError, match=said):
        act(listing.pk, original, by=organiser(listing))
    assert everything() == before


def test_note_that_is_too_long_is_refused(listing):
    before = everything()
    with on(2026, 9, 8), pytest.raises(ValidationError, match="at most 200 characters"):
        cancel_date(listing.pk, SECOND, note="x" * 201, by=organiser(listing))
    assert everything() == before


@pytest.mark.parametrize("act", [cancel_date, restore_date])
def test_others_may_not_change_a_date(listing, act):
    with on(2026, 9, 8):
        for actor in (VISITOR, OnBehalf(organisation=OrganisationFactory().pk)):
            with pytest.raises(NotAllowed):
                act(listing.pk, SECOND, by=actor)
            with pytest.raises(NotAllowed):
                move_date(listing.pk, SECOND, starts=utc("2026-09-18 13:00"), by=actor)
    assert DateChange.objects.count() == 0


def test_single_date_is_cancelled_by_itself(group):
    with on(2026, 9, 7):
        fair = make_listing(group, pattern=series(rrule=""))
        cancel_date(fair.pk, utc("2026-09-10 09:00"), by=organiser(fair))
    assert (row(fair, utc("2026-09-10 09:00")).cancelled, starts(fair)) == (True, ["2026-09-10 09:00"])
    assert Listing.objects.get(pk=fair.pk).state == State.PUBLISHED


def change_rule(listing: Listing, **columns: object) -> None:
    Schedule.objects.filter(pk=listing.pk).update(**columns)
    refresh(listing.pk, raise_sequence=True)


def test_edited_schedule_keeps_the_rows_that_stay(listing):
    """Every other Thursday instead of each: half of the rows go, the others are the same rows."""
    before = rows(listing)
    with on(2026, 9, 8):
        change_rule(listing, rrule="FREQ=WEEKLY;INTERVAL=2")
    after = rows(listing)
    assert len(after) == 39
    assert after == {original: before[original] for original in after}


def test_edited_schedule_keeps_what_was_changed_of_a_date_that_stays(listing):
    third = utc("2026-09-24 09:00")
    with on(2026, 9, 8):
        cancel_date(listing.pk, third, note="Painters.", by=organiser(listing))
        cancel_date(listing.pk, SECOND, note="Election.", by=organiser(listing))
        change_rule(listing, rrule="FREQ=WEEKLY;INTERVAL=2")
    assert (row(listing, third).cancelled, row(listing, third).note) == (True, "Painters.")
    assert SECOND not in rows(listing)
    with on(2026, 9, 8):
        change_rule(listing, rrule=WEEKLY)
    assert row(listing, SECOND).note == "Election."


def test_longer_dates_keep_their_rows(listing):
    before = rows(listing)
    with on(2026, 9, 8):
        change_rule(listing, ends=datetime(2026, 9, 10, 13))
    after = rows(listing)
    assert {original: one["id"] for original, one in after.items()} == {
        original: one["id"] for original, one in before.items()
    }
    assert all(one["ends"] - one["starts"] == timedelta(hours=3) for one in after.values())


def test_what_is_over_stays_as_it_was(listing):
    before = rows(listing)
    with on(2026, 9, 30):
        change_rule(listing, starts=datetime(2026, 9, 11, 14), ends=datetime(2026, 9, 11, 15), rrule=WEEKLY)
    after = rows(listing)
    past = [utc(f"2026-09-{day} 09:00") for day in ("10", "17", "24")]
    assert {original: after[original] for original in past} == {
        original: before[original] for original in past
    }
    assert starts(listing)[:5] == [
        "2026-09-10 09:00",
        "2026-09-17 09:00",
        "2026-09-24 09:00",
        "2026-10-02 13:00",
        "2026-10-09 13:00",
    ]


def test_date_that_began_yesterday_and_is_still_on_follows_the_schedule(group):
    with on(2026, 9, 7):
        camp = make_listing(group, pattern=series(rrule="", hours=60))
    with on(2026, 9, 11):
        change_rule(camp, ends=datetime(2026, 9, 13, 10))
    (one,) = rows(camp).values()
    assert (one["starts"], one["ends"]) == (utc("2026-09-10 09:00"), utc("2026-09-13 09:00"))


def test_reconcile_says_how_many_rows_it_made_changed_and_removed(listing):
    with on(2026, 9, 8):
        today = datetime(2026, 9, 8).date()
        assert reconcile(listing, [], today) == (0, 0, 0)
        change = DateChange(listing=listing, original=SECOND, cancelled=True)
        assert reconcile(listing, [change], today) == (0, 1, 0)
        listing.schedule.exdates = [datetime(2026, 9, 24, 10)]
        listing.schedule.rdates = [datetime(2026, 9, 25, 10), datetime(2026, 9, 26, 10)]
        assert reconcile(listing, [change], today) == (2, 0, 1)


def test_cancelled_listing_keeps_its_dates(listing):
    before = rows(listing)
    with on(2026, 9, 8):
        cancel_listing(listing.pk, reason="No one to lead it.", by=organiser(listing))
    assert rows(listing) == before


@pytest.mark.parametrize("begins", [datetime(2026, 9, 10, 10), datetime(2028, 1, 6, 10)])
def test_rule_that_makes_too_many_dates_is_refused(group, begins):
    """Also one that would come to do so: it is looked at as it will be when it begins."""
    before = everything()
    thrice = series("FREQ=DAILY;BYHOUR=10,12,14", begins, hours=1)
    with on(2026, 9, 7), pytest.raises(ValidationError, match=r"It makes more than 1000 dates\."):
        create_listing(make_draft(pattern=thrice), group.pk, by=OnBehalf(organisation=group.pk))
    assert everything() == before


def test_date_of_many_weeks_is_refused(group):
    before = everything()
    with on(2026, 9, 7), pytest.raises(ValidationError, match=r"It goes on for more than a month\."):
        create_listing(
            make_draft(pattern=series(rrule="", hours=24 * 40)), group.pk, by=OnBehalf(organisation=group.pk)
        )
    assert everything() == before


def test_rule_that_makes_no_sense_is_refused(group):
    before = everything()
    with on(2026, 9, 7), pytest.raises(ValidationError, match="not written as calendars write it"):
        create_listing(
            make_draft(pattern=series("FREQ=SOMETIMES")), group.pk, by=OnBehalf(organisation=group.pk)
        )
    assert everything() == before


@pytest.mark.parametrize("begins", [datetime(1, 1, 1, 10), datetime(9999, 12, 31, 20)])
def test_dates_at_the_ends_of_time_are_kept_and_nowhere_shown(group, begins):
    with on(2026, 9, 7):
        odd = make_listing(group, pattern=series(rrule="", first=begins))
    assert starts(odd) == []
