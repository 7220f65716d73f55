"""Which zone a time in somebody's calendar file is in.

Programs name zones after the world's list ("Europe/London"), after Windows ("GMT Standard Time"), after what
their menus say ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London"), or as they please with rules of their own
beside it. All but the last become a name of the world's list; rules of a zone's own are compared with it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from hub.calendar.ics_lines import Component, Property
from hub.calendar.ics_model import Notes
from hub.calendar.ics_times import FIRST_YEAR, Stamp, Unreadable, read_stamp, read_stamps
from hub.calendar.london import DAY, LONDON_NAME, to_instant
from hub.calendar.rrule import Rule, RuleError, read_rule

UTC_NAME = "Etc/UTC"
SAME_AS_LONDON = {"GB", "GB-Eire", "Europe/Belfast", "Europe/Guernsey", "Europe/Isle_of_Man", "Europe/Jersey"}
SAME_AS_UTC = {"UTC", "UCT", "Zulu", "Universal", "Etc/UCT", "Etc/Zulu", "Etc/Universal"}
COLLOQUIAL = {
    "bst": LONDON_NAME,
    "uk": LONDON_NAME,
    "greenwich mean time": LONDON_NAME,
    "british summer time": LONDON_NAME,
    "z": UTC_NAME,
    "coordinated universal time": UTC_NAME,
    "tzone://microsoft/utc": UTC_NAME,
}
OFFSET = re.compile(r"(?:utc|gmt)\s*([+-])\s*(\d{1,2})(?::?00)?", re.ASCII)
UTC_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})(?::?\d{2})?", re.ASCII)
MOST_DEFINITIONS, MOST_OBSERVANCES, MOST_SEARCHES = 100, 50, 300
LONGEST_NAME = 120
# A zone's own rules are compared with the world's list on every fourth day of two years.
COMPARED_DAYS, COMPARED_STEP = 730, 4


@dataclass(frozen=True, slots=True)
class Observance:
    """A time from which a zone's clocks stand at `after`: once, on listed dates, or by a yearly rule."""

    starts: datetime
    before: timedelta
    after: timedelta
    rule: Rule | None
    listed: tuple[datetime, ...]

    def onsets(self, low: datetime, high: datetime) -> list[datetime]:
        """When it begins up to `high`, on clocks already set to it; before `low` only the last is needed."""
        found = [onset for onset in (self.starts, *self.listed) if onset <= high]
        if self.rule is not None:
            low = min(low, self.rule.until or low)
            found += self.rule.walls(self.starts, max(self.starts, low - 800 * DAY), high)
        return [onset + max(self.after - self.before, timedelta()) for onset in found]


class OwnZone:
    """A zone as a file's VTIMEZONE describes it. Raises Unreadable for one that can't be followed."""

    def __init__(self, component: Component) -> None:
        parts = [*component.components("STANDARD"), *component.components("DAYLIGHT")]
        if not 1 <= len(parts) <= MOST_OBSERVANCES:
            raise Unreadable(_("its time zone can’t be read"))
        self.observances = [_observance(part) for part in parts]
        self._tables: dict[int, tuple[list[datetime], list[timedelta]]] = {}

    def offset(self, wall: datetime) -> timedelta:
        """How far clocks there are ahead of UTC when they show `wall`."""
        if wall.year not in self._tables:
            low, high = datetime(wall.year - 1, 1, 1), datetime(wall.year + 1, 1, 3)
            pairs = sorted((onset, one.after) for one in self.observances for onset in one.onsets(low, high))
            self._tables[wall.year] = [onset for onset, _after in pairs], [after for _onset, after in pairs]
        onsets, offsets = self._tables[wall.year]
        place = bisect_right(onsets, wall)
        return offsets[place - 1] if place else min(self.observances, key=lambda one: one.starts).before

    def agrees(self, name: str, year: int) -> bool:
        """Whether a zone of the world's list keeps the same time in that year and the next."""
        zone = ZoneInfo(name)
        return all(wall.replace(tzinfo=zone).utcoffset() == self.offset(wall) for wall in _compared(year))


