"""Rules: what is refused, the one form, and the same dates as dateutil makes."""

from datetime import datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.calendar.recurrence import RuleError, check_rule, normal_rule
from hub.calendar.rrule import read_rule
from tests.hub.calendar.samples import rules, start_walls

THURSDAY = datetime(2026, 11, 26, 10)
LOW, HIGH = datetime(2026, 1, 1), datetime(2029, 1, 1)


@pytest.mark.parametrize(
    ("rrule", "said"),
    [
        ("FREQ=SECONDLY", "by the hour or faster"),
        ("FREQ=MINUTELY;INTERVAL=30", "by the hour or faster"),
        ("FREQ=HOURLY", "by the hour or faster"),
        ("FREQ=DAILY;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12;BYHOUR=1,2,3,4", "by the hour or faster"),
        ("FREQ=SOMETIMES", "not written as calendars write it"),
        ("FREQ=WEEKLY;BYDAY", "not written as calendars write it"),
        ("FREQ=WEEKLY;BYDAY=XX", "not written as calendars write it"),
        ("FREQ=WEEKLY;FREQ=DAILY", "not written as calendars write it"),
        ("FREQ=WEEKLY;UNTIL=soon", "not written as calendars write it"),
        ("FREQ=WEEKLY;INTERVAL=x", "not written as calendars write it"),
        ("jeden Donnerstag, übrigens", "not written as calendars write it"),
        ("FREQ=WEEKLY;BYDAY=" + ",".join(["TH"] * 300), "not written as calendars write it"),
        ("", "not written as calendars write it"),
        ("BYDAY=TH", "does not say how often"),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20270101", "both a number of times and a last day"),
        ("FREQ=WEEKLY;COUNT=0", "between 1 and 5000 times"),
        ("FREQ=WEEKLY;COUNT=5001", "between 1 and 5000 times"),
        ("FREQ=WEEKLY;INTERVAL=0", "between 1 and 1000"),
        ("FREQ=WEEKLY;INTERVAL=-1", "between 1 and 1000"),
        ("FREQ=WEEKLY;INTERVAL=1001", "between 1 and 1000"),
        ("FREQ=WEEKLY;BYEASTER=1", "a part that the hub does not know: BYEASTER"),
        ("FREQ=WEEKLY;RSCALE=HEBREW", "a part that the hub does not know: RSCALE"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "out of range: BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "out of range: BYMONTHDAY"),
        ("FREQ=YEARLY;BYMONTH=13", "out of range: BYMONTH"),
        ("FREQ=MONTHLY;BYDAY=0MO", "out of range: BYDAY"),
        ("FREQ=MONTHLY;BYDAY=60MO", "out of range: BYDAY"),
        ("FREQ=DAILY;BYHOUR=24", "out of range: BYHOUR"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "do not go together"),
        ("FREQ=WEEKLY;BYDAY=2TH", "do not go together"),
        ("FREQ=MONTHLY;BYWEEKNO=3", "do not go together"),
        ("FREQ=DAILY;BYYEARDAY=3", "do not go together"),
        ("FREQ=WEEKLY;BYSETPOS=1", "do not go together"),
        ("FREQ=YEARLY;BYWEEKNO=3;WKST=SU", "do not go together"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "a day that never comes"),
        ("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "a day that never comes"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "a day that never comes"),
    ],
)
def test_check_rule_refuses(rrule: str, said: str) -> None:
    with pytest.raises(RuleError, match=said) as refused:
        check_rule(rrule, THURSDAY)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=WEEKLY",
        "freq=weekly;byday=th",
        "FREQ=WEEKLY;BYDAY=TH;",
        "FREQ=WEEKLY;UNTIL=99991231T235959Z",
        "FREQ=WEEKLY;UNTIL=20270101",
        "FREQ=WEEKLY;COUNT=5000",
        "FREQ=WEEKLY;COUNT=-1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=OMIT",
        "FREQ=DAILY;BYHOUR=10,14",
        "FREQ=YEARLY;INTERVAL=100",
        "FREQ=DAILY;COUNT=1",
    ],
)
def test_check_rule_takes(rrule: str) -> None:
    check_rule(rrule, THURSDAY)


