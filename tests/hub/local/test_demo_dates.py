"""The demo town's dates, worked out without a database: its terms, its calendars, its days."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from hub.calendar.ics_read import read_calendar
from hub.calendar.london import to_wall
from hub.calendar.recurrence import Pattern, check_rule, dates
from hub.local.demo.calendars import CALENDARS, FOLDER, calendar_for, moved
from hub.local.demo.load import slug_of
from hub.local.demo.shapes import Item
from hub.local.demo.terms import DAY, Span, half_terms, holiday, in_school
from hub.local.demo.town import BODIES, ITEMS, VENUES
from hub.local.demo.waiting import WAITING
from hub.local.demo.when import (
    ALWAYS,
    TERM,
    YEAR,
    Change,
    Course,
    InHoliday,
    InTerm,
    Monthly,
    Nth,
    On,
    Standing,
    Weekly,
    changed,
)
from hub.people.models import Kind
from hub.privacy.scan import find_personal
from listings.models import State
from listings.models.listing import Kind as ListingKind

SATURDAY = date(2026, 11, 21)


def starts(pattern: Pattern, until: date) -> list[datetime]:
    found = dates(pattern, pattern.starts.date(), until, most=2000)
    return [to_wall(one.starts) for one in found if not one.cancelled]


def test_school_year_of_2026_follows_the_city() -> None:
    assert half_terms(2026) == (
        Span(date(2026, 9, 2), date(2026, 10, 23)),
        Span(date(2026, 11, 2), date(2026, 12, 18)),
        Span(date(2027, 1, 4), date(2027, 2, 12)),
        Span(date(2027, 2, 22), date(2027, 3, 25)),
        Span(date(2027, 4, 12), date(2027, 5, 28)),
        Span(date(2027, 6, 7), date(2027, 7, 23)),
    )
    assert holiday("christmas", 2026) == Span(date(2026, 12, 21), date(2027, 1, 1))
    assert holiday("summer", 2026) == Span(date(2027, 7, 26), date(2027, 8, 27))


@pytest.mark.parametrize("year", range(2024, 2045))
def test_half_terms_follow_each_other_with_a_holiday_between(year: int) -> None:
    halves = (*half_terms(year), half_terms(year + 1)[0])
    for before, after in pairwise(halves):
        assert before.first < before.last < after.first
        assert 9 <= (after.first - before.last).days <= 47
        assert after.first.weekday() < 5
        assert before.last.weekday() < 5


def test_weekly_in_term_time_skips_holidays_and_keeps_its_hour() -> None:
    (pattern,) = Weekly("mon", "09:30-11:00", TERM).patterns(SATURDAY)
    found = starts(pattern, date(2027, 7, 31))
    assert found[0] == datetime(2026, 9, 7, 9, 30)
    assert {when.time().isoformat() for when in found} == {"09:30:00"}
    assert [when.date() for when in found if not in_school(when.date())] == []
    assert datetime(2026, 10, 26, 9, 30) not in found
    assert datetime(2027, 5, 3, 9, 30) not in found, "the May bank holiday"
    assert len(found) == 38
    assert pattern.rrule == "FREQ=WEEKLY;UNTIL=20280721T225900Z"


def test_all_year_pauses_at_christmas_and_always_does_not() -> None:
    (year,) = Weekly("fri", "10:00-11:00", YEAR).patterns(SATURDAY)
    (always,) = Weekly("fri", "10:00-11:00", ALWAYS).patterns(SATURDAY)
    christmas, new_year = datetime(2026, 12, 25, 10), datetime(2027, 1, 1, 10)
    missing = set(starts(always, date(2027, 2, 1))) - set(starts(year, date(2027, 2, 1)))
    assert missing == {christmas, new_year}


@pytest.mark.parametrize(
    ("when", "first"),
    [
        (Monthly((1,), "sat", "10:00-13:00"), datetime(2026, 9, 5, 10)),
        (Monthly((-1,), "wed", "18:30-20:00"), datetime(2026, 9, 30, 18, 30)),
        (Nth(12, 1, "sat", "11:00-14:00"), datetime(2026, 12, 5, 11)),
        (Nth(5, -1, "mon", "11:00-14:00"), datetime(2027, 5, 31, 11)),
        (On(12, 25, "12:30-15:00"), datetime(2026, 12, 25, 12, 30)),
        (InTerm((3,), 1, "mon", "09:00-10:00"), datetime(2027, 1, 4, 9)),
        (InTerm((1,), 1, "mon", "09:00-10:00"), datetime(2027, 9, 6, 9)),
        (InHoliday(("february",), "tue", "10:00-12:00", 3), datetime(2027, 2, 16, 10)),
        (Course((3,), "tue", "13:00-14:00", 5), datetime(2027, 1, 5, 13)),
    ],
)
def test_once_a_year_comes_next_in_its_season(when: object, first: datetime) -> None:
    patterns = list(when.patterns(SATURDAY))  # type: ignore[attr-defined]
    assert patterns[0].starts == first


def test_course_under_way_is_there_and_one_that_is_over_is_not() -> None:
    course = Course((2,), "mon", "13:00-14:00", 4)
    assert [one.starts for one in course.patterns(date(2026, 11, 23))] == [
        datetime(2026, 11, 2, 13),
        datetime(2027, 11, 1, 13),
    ]
    assert [one.starts for one in course.patterns(date(2026, 11, 24))] == [datetime(2027, 11, 1, 13)]


def test_changes_fall_on_the_same_date_of_each_term() -> None:
    (pattern,) = Weekly("mon", "09:30-11:00", TERM).patterns(SATURDAY)
    told, notes = changed(pattern, (Change(2, "Away"), Change(-1, "Later", minutes=30)), SATURDAY)
    assert [(change.original, change.cancelled, change.starts) for change in told.changes[:3]] == [
        (datetime(2026, 12, 14, 9, 30, tzinfo=UTC), False, datetime(2026, 12, 14, 10, 0, tzinfo=UTC)),
        (datetime(2027, 1, 11, 9, 30, tzinfo=UTC), True, None),
        (datetime(2027, 3, 22, 9, 30, tzinfo=UTC), False, datetime(2027, 3, 22, 10, 0, tzinfo=UTC)),
    ]
    assert notes[datetime(2027, 1, 11, 9, 30, tzinfo=UTC)] == "Away"


@pytest.mark.parametrize("name", CALENDARS)
def test_calendar_moved_by_weeks_differs_only_in_its_dates(name: str) -> None:
    """From January to July: across the change of the clocks."""
    written = (FOLDER / name).read_bytes()
    weeks = timedelta(weeks=26)
    before, after = read_calendar(written), read_calendar(moved(written, 26))
    assert len(before.events) >= 6
    for old, new in zip(before.events, after.events, strict=True):
        assert (new.uid, new.title, new.description, new.location) == (
            old.uid,
            old.title,
            old.description,
            old.location,
        )
        assert new.pattern.starts == old.pattern.starts + weeks
        assert new.pattern.zone == "Europe/London"
        last = date(2026, 12, 31)
        assert starts(new.pattern, last + weeks) == [when + weeks for when in starts(old.pattern, last)]


def test_calendar_stays_the_same_within_a_term_and_moves_on_with_the_next() -> None:
    name = "tin-whistle.ics"
    assert calendar_for(name, date(2026, 9, 2)) == calendar_for(name, date(2027, 1, 3))
    assert calendar_for(name, date(2027, 1, 4)) != calendar_for(name, date(2027, 1, 3))


def test_calendars_have_what_programs_export() -> None:
    text = b"".join((FOLDER / name).read_bytes() for name in CALENDARS)
    for mark in (
        b"PRODID:-//Google Inc//",
        b"PRODID:-//Microsoft Corporation//Outlook",
        b"PRODID:-//Apple Inc.//",
        b"TZID:Europe/London",
        b"TZID:GMT Standard Time",
        b"EXDATE",
        b"RECURRENCE-ID",
        b"STATUS:CANCELLED",
        b"VALUE=DATE",
        b"\r\n ",
        b"\r\n\t",
    ):
        assert mark in text, mark


def days_of(item: Item, today: date, until: date) -> list[date]:
    """The days on which something public of an item is on, each as often as it is on."""
    found = []
    for pattern in item.when.patterns(today):
        for one in dates(changed(pattern, item.changes, today)[0], today, until):
            first = to_wall(one.starts).date()
            last = to_wall(one.ends or one.starts)
            length = (last.date() - first).days - (1 if pattern.all_day else 0)
            found += [first + DAY * day for day in range(length + 1)]
    return found


@pytest.mark.parametrize("weeks", range(0, 52, 4))
def test_every_day_of_the_coming_month_has_between_5_and_25_things_on(weeks: int) -> None:
    today = SATURDAY + timedelta(weeks=weeks)
    until = today + 27 * DAY
    on = Counter(day for item in ITEMS for day in days_of(item, today, until))
    for name in CALENDARS:
        for event in read_calendar(calendar_for(name, today)).events:
            on.update(to_wall(one.starts).date() for one in dates(event.pattern, today, until))
    counts = {today + DAY * day: on[today + DAY * day] for day in range(28)}
    assert {day: count for day, count in counts.items() if not 5 <= count <= 25} == {}


def test_town_is_as_large_and_as_varied_as_promised() -> None:
    schools = [body for body in BODIES if body.kind is Kind.SCHOOL]
    groups = [body for body in BODIES if body.kind is Kind.GROUP]
    assert (len(schools), len({body.sort for body in schools})) == (12, 5)
    assert len(groups) >= 30
    assert len([body for body in groups if not body.checked]) == 2
    assert len([body for body in groups if body.profit]) >= 4
    assert {item.kind for item in ITEMS} == set(ListingKind)
    assert len({item.about for item in ITEMS}) >= 140
    assert {item.state for item in WAITING} >= {State.DRAFT, State.SUBMITTED, State.RETURNED}
    assert len([venue for venue in VENUES if venue.withheld]) == 1


def test_every_listing_has_an_address_and_words_of_its_own() -> None:
    items = (*ITEMS, *WAITING)
    slugs = Counter(slug_of(item) for item in items)
    assert {slug for slug, count in slugs.items() if count > 1} == set()
    summaries = Counter(item.summary for item in items)
    assert {summary for summary, count in summaries.items() if count > 1} == set()
    for item in items:
        for pattern in item.when.patterns(SATURDAY):
            if pattern.rrule:
                check_rule(pattern.rrule, pattern.starts)
        assert isinstance(item.when, Standing) or list(item.when.patterns(SATURDAY)), item.title


def test_published_texts_hold_no_personal_details() -> None:
    found = {
        item.title: find_personal(f"{item.title}\n{item.summary}\n{item.about}")
        for item in (*ITEMS, *WAITING)
        if item.state is not State.RETURNED
    }
    assert {title: what for title, what in found.items() if what} == {}
