"""Dates, times, spans and repetition in plain English."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.calendar.recurrence import Change, Pattern
from hub.calendar.words import say_date, say_days, say_list, say_month, say_rule, say_span, say_time
from tests.hub.calendar.samples import london, patterns, utc

TODAY = date(2026, 11, 21)
TUESDAY = datetime(2027, 1, 12, 10)
THURSDAY = datetime(2026, 11, 26, 10)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 28), "Saturday 28 November"),
        (date(2026, 11, 21), "Saturday 21 November"),
        (date(2027, 10, 21), "Thursday 21 October"),
        (date(2026, 10, 25), "Sunday 25 October"),
        (date(2027, 10, 31), "Sunday 31 October 2027"),
        (date(2026, 1, 3), "Saturday 3 January 2026"),
        (date(2030, 1, 3), "Thursday 3 January 2030"),
    ],
)
def test_say_date_has_a_year_where_it_is_not_plain(day: date, said: str) -> None:
    assert say_date(day, today=TODAY) == said


def test_say_date_later_this_year_has_no_year() -> None:
    assert say_date(date(2027, 12, 20), today=date(2027, 1, 2)) == "Monday 20 December"


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (time(10), "10am"),
        (time(10, 30), "10.30am"),
        (time(9, 5), "9.05am"),
        (time(12), "12 noon"),
        (time(0), "12 midnight"),
        (time(12, 15), "12.15pm"),
        (time(0, 15), "12.15am"),
        (time(13), "1pm"),
        (time(23, 59), "11.59pm"),
    ],
)
def test_say_time(clock: time, said: str) -> None:
    assert say_time(clock) == said
    assert say_time(datetime.combine(TODAY, clock)) == said


def test_say_time_of_an_instant_is_london_time() -> None:
    assert say_time(utc(2027, 6, 1, 9)) == "10am"
    assert say_time(utc(2026, 12, 1, 9)) == "9am"


@pytest.mark.parametrize(
    ("starts", "ends", "said", "short"),
    [
        ((28, 10), (28, 12), "Saturday 28 November, 10am to 12 noon", "10am to 12 noon"),
        ((28, 10), None, "Saturday 28 November, 10am", "10am"),
        ((28, 10), (28, 10), "Saturday 28 November, 10am", "10am"),
        ((28, 20), (29, 0), "Saturday 28 November, 8pm to 12 midnight", "8pm to 12 midnight"),
        ((28, 20), (29, 1), "Saturday 28 November, 8pm to 1am", "8pm to 1am"),
        (
            (28, 9),
            (30, 16),
            "Saturday 28 November, 9am to Monday 30 November, 4pm",
            "9am to Monday 30 November, 4pm",
        ),
        (
            (28, 20),
            (29, 9),
            "Saturday 28 November, 8pm to Sunday 29 November, 9am",
            "8pm to Sunday 29 November, 9am",
        ),
    ],
)
def test_say_span_with_times(
    starts: tuple[int, int], ends: tuple[int, int] | None, said: str, short: str
) -> None:
    begin, end = london(2026, 11, *starts), london(2026, 11, *ends) if ends else None
    assert say_span(begin, end, today=TODAY) == said
    assert say_span(begin, end, with_date=False, today=TODAY) == short


@pytest.mark.parametrize(
    ("first", "after", "said", "short"),
    [
        (date(2026, 11, 28), date(2026, 11, 29), "Saturday 28 November, all day", "All day"),
        (
            date(2026, 11, 28),
            date(2026, 12, 1),
            "Saturday 28 to Monday 30 November",
            "All day until Monday 30 November",
        ),
        (
            date(2026, 11, 28),
            date(2026, 12, 2),
            "Saturday 28 November to Tuesday 1 December",
            "All day until Tuesday 1 December",
        ),
        # The clocks go forward and back within these.
        (
            date(2027, 3, 27),
            date(2027, 3, 30),
            "Saturday 27 to Monday 29 March",
            "All day until Monday 29 March",
        ),
        (
            date(2026, 10, 24),
            date(2026, 10, 26),
            "Saturday 24 to Sunday 25 October",
            "All day until Sunday 25 October",
        ),
    ],
)
def test_say_span_of_whole_days(first: date, after: date, said: str, short: str) -> None:
    begin, end = (london(day.year, day.month, day.day) for day in (first, after))
    assert say_span(begin, end, True, today=TODAY) == said
    assert say_span(begin, end, True, with_date=False, today=TODAY) == short


def test_say_span_of_a_whole_day_without_an_end() -> None:
    assert say_span(london(2026, 11, 28), None, True, today=TODAY) == "Saturday 28 November, all day"


def test_lists_and_months() -> None:
    assert say_list([]) == ""
    assert say_list(["a"]) == "a"
    assert say_list(["a", "b"]) == "a and b"
    assert say_list(["a", "b", "c"]) == "a, b and c"
    assert say_month(date(2026, 11, 3)) == "November 2026"
    days = [date(2027, 2, 18), date(2027, 2, 25)]
    assert say_days(days, today=TODAY) == "18 and 25 February"
    assert say_days([*days, date(2027, 4, 1)], today=TODAY) == "18 February, 25 February and 1 April"


RULES = [
    (TUESDAY, "FREQ=DAILY", "Every day"),
    (TUESDAY, "FREQ=DAILY;UNTIL=20270701", "Every day until 1 July 2027"),
    (TUESDAY, "FREQ=DAILY;INTERVAL=2", "Every other day"),
    (TUESDAY, "FREQ=DAILY;INTERVAL=10", "Every 10 days"),
    (TUESDAY, "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
    (TUESDAY, "FREQ=DAILY;COUNT=5", "5 days from 12 January"),
    (TUESDAY, "FREQ=WEEKLY", "Every Tuesday"),
    (TUESDAY, "FREQ=WEEKLY;BYDAY=TU,TH", "Every Tuesday and Thursday"),
    (TUESDAY, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
    (TUESDAY, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "Every day"),
    (TUESDAY, "FREQ=WEEKLY;INTERVAL=2", "Every other Tuesday"),
    (TUESDAY, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "Every other week on Tuesday and Thursday"),
    (TUESDAY, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "Every other week on Monday to Friday"),
    (TUESDAY, "FREQ=WEEKLY;INTERVAL=3", "Every 3 weeks on Tuesday"),
    (TUESDAY, "FREQ=WEEKLY;COUNT=6", "6 Tuesdays from 12 January"),
    (TUESDAY, "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=6", "Every Tuesday and Thursday, 6 times from 12 January"),
    (TUESDAY, "FREQ=WEEKLY;BYMONTH=1,2,6", "Every Tuesday, in January, February and June only"),
    (TUESDAY, "FREQ=WEEKLY;UNTIL=99991231T235959Z", "Every Tuesday"),
    (THURSDAY, "FREQ=WEEKLY;UNTIL=20270716T225959Z", "Every Thursday until 16 July 2027"),
    (TUESDAY, "FREQ=MONTHLY", "On the 12th of each month"),
    (TUESDAY, "FREQ=MONTHLY;BYMONTHDAY=1,2,3,12,22", "On the 1st, 2nd, 3rd, 12th and 22nd of each month"),
    (TUESDAY, "FREQ=MONTHLY;INTERVAL=2", "On the 12th of every other month"),
    (TUESDAY, "FREQ=MONTHLY;INTERVAL=3", "On the 12th of the month, every 3 months"),
    (TUESDAY, "FREQ=MONTHLY;BYDAY=2TU", "Second Tuesday of each month"),
    (TUESDAY, "FREQ=MONTHLY;BYDAY=2TU,4TU", "Second and fourth Tuesday of each month"),
    (TUESDAY, "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "Second Tuesday of each month"),
    (TUESDAY, "FREQ=MONTHLY;BYDAY=TU;BYMONTHDAY=8,9,10,11,12,13,14", "Second Tuesday of each month"),
    (TUESDAY, "FREQ=MONTHLY;BYDAY=TU", "Every Tuesday"),
    (datetime(2026, 12, 5, 10), "FREQ=MONTHLY;BYDAY=1SA", "First Saturday of each month"),
    (datetime(2026, 12, 31), "FREQ=MONTHLY;BYMONTHDAY=-1", "Last day of each month"),
    (datetime(2026, 12, 31), "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "Last weekday of each month"),
    (datetime(2026, 12, 29), "FREQ=MONTHLY;BYDAY=-1TU", "Last Tuesday of each month"),
    (TUESDAY, "FREQ=YEARLY", "Every year on 12 January"),
    (TUESDAY, "FREQ=YEARLY;INTERVAL=2", "Every 2 years on 12 January"),
    (TUESDAY, "FREQ=YEARLY;BYMONTH=1;BYDAY=2TU", "Every year on the second Tuesday of January"),
    # What would be a riddle, or not true of the first date.
    (TUESDAY, "FREQ=WEEKLY;BYDAY=TH", "On the dates below"),
    (TUESDAY, "FREQ=DAILY;BYHOUR=10,14", "On the dates below"),
    (TUESDAY, "FREQ=YEARLY;BYYEARDAY=12", "On the dates below"),
    (TUESDAY, "FREQ=YEARLY;BYWEEKNO=2;BYDAY=TU", "On the dates below"),
    (TUESDAY, "FREQ=MONTHLY;BYDAY=TU;BYMONTHDAY=12", "On the dates below"),
    (TUESDAY, "FREQ=MONTHLY;BYMONTHDAY=-20", "On the dates below"),
    (TUESDAY, "FREQ=HOURLY", "On the dates below"),
]


@pytest.mark.parametrize(("starts", "rrule", "said"), RULES)
def test_say_rule(starts: datetime, rrule: str, said: str) -> None:
    assert say_rule(Pattern(starts, None, rrule=rrule), today=TODAY) == said


def test_say_rule_of_a_single_date_is_empty() -> None:
    assert say_rule(Pattern(TUESDAY, None), today=TODAY) == ""


def test_say_rule_of_listed_dates() -> None:
    listed = Pattern(TUESDAY, None, rdates=(datetime(2027, 2, 3, 10),))
    assert say_rule(listed, today=TODAY) == "On the dates below"


def _thursdays(**more: object) -> Pattern:
    return Pattern(THURSDAY, None, rrule="FREQ=WEEKLY;UNTIL=20270716T225959Z", **more)  # type: ignore[arg-type]


def test_say_rule_names_coming_dates_that_are_left_out() -> None:
    one = _thursdays(exdates=(datetime(2027, 2, 18, 10),))
    assert say_rule(one, today=TODAY) == "Every Thursday until 16 July 2027, except 18 February"
    assert say_rule(one, today=date(2027, 3, 1)) == "Every Thursday until 16 July 2027"
    # Never one of its dates.
    stray = _thursdays(exdates=(datetime(2027, 2, 19, 10),))
    assert say_rule(stray, today=TODAY) == "Every Thursday until 16 July 2027"


def test_say_rule_counts_many_dates_left_out() -> None:
    eight = tuple(THURSDAY + timedelta(weeks=number) for number in range(2, 10))
    assert (
        say_rule(_thursdays(exdates=eight), today=TODAY)
        == "Every Thursday until 16 July 2027, except 8 dates"
    )


def test_say_rule_names_cancelled_moved_and_extra_dates() -> None:
    cancelled = Change(utc(2026, 12, 3, 10), cancelled=True)
    moved = Change(utc(2026, 12, 10, 10), starts=utc(2026, 12, 11, 10))
    later = Change(utc(2026, 12, 17, 10), starts=utc(2026, 12, 17, 14))
    pattern = _thursdays(changes=(cancelled, moved, later), rdates=(datetime(2026, 12, 22, 10),))
    said = "Every Thursday until 16 July 2027, except 3 and 10 December, and also on 11 and 22 December"
    assert say_rule(pattern, today=TODAY) == said


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_say_rule_has_words_for_every_series(data: st.DataObject) -> None:
    pattern = data.draw(patterns())
    said = say_rule(pattern, today=TODAY)
    assert said
    assert "%" not in said
    assert "None" not in said
