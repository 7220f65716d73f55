"""London time: days, weeks and weekends, and wall-clock times turned into instants.

A *wall-clock* time is a naive datetime, read off a clock in some zone. An *instant* is an aware datetime in
UTC. Instants are always given in UTC, because Python compares two datetimes of one zone by their wall clocks,
which is wrong by an hour on the night the clocks go back.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON_NAME = "Europe/London"
LONDON = ZoneInfo(LONDON_NAME)
DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


def today() -> date:
    """The date in London now."""
    return datetime.now(LONDON).date()


def to_instant(wall: datetime, zone: ZoneInfo = LONDON) -> datetime:
    """The instant (UTC) at which clocks in `zone` show the naive `wall`.

    A time that the clocks skip in spring is moved forward by what they skip (1.30am becomes 2.30am); a time
    that they show twice in autumn is the first of the two. Both as RFC 5545 (3.3.5) says.
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def to_wall(instant: datetime, zone: ZoneInfo = LONDON) -> datetime:
    """What clocks in `zone` show (naive) at an aware datetime."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def combine(day: date, clock: time, zone: ZoneInfo = LONDON) -> datetime:
    """The instant (UTC) of a date and a naive time of day in `zone`; odd hours as in `to_instant`."""
    return to_instant(datetime.combine(day, clock), zone)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The instants (UTC) of London midnight at the beginning and the end of `day`: 23, 24 or 25 hours."""
    return combine(day, time.min), combine(day + DAY, time.min)


def weekend(today: date) -> tuple[date, date]:
    """First and last day of this weekend: the coming Saturday and Sunday; on a Sunday, only that day."""
    if today.weekday() == SUNDAY:
        return today, today
    saturday = today + DAY * (SATURDAY - today.weekday())
    return saturday, saturday + DAY


def this_week(today: date) -> tuple[date, date]:
    """From today to the Sunday that ends the week."""
    return today, today + DAY * (SUNDAY - today.weekday())


def next_week(today: date) -> tuple[date, date]:
    """Monday to Sunday of the week after this one."""
    monday = today + DAY * (7 - today.weekday())
    return monday, monday + DAY * SUNDAY


def this_month(today: date) -> tuple[date, date]:
    """From today to the last day of the month."""
    return today, month_bounds(today)[1]


def month_bounds(day: date) -> tuple[date, date]:
    """First and last day of the month that `day` is in."""
    first = day.replace(day=1)
    return first, (first + DAY * 31).replace(day=1) - DAY
