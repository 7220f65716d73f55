"""London time: days with 23 and 25 hours, hours skipped and shown twice, weeks and weekends."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from hub.calendar import london
from tests.hub.calendar.samples import utc


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2027, 3, 28), 23), (date(2026, 10, 25), 25), (date(2027, 10, 31), 25), (date(2026, 11, 28), 24)],
)
def test_a_day_has_the_hours_that_the_clocks_give_it(day: date, hours: int) -> None:
    begins, ends = london.day_bounds(day)
    assert ends - begins == timedelta(hours=hours)
    assert (begins.tzinfo, ends.tzinfo) == (UTC, UTC)


def test_days_follow_each_other_without_a_gap() -> None:
    days = [date(2027, 3, 26) + timedelta(days=number) for number in range(5)]
    bounds = [london.day_bounds(day) for day in days]
    assert [ends for _begins, ends in bounds[:-1]] == [begins for begins, _ends in bounds[1:]]


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        (datetime(2026, 12, 1, 10), utc(2026, 12, 1, 10)),
        (datetime(2027, 6, 1, 10), utc(2027, 6, 1, 9)),
        # Skipped on 28 March 2027: moved forward to 2.30am.
        (datetime(2027, 3, 28, 1, 30), utc(2027, 3, 28, 1, 30)),
        (datetime(2027, 3, 28, 0, 59), utc(2027, 3, 28, 0, 59)),
        (datetime(2027, 3, 28, 2), utc(2027, 3, 28, 1)),
        # Shown twice on 31 October 2027: the first.
        (datetime(2027, 10, 31, 1, 30), utc(2027, 10, 31, 0, 30)),
        (datetime(2027, 10, 31, 1, 30, fold=1), utc(2027, 10, 31, 0, 30)),
        (datetime(2027, 10, 31, 2), utc(2027, 10, 31, 2)),
    ],
)
def test_wall_clock_to_instant(wall: datetime, instant: datetime) -> None:
    assert london.to_instant(wall) == instant
    assert london.combine(wall.date(), wall.time()) == instant


def test_a_skipped_time_is_shown_moved_forward() -> None:
    assert london.to_wall(london.to_instant(datetime(2027, 3, 28, 1, 30))) == datetime(2027, 3, 28, 2, 30)


def test_wall_clock_of_another_zone() -> None:
    paris = ZoneInfo("Europe/Paris")
    assert london.to_instant(datetime(2027, 6, 1, 10), paris) == utc(2027, 6, 1, 8)
    assert london.to_wall(utc(2027, 6, 1, 8), paris) == datetime(2027, 6, 1, 10)
    assert london.combine(date(2027, 6, 1), time(10), paris) == utc(2027, 6, 1, 8)


@pytest.mark.parametrize(
    ("today", "weekend"),
    [
        (date(2026, 11, 23), (date(2026, 11, 28), date(2026, 11, 29))),
        (date(2026, 11, 27), (date(2026, 11, 28), date(2026, 11, 29))),
        (date(2026, 11, 28), (date(2026, 11, 28), date(2026, 11, 29))),
        (date(2026, 11, 29), (date(2026, 11, 29), date(2026, 11, 29))),
        (date(2026, 11, 30), (date(2026, 12, 5), date(2026, 12, 6))),
    ],
)
def test_this_weekend(today: date, weekend: tuple[date, date]) -> None:
    assert london.weekend(today) == weekend


def test_weeks_and_months() -> None:
    wednesday, sunday = date(2026, 11, 25), date(2026, 11, 29)
    assert london.this_week(wednesday) == (wednesday, sunday)
    assert london.this_week(sunday) == (sunday, sunday)
    assert london.next_week(wednesday) == (date(2026, 11, 30), date(2026, 12, 6))
    assert london.next_week(sunday) == (date(2026, 11, 30), date(2026, 12, 6))
    assert london.this_month(wednesday) == (wednesday, date(2026, 11, 30))
    assert london.month_bounds(date(2028, 2, 10)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert london.month_bounds(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (utc(2027, 6, 1, 22, 59), date(2027, 6, 1)),
        (utc(2027, 6, 1, 23, 1), date(2027, 6, 2)),
        (utc(2026, 12, 1, 23, 59), date(2026, 12, 1)),
    ],
)
def test_today_is_london_s(now: datetime, day: date) -> None:
    with time_machine.travel(now, tick=False):
        assert london.today() == day
