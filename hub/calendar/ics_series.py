"""Events of a file put together: a series with its changed dates, one version of each, times on one clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from hub.calendar.ics_events import NAMED_IN_NOTES, Draft
from hub.calendar.ics_model import Event, Limits, Notes
from hub.calendar.ics_text import cut
from hub.calendar.ics_times import Extra, Stamp, Unreadable
from hub.calendar.ics_zones import UTC_NAME, Zones
from hub.calendar.london import DAY, LONDON_NAME, to_instant, to_wall
from hub.calendar.recurrence import Change, Pattern, has_date
from hub.calendar.rules import Rule, RuleError, check_rule, normal_rule, read_rule
from hub.calendar.sayings import say_day

SECOND = timedelta(seconds=1)
MIDNIGHT = time.min


@dataclass(slots=True)
class Series:
    """A pattern in the making. Times are on the clocks of `zone`."""

    draft: Draft
    zone: str
    all_day: bool
    starts: datetime
    length: timedelta | None
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


@dataclass(slots=True)
class Assembly:
    """Puts the drafts of one file together. What was left out before, by UID, takes its changed dates with it."""

    zones: Zones
    limits: Limits
    notes: Notes
    left_out: set[str]

    def events(self, drafts: Iterable[Draft]) -> list[Event]:
        """One event for each UID, in the order of the file."""
        by_uid: dict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            by_uid[draft.uid].append(draft)
        made: list[Event] = []
        for uid, together in by_uid.items():
            try:
                made.extend(self._together(uid, together))
            except Unreadable as reason:
                self._skip(together[0], str(reason))
        return sorted(made, key=lambda event: event.line)

    def _together(self, uid: str, drafts: list[Draft]) -> Iterator[Event]:
        masters = [draft for draft in drafts if draft.recurrence is None]
        overrides = [draft for draft in drafts if draft.recurrence is not None]
        if masters:
            yield from self._with_overrides(self._newest(masters), overrides)
        elif uid in self.left_out:
            for draft in overrides:
                self._skip(draft, _("its series was left out"))
        else:
            yield self._without_series(overrides)

    def _newest(self, drafts: list[Draft]) -> Draft:
        """The version in force; of two that claim the same age the later one in the file."""
        newest = max(enumerate(drafts), key=lambda pair: (*pair[1].age, pair[0]))[1]
        for draft in drafts:
            if draft is not newest:
                self._skip(draft, _("another event has the same UID: the one on line %d") % newest.line)
        return newest

    def _with_overrides(self, master: Draft, overrides: list[Draft]) -> Iterator[Event]:
        series = self._series(master, overrides)
        if len(overrides) > self.limits.changes:
            raise Unreadable(_("more than %d of its dates are changed one by one") % self.limits.changes)
        later = [draft for draft in overrides if draft.and_all_later]
        tail = None
        for _original, same in self._by_original(series, overrides).items():
            draft = max(enumerate(same), key=lambda pair: (*pair[1].age, pair[0]))[1]
            try:
                if draft.and_all_later:
                    tail = self._split(series, draft) if draft is later[0] else tail
                else:
                    self._change(series, draft)
            except Unreadable as reason:
                self._skip(draft, str(reason))
        for draft in later[1:]:
            self._skip(draft, _("its series changes more than once from a date on"))
        yield self._event(master, series)
        if tail is not None:
            yield tail

    def _without_series(self, overrides: list[Draft]) -> Event:
        """Changed dates whose series is not in the file: an event on those dates."""
        on = [draft for draft in overrides if not draft.is_cancelled and draft.texts.title]
        if not on:
            raise Unreadable(_("it is a cancelled date of a series that is not in the file"))
        first = min(on, key=lambda draft: self.zones.instant(draft.starts))
        series = self._series(first, [])
        for draft in on:
            if draft is not first:
                self._add_date(series, draft)
        return self._event(first, series)

    # --- one series -------------------------------------------------------------------------------------

    def _series(self, draft: Draft, overrides: list[Draft]) -> Series:
        """A draft's times on one clock, without the changes to single dates. Raises Unreadable."""
        starts = draft.starts
        zone = LONDON_NAME if starts.is_date else self._zone_of(draft, overrides)
        begin = self._wall(starts, zone)
        series = Series(draft, zone, starts.is_date, begin, None)
        series.length = self._length(draft.end, begin, series)
        if draft.rrule:
            try:
                check_rule(draft.rrule, begin, zone=zone, all_day=series.all_day)
                series.rrule = normal_rule(draft.rrule, begin, zone=zone, all_day=series.all_day)
            except RuleError as error:
                raise Unreadable(_as_reason(str(error))) from error
        rule = series.rule
        if rule is not None and rule.until is not None and rule.until < begin and not draft.rdates:
            raise Unreadable(_("it stops repeating before it begins"))
        clocks = rule.times if rule is not None else (begin.time(),)
        series.exdates = {wall for stamp in draft.exdates for wall in self._left_out(stamp, series, clocks)}
        for extra in draft.rdates:
            self._add_extra(series, extra)
        return series

    def _zone_of(self, draft: Draft, overrides: list[Draft]) -> str:
        """The zone on whose clocks an event keeps its time. Once-only events in UTC are put on London's."""
        name = self.zones.name(draft.starts)
        if not (draft.rrule or draft.rdates):
            return LONDON_NAME if name in (None, UTC_NAME) else str(name)
        if not draft.starts.is_utc:
            return self.zones.series_name(draft.starts)
        told = [*draft.exdates, *(one.recurrence for one in overrides if one.recurrence is not None)]
        if self._is_kept_in_utc(draft, [stamp for stamp in told if stamp.is_utc]):
            self.notes.note(_("Some repeating events keep their time in UTC, so that it moves when the clocks change."))
            return UTC_NAME
        self.notes.note(
            _("Repeating events given in UTC were read as keeping the same time on the clock, summer and winter.")
        )
        return self.zones.default

    def _is_kept_in_utc(self, draft: Draft, told: list[Stamp]) -> bool:
        """Whether a series written in UTC truly stays at its UTC time all year.

        People keep to the clock on the wall, and the programs that write UTC nearly always mean it: a weekly
        10am would else be shown at 9am for half the year. The file proves otherwise where dates that it names
        on the other side of a clock change have the UTC time of the first. What can't be moved to another
        clock, such as a rule for weekdays whose day is another one there, stays too.
        """
        zone = ZoneInfo(self.zones.default)
        first = draft.starts.wall
        local = to_wall(first.replace(tzinfo=UTC), zone)
        if "BYHOUR" in draft.rrule.upper() or (local.date() != first.date() and "BY" in draft.rrule.upper()):
            return True
        shifted = [stamp.wall for stamp in told if _offset(stamp.wall, zone) != _offset(first, zone)]
        kept_in_utc = sum(wall.time() == first.time() for wall in shifted)
        kept_on_clock = sum(to_wall(wall.replace(tzinfo=UTC), zone).time() == local.time() for wall in shifted)
        return kept_in_utc > kept_on_clock

    def _wall(self, stamp: Stamp, zone: str) -> datetime:
        """A stamp on the clocks of `zone`; a stamp without a zone is on them already."""
        if stamp.is_date or not (stamp.is_utc or stamp.tzid) or self.zones.name(stamp) == zone != UTC_NAME:
            return stamp.wall
        return to_wall(self.zones.instant(stamp), ZoneInfo(zone))

    def _length(self, end: Stamp | timedelta | None, begin: datetime, series: Series) -> timedelta | None:
        """How long a date lasts on the clock; None when that is not said. Raises Unreadable."""
        if end is None:
            return DAY if series.all_day else None
        if isinstance(end, Stamp):
            if end.is_date != series.all_day:
                end = Stamp(end.wall.replace(hour=0, minute=0, second=0), is_date=True) if series.all_day else end
                if not series.all_day:
                    return None
            end = self._wall(end, series.zone) - begin
        if end < timedelta():
            raise Unreadable(_("it ends before it starts"))
        if end > self.limits.longest:
            raise Unreadable(_("it goes on for more than %d days") % self.limits.longest.days)
        if series.all_day:
            return max(DAY, DAY * -(-end // DAY))
        return end or None

    def _left_out(self, stamp: Stamp, series: Series, clocks: tuple[time, ...]) -> Iterator[datetime]:
        """The starts that an EXDATE means. A day, or midnight where nothing starts, means all of that day."""
        wall = self._wall(stamp, series.zone)
        if series.all_day:
            yield datetime.combine(wall.date(), MIDNIGHT)
        elif stamp.is_date or (wall.time() == MIDNIGHT and MIDNIGHT not in clocks):
            yield from (datetime.combine(wall.date(), clock) for clock in clocks)
        else:
            yield wall

    def _add_extra(self, series: Series, extra: Extra) -> None:
        """Add an RDATE; one with a length of its own becomes a changed date."""
        wall = self._wall(extra.starts, series.zone)
        if series.all_day or extra.starts.is_date:
            wall = datetime.combine(wall.date(), series.starts.time())
        series.rdates.add(wall)
        if extra.end is not None:
            self._set_length(series, wall, self._length(extra.end, wall, series))

    def _set_length(self, series: Series, wall: datetime, length: timedelta | None) -> None:
        if length is not None and length != series.length:
            starts, ends = series.instant(wall), series.instant(wall + length)
            series.changes[starts] = Change(starts, starts=starts, ends=ends)

    # --- one date of a series ---------------------------------------------------------------------------

    def _by_original(self, series: Series, overrides: list[Draft]) -> dict[datetime, list[Draft]]:
        found: dict[datetime, list[Draft]] = defaultdict(list)
        for draft in overrides:
            found[self._original(series, draft)].append(draft)
        return found

    def _original(self, series: Series, draft: Draft) -> datetime:
        """The instant at which the changed date was to start."""
        assert draft.recurrence is not None
        wall = self._wall(draft.recurrence, series.zone)
        if series.all_day or draft.recurrence.is_date:
            wall = datetime.combine(wall.date(), series.starts.time())
        return series.instant(wall)

    def _change(self, series: Series, draft: Draft) -> None:
        """Enter an override of one date. A date both left out and changed is changed."""
        original = self._original(series, draft)
        wall = to_wall(original, ZoneInfo(series.zone))
        series.exdates.discard(wall)
        if not has_date(series.pattern(), original):
            if not draft.is_cancelled:
                self._add_date(series, draft)
            return
        if draft.is_cancelled:
            series.changes[original] = Change(original, cancelled=True)
            return
        starts, ends = self._span(series, draft)
        same_ends = None if series.length is None else series.instant(wall + series.length)
        if (starts, ends or same_ends) != (original, same_ends):
            series.changes[original] = Change(original, starts=starts, ends=ends)
        self._compare_texts(series.draft, draft, wall)

    def _add_date(self, series: Series, draft: Draft) -> None:
        """A date that the series by itself does not make."""
        starts, ends = self._span(series, draft)
        wall = to_wall(starts, ZoneInfo(series.zone))
        series.rdates.add(wall)
        if ends is not None:
            self._set_length(series, wall, to_wall(ends, ZoneInfo(series.zone)) - wall)

    def _span(self, series: Series, draft: Draft) -> tuple[datetime, datetime | None]:
        """The new start and end of a changed date, in UTC. Raises Unreadable."""
        own = Series(draft, series.zone, draft.starts.is_date, self._wall(draft.starts, series.zone), None)
        length = self._length(draft.end, own.starts, own)
        starts = series.instant(own.starts)
        if length is None:
            return starts, None
        ends = series.instant(own.starts + length)
        return starts, ends if ends > starts else starts + length

    def _compare_texts(self, master: Draft, draft: Draft, wall: datetime) -> None:
        told = {"line": draft.line, "title": cut(master.texts.title, NAMED_IN_NOTES), "day": say_day(wall.date())}
        if draft.texts.title and draft.texts.title != master.texts.title:
            other = {"other": cut(draft.texts.title, NAMED_IN_NOTES)}
            self.notes.note(
                _("Line %(line)d: on %(day)s “%(title)s” is called “%(other)s”. The series’ title was kept.")
                % {**told, **other}
            )
        if draft.texts.location and draft.texts.location != master.texts.location:
            other = {"other": cut(draft.texts.location, NAMED_IN_NOTES)}
            self.notes.note(
                _("Line %(line)d: on %(day)s “%(title)s” is somewhere else, “%(other)s”. The series’ place was kept.")
                % {**told, **other}
            )

    # --- a series changed from one date on --------------------------------------------------------------

    def _split(self, series: Series, draft: Draft) -> Event | None:
        """End the series before a date from which it is changed, and make a second one from there.

        Where the rule can't be carried over (it moves to another weekday) the second one is left out, so
        that no wrong date is shown.
        """
        original = self._original(series, draft)
        if not has_date(series.pattern(), original):
            raise Unreadable(_("it changes a date that its series does not have"))
        wall, rule = to_wall(original, ZoneInfo(series.zone)), series.rule
        tail = None if draft.is_cancelled or rule is None else self._tail(series, draft, wall, rule)
        series.rdates = {extra for extra in series.rdates if extra < wall}
        if series.rrule:
            ended = [part for part in series.rrule.split(";") if part.partition("=")[0] not in ("COUNT", "UNTIL")]
            until = series.instant(wall - SECOND)
            ended.append(f"UNTIL={until:%Y%m%dT%H%M%SZ}")
            series.rrule = normal_rule(";".join(ended), series.starts, zone=series.zone, all_day=series.all_day)
        self.notes.note(
            _("Line %(line)d: “%(title)s” changes from %(day)s on, and was read as two series.")
            % {"line": draft.line, "title": cut(series.draft.texts.title, NAMED_IN_NOTES), "day": say_day(wall.date())}
        )
        if not draft.is_cancelled and tail is None:
            self._skip(draft, _("its series changes from this date on in a way that can’t be followed"))
        return tail

    def _tail(self, series: Series, draft: Draft, wall: datetime, rule: Rule) -> Event | None:
        begin = self._wall(draft.starts, series.zone)
        parts = series.rrule.split(";")
        if rule.count is not None:
            before = sum(1 for _wall in rule.walls(series.starts, series.starts, wall - SECOND))
            parts = [part if not part.startswith("COUNT=") else f"COUNT={rule.count - before}" for part in parts]
        again = replace(
            draft,
            uid=f"{draft.uid}#{series.instant(wall):%Y%m%dT%H%M%SZ}"[-self.limits.uid :],
            texts=draft.texts if draft.texts.title else series.draft.texts,
            rrule=";".join(parts),
            recurrence=None,
        )
        second = self._series(again, [])
        shift = begin - wall
        if second.zone != series.zone or second.rule is None or not second.rule.is_in_step(begin):
            return None
        second.exdates = {left_out + shift for left_out in series.exdates if left_out >= wall}
        second.rdates = {extra + shift for extra in series.rdates if extra > wall}
        return self._event(again, second)

    # --- the result -------------------------------------------------------------------------------------

    def _event(self, draft: Draft, series: Series) -> Event:
        texts = draft.texts
        return Event(
            uid=draft.uid,
            title=texts.title,
            description=texts.description,
            location=texts.location,
            url=texts.url,
            pattern=series.pattern(),
            status=draft.status,
            sequence=draft.sequence,
            last_modified=draft.last_modified,
            categories=texts.categories,
            line=draft.line,
        )

    def _skip(self, draft: Draft, reason: str) -> None:
        self.notes.skip(draft.line, draft.uid, draft.texts.title, reason)


def _offset(wall: datetime, zone: ZoneInfo) -> timedelta | None:
    return wall.replace(tzinfo=UTC).astimezone(zone).utcoffset()


def _as_reason(sentence: str) -> str:
    """A sentence as what follows "because"."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")