class Zones:
    """Turns the stamps of one file into instants and zones, and notes what had to be judged."""

    def __init__(self, components: Iterable[Component], default: str, notes: Notes) -> None:
        self._notes = notes
        self._own: dict[str, Component] = {}
        for component in components:
            name = component.first("TZID")
            if name is not None and len(self._own) < MOST_DEFINITIONS:
                self._own.setdefault(_clean(name.value), component)
        self._found: dict[tuple[str, int], tuple[str | None, OwnZone | None]] = {}
        self._read: dict[str, OwnZone | None] = {}
        # The zone that times in UTC were thought in, for what repeats.
        self.default = LONDON_NAME
        named = zone_name(default) if default else None
        if default and named is None:
            notes.note(
                _("The calendar’s time zone “%s” is not known. London time was used.") % _clean(default)
            )
        elif named not in (None, UTC_NAME, "GMT"):
            self.default = str(named)

    def instant(self, stamp: Stamp) -> datetime:
        """The stamp in UTC. What names no zone is in London time."""
        if stamp.is_utc:
            return stamp.wall.replace(tzinfo=UTC)
        name, own = self._find(stamp.tzid, stamp.wall.year)
        if name is None and own is not None:
            return (stamp.wall - own.offset(stamp.wall)).replace(tzinfo=UTC)
        return to_instant(stamp.wall, ZoneInfo(name or LONDON_NAME))

    def name(self, stamp: Stamp) -> str | None:
        """The name of the stamp's zone in the world's list; None where it keeps rules of its own."""
        return UTC_NAME if stamp.is_utc else self._find(stamp.tzid, stamp.wall.year)[0]

    def series_name(self, stamp: Stamp) -> str:
        """The same for what repeats, after a search of the whole list. Raises Unreadable."""
        name, own = self._find(stamp.tzid, stamp.wall.year)
        if own is not None and name is None:
            name = next((one for one in _places() if own.agrees(one, stamp.wall.year)), None)
            self._found[stamp.tzid, stamp.wall.year] = name, own
        if name is None:
            raise Unreadable(_("it repeats in a time zone with rules of its own, “%s”") % _clean(stamp.tzid))
        return name

    def _find(self, tzid: str, year: int) -> tuple[str | None, OwnZone | None]:
        """The zone's name, or its own rules where they keep no time that is known to be that of a name."""
        if not tzid:
            return LONDON_NAME, None
        key = tzid, year
        if key not in self._found:
            if len(self._found) >= MOST_SEARCHES:
                raise Unreadable(_("the file uses too many time zones"))
            self._found[key] = self._search(_clean(tzid), year)
        return self._found[key]

    def _search(self, tzid: str, year: int) -> tuple[str | None, OwnZone | None]:
        name, own = zone_name(tzid), self._definition(tzid)
        if own is None:
            if name is None:
                self._notes.note(
                    _("The time zone “%s” is not known. Its times were read as London time.") % tzid
                )
            elif name == "GMT":
                self._notes.note(_("Times given in “GMT” were read without summer time."))
            return name or LONDON_NAME, None
        if name is not None and "/" in name and name.lower() in tzid.lower():
            # The world's list is newer than what programs write beside its names.
            return name, None
        for candidate in dict.fromkeys([name, LONDON_NAME]):
            if candidate is not None and own.agrees(candidate, year):
                return candidate, None
        return None, own

    def _definition(self, tzid: str) -> OwnZone | None:
        if tzid not in self._read:
            component = self._own.get(tzid)
            try:
                self._read[tzid] = OwnZone(component) if component is not None else None
            except Unreadable:
                self._read[tzid] = None
                self._notes.note(
                    _("The file describes the time zone “%s” in a way that can’t be followed.") % tzid
                )
        return self._read[tzid]


@lru_cache(maxsize=512)
def zone_name(tzid: str) -> str | None:
    """The name in the world's list that a TZID means, as far as its words tell; None if they do not."""
    clean = _clean(tzid)
    folded = clean.lower()
    parts = folded.split("/")
    for begin in range(len(parts)):
        if found := _known().get("/".join(parts[begin:])):
            return LONDON_NAME if found in SAME_AS_LONDON else UTC_NAME if found in SAME_AS_UTC else found
    if found := COLLOQUIAL.get(folded) or _windows().get(folded):
        return UTC_NAME if found in SAME_AS_UTC else found
    if "london" in folded:
        return LONDON_NAME
    if offset := OFFSET.fullmatch(folded):
        # The list counts these westwards.
        return _known().get(f"etc/gmt{'-' if offset[1] == '+' else '+'}{int(offset[2])}")
    cities = re.split(r"[,;:)(]", folded)
    return next((_cities()[city.strip()] for city in cities if city.strip() in _cities()), None)


def _clean(tzid: str) -> str:
    return " ".join(tzid.split()).strip('"/ ')[:LONGEST_NAME]


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() if not name.startswith(("posix/", "right/"))}


@lru_cache(maxsize=1)
def _windows() -> dict[str, str]:
    return {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}


@lru_cache(maxsize=1)
def _places() -> list[str]:
    """The list's zones that are named for places, Europe's first, and UTC before them."""
    names = [name for name in _known().values() if "/" in name and not name.startswith("Etc/")]
    return [UTC_NAME, *sorted(names, key=lambda name: (not name.startswith("Europe/"), name))]


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    return {name.rpartition("/")[2].replace("_", " ").lower(): name for name in sorted(_places())}


@lru_cache(maxsize=64)
def _compared(year: int) -> list[datetime]:
    return [datetime(year, 1, 1, 12) + DAY * days for days in range(0, COMPARED_DAYS, COMPARED_STEP)]


def _observance(component: Component) -> Observance:
    begins, before, after = (component.first(name) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))
    if begins is None or after is None or len(component.all("RRULE")) > 1:
        raise Unreadable(_("its time zone can’t be read"))
    starts = _first_day(begins.value)
    rule = None
    if rrule := component.first("RRULE"):
        try:
            rule = read_rule(rrule.value, starts, zone=UTC_NAME)
        except RuleError as error:
            raise Unreadable(_("its time zone can’t be read")) from error
        if rule.freq != "YEARLY":
            raise Unreadable(_("its time zone can’t be read"))
        # The last day of a rule is in UTC and may be hours before the clocks of the zone show it.
        rule = replace(rule, until=rule.until + DAY if rule.until else None)
    listed = tuple(stamp.wall for stamp in read_stamps(component.all("RDATE")))
    shift = _utc_offset(after.value)
    return Observance(starts, _utc_offset(before.value) if before else shift, shift, rule, listed)


def _first_day(text: str) -> datetime:
    """A zone's first day, which may lie before any event: Windows writes 1601."""
    year = text[:4]
    if year.isascii() and year.isdigit() and int(year) <= FIRST_YEAR:
        text = f"{FIRST_YEAR + 1}{text[4:]}"
    return read_stamp(Property("DTSTART", text, 0)).wall


def _utc_offset(text: str) -> timedelta:
    found = UTC_OFFSET.fullmatch(text.strip())
    if found is None or int(found[2]) > 15:
        raise Unreadable(_("its time zone can’t be read"))
    shift = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -shift if found[1] == "-" else shift
