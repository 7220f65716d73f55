"""Dates of patterns: across clock changes, cancelled, moved, at odd hours, and against another library."""

from datetime import date, datetime, time, timedelta

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.calendar.ics_write import calendar_text, event_text
from hub.calendar.london import LONDON, to_instant
from hub.calendar.recurrence import Change, Date, Pattern, TooMany, dates, wall_of
from tests.hub.calendar.samples import WINDOW, clocks, london, patterns, utc

LOW, HIGH = to_instant(datetime(2026, 10, 1)), to_instant(datetime(2028, 1, 1))
MONTH = timedelta(days=31)
THURSDAYS = Pattern(datetime(2026, 11, 26, 10), datetime(2026, 11, 26, 12), rrule="FREQ=WEEKLY;BYDAY=TH")


@pytest.mark.parametrize(
    ("begins", "until"),
    [(date(2027, 3, 18), date(2027, 4, 10)), (date(2027, 10, 21), date(2027, 11, 12))],
)
def test_ten_stays_ten_when_the_clocks_change(begins: date, until: date) -> None:
    found = dates(THURSDAYS, begins, until)
    assert {one.starts.astimezone(LONDON).time() for one in found} == {time(10)}
    assert {one.ends.astimezone(LONDON).time() for one in found if one.ends} == {time(12)}
    assert len({one.starts.time() for one in found}) == 2


def test_dates_are_in_utc_with_the_original_as_identity() -> None:
    (one,) = dates(THURSDAYS, date(2027, 4, 1), date(2027, 4, 1))
    assert one == Date(utc(2027, 4, 1, 9), utc(2027, 4, 1, 9), utc(2027, 4, 1, 11), False, False)
    assert str(one.starts.tzinfo) == "UTC"


def test_a_night_out_lasts_its_hours_on_the_clock() -> None:
    # 10pm to 6am over the night that loses an hour is seven hours long.
    night = Pattern(datetime(2027, 3, 27, 22), datetime(2027, 3, 28, 6))
    (one,) = dates(night, date(2027, 3, 27), date(2027, 3, 27))
    assert (one.starts, one.ends) == (utc(2027, 3, 27, 22), utc(2027, 3, 28, 5))


def test_a_time_that_the_clocks_skip_moves_forward() -> None:
    daily = Pattern(datetime(2027, 3, 27, 1, 30), datetime(2027, 3, 27, 2), rrule="FREQ=DAILY;COUNT=3")
    found = dates(daily, date(2027, 3, 27), date(2027, 3, 29))
    assert clocks(found) == ["27 Mar 2027 01:30", "28 Mar 2027 02:30", "29 Mar 2027 01:30"]
    assert [one.ends - one.starts for one in found if one.ends] == [timedelta(minutes=30)] * 3


def test_a_time_that_the_clocks_show_twice_is_the_first() -> None:
    daily = Pattern(datetime(2027, 10, 30, 1, 30), None, rrule="FREQ=DAILY;COUNT=3")
    found = [one.starts for one in dates(daily, date(2027, 10, 30), date(2027, 11, 1))]
    assert found == [utc(2027, 10, 30, 0, 30), utc(2027, 10, 31, 0, 30), utc(2027, 11, 1, 1, 30)]


def test_two_times_that_become_one_are_one_date() -> None:
    rule = "FREQ=DAILY;BYHOUR=1,2;BYMINUTE=30"
    both = Pattern(datetime(2027, 3, 27, 1, 30), None, rrule=rule)
    found = dates(both, date(2027, 3, 28), date(2027, 3, 28))
    assert clocks(found) == ["28 Mar 2027 02:30"]


def test_all_day_runs_from_london_midnight_to_midnight() -> None:
    fair = Pattern(datetime(2027, 3, 28), datetime(2027, 3, 29), all_day=True)
    (one,) = dates(fair, date(2027, 3, 28), date(2027, 3, 28))
    assert (one.starts, one.ends) == (utc(2027, 3, 28), utc(2027, 3, 28, 23))
    assert dates(fair, date(2027, 3, 29), date(2027, 3, 30)) == []
    assert dates(Pattern(fair.starts, None, all_day=True), date(2027, 3, 28), date(2027, 3, 28)) == [one]


def test_what_began_before_the_window_and_goes_on_is_in_it() -> None:
    camp = Pattern(datetime(2026, 12, 1, 9), datetime(2026, 12, 4, 16))
    (whole,) = dates(camp, date(2026, 12, 1), date(2026, 12, 1))
    assert dates(camp, date(2026, 12, 4), date(2026, 12, 9)) == [whole]
    assert dates(camp, date(2026, 12, 5), date(2026, 12, 9)) == []
    no_end = Pattern(datetime(2026, 12, 1, 9), None)
    assert dates(no_end, date(2026, 12, 2), date(2026, 12, 9)) == []


