"""Importing a calendar: what changes and what does not, what is held, and what is never told."""

import pytest

from hub.access import NotAllowed
from hub.people.actor import OnBehalf
from listings.actions.calendar_import import TooManyRemovals, import_calendar
from listings.models import DateChange, Listing, Occurrence, State
from listings.tasks import mark_over
from tests.factories.people import OrganisationFactory
from tests.listings.samples import (
    HISTORY,
    event,
    everything,
    file,
    listing,
    named,
    on,
    read_in,
    starts,
    utc,
)

TOTS, MENDING, PLAYSCHEME, HARVEST = (
    "4tumbletots@google.com",
    "5mending@google.com",
    "6playscheme@google.com",
    "7harvest@google.com",
)
ADDED = """BEGIN:VEVENT\r
DTSTART;TZID=Europe/London:20261128T140000\r
UID:16lantern@google.com\r
SUMMARY:Lantern making\r
END:VEVENT\r
END:VCALENDAR"""
CANCELLED_DATE = """BEGIN:VEVENT\r
DTSTART;TZID=Europe/London:20261126T100000\r
DTEND;TZID=Europe/London:20261126T113000\r
UID:4tumbletots@google.com\r
RECURRENCE-ID;TZID=Europe/London:20261126T100000\r
STATUS:CANCELLED\r
SUMMARY:Tumble tots\r
END:VEVENT\r
"""


def removed(data: bytes, uid: str) -> bytes:
    """The file without the events of that UID."""
    blocks = data.decode().split("BEGIN:VEVENT\r\n")
    return "BEGIN:VEVENT\r\n".join(block for block in blocks if f"UID:{uid}" not in block).encode()


def changed_google() -> bytes:
    """One event moved by an hour, one called something else, one date cancelled, one event gone, one new."""
    data = removed(file("google.ics"), PLAYSCHEME)
    data = data.replace(b"DTSTART:20261010T160000Z", b"DTSTART:20261010T170000Z")
    data = data.replace(b"Mending morning", "Mending café".encode())
    data = data.replace(b"BEGIN:VEVENT\r\n", CANCELLED_DATE.encode() + b"BEGIN:VEVENT\r\n", 1)
    return data.replace(b"END:VCALENDAR", ADDED.encode())


def test_clock_times_stay_across_every_clock_change(group):
    """25 October 2026, 28 March and 31 October 2027."""
    with on(2026, 9, 7):
        read_in(group, file("google.ics"))
    found = starts(listing(TOTS))
    assert [day for day in found if "2026-10-15" <= day < "2026-11-12"] == [
        "2026-10-15 09:00",
        "2026-10-22 09:00",
        "2026-11-05 10:00",
    ]
    assert [day for day in found if "2027-03-18" <= day < "2027-04-09"] == [
        "2027-03-18 10:00",
        "2027-03-25 10:00",
        "2027-04-01 09:00",
        "2027-04-08 09:00",
    ]
    assert [day for day in found if "2027-10-21" <= day < "2027-11-12"] == [
        "2027-10-21 09:00",
        "2027-10-28 09:00",
        "2027-11-04 10:00",
        "2027-11-11 10:00",
    ]
    assert (found[0], found[-1]) == ("2026-09-10 09:00", "2027-11-18 10:00")
    assert starts(listing(MENDING)) == [
        "2026-10-03 09:00",
        "2026-11-07 10:00",
        "2026-12-05 10:00",
        "2027-01-02 10:00",
        "2027-02-06 10:00",
        "2027-03-06 10:00",
        "2027-04-03 09:00",
        "2027-05-01 09:00",
    ]


def test_moved_cancelled_and_left_out_dates_are_rows(group):
    with on(2026, 9, 7):
        read_in(group, file("google.ics"))
    tots = listing(TOTS)
    rows = Occurrence.objects.filter(listing=tots)
    moved = rows.get(moved=True)
    assert (moved.original, moved.starts, moved.ends, moved.cancelled) == (
        utc("2026-12-17 10:00"),
        utc("2026-12-17 13:30"),
        utc("2026-12-17 15:30"),
        False,
    )
    off = rows.get(cancelled=True)
    assert (off.original, off.starts, off.moved) == (utc("2027-04-01 09:00"), utc("2027-04-01 09:00"), False)
    assert not {"2026-10-29 10:00", "2027-02-18 10:00"} & set(starts(tots))
    assert [(one.original, one.cancelled, one.starts) for one in tots.changes.all()] == [
        (utc("2026-12-17 10:00"), False, utc("2026-12-17 13:30")),
        (utc("2027-04-01 09:00"), True, None),
    ]


