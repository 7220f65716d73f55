"""Odd calendars, several imports at once, and how much work it is."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.calendar.ics_read import CalendarError
from hub.people.actor import OnBehalf
from hub.people.models import Organisation
from hub.places.models import Place
from listings.actions import cancel_date
from listings.models import Listing, Occurrence
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.people import OrganisationFactory
from tests.factories.places import make_place
from tests.listings.samples import (
    HISTORY,
    counted,
    event,
    file,
    listing,
    named,
    on,
    read_in,
    starts,
    utc,
    written,
)


def test_series_of_more_dates_than_are_kept_is_left_out(group):
    many = event("a", "Bells", "20261001T080000", "RRULE:FREQ=DAILY;BYHOUR=8,12,18")
    later = event("b", "Drums", "20280101T080000", "RRULE:FREQ=DAILY;BYHOUR=8,12,18")
    with on(2026, 9, 7):
        report = read_in(group, named("Town", many, later, event("c")))
    assert [(one.title, one.reason) for one in report.skipped] == [
        ("Bells", "it makes more than 1000 dates"),
        ("Drums", "it makes more than 1000 dates"),
    ]
    assert report.made == ["Fair"]


def test_rule_that_is_too_long_once_it_is_written_out_is_left_out(group):
    """A last day given as a day is kept as a time in UTC, which is eight letters longer."""
    days = ",".join(str(number) for number in range(1, 129))
    rule = f"RRULE:FREQ=YEARLY;UNTIL=20281231;BYYEARDAY={days}"
    longest = event("a", "Bells", "20260910T100000", rule + ",1" * ((506 - len(rule)) // 2))
    with on(2026, 9, 7):
        report = read_in(group, named("Town", longest, event("b")))
    assert [skipped.reason for skipped in report.skipped] == [
        "the rule for repeating is longer than the hub keeps"
    ]
    assert report.made == ["Fair"]


def test_event_that_lasts_all_october_is_one_date(group):
    """31 days and an hour, since the clocks go back."""
    october = "UID:a\nSUMMARY:History month\nDTSTART;VALUE=DATE:20261001\nDTEND;VALUE=DATE:20261101"
    with on(2026, 9, 7):
        assert read_in(group, named("Town", october)).made == ["History month"]
    (row,) = Occurrence.objects.all()
    assert (row.starts, row.ends) == (utc("2026-09-30 23:00"), utc("2026-11-01 00:00"))


def test_date_postponed_long_after_it_was_to_be_is_one_row(group):
    """Its row is from before, and over: the same row is moved."""
    weekly = event("a", "Club", "20260910T100000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=40")
    moved = event(
        "a", "Club", "20270120T140000", "DURATION:PT1H", "RECURRENCE-ID;TZID=Europe/London:20260917T100000"
    )
    with on(2026, 9, 7):
        read_in(group, named("Town", weekly))
    row = Occurrence.objects.get(starts=utc("2026-09-17 09:00"))
    with on(2027, 1, 12):
        read_in(group, named("Town", weekly, moved))
    assert Occurrence.objects.get(original=utc("2026-09-17 09:00")).pk == row.pk
    row.refresh_from_db()
    assert (row.starts, row.ends, row.moved) == (utc("2027-01-20 14:00"), utc("2027-01-20 15:00"), True)
    assert len(starts(listing("a"))) == 40


def test_event_of_a_thousand_words_and_strange_letters_fits(group):
    odd = event("u" * 400, "İstanbul \u202e 🏃‍♀️ " * 40, "20261126T100000", f"DESCRIPTION:{'word ' * 3000}")
    with on(2026, 9, 7):
        report = read_in(group, named("N" * 300, odd))
    (made,) = Listing.objects.all()
    assert report.made == [made.title]
    assert (len(made.title), made.title[-1]) == (112, "…")
    assert (len(made.summary), made.summary[-5:], made.source_uid[:5]) == (195, "word…", "long-")
    assert made.source_calendar == "N" * 119 + "…"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_files_that_were_tampered_with_are_kept_or_refused(group, data):
    """Whatever a reader lets through, the tables take."""
    calendar = bytearray(file(data.draw(st.sampled_from(["google.ics", "outlook.ics", "apple.ics"]))))
    for _number in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(calendar) - 1))
        length = data.draw(st.integers(1, 40))
        if data.draw(st.booleans()):
            calendar[at:at] = calendar[at : at + length]
        else:
            calendar[at : at + length] = data.draw(st.binary(min_size=1, max_size=10))
    with on(2026, 9, 7), transaction.atomic():
        refused = ""
        try:
            first = read_in(group, bytes(calendar))
            again = read_in(group, bytes(calendar))
        except CalendarError as error:
            refused = str(error)
        assert "can’t be kept" not in refused
        if not refused:
            assert (again.made, again.changed, again.cancelled) == ([], [], [])
            assert again.unchanged == len(first.made)
        transaction.set_rollback(True)


def test_two_imports_at_once_double_nothing(fresh_database):
    group = OrganisationFactory(place=make_place())
    calendar = file("google.ics")
    with on(2026, 9, 7):
        with transaction.atomic():
            Organisation.objects.select_for_update(no_key=True).get(pk=group.pk)
            people = [Someone(lambda: read_in(group, calendar)) for _ in range(2)]
            wait_until_waiting(2)
        reports = [someone.done() for someone in people]
    assert sorted((len(report.made), report.unchanged) for report in reports) == [(0, 6), (6, 0)]
    assert Listing.objects.count() == 6
    assert Occurrence.objects.count() == 61 + 8 + 4
    assert Place.objects.count() == 3
    assert HISTORY.objects.count() == 6


def test_import_waits_for_someone_who_changes_one_of_its_listings(fresh_database):
    """And then leaves what they did to an event that has not changed."""
    group = OrganisationFactory(place=make_place())
    calendar = named("Town", event("a", "Club", "20260910T100000", "RRULE:FREQ=WEEKLY;COUNT=4"), event("b"))
    with on(2026, 9, 7):
        read_in(group, calendar)
        organiser = OnBehalf(organisation=group.pk)
        with transaction.atomic():
            cancel_date(listing("a").pk, utc("2026-09-17 09:00"), note="Painters.", by=organiser)
            someone = Someone(lambda: read_in(group, calendar.replace(b"Fair", "Fête".encode())))
            wait_until_waiting(1)
        report = someone.done()
    assert (report.changed, report.unchanged) == (["Fête"], 1)
    assert starts(listing("a"), cancelled=True) == ["2026-09-17 09:00"]
    assert listing("a").sequence == 1


def test_two_organisations_with_the_same_titles_at_once(fresh_database):
    groups = [OrganisationFactory(place=make_place()) for _ in range(2)]
    calendar = named("Town", event("a"), event("b", "Talk"))
    with on(2026, 9, 7):
        with transaction.atomic():
            list(Organisation.objects.select_for_update(no_key=True))
            people = [Someone(lambda group=group: read_in(group, calendar)) for group in groups]
            wait_until_waiting(2)
        reports = [someone.done() for someone in people]
    assert [report.made for report in reports] == [["Fair", "Talk"]] * 2
    assert len(set(Listing.objects.values_list("slug", flat=True))) == 4


@pytest.mark.parametrize("more", ["", "LOCATION:Larch Road Hall\\, B14 7AA"])
def test_each_event_costs_a_few_queries(group, more):
    def queries(name: str, number: int) -> int:
        events = [event(f"{name}{one}", f"{name} {one}", "20261126T100000", more) for one in range(number)]
        with counted() as captured:
            read_in(group, named(name, *events))
        return len(captured)

    with on(2026, 9, 7):
        queries("warm", 1)
        one, thirty = queries("one", 1), queries("thirty", 30)
    # Is the address free, a savepoint and its release, the listing, its schedule, its dates.
    assert thirty - one == 29 * 6


def test_reading_again_costs_the_same_however_many_there_are(group):
    events = [event(f"e{number}") for number in range(30)]
    with on(2026, 9, 7):
        read_in(group, named("One", event("one")))
        read_in(group, named("Thirty", *events))
        with counted() as one:
            read_in(group, named("One", event("one")))
        with counted() as thirty:
            read_in(group, named("Thirty", *events))
    assert len(one) == len(thirty) == 6
    assert written(thirty) == []


def test_thousand_dates_of_one_series_are_few_queries(group):
    daily = event("a", "Prayers", "20260908T080000", "RRULE:FREQ=DAILY;UNTIL=20271231T235959Z")
    with on(2026, 9, 7), counted() as queries:
        read_in(group, named("Town", daily))
    assert len(starts(listing("a"))) == 480
    assert len(queries) <= 15
    with on(2026, 9, 7), counted() as queries:
        read_in(group, named("Town", daily.replace("T080000", "T090000")))
    assert len(starts(listing("a"))) == 480
    assert len(queries) <= 20