def test_what_ends_at_midnight_is_not_in_the_next_day() -> None:
    party = Pattern(datetime(2026, 12, 31, 20), datetime(2027, 1, 1))
    assert dates(party, date(2027, 1, 1), date(2027, 1, 1)) == []


def test_window_takes_both_of_its_days() -> None:
    found = dates(THURSDAYS, date(2026, 12, 3), date(2026, 12, 17))
    assert clocks(found) == ["03 Dec 2026 10:00", "10 Dec 2026 10:00", "17 Dec 2026 10:00"]


def test_left_out_and_extra_dates() -> None:
    pattern = Pattern(
        THURSDAYS.starts,
        THURSDAYS.ends,
        rrule="FREQ=WEEKLY;UNTIL=20261218T000000Z",
        exdates=(datetime(2026, 12, 3, 10), datetime(2026, 12, 4, 10)),
        rdates=(datetime(2026, 12, 22, 18), datetime(2026, 12, 10, 10)),
    )
    found = dates(pattern, *WINDOW)
    assert clocks(found) == [
        "26 Nov 2026 10:00",
        "10 Dec 2026 10:00",
        "17 Dec 2026 10:00",
        "22 Dec 2026 18:00",
    ]


def test_the_first_date_can_be_left_out() -> None:
    pattern = Pattern(THURSDAYS.starts, None, rrule="FREQ=WEEKLY;COUNT=2", exdates=(THURSDAYS.starts,))
    assert clocks(dates(pattern, *WINDOW)) == ["03 Dec 2026 10:00"]


def test_a_cancelled_date_is_there_and_marked() -> None:
    off = Change(utc(2027, 4, 1, 9), cancelled=True)
    pattern = Pattern(THURSDAYS.starts, THURSDAYS.ends, rrule=THURSDAYS.rrule, changes=(off,))
    found = dates(pattern, date(2027, 3, 25), date(2027, 4, 8))
    assert [one.cancelled for one in found] == [False, True, False]
    assert found[1] == Date(utc(2027, 4, 1, 9), utc(2027, 4, 1, 9), utc(2027, 4, 1, 11), True, False)


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "America/New_York"])
def test_a_change_is_found_whatever_zone_its_original_is_given_in(zone: str) -> None:
    import zoneinfo

    off = Change(utc(2027, 4, 1, 9).astimezone(zoneinfo.ZoneInfo(zone)), cancelled=True)
    pattern = Pattern(THURSDAYS.starts, None, rrule=THURSDAYS.rrule, changes=(off,))
    (one,) = dates(pattern, date(2027, 4, 1), date(2027, 4, 1))
    assert one.cancelled


def test_a_moved_date_keeps_its_length_on_the_clock() -> None:
    moved = Change(utc(2027, 3, 25, 10), starts=london(2027, 3, 30, 14))
    pattern = Pattern(THURSDAYS.starts, THURSDAYS.ends, rrule=THURSDAYS.rrule, changes=(moved,))
    (one,) = dates(pattern, date(2027, 3, 30), date(2027, 3, 31))
    assert one == Date(utc(2027, 3, 25, 10), utc(2027, 3, 30, 13), utc(2027, 3, 30, 15), False, True)


def test_a_moved_date_is_in_the_window_it_left_and_in_the_one_it_came_to() -> None:
    moved = Change(utc(2027, 1, 7, 10), starts=utc(2027, 6, 1, 9), ends=utc(2027, 6, 1, 10))
    pattern = Pattern(THURSDAYS.starts, THURSDAYS.ends, rrule=THURSDAYS.rrule, changes=(moved,))
    left = dates(pattern, date(2027, 1, 7), date(2027, 1, 7))
    came = dates(pattern, date(2027, 6, 1), date(2027, 6, 1))
    assert left == came == [Date(moved.original, utc(2027, 6, 1, 9), utc(2027, 6, 1, 10), False, True)]
    assert dates(pattern, date(2027, 2, 1), date(2027, 2, 3)) == []


def test_a_date_with_a_new_end_only_is_moved() -> None:
    longer = Change(utc(2027, 1, 7, 10), ends=utc(2027, 1, 7, 15))
    pattern = Pattern(THURSDAYS.starts, THURSDAYS.ends, rrule=THURSDAYS.rrule, changes=(longer,))
    (one,) = dates(pattern, date(2027, 1, 7), date(2027, 1, 7))
    assert one == Date(longer.original, longer.original, utc(2027, 1, 7, 15), False, True)


def test_a_change_to_a_date_that_is_not_made_is_passed_over() -> None:
    stray = Change(utc(2027, 1, 8, 10), starts=utc(2027, 1, 9, 10))
    pattern = Pattern(THURSDAYS.starts, THURSDAYS.ends, rrule=THURSDAYS.rrule, changes=(stray,))
    assert dates(pattern, date(2027, 1, 8), date(2027, 1, 10)) == []


