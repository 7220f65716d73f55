"""When an event is: starts, ends, lengths, rules and single dates, as files write them."""

from datetime import datetime

import pytest

from hub.calendar.ics_read import Limits, read_calendar
from hub.calendar.recurrence import Change, Pattern, dates
from tests.hub.calendar.samples import WINDOW, calendar, clocks, only, read, reason, utc

NOV = datetime(2026, 11, 26, 10)


def _pattern(*lines: str) -> Pattern:
    return only("\n".join(["SUMMARY:Fair", *lines])).pattern


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART;TZID=Europe/London:20261126T100000",
        'DTSTART;TZID="Europe/London":20261126T100000',
        "DTSTART;VALUE=DATE-TIME;TZID=Europe/London:20261126T100000",
        "DTSTART:20261126T100000",
        "DTSTART:20261126T100000Z",
        "DTSTART:20261126T1000",
        "DTSTART:2026-11-26T10:00:00",
        "DTSTART:20261126T100000+0000",
        "dtstart:20261126T100000Z",
        "DTSTART ; TZID = Europe/London:20261126T100000",
        "DTSTART:20261126T100000.000Z",
    ],
)
def test_ten_in_the_morning_however_it_is_written(start: str) -> None:
    assert _pattern(start) == Pattern(NOV, None)


@pytest.mark.parametrize(
    ("end", "ends"),
    [
        ("DTEND:20261126T120000Z", datetime(2026, 11, 26, 12)),
        ("DURATION:PT2H", datetime(2026, 11, 26, 12)),
        ("DURATION:P1DT2H", datetime(2026, 11, 27, 12)),
        ("DURATION:PT0S", None),
        ("DTEND:20261126T100000Z", None),
        ("DTEND:", None),
        # A day is no time to end at.
        ("DTEND;VALUE=DATE:20261127", None),
        # Of both, the end.
        ("DTEND:20261126T120000Z\nDURATION:PT5H", datetime(2026, 11, 26, 12)),
        ("DTEND;TZID=Europe/Paris:20261126T130000", datetime(2026, 11, 26, 12)),
    ],
)
def test_ends(end: str, ends: datetime | None) -> None:
    assert _pattern("DTSTART:20261126T100000Z", *end.splitlines()) == Pattern(NOV, ends)


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        ("DTSTART;VALUE=DATE:20261126", 1),
        ("DTSTART:20261126", 1),
        ("DTSTART;VALUE=DATE:20261126T000000", 1),
        ("DTSTART;VALUE=DATE;TZID=Europe/London:20261126", 1),
        ("DTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261126", 1),
        ("DTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261127", 1),
        ("DTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261129", 3),
        ("DTSTART;VALUE=DATE:20261126\nDURATION:P3D", 3),
        ("DTSTART;VALUE=DATE:20261126\nDURATION:P1W", 7),
        ("DTSTART;VALUE=DATE:20261126\nDTEND:20261127T120000", 2),
        ("DTSTART;TZID=Europe/London:20261126T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE", 1),
    ],
)
def test_whole_days(lines: str, days: int) -> None:
    ends = datetime(2026, 11, 26 + days) if days < 5 else datetime(2026, 12, 3)
    assert _pattern(*lines.splitlines()) == Pattern(datetime(2026, 11, 26), ends, all_day=True)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("DTSTART:20261126T100000Z\nDTEND:20261126T090000Z", "it ends before it starts"),
        ("DTSTART:20261126T100000Z\nDURATION:-PT1H", "it ends before it starts"),
        ("DTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261125", "it ends before it starts"),
        ("DTSTART:20261126T100000Z\nDTEND:20271126T100000Z", "it goes on for more than 31 days"),
        ("DTSTART:20261126T100000Z\nDURATION:P99999999999D", "how long it lasts can’t be read"),
        ("DTSTART:20261126T100000Z\nDURATION:soon", "how long it lasts can’t be read"),
        ("DTSTART:00010101T100000Z", "it has a date in the year 1"),
        ("DTSTART:99991231T100000Z", "it has a date in the year 9999"),
        ("DTSTART:20261126T100000Z\nDTEND:99991231T100000Z", "it has a date in the year 9999"),
        ("DTSTART:20260230T100000Z", "it has a date that does not exist"),
        ("DTSTART:20261126T250000Z", "it has a date that does not exist"),
        ("DTSTART:tomorrow", "a date in it can’t be read"),
        ("DTSTART:", "a date in it can’t be read"),
        ("LOCATION:Hall", "it has no date"),
        (
            "DTSTART:20261126T100000Z\nRRULE:FREQ=SECONDLY",
            "it repeats by the hour or faster, which the hub does not list",
        ),
        (
            "DTSTART:20261126T100000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "the rule for repeating describes a day that never comes",
        ),
        (
            "DTSTART:20261126T100000Z\nRRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY",
            "it has more than one rule for repeating",
        ),
        (
            "DTSTART:20261126T100000Z\nRRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY",
            "it leaves dates out by a rule, which calendars no longer do",
        ),
        (
            "DTSTART:20261126T100000Z\nRRULE:FREQ=DAILY;UNTIL=20261125T000000Z",
            "it stops repeating before it begins",
        ),
        ("DTSTART:20261126T100000Z\nRRULE:FREQ=DAILY\nEXDATE:someday", "a date in it can’t be read"),
        (
            "DTSTART:20261126T100000Z\nRDATE:" + ",".join(["20261127T100000Z"] * 2001),
            "it names more than 2000 single dates",
        ),
    ],
)
def test_what_can_not_be_is_left_out_with_its_reason(lines: str, why: str) -> None:
    assert reason(f"SUMMARY:Fair\n{lines}") == why