def test_whole_days_and_an_event_without_an_end(group):
    with on(2026, 9, 7):
        read_in(group, file("google.ics"))
    (days,) = Occurrence.objects.filter(listing=listing(PLAYSCHEME))
    assert (days.starts, days.ends, days.all_day) == (utc("2026-10-26 00:00"), utc("2026-10-31 00:00"), True)
    (supper,) = Occurrence.objects.filter(listing=listing(HARVEST))
    assert (supper.starts, supper.ends, supper.over) == (
        utc("2026-10-10 16:00"),
        None,
        utc("2026-10-10 16:00"),
    )


def test_changed_file_changes_just_what_changed(group):
    with on(2026, 9, 7):
        read_in(group, file("google.ics"))
    before = everything()
    with on(2026, 9, 8):
        report = read_in(group, changed_google())
    assert report.made == ["Lantern making"]
    assert sorted(report.changed) == ["Harvest supper", "Mending café", "Tumble tots"]
    assert (report.cancelled, report.unchanged) == (["Half-term play scheme 🎨"], 2)
    after = everything()
    by_uid = {one.source_uid: one for one in Listing.objects.all()}
    touched = {by_uid[uid].pk for uid in (TOTS, MENDING, PLAYSCHEME, HARVEST)}
    untouched = set(before["Listing"]) - touched
    assert len(untouched) == 2
    assert {pk: after["Listing"][pk] for pk in untouched} == {pk: before["Listing"][pk] for pk in untouched}
    assert {by_uid[uid].sequence for uid in (TOTS, MENDING, PLAYSCHEME, HARVEST)} == {1}
    with on(2026, 9, 8):
        assert {one.updated.day for one in by_uid.values() if one.pk in touched} == {8}
    assert (by_uid[MENDING].slug, by_uid[MENDING].title) == ("mending-morning", "Mending café")
    assert (by_uid[PLAYSCHEME].state, by_uid[PLAYSCHEME].reason) == (
        State.CANCELLED,
        "No longer in the organiser’s calendar.",
    )
    # Only the state of what was cancelled, and what is new, is history.
    states = HISTORY.objects.exclude(pk__in=before["ListingEvent"]).values_list("pgh_obj__title", "state")
    assert sorted(states) == [("Half-term play scheme 🎨", "cancelled"), ("Lantern making", "published")]


def test_changed_file_changes_only_the_rows_of_those_dates(group):
    with on(2026, 9, 7):
        read_in(group, file("google.ics"))
    before = everything()["Occurrence"]
    with on(2026, 9, 8):
        read_in(group, changed_google())
    after = everything()["Occurrence"]
    gone = [before[pk] for pk in before if pk not in after]
    new = [after[pk] for pk in after if pk not in before]
    kept_but_changed = [after[pk] for pk in before if pk in after and before[pk] != after[pk]]
    assert len(gone) == 1
    assert len(new) == 2
    assert len(kept_but_changed) == 1
    assert Occurrence.objects.get(pk=kept_but_changed[0][0]).original == utc("2026-11-26 10:00")
    assert Occurrence.objects.get(pk=kept_but_changed[0][0]).cancelled is True
    assert starts(listing(HARVEST)) == ["2026-10-10 17:00"]
    assert starts(listing("16lantern@google.com")) == ["2026-11-28 14:00"]
    originals = DateChange.objects.filter(listing=listing(TOTS)).values_list("original", flat=True)
    assert list(originals) == [utc("2026-11-26 10:00"), utc("2026-12-17 10:00"), utc("2027-04-01 09:00")]


def test_event_that_is_gone_is_cancelled_and_is_back_when_it_comes_back(group):
    with on(2026, 9, 7):
        read_in(group, named("Town", event("a"), event("b", "Club")))
    first = listing("b").published_at
    with on(2026, 9, 8):
        assert read_in(group, named("Town", event("a"))).cancelled == ["Club"]
    gone = listing("b")
    assert (gone.state, gone.reason, gone.sequence) == (
        State.CANCELLED,
        "No longer in the organiser’s calendar.",
        1,
    )
    with on(2026, 9, 9):
        before = everything()
        assert read_in(group, named("Town", event("a"))).cancelled == []
        assert everything() == before
        back = read_in(group, named("Town", event("a"), event("b", "Club")))
    assert (back.changed, back.made, back.unchanged) == (["Club"], [], 1)
    now = listing("b")
    assert (now.pk, now.state, now.reason, now.sequence) == (gone.pk, State.PUBLISHED, "", 2)
    assert (now.published_at, starts(now)) == (first, ["2026-11-26 10:00"])


def test_event_cancelled_in_the_calendar_stays_to_be_seen(group):
    with on(2026, 9, 7):
        read_in(group, named("Town", event("a")))
        report = read_in(group, named("Town", event("a", "Fair", "20261126T100000", "STATUS:CANCELLED")))
        assert (report.cancelled, report.changed) == (["Fair"], [])
        assert (listing("a").state, listing("a").reason) == (
            State.CANCELLED,
            "Cancelled in the organiser’s calendar.",
        )
        assert read_in(group, named("Town", event("a"))).changed == ["Fair"]
    assert (listing("a").state, listing("a").reason) == (State.PUBLISHED, "")