@pytest.mark.parametrize(
    ("rrule", "all_day", "normal"),
    [
        ("BYDAY=TH;FREQ=WEEKLY;WKST=MO;INTERVAL=1", False, "FREQ=WEEKLY;BYDAY=TH"),
        ("FREQ=WEEKLY;UNTIL=20270716", False, "FREQ=WEEKLY;UNTIL=20270716T225959Z"),
        ("FREQ=WEEKLY;UNTIL=20270716T120000", False, "FREQ=WEEKLY;UNTIL=20270716T110000Z"),
        ("FREQ=WEEKLY;UNTIL=20270716T225959Z", False, "FREQ=WEEKLY;UNTIL=20270716T225959Z"),
        ("FREQ=WEEKLY;UNTIL=20270715T230000Z", True, "FREQ=WEEKLY;UNTIL=20270716"),
        ("FREQ=WEEKLY;UNTIL=20270716", True, "FREQ=WEEKLY;UNTIL=20270716"),
        ("FREQ=WEEKLY;UNTIL=99991231T235959Z", False, "FREQ=WEEKLY;UNTIL=99991231T235959Z"),
        ("FREQ=WEEKLY;WKST=SU;INTERVAL=2", False, "FREQ=WEEKLY;INTERVAL=2;WKST=SU"),
    ],
)
def test_normal_rule_is_one_form(rrule: str, all_day: bool, normal: str) -> None:
    assert normal_rule(rrule, THURSDAY, all_day=all_day) == normal
    assert normal_rule(normal, THURSDAY, all_day=all_day) == normal


def test_until_beyond_the_last_instant_of_a_far_zone_is_no_error() -> None:
    far = "Pacific/Kiritimati"
    once = normal_rule("FREQ=WEEKLY;UNTIL=99991231T235959Z", THURSDAY, zone=far)
    assert once == "FREQ=WEEKLY;UNTIL=99991231T095959Z"
    assert normal_rule(once, THURSDAY, zone=far) == once


def test_the_first_date_counts_even_out_of_step() -> None:
    wednesday = datetime(2026, 11, 25, 10)
    rule = read_rule("FREQ=WEEKLY;BYDAY=TH;COUNT=3", wednesday)
    found = list(rule.walls(wednesday, LOW, HIGH))
    assert found == [wednesday, THURSDAY, THURSDAY + timedelta(days=7)]
    assert not rule.is_in_step(wednesday)


def test_a_long_count_ends_where_it_should() -> None:
    rule = read_rule("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=2001", THURSDAY)
    # One Thursday in the first week, then 1000 whole weeks of Tuesday and Thursday.
    assert rule.until == THURSDAY + timedelta(weeks=1000)


def test_two_times_a_day() -> None:
    rule = read_rule("FREQ=DAILY;BYHOUR=10,14;COUNT=3", THURSDAY)
    found = [wall.strftime("%d %H") for wall in rule.walls(THURSDAY, LOW, HIGH)]
    assert found == ["26 10", "26 14", "27 10"]


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_the_same_dates_as_dateutil(data: st.DataObject) -> None:
    first = data.draw(start_walls)
    rrule = data.draw(rules(first))
    # dateutil leaves a first date out that its rule would not make; RFC 5545 counts it.
    expected = {first, *rrulestr(rrule, dtstart=first).between(LOW, HIGH, inc=True)}
    assert list(read_rule(rrule, first).walls(first, LOW, HIGH)) == sorted(expected)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_window_cuts_the_whole_without_changing_it(data: st.DataObject) -> None:
    first = data.draw(start_walls)
    rule = read_rule(data.draw(rules(first)), first)
    low = datetime.combine(data.draw(st.dates(LOW.date(), HIGH.date())), time.min)
    high = low + timedelta(days=data.draw(st.integers(0, 400)))
    whole = [wall for wall in rule.walls(first, LOW, HIGH + timedelta(days=400)) if low <= wall <= high]
    assert list(rule.walls(first, low, high)) == whole
