"""Writes iCalendar (RFC 5545, RFC 7986): text for one event, to be stored, and a feed of such texts.

The same event always gives the same text, byte for byte: its time stamp is when it last changed.

METHOD is left out on purpose: it makes a file a message between organisers (RFC 5546), which then has to name
each organiser's address. A feed is not one, and no address is given away (rules.md D2); who organises an
event is in CONTACT.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vDDDLists,
    vDDDTypes,
    vDuration,
    vRecur,
    vText,
    vUri,
)
from icalendar.parser import Contentline

from hub.calendar.ics_model import Status
from hub.calendar.ics_zones import UTC_NAME
from hub.calendar.london import LONDON_NAME, to_instant, to_wall
from hub.calendar.recurrence import Change, Pattern, normal_rule, wall_of

CRLF = "\r\n"
# Stands for the event's address in stored text, which does not know what the site is called.
OPEN_URL = "URL:@"
TZID = re.compile(r"^[A-Z-]+;TZID=([^:;\r\n]+):", re.MULTILINE)
# What a zone other than London's is described for.
FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2045, 1, 1)
UTC_NAMES = {UTC_NAME, "UTC"}
LONGEST_LINE = 75
CONTROLS = dict.fromkeys({*range(32), 127} - {ord("\n"), ord("\t")})


def event_text(
    uid: str,
    title: str,
    description: str,
    location: str,
    pattern: Pattern,
    status: Status,
    sequence: int,
    created: datetime,
    last_modified: datetime,
    url: str | None = None,
    categories: Iterable[str] = (),
    organizer_name: str = "",
) -> str:
    """The VEVENT of an event, and one more for each of its dates that was moved or cancelled, ending in CRLF.

    `created` and `last_modified` are aware. Without `url` each block holds the line `URL:@` in its place: see
    `with_url`. Raises RuleError for a rule that the hub does not take.
    """
    stamp = last_modified.astimezone(UTC).replace(microsecond=0)
    shared: dict[str, object] = {
        "SUMMARY": _Text(_plain(title)),
        "UID": _Text(_plain(uid)),
        "DTSTAMP": vDDDTypes(stamp),
        "CREATED": vDDDTypes(created.astimezone(UTC).replace(microsecond=0)),
        "LAST-MODIFIED": vDDDTypes(stamp),
        "SEQUENCE": sequence,
        "URL": vUri("@" if url is None else url),
        "TRANSP": vText("TRANSPARENT"),
    }
    for name, text in (("DESCRIPTION", description), ("LOCATION", location), ("CONTACT", organizer_name)):
        if text:
            shared[name] = _Text(_plain(text))
    if categories := [_plain(category) for category in categories if category]:
        shared["CATEGORIES"] = categories
    return "".join(_block(shared | times) for times in _blocks(pattern, status))


def with_url(text: str, url: str) -> str:
    """Stored text with the event's address, which is written into each of its blocks."""
    return text.replace(f"{CRLF}{OPEN_URL}{CRLF}", f"{CRLF}{fold_url(url)}{CRLF}")


def fold_url(url: str) -> str:
    """The line "URL:..." folded to 75 octets, without the CRLF at its end."""
    line = f"URL:{url}"
    if len(line) < LONGEST_LINE and line.isascii() and line.isprintable():
        return line
    folded: bytes = Contentline(_plain(line).replace("\n", "")).to_ical()  # type: ignore[no-untyped-call]
    return folded.decode()


def calendar_text(
    blocks: Iterable[str],
    *,
    name: str,
    description: str,
    prodid: str,
    url: str | None = None,
    refresh_hours: int = 1,
) -> str:
    """A whole calendar of `event_text` blocks. `url` is the feed's own, where it can be read again."""
    body = "".join(blocks)
    calendar = Calendar()
    calendar.add("PRODID", prodid)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    for names, text in ((("NAME", "X-WR-CALNAME"), name), (("DESCRIPTION", "X-WR-CALDESC"), description)):
        for one in names:
            if text:
                calendar.add(one, _Text(_plain(text)), encode=False)
    calendar.add("X-WR-TIMEZONE", vText(LONDON_NAME), encode=False)
    refresh = timedelta(hours=refresh_hours)
    calendar.add("REFRESH-INTERVAL", vDuration(refresh), {"VALUE": "DURATION"}, encode=True)
    calendar.add("X-PUBLISHED-TTL", vDuration(refresh), encode=False)
    if url:
        calendar.add("SOURCE", vUri(url), {"VALUE": "URI"}, encode=True)
    outside: bytes = calendar.to_ical()
    head, end, tail = outside.decode().rpartition("END:VCALENDAR")
    zones = "".join(zone_text(zone) for zone in _zones_in(body))
    return f"{head}{zones}{body}{end}{tail}"


def _zones_in(body: str) -> list[str]:
    """The zones that a text names. Counted first: searching a long feed takes longer than joining it."""
    if body.count(";TZID=") == body.count(f";TZID={LONDON_NAME}:"):
        return [LONDON_NAME]
    return sorted({*TZID.findall(body), LONDON_NAME})


@lru_cache(maxsize=64)
def zone_text(name: str) -> str:
    """The VTIMEZONE of a zone of the world's list: London's by its rules, another's day by day up to 2045."""
    zone = (
        _london() if name == LONDON_NAME else Timezone.from_tzinfo(ZoneInfo(name), name, FIRST_DAY, LAST_DAY)
    )
    text: bytes = zone.to_ical()
    return text.decode()


