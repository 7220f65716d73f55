"""What organisers type: lists of days, times, prices, how often."""

from datetime import date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from hub.calendar.recurrence import Pattern
from hub.calendar.typed_fields import DayField
from listings.forms.fields import PoundsField, TimeField, say_pounds
from listings.series.repeat import Every, Out, Repeat, first_day, left_out, repeat_of, rule_of
from listings.series.typed import read_days
from tests.hostile import VALUES

AUTUMN = date(2026, 11, 20)
THURSDAY = datetime(2027, 1, 7, 16)


def span(first: tuple[int, int, int], last: tuple[int, int, int] | None = None) -> Out:
    return Out(date(*first), date(*(last or first)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", []),
        (" , ;\n", []),
        ("15 Feb", [span((2027, 2, 15))]),
        ("21 Dec to 4 Jan", [span((2026, 12, 21), (2027, 1, 4))]),
        ("21 Dec to 4 Jan, 15 Feb", [span((2026, 12, 21), (2027, 1, 4)), span((2027, 2, 15))]),
        ("15 to 19 Feb", [span((2027, 2, 15), (2027, 2, 19))]),
        ("Mon 15th to Fri 19th February 2027", [span((2027, 2, 15), (2027, 2, 19))]),
        ("28/5 - 2/6", [span((2027, 5, 28), (2027, 6, 2))]),
        ("28/5–2/6", [span((2027, 5, 28), (2027, 6, 2))]),
        ("5 Dec and 12 Dec\n19 Dec", [span((2026, 12, 5)), span((2026, 12, 12)), span((2026, 12, 19))]),
    ],
)
def test_days_are_read_as_people_list_them(typed, meant):
    assert read_days(typed, AUTUMN) == meant


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("15 Fbe", "“15 Fbe”: Write a date like 28 November, 28/11/2026 or Saturday."),
        ("5 Jan 2027 to 4 Jan 2027", "“5 Jan 2027 to 4 Jan 2027”: the second date must come after the first"),
        ("1 Jan to 3 Jan to 5 Jan", "“1 Jan to 3 Jan to 5 Jan”: Put a comma between dates."),
        (",".join(["5 Dec"] * 201), "That is more than 200 dates."),
    ],
)
def test_days_that_cannot_be_read_are_quoted_with_what_to_do(typed, words):
    with pytest.raises(ValueError, match=words.replace(".", r"\.").replace("“", ".").replace("”", ".")):
        read_days(typed, AUTUMN)


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_hostile_days_are_refused_in_words_or_mean_something(value):
    try:
        read = read_days(value, AUTUMN)
    except ValueError as error:
        said = str(error)
    else:
        said = "" if all(one.first <= one.last for one in read) else "the wrong way round"
    assert said == "" or (said[0] == "“" and len(said) < 300)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("£2.50", 250),
        ("2.5", 250),
        ("3", 300),
        ("50p", 50),
        ("£1,250", 125000),
        ("4 pounds", 400),
        ("", None),
    ],
)
def test_price_is_read_as_people_write_it(typed, pence):
    assert PoundsField(required=False).clean(typed) == pence


@pytest.mark.parametrize("typed", ["free", "£0", "-1", "2.505", "10001", "1e3", "٣", "£", "9" * 50])
def test_price_that_is_none_is_refused(typed):
    with pytest.raises(ValidationError):
        PoundsField(required=False).clean(typed)


def test_price_is_shown_as_it_is_read():
    assert [say_pounds(pence) for pence in (None, 5, 250, 125000)] == ["", "£0.05", "£2.50", "£1250.00"]
    assert PoundsField().clean(say_pounds(5)) == 5


def test_hour_that_may_be_morning_or_afternoon_is_asked_about():
    with pytest.raises(ValidationError) as error:
        TimeField().clean("4.30")
    assert error.value.messages == ["Write 4.30am or 4.30pm."]
    assert TimeField().clean("04:30") == time(4, 30)
    assert TimeField().clean("4.30pm") == time(16, 30)
    assert TimeField().clean("10") == time(10)


def test_day_says_what_is_wrong_with_it():
    with pytest.raises(ValidationError) as error:
        DayField().clean("29/02/2027")
    assert error.value.messages == ["That day is not in the calendar. Check the day and the month."]


@pytest.mark.parametrize(
    ("repeat", "rule"),
    [
        (Repeat(Every.WEEK, until=date(2027, 7, 16)), "FREQ=WEEKLY;UNTIL=20270716T225959Z;BYDAY=TH"),
        (Repeat(Every.WEEK, frozenset({0, 3}), times=8), "FREQ=WEEKLY;COUNT=8;BYDAY=MO,TH"),
        (Repeat(Every.FORTNIGHT), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        (Repeat(Every.MONTH_WEEKDAY, times=3), "FREQ=MONTHLY;COUNT=3;BYDAY=1TH"),
        (Repeat(Every.MONTH_LAST, times=3), "FREQ=MONTHLY;COUNT=3;BYDAY=-1TH"),
        (Repeat(Every.MONTH_DAY, times=3), "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=7"),
        (Repeat(Every.ONCE), ""),
    ],
)
def test_how_often_becomes_a_rule_and_comes_back(repeat, rule):
    made = rule_of(repeat, THURSDAY, all_day=False)
    assert made == rule
    again = repeat_of(Pattern(THURSDAY, None, rrule=made))
    assert (again.every, again.until, again.times) == (repeat.every, repeat.until, repeat.times)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY;COUNT=5", "FREQ=WEEKLY;INTERVAL=3", "FREQ=MONTHLY;BYDAY=1TH,3TH", "FREQ=YEARLY", "XX=1"],
)
def test_rule_that_no_form_says_is_kept_as_it_is(rule):
    assert repeat_of(Pattern(THURSDAY, None, rrule=rule)).every == Every.KEEP


def test_series_begins_on_the_first_day_that_fits():
    assert first_day(date(2027, 1, 5), Repeat(Every.WEEK, frozenset({3}))) == date(2027, 1, 7)
    assert first_day(date(2027, 1, 7), Repeat(Every.MONTH_LAST)) == date(2027, 1, 28)
    assert first_day(date(2027, 1, 7), Repeat(Every.MONTH_DAY)) == date(2027, 1, 7)


def test_days_left_out_are_the_dates_that_fall_on_them():
    pattern = Pattern(THURSDAY, THURSDAY.replace(hour=17), rrule="FREQ=WEEKLY;COUNT=8")
    out = [span((2027, 2, 15), (2027, 2, 19)), span((2027, 1, 9))]
    assert left_out(pattern, out) == (datetime(2027, 2, 18, 16),)
