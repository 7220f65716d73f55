"""The events of a file put together: each series with its changed dates, and one version of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from hub.calendar.ics_events import NAMED_IN_NOTES, Draft
from hub.calendar.ics_model import Event
from hub.calendar.ics_series import Clocks, Series
from hub.calendar.ics_text import cut
from hub.calendar.ics_times import Unreadable
from hub.calendar.recurrence import Change
from hub.calendar.rrule import Rule, normal_rule
from hub.calendar.sayings import say_day

SECOND = timedelta(seconds=1)
BOUNDS = ("COUNT", "UNTIL")


@dataclass(frozen=True, slots=True)
class Assembly:
    """Puts drafts together. What was left out before, by UID, takes its changed dates with it."""

    clocks: Clocks
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
            master = _newest(masters)
            for draft in masters:
                if draft is not master:
                    self._skip(draft, _("another event has the same UID: the one on line %d") % master.line)
            yield from self._with_overrides(master, overrides)
        elif uid in self.left_out:
            for draft in overrides:
                self._skip(draft, _("its series was left out"))
        else:
            yield self._without_series(overrides)

    def _with_overrides(self, master: Draft, overrides: list[Draft]) -> Iterator[Event]:
        most = self.clocks.limits.changes
        if len(overrides) > most:
            raise Unreadable(_("more than %d of its dates are changed one by one") % most)
        told = [draft.recurrence for draft in overrides if draft.recurrence is not None]
        series = self.clocks.series(master, told)
        later = [draft for draft in overrides if draft.and_all_later]
        by_original: dict[datetime, list[Draft]] = defaultdict(list)
        for draft in overrides:
            if not draft.and_all_later:
                by_original[self.clocks.original(series, draft)].append(draft)
        for same in by_original.values():
            self._try(self._change, series, _newest(same))
        tail = self._try(self._split, series, later[0]) if later else None
        for draft in later[1:]:
            self._skip(draft, _("its series changes more than once from a date on"))
        yield _event(master, series)
        if tail is not None:
            yield tail

    def _without_series(self, overrides: list[Draft]) -> Event:
        """Changed dates whose series is not in the file: an event on those dates."""
        on = [draft for draft in overrides if not draft.is_cancelled and draft.texts.title]
        if not on:
            raise Unreadable(_("it is a cancelled date of a series that is not in the file"))
        first = min(on, key=lambda draft: self.clocks.zones.instant(draft.starts))
        series = self.clocks.series(replace(first, rrule="", exdates=(), rdates=()), [])
        for draft in on:
            if draft is not first:
                self._add_date(series, draft)
        return _event(first, series)

    def _try(
        self, enter: Callable[[Series, Draft], Event | None], series: Series, draft: Draft
    ) -> Event | None:
        """Enter an override into its series; one that can't be read is left out by itself."""
        try:
            return enter(series, draft)
        except Unreadable as reason:
            self._skip(draft, str(reason))
            return None

    def _change(self, series: Series, draft: Draft) -> None:
        """Enter an override of one date. A date both left out and changed is changed."""
        original = self.clocks.original(series, draft)
        wall = series.wall(original)
        series.exdates = {left_out for left_out in series.exdates if series.instant(left_out) != original}
        if not series.makes(original):
            if not draft.is_cancelled:
                self._add_date(series, draft)
        elif draft.is_cancelled:
            series.changes[original] = Change(original, cancelled=True)
        else:
            starts, ends = self.clocks.span(series, draft)
            same_ends = None if series.length is None else series.instant(wall + series.length)
            if (starts, ends or same_ends) != (original, same_ends):
                series.changes[original] = Change(original, starts=starts, ends=ends)
            self._compare_texts(series.draft, draft, wall)

    def _add_date(self, series: Series, draft: Draft) -> None:
        """Add a date that the series by itself does not make."""
        starts, ends = self.clocks.span(series, draft)
        wall = series.wall(starts)
        series.rdates.add(wall)
        if ends is not None:
            series.set_length(wall, series.wall(ends) - wall)

    def _compare_texts(self, master: Draft, draft: Draft, wall: datetime) -> None:
        """Note what a changed date says that its series does not: the series' words are kept."""
        sentences = (
            (
                (draft.texts.title, master.texts.title),
                _("Line %(line)d: on %(day)s “%(title)s” is called “%(other)s”. The title was kept."),
            ),
            (
                (draft.texts.location, master.texts.location),
                _("Line %(line)d: on %(day)s “%(title)s” is somewhere else: %(other)s. The place was kept."),
            ),
        )
        for (own, kept), sentence in sentences:
            if own and own != kept:
                told = _told(draft, master.texts.title, wall)
                self.clocks.notes.note(sentence % {**told, "other": cut(own, NAMED_IN_NOTES)})

    def _split(self, series: Series, draft: Draft) -> Event | None:
        """End the series before a date from which it is changed, and make a second one from there.

        Where the rule can't be carried over (it moves to another weekday) the second one is left out, so
        that no wrong date is shown.
        """
        original = self.clocks.original(series, draft)
        rule = series.rule
        if rule is None or not series.makes(original):
            raise Unreadable(_("it changes a date that its series does not have"))
        wall = series.wall(original)
        tail = None if draft.is_cancelled else self._tail(series, draft, wall, rule)
        series.rdates = {extra for extra in series.rdates if extra < wall}
        series.changes = {one: change for one, change in series.changes.items() if one < original}
        parts = [part for part in series.rrule.split(";") if part.partition("=")[0] not in BOUNDS]
        rrule = ";".join([*parts, f"UNTIL={series.instant(wall - SECOND):%Y%m%dT%H%M%SZ}"])
        series.rrule = normal_rule(rrule, series.starts, zone=series.zone, all_day=series.all_day)
        self.clocks.notes.note(
            _("Line %(line)d: “%(title)s” changes from %(day)s on, and was read as two series.")
            % _told(draft, series.draft.texts.title, wall)
        )
        if tail is None and not draft.is_cancelled:
            raise Unreadable(_("its series changes from this date on in a way that can’t be followed"))
        return tail

    def _tail(self, series: Series, draft: Draft, wall: datetime, rule: Rule) -> Event | None:
        """The part of a series from `wall` on, shifted as `draft` says; None if its rule does not fit it."""
        begin = self.clocks.wall(draft.starts, series.zone)
        rrule = series.rrule
        if rule.count is not None:
            before = sum(1 for _before in rule.walls(series.starts, series.starts, wall - SECOND))
            rrule = rrule.replace(f"COUNT={rule.count}", f"COUNT={rule.count - before}")
        uid = f"{draft.uid}#{series.instant(wall):%Y%m%dT%H%M%SZ}"[-self.clocks.limits.uid :]
        texts = draft.texts if draft.texts.title else series.draft.texts
        again = replace(draft, uid=uid, texts=texts, rrule=rrule, recurrence=None, exdates=(), rdates=())
        tail = self.clocks.series(again, [])
        if tail.zone != series.zone or tail.rule is None or not tail.rule.is_in_step(begin):
            return None
        shift = begin - wall
        tail.exdates = {left_out + shift for left_out in series.exdates if left_out >= wall}
        tail.rdates = {extra + shift for extra in series.rdates if extra > wall}
        for change in series.changes.values():
            was = series.wall(change.original)
            if was > wall:
                original = tail.instant(was + shift)
                tail.changes[original] = replace(change, original=original)
        return _event(again, tail)

    def _skip(self, draft: Draft, reason: str) -> None:
        self.clocks.notes.skip(draft.line, draft.uid, draft.texts.title, reason)


def _newest(drafts: list[Draft]) -> Draft:
    """The version in force; of two that claim the same age the later one in the file."""
    return max(enumerate(drafts), key=lambda pair: (*pair[1].age, pair[0]))[1]


def _event(draft: Draft, series: Series) -> Event:
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


def _told(draft: Draft, title: str, wall: datetime) -> dict[str, object]:
    return {"line": draft.line, "title": cut(title, NAMED_IN_NOTES), "day": say_day(wall.date())}