def test_a_single_event_may_be_cancelled_by_its_date() -> None:
    single = Pattern(datetime(2027, 1, 7, 10), None, changes=(Change(utc(2027, 1, 7, 10), cancelled=True),))
    (one,) = dates(single, *WINDOW)
    assert one.cancelled


def test_too_many_dates_are_refused() -> None:
    daily = Pattern(datetime(2026, 11, 1, 10), None, rrule="FREQ=DAILY")
    assert len(dates(daily, date(2026, 11, 1), date(2026, 11, 10), most=10)) == 10
    with pytest.raises(TooMany, match="more than 9 dates"):
        dates(daily, date(2026, 11, 1), date(2026, 11, 10), most=9)


def test_another_zone_keeps_its_own_clock() -> None:
    # New York changes its clocks two weeks before London: for two weeks London sees it an hour earlier.
    call = Pattern(datetime(2027, 3, 5, 9), None, zone="America/New_York", rrule="FREQ=WEEKLY")
    found = dates(call, date(2027, 3, 5), date(2027, 4, 2))
    assert [f"{one.starts.astimezone(LONDON):%d %H}" for one in found] == [
        "05 14",
        "12 14",
        "19 13",
        "26 13",
        "02 14",
    ]


@pytest.mark.parametrize(
    "window",
    [
        (date.min, date(1, 1, 9)),
        (date(9998, 12, 1), date(9998, 12, 31)),
        (date(2100, 1, 1), date(2099, 1, 1)),
    ],
)
def test_windows_at_the_ends_of_time_are_no_error(window: tuple[date, date]) -> None:
    endless = Pattern(THURSDAYS.starts, None, rrule="FREQ=YEARLY")
    assert dates(endless, *window) == []


def test_wall_of_is_the_start_on_the_clock_if_the_pattern_makes_it() -> None:
    assert wall_of(THURSDAYS, utc(2027, 4, 1, 9)) == datetime(2027, 4, 1, 10)
    assert wall_of(THURSDAYS, utc(2027, 4, 1, 10)) is None
    skipped = Pattern(datetime(2027, 3, 27, 1, 30), None, rrule="FREQ=DAILY")
    assert wall_of(skipped, utc(2027, 3, 28, 1, 30)) == datetime(2027, 3, 28, 1, 30)


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts": utc(2027, 1, 1)},
        {"ends": datetime(2026, 11, 26, 10)},
        {"ends": utc(2027, 1, 1)},
        {"exdates": (utc(2027, 1, 1),)},
        {"rdates": (utc(2027, 1, 1),)},
    ],
)
def test_a_pattern_holds_naive_times_in_order(wrong: dict[str, object]) -> None:
    right: dict[str, object] = {"starts": datetime(2026, 11, 26, 10), "ends": None}
    with pytest.raises(ValueError, match="pattern"):
        Pattern(**{**right, **wrong})  # type: ignore[arg-type]


def _from_library(pattern: Pattern) -> list[tuple[datetime, datetime | None, bool]]:
    """The pattern written as a calendar and expanded by recurring_ical_events: start, end, cancelled."""
    stamp = utc(2026, 1, 1)
    text = event_text("a@b", "Event", "", "", pattern, "confirmed", 0, stamp, stamp)
    feed = icalendar.Calendar.from_ical(calendar_text([text], name="", description="", prodid="-//t//EN"))
    found = []
    for event in recurring_ical_events.of(feed).between(LOW - MONTH, HIGH + MONTH):
        starts, ends = (_instant(event[name].dt) if name in event else None for name in ("DTSTART", "DTEND"))
        assert starts is not None
        if ends is not None and pattern.length is not None and ends < starts:
            # The library lets a start that the clocks skip pass its end.
            ends = starts + pattern.length
        has_end = pattern.length is not None or "DTEND" in event
        found.append((starts, ends if has_end and ends != starts else None, event["STATUS"] == "CANCELLED"))
    return sorted(one for one in found if LOW <= one[0] < HIGH)


def _instant(moment: date) -> datetime:
    """An instant of whatever the library gives; a time that the clocks skip moves forward, as here."""
    if not isinstance(moment, datetime):
        return to_instant(datetime.combine(moment, time.min))
    return to_instant(moment.replace(tzinfo=None), LONDON) if moment.tzinfo != utc(1, 1, 1).tzinfo else moment


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_strict_reader_of_the_feed_finds_the_same_dates(data: st.DataObject) -> None:
    pattern = data.draw(patterns())
    found = [one for one in dates(pattern, *WINDOW) if LOW <= one.starts < HIGH]
    # Two that begin together, since one was moved there, come in either order.
    assert sorted((one.starts, one.ends, one.cancelled) for one in found) == _from_library(pattern)
