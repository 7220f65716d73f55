"""A series in the making: what a VEVENT says about its times, put on one clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from hub.calendar.ics_events import Draft
from hub.calendar.ics_model import Limits, Notes
from hub.calendar.ics_times import Extra, Stamp, Unreadable
from hub.calendar.ics_zones import UTC_NAME, Zones
from hub.calendar.london import DAY, LONDON_NAME, to_instant, to_wall
from hub.calendar.recurrence import Change, Pattern
from hub.calendar.rrule import Rule, RuleError, check_rule, normal_rule, read_rule

MIDNIGHT = time.min


@dataclass(slots=True)
class Series:
    """A pattern in the making. Times are naive, on the clocks of `zone`; changes go by original instant."""

    draft: Draft
    zone: str
    all_day: bool
    starts: datetime
    length: timedelta | None = None
    rrule: str = ""
    exdates: set[datetime] = field(default_factory=set)
    rdates: set[datetime] = field(default_factory=set)
    changes: dict[datetime, Change] = field(default_factory=dict)

    @property
    def rule(self) -> Rule | None:
        if not self.rrule:
            return None
        return read_rule(self.rrule, self.starts, zone=self.zone, all_day=self.all_day)

    def pattern(self) -> Pattern:
        return Pattern(
            starts=self.starts,
            ends=self.starts + self.length if self.length else None,
            all_day=self.all_day,
            zone=self.zone,
            rrule=self.rrule,
            exdates=tuple(sorted(self.exdates)),
            rdates=tuple(sorted(self.rdates - {self.starts})),
            changes=tuple(self.changes[original] for original in sorted(self.changes)),
        )

    def instant(self, wall: datetime) -> datetime:
        return to_instant(wall, ZoneInfo(self.zone))

    def wall(self, instant: datetime) -> datetime:
        return to_wall(instant, ZoneInfo(self.zone))

    def makes(self, original: datetime) -> bool:
        """Whether the series by itself has a date that starts at this instant."""
        near, rule = self.wall(original), self.rule
        walls = [wall for wall in (self.starts, *self.rdates) if abs(wall - near) <= DAY]
        if rule is not None:
            walls.extend(rule.walls(self.starts, near - DAY, near + DAY))
        return any(self.instant(wall) == original for wall in walls)

    def set_length(self, wall: datetime, length: timedelta | None) -> None:
        """Give one date a length of its own."""
        if length is not None and length != self.length:
            starts = self.instant(wall)
            self.changes[starts] = Change(starts, starts=starts, ends=self.instant(wall + length))


@dataclass(frozen=True, slots=True)
class Clocks:
    """Reads the times of one file's drafts. All methods raise Unreadable for what can't be read."""

    zones: Zones
    limits: Limits
    notes: Notes

    def series(self, draft: Draft, told: list[Stamp]) -> Series:
        """A draft's times, without changes to single dates. `told` are dates named elsewhere in the file."""
        starts = draft.starts
        zone = LONDON_NAME if starts.is_date else self._zone_of(draft, [*draft.exdates, *told])
        series = Series(draft, zone, starts.is_date, self.wall(starts, zone))
        series.length = self._length(draft.end, series.starts, zone, series.all_day)
        series.rrule = self._rrule(draft, series)
        rule = series.rule
        if rule is not None and rule.until is not None and rule.until < series.starts and not draft.rdates:
            raise Unreadable(_("it stops repeating before it begins"))
        clocks = rule.times if rule is not None else (series.starts.time(),)
        series.exdates = {wall for stamp in draft.exdates for wall in self._left_out(stamp, series, clocks)}
        for extra in draft.rdates:
            self._add_extra(series, extra)
        return series

    def original(self, series: Series, draft: Draft) -> datetime:
        """The instant at which the date that an override changes was to start."""
        stamp = draft.recurrence or draft.starts
        wall = self.wall(stamp, series.zone)
        if series.all_day or stamp.is_date:
            wall = datetime.combine(wall.date(), series.starts.time())
        return series.instant(wall)

    def span(self, series: Series, draft: Draft) -> tuple[datetime, datetime | None]:
        """The start and end of a date changed by itself, in UTC."""
        starts = self._instant(draft.starts, series)
        wall = series.wall(starts)
        length = self._length(draft.end, wall, series.zone, draft.starts.is_date)
        if length is None:
            return starts, None
        if isinstance(draft.end, Stamp) and not draft.starts.is_date:
            ends = self._instant(draft.end, series)
        else:
            ends = series.instant(wall + length)
        return starts, ends if ends > starts else starts + length

    def _instant(self, stamp: Stamp, series: Series) -> datetime:
        if stamp.is_date or not (stamp.is_utc or stamp.tzid):
            return series.instant(stamp.wall)
        return self.zones.instant(stamp)

    def wall(self, stamp: Stamp, zone: str) -> datetime:
        """A stamp on the clocks of `zone`; one that names no zone is on them already."""
        is_there = not (stamp.is_utc or stamp.tzid) or (zone != UTC_NAME and self.zones.name(stamp) == zone)
        if stamp.is_date or is_there:
            return stamp.wall
        return to_wall(self.zones.instant(stamp), ZoneInfo(zone))

    def _rrule(self, draft: Draft, series: Series) -> str:
        if not draft.rrule:
            return ""
        try:
            check_rule(draft.rrule, series.starts, zone=series.zone, all_day=series.all_day)
            return normal_rule(draft.rrule, series.starts, zone=series.zone, all_day=series.all_day)
        except RuleError as error:
            raise Unreadable(_as_reason(str(error))) from error

    def _zone_of(self, draft: Draft, told: list[Stamp]) -> str:
        """The zone on whose clocks an event keeps its time. Single events in UTC are put on London's."""
        if not (draft.rrule or draft.rdates):
            name = self.zones.name(draft.starts)
            return LONDON_NAME if name in (None, UTC_NAME) else str(name)
        if not draft.starts.is_utc:
            return self.zones.series_name(draft.starts)
        if self._is_kept_in_utc(draft, [stamp.wall for stamp in told if stamp.is_utc]):
            self.notes.note(_("Some repeating events keep UTC time: their time here moves with the clocks."))
            return UTC_NAME
        self.notes.note(_("Repeating events given in UTC were read as keeping their time on the clock."))
        return self.zones.default

    def _is_kept_in_utc(self, draft: Draft, told: list[datetime]) -> bool:
        """Whether a series written in UTC truly stays at its UTC time all year.

        People keep to the clock on the wall, and the programs that write UTC nearly always mean it: a weekly
        10am would else be shown at 9am for half the year. The file proves otherwise where dates that it names
        on the other side of a clock change have the UTC time of the first. What can't be moved to another
        clock, such as a rule for weekdays whose day is another one there, stays too.
        """
        zone, first, rrule = ZoneInfo(self.zones.default), draft.starts.wall, draft.rrule.upper()
        local = _from_utc(first, zone)
        if "BYHOUR" in rrule or (local.date() != first.date() and "BY" in rrule):
            return True
        shift = local - first
        shifted = [wall for wall in told if _from_utc(wall, zone) - wall != shift]
        in_utc = sum(wall.time() == first.time() for wall in shifted)
        on_clock = sum(_from_utc(wall, zone).time() == local.time() for wall in shifted)
        return in_utc > on_clock

    def _length(
        self, end: Stamp | timedelta | None, begin: datetime, zone: str, all_day: bool
    ) -> timedelta | None:
        """How long a date lasts on the clock; None when that is not said."""
        if end is None:
            return DAY if all_day else None
        if isinstance(end, Stamp):
            if end.is_date and not all_day:
                return None
            end = (end.wall if all_day else self.wall(end, zone)) - begin
        if end < timedelta():
            raise Unreadable(_("it ends before it starts"))
        if end > self.limits.longest:
            raise Unreadable(_("it goes on for more than %d days") % self.limits.longest.days)
        if all_day:
            return max(DAY, DAY * -(-end // DAY))
        return end or None

    def _left_out(self, stamp: Stamp, series: Series, clocks: tuple[time, ...]) -> Iterator[datetime]:
        """The starts that an EXDATE means. A day, or midnight where nothing starts, means all of that day."""
        wall = self.wall(stamp, series.zone)
        if series.all_day:
            yield datetime.combine(wall.date(), MIDNIGHT)
        elif stamp.is_date or (wall.time() == MIDNIGHT and MIDNIGHT not in clocks):
            yield from (datetime.combine(wall.date(), clock) for clock in clocks)
        else:
            yield wall

    def _add_extra(self, series: Series, extra: Extra) -> None:
        """Add an RDATE; one with a length of its own becomes a changed date."""
        wall = self.wall(extra.starts, series.zone)
        if series.all_day or extra.starts.is_date:
            wall = datetime.combine(wall.date(), series.starts.time())
        series.rdates.add(wall)
        if extra.end is not None:
            series.set_length(wall, self._length(extra.end, wall, series.zone, series.all_day))


def _from_utc(wall: datetime, zone: ZoneInfo) -> datetime:
    return to_wall(wall.replace(tzinfo=UTC), zone)


def _as_reason(sentence: str) -> str:
    """A sentence as what follows "because"."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")