def _london() -> Timezone:
    """Right from 1997 on."""
    zone = Timezone()
    zone.add("TZID", LONDON_NAME)
    winter, summer = timedelta(), timedelta(hours=1)
    for part, label, month, begins, before, after in (
        (TimezoneDaylight(), "BST", 3, datetime(1997, 3, 30, 1), winter, summer),
        (TimezoneStandard(), "GMT", 10, datetime(1996, 10, 27, 2), summer, winter),
    ):
        part.add("TZNAME", label)
        part.DTSTART, part.TZOFFSETFROM, part.TZOFFSETTO = begins, before, after
        part.add("RRULE", vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"}))
        zone.add_component(part)
    return zone


def _blocks(pattern: Pattern, status: Status) -> Iterator[dict[str, object]]:
    """What is particular to the series, then to each changed date of it."""
    if not pattern.repeats:
        change = next((one for one in pattern.changes if wall_of(pattern, one.original)), None)
        off = change is not None and change.cancelled
        yield {**_span(pattern, pattern.starts, change), **_status("cancelled" if off else status)}
        return
    series: dict[str, object] = {**_span(pattern, pattern.starts, None), **_status(status)}
    if pattern.rrule:
        rule = normal_rule(pattern.rrule, pattern.starts, zone=pattern.zone, all_day=pattern.all_day)
        series["RRULE"] = vRecur.from_ical(rule)
    for name, walls in (("RDATE", pattern.rdates), ("EXDATE", pattern.exdates)):
        if walls:
            series[name] = _times(pattern, walls)
    yield series
    for change in sorted(pattern.changes, key=lambda change: change.original):
        wall = wall_of(pattern, change.original)
        if wall is not None:
            times = {**_span(pattern, wall, change), "RECURRENCE-ID": _time(pattern, wall)}
            yield {**times, **_status("cancelled" if change.cancelled else status)}


def _span(pattern: Pattern, wall: datetime, change: Change | None) -> dict[str, object]:
    """DTSTART and DTEND of the date that starts at `wall`, or of what `change` made of it."""
    if change is not None and (change.starts or change.ends):
        return _moved_span(pattern, wall, change)
    span: dict[str, object] = {"DTSTART": _time(pattern, wall)}
    return span if pattern.length is None else {**span, "DTEND": _time(pattern, wall + pattern.length)}


def _moved_span(pattern: Pattern, wall: datetime, change: Change) -> dict[str, object]:
    zone = ZoneInfo(pattern.zone)
    moments = [(change.starts or to_instant(wall, zone)).astimezone(UTC)]
    if change.ends is not None:
        moments.append(change.ends.astimezone(UTC))
    elif pattern.length is not None:
        moments.append(to_instant(to_wall(moments[0], zone) + pattern.length, zone))
    # A date of an all-day series may have been given a time.
    has_time = not pattern.all_day or any(to_wall(moment, zone).time() != time.min for moment in moments)
    told = [
        _moved_time(pattern, moment) if has_time else vDDDTypes(to_wall(moment, zone).date())
        for moment in moments
    ]
    return dict(zip(("DTSTART", "DTEND"), told, strict=False))


def _moved_time(pattern: Pattern, instant: datetime) -> vDDDTypes:
    """An instant on the pattern's clocks; in UTC where they show that time twice and mean the first."""
    zone = ZoneInfo(pattern.zone)
    wall = to_wall(instant, zone)
    return _clock_time(pattern, wall) if to_instant(wall, zone) == instant else vDDDTypes(instant)


def _time(pattern: Pattern, wall: datetime) -> vDDDTypes:
    """A wall-clock time of the pattern: a date, a time in its zone, or in UTC for a single one kept so."""
    return vDDDTypes(wall.date()) if pattern.all_day else _clock_time(pattern, wall)


def _clock_time(pattern: Pattern, wall: datetime) -> vDDDTypes:
    if pattern.zone in UTC_NAMES and not pattern.repeats:
        return vDDDTypes(wall.replace(tzinfo=UTC))
    moment = vDDDTypes(wall)
    moment.params["TZID"] = _zone_of(pattern)
    return moment


def _times(pattern: Pattern, walls: Iterable[datetime]) -> vDDDLists:
    if pattern.all_day:
        return vDDDLists([wall.date() for wall in walls], params={"VALUE": "DATE"})
    return vDDDLists(list(walls), params={"TZID": _zone_of(pattern)})


def _zone_of(pattern: Pattern) -> str:
    return UTC_NAME if pattern.zone in UTC_NAMES else pattern.zone


def _status(status: Status) -> dict[str, object]:
    return {"STATUS": vText(status.upper())}


def _block(properties: dict[str, object]) -> str:
    event = Event()
    for name, value in properties.items():
        event.add(name, value)
    text: bytes = event.to_ical()
    return text.decode()


class _Text(vText):
    """Text escaped as RFC 5545 (3.3.11) says. icalendar's own makes a break of a backslash and N."""

    def to_ical(self) -> bytes:
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


def _plain(text: str) -> str:
    """Text without the control characters that no calendar may hold."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROLS)