def test_event_that_is_over_is_not_cancelled_when_it_leaves_the_calendar(group):
    """Exports for a span of days leave out what is past, before the night has marked it."""
    with on(2026, 9, 7):
        read_in(group, named("Town", event("a", "Fair", "20260908T100000"), event("b")))
    with on(2026, 9, 9):
        report = read_in(group, named("Town", event("b")))
        assert (report.cancelled, listing("a").state) == ([], State.PUBLISHED)
        assert mark_over() == 1
    assert (listing("a").state, listing("a").sequence) == (State.PAST, 0)


def test_event_made_private_is_taken_off(group):
    with on(2026, 9, 7):
        read_in(group, named("Town", event("a"), event("b", "Club"), event("c", "Walk")))
        private = event("a", "Fair", "20261126T100000", "CLASS:PRIVATE")
        report = read_in(group, named("Town", private, event("b", "Busy"), event("c", "Walk")))
    assert sorted(report.cancelled) == ["Club", "Fair"]
    assert (listing("a").state, listing("c").state) == (State.CANCELLED, State.PUBLISHED)


def test_event_that_can_no_longer_be_read_is_left_as_it_was(group):
    with on(2026, 9, 7):
        read_in(group, named("Town", event("a")))
        before = everything()
        bad = event("a", "Fair", "20261126T100000", "RRULE:FREQ=HOURLY")
        report = read_in(group, named("Town", bad))
    assert [skipped.title for skipped in report.skipped] == ["Fair"]
    assert everything() == before


@pytest.mark.parametrize(
    ("there", "left", "stops"),
    [(8, 2, True), (8, 3, False), (40, 32, False), (40, 31, True), (6, 0, True)],
)
def test_more_than_five_and_more_than_a_fifth_missing_stops(group, there, left, stops):
    events = [event(f"e{number}") for number in range(there)]
    with on(2026, 9, 7):
        read_in(group, named("Town", *events))
        before = everything()
        if stops:
            with pytest.raises(TooManyRemovals, match=f"lacks {there - left} of {there} listings"):
                read_in(group, named("Town", *events[:left]))
            assert everything() == before
        else:
            assert len(read_in(group, named("Town", *events[:left])).cancelled) == there - left


def test_what_was_over_or_cancelled_long_ago_does_not_count_as_there(group):
    """Else a calendar with a long past could be emptied without a question."""
    past = [event(f"p{number}", "Past", "20260910T100000") for number in range(60)]
    events = [event(f"e{number}") for number in range(8)]
    with on(2026, 9, 7):
        read_in(group, named("Town", *past, *events))
    with on(2026, 10, 7):
        mark_over()
        with pytest.raises(TooManyRemovals, match="lacks 6 of 8 listings"):
            read_in(group, named("Town", *events[:2]))


def test_two_calendars_leave_each_other_alone(group):
    with on(2026, 9, 7):
        read_in(group, named("Clubs", event("a"), event("b")))
        read_in(group, named("Events", event("c")))
        before = everything()
        assert read_in(group, named("Clubs", event("a"), event("b"))).unchanged == 2
        assert everything() == before
        assert read_in(group, named("Events")).cancelled == ["Fair"]
    states = {one.source_uid: one.state for one in Listing.objects.all()}
    assert states == {"a": State.PUBLISHED, "b": State.PUBLISHED, "c": State.CANCELLED}


def test_event_that_went_to_another_calendar_goes_on_unchanged(group):
    with on(2026, 9, 7):
        read_in(group, named("Clubs", event("a"), event("b")))
    before = listing("a")
    with on(2026, 9, 8):
        assert read_in(group, named("Events", event("a"))).unchanged == 1
        assert read_in(group, named("Clubs", event("b"))).cancelled == []
    after = listing("a")
    assert (after.source_calendar, after.state) == ("Events", State.PUBLISHED)
    assert (after.updated, after.sequence) == (before.updated, before.sequence)


def test_one_event_in_the_calendars_of_two_organisations_is_two_listings(group):
    other = OrganisationFactory()
    with on(2026, 9, 7):
        read_in(group, named("Town", event("a")))
        read_in(other, named("Town", event("a")))
        read_in(other, named("Town"))
    states = {one.organisation_id: (one.slug, one.state) for one in Listing.objects.all()}
    assert states[group.pk] == ("fair", State.PUBLISHED)
    assert states[other.pk][1] == State.CANCELLED
    assert states[other.pk][0].startswith("fair-")


def test_actor_of_another_organisation_may_not(group):
    stranger = OnBehalf(organisation=OrganisationFactory().pk)
    with pytest.raises(NotAllowed):
        import_calendar(named("Town", event("a")), group.pk, by=stranger)
    assert Listing.objects.count() == 0