def test_the_same_rule_twice_is_one_rule() -> None:
    twice = _pattern("DTSTART:20261126T100000", "RRULE:FREQ=DAILY", "RRULE:FREQ=DAILY")
    assert twice.rrule == "FREQ=DAILY"


@pytest.mark.parametrize(
    ("exdate", "left"),
    [
        ("EXDATE;TZID=Europe/London:20261203T100000", 2),
        ("EXDATE:20261203T100000Z", 2),
        ("EXDATE:20261203T100000", 2),
        ("EXDATE;VALUE=DATE:20261203", 2),
        ("EXDATE;TZID=Europe/London:20261203T000000", 2),
        ("EXDATE:20261203T100000Z,20261210T100000Z", 1),
        ("EXDATE:20261203T100000Z\nEXDATE:20261210T100000Z", 1),
        ("EXDATE;TZID=Europe/Paris:20261203T110000", 2),
        ("EXDATE:20261203T110000Z", 3),
        ("EXDATE:", 3),
    ],
)
def test_dates_left_out(exdate: str, left: int) -> None:
    lines = ("DTSTART;TZID=Europe/London:20261126T100000", "RRULE:FREQ=WEEKLY;COUNT=3")
    assert len(dates(_pattern(*lines, *exdate.splitlines()), *WINDOW)) == left


def test_whole_days_left_out_as_times() -> None:
    lines = ("DTSTART;VALUE=DATE:20261126", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20261127T000000Z")
    assert len(dates(_pattern(*lines), *WINDOW)) == 2


def test_extra_dates_and_periods_with_a_length_of_their_own() -> None:
    pattern = _pattern(
        "DTSTART;TZID=Europe/London:20261126T100000",
        "DTEND;TZID=Europe/London:20261126T120000",
        "RDATE;TZID=Europe/London:20270401T100000,20270402T140000",
        "RDATE;VALUE=PERIOD:20270501T090000Z/PT3H,20270502T090000Z/20270502T110000Z",
        "RDATE;VALUE=DATE:20270601",
    )
    assert pattern.rdates == (
        datetime(2027, 4, 1, 10),
        datetime(2027, 4, 2, 14),
        datetime(2027, 5, 1, 10),
        datetime(2027, 5, 2, 10),
        datetime(2027, 6, 1, 10),
    )
    longer = utc(2027, 5, 1, 9)
    assert pattern.changes == (Change(longer, starts=longer, ends=utc(2027, 5, 1, 12)),)
    assert len(dates(pattern, *WINDOW)) == 6


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261217T100000Z", "17 Dec 2026 10:00"),
        ("20261217T095959Z", "10 Dec 2026 10:00"),
        ("20261217T100000", "17 Dec 2026 10:00"),
        ("20261217", "17 Dec 2026 10:00"),
    ],
)
def test_until(until: str, last: str) -> None:
    pattern = _pattern("DTSTART;TZID=Europe/London:20261126T100000", f"RRULE:FREQ=WEEKLY;UNTIL={until}")
    assert clocks(dates(pattern, *WINDOW))[-1] == last


def test_longest_is_a_limit_that_can_be_set() -> None:
    exhibition = "SUMMARY:Exhibition\nDTSTART;VALUE=DATE:20261101\nDTEND;VALUE=DATE:20270101"
    found = read_calendar(calendar(exhibition), limits=Limits(longest=utc(2027, 3, 1) - utc(2026, 11, 1)))
    assert found.events[0].pattern.ends == datetime(2027, 1, 1)


def test_one_bad_event_leaves_the_others() -> None:
    found = read(
        "SUMMARY:One\nDTSTART:20261126T100000Z",
        "SUMMARY:Two\nDTSTART:rubbish",
        "SUMMARY:Three\nDTSTART:20261128T100000Z",
    )
    assert [event.title for event in found.events] == ["One", "Three"]
    assert [(skipped.line, skipped.title) for skipped in found.skipped] == [(8, "Two")]
