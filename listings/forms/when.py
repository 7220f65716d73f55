"""The part of a listing's form that says when: once, or again and again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.calendar.london import DAY
from hub.calendar.recurrence import MOST_COUNT, Pattern, RuleError, TooMany
from hub.calendar.typed_fields import DayField
from hub.calendar.words import SMALL_HOURS, say_date, say_days, say_time
from listings.actions.content import Content
from listings.forms.base import ContentForm, Groups
from listings.forms.fields import TimeField
from listings.models import HolidayKind
from listings.series.plan import kinds_known, known_holidays
from listings.series.repeat import Every, Out, Repeat, first_day, left_out, made_walls, repeat_of, rule_of
from listings.series.typed import read_days
from listings.words import say_pattern

LONGEST_EXCEPT = 4000
SKIPS = {"skip_school": HolidayKind.SCHOOL, "skip_bank": HolidayKind.BANK}
MIDNIGHT = time()


def _short() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "short"})


class OncePart(ContentForm):
    """One date: a day, from when to when, or the whole of it."""

    first = DayField(label=gettext_lazy("Which day?"), help_text=gettext_lazy("“Sat 5 Dec” or “5/12”"))
    starts = TimeField(
        label=gettext_lazy("From"),
        help_text=gettext_lazy("“10am”, “14.30”"),
        error_messages={"required": gettext_lazy("Say when it begins, or tick that it is on all day.")},
        widget=_short(),
    )
    ends = TimeField(label=gettext_lazy("To"), required=False, widget=_short())
    all_day = forms.BooleanField(label=gettext_lazy("It is on all day"), required=False)
    last_day = DayField(
        label=gettext_lazy("Last day, if it goes on for several"), required=False, widget=_short()
    )
    GROUPS: ClassVar[Groups] = (
        ("when", gettext_lazy("When"), ("first", "starts", "ends", "all_day", "last_day")),
    )

    def settle_fields(self) -> None:
        """What is on all day, or stays when it is, needs no time."""
        super().settle_fields()
        keeps = self.is_bound and self.data.get("every") == Every.KEEP
        if keeps or (self.is_bound and self.data.get("all_day")):
            self.fields["starts"].required = False
        if keeps:
            self.fields["first"].required = False

    def filled(self, content: Content) -> dict[str, Any]:
        """What the fields show of a listing."""
        told = super().filled(content)
        pattern = content.pattern
        if pattern is None:
            return told
        told["first"] = say_whole(pattern.starts.date())
        told["all_day"] = pattern.all_day
        if not pattern.all_day:
            told["starts"] = say_time(pattern.starts.time())
            told["ends"] = say_time(pattern.ends.time()) if pattern.ends else ""
        last = _last_day(pattern)
        if last != pattern.starts.date():
            told["last_day"] = say_whole(last)
        return told

    def clean(self) -> dict[str, Any]:
        """Works out the pattern of the dates, into `pattern`; None where something is wrong."""
        values = super().clean() or self.cleaned_data
        self.pattern: Pattern | None = None
        if not {"first", "starts", "ends", "last_day"} & self.errors.keys():
            self.pattern = self.make(values)
        return values

    def make(self, values: dict[str, Any]) -> Pattern | None:
        """The pattern that the fields say; None where they do not fit together, with the error beside one."""
        starts, ends = self.span(values, values["first"])
        if starts is None:
            return None
        is_new = self.before is None or self.before.pattern is None or self.before.pattern.starts != starts
        if is_new and (ends or starts) < timezone.localtime().replace(tzinfo=None):
            self.add_error("first", _("That is over. Check the day."))
            return None
        return Pattern(starts, ends, all_day=values["all_day"])

    def span(self, values: dict[str, Any], day: date) -> tuple[datetime | None, datetime | None]:
        """Wall-clock start and end on that day; None for a start that is wrong, with the error shown."""
        last = values.get("last_day") or day
        if last < day:
            self.add_error("last_day", _("The last day is before the first."))
            return None, None
        if values["all_day"]:
            return datetime.combine(day, MIDNIGHT), datetime.combine(last + DAY, MIDNIGHT)
        starts = datetime.combine(day, values["starts"])
        if values["ends"] is None:
            if last != day:
                self.add_error("ends", _("Say when it ends on the last day."))
                return None, None
            return starts, None
        ends = datetime.combine(last, values["ends"])
        if ends <= starts and last == day and values["ends"] <= SMALL_HOURS:
            ends += DAY
        if ends <= starts:
            self.add_error("ends", _("It ends before it starts. Write am or pm after the time."))
            return None, None
        return starts, ends

    def changes(self) -> dict[str, Any]:
        """What the valid form says, by the fields of Content."""
        return {**super().changes(), "pattern": self.pattern}


class WhenPart(OncePart):
    """Once, or again and again: how often, until when, and except when."""

    every = forms.ChoiceField(label=gettext_lazy("How often?"), widget=forms.RadioSelect)
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("If it is every week or every two: on which days?"),
        help_text=gettext_lazy("Leave empty for the weekday of the first day."),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    until = DayField(
        label=gettext_lazy("Until when?"), help_text=gettext_lazy("The last day: “16 July”"), required=False
    )
    times = forms.IntegerField(
        label=gettext_lazy("Or: how many times?"),
        min_value=1,
        max_value=MOST_COUNT,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    no_end = forms.BooleanField(label=gettext_lazy("Or: we do not know yet"), required=False)
    skip_school = forms.BooleanField(label=gettext_lazy("Leave out school holidays"), required=False)
    skip_bank = forms.BooleanField(label=gettext_lazy("Leave out bank holidays"), required=False)
    except_days = forms.CharField(
        label=gettext_lazy("Except on"),
        help_text=gettext_lazy("“21 Dec to 4 Jan, 15 Feb”"),
        max_length=LONGEST_EXCEPT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    GROUPS: ClassVar[Groups] = (
        ("when", gettext_lazy("When"), ("every", "first", "starts", "ends", "all_day", "last_day")),
        ("repeat", gettext_lazy("If it comes round again"), ("weekdays", "until", "times", "no_end")),
        ("except", gettext_lazy("Dates it is not on"), ("skip_school", "skip_bank", "except_days")),
    )

    def settle_fields(self) -> None:
        """Offers to leave out only holidays whose dates are known, and to keep a rule that no form says."""
        super().settle_fields()
        choices = [(str(one.value), str(one.label)) for one in Every if one is not Every.KEEP]
        pattern = self.before.pattern if self.before else None
        if pattern is not None and repeat_of(pattern).every == Every.KEEP:
            choices.insert(0, (Every.KEEP, _("As it is now: %s") % say_pattern(pattern)))
        self.fields["every"].choices = choices  # type: ignore[attr-defined]
        self.fields["first"].label = _("The day, or the first of them")
        self.fields["last_day"].label = _("Last day, if one date goes on for several days")
        for name in SKIPS.keys() - {f"skip_{kind}" for kind in kinds_known()}:
            del self.fields[name]
        if pattern is None:
            self.initial.setdefault("every", Every.WEEK)

    def filled(self, content: Content) -> dict[str, Any]:
        """What the fields show of a listing."""
        told = super().filled(content)
        pattern = content.pattern
        if pattern is None:
            return told
        repeat = repeat_of(pattern)
        skipped = {name for name, kind in SKIPS.items() if _all_left_out(pattern, known_holidays(kind))}
        spans = [span for name in skipped for span in known_holidays(SKIPS[name])]
        named = sorted(
            {wall.date() for wall in pattern.exdates if wall.date() >= timezone.localdate()}
            - {wall.date() for wall in pattern.exdates if any(wall.date() in span for span in spans)}
        )
        return {
            **told,
            "every": repeat.every,
            "weekdays": [str(day) for day in sorted(repeat.weekdays)],
            "until": say_whole(repeat.until) if repeat.until and repeat.times is None else "",
            "times": repeat.times,
            "no_end": pattern.repeats and not (repeat.until or repeat.times),
            "except_days": ", ".join(map(_say_whole_day, named)),
            **dict.fromkeys(skipped, True),
        }

    def make(self, values: dict[str, Any]) -> Pattern | None:
        """As for one date, and with the rule, and the dates that are left out."""
        before = self.before.pattern if self.before else None
        every = Every(values["every"]) if values.get("every") else None
        if every == Every.ONCE:
            return super().make(values)
        if every == Every.KEEP and before is not None:
            return before
        repeat = self._repeat(every, values) if every else None
        out = self._out(values)
        if repeat is None or out is None or {"weekdays", "times", "until"} & self.errors.keys():
            return None
        starts, ends = self.span(values, first_day(values["first"], repeat))
        if starts is None:
            return None
        return self._pattern(repeat, Pattern(starts, ends, all_day=values["all_day"]), out, before)

    def _repeat(self, every: Every, values: dict[str, Any]) -> Repeat | None:
        if values.get("last_day") and values["last_day"] - values["first"] >= timedelta(days=7):
            self.add_error(
                "last_day", _("One date of it may last a week. Use “Until when?” for the last date.")
            )
            return None
        until, times, no_end = values.get("until"), values.get("times"), values.get("no_end")
        if {"until", "times"} & self.errors.keys():
            return None
        if sum((until is not None, times is not None, bool(no_end))) != 1:
            said = _("Say until when, or how many times, or tick that you do not know yet: one of the three.")
            self.add_error("until", said)
            return None
        if until and until < values["first"]:
            self.add_error("until", _("That is before the first day. Add the year if it is a later one."))
            return None
        return Repeat(every, frozenset(map(int, values.get("weekdays") or ())), until, times)

    def _out(self, values: dict[str, Any]) -> list[Out] | None:
        try:
            named = read_days(values.get("except_days") or "", min(values["first"], timezone.localdate()))
        except ValueError as error:
            self.add_error("except_days", str(error))
            return None
        kinds = [kind for name, kind in SKIPS.items() if values.get(name)]
        self._named_out = named
        return named + (known_holidays(*kinds) if kinds else [])

    def _pattern(
        self, repeat: Repeat, once: Pattern, out: list[Out], before: Pattern | None
    ) -> Pattern | None:
        try:
            bare = replace(once, rrule=rule_of(repeat, once.starts, all_day=once.all_day))
            bare = replace(bare, rdates=_added(before, bare))
            made = {wall.date() for wall in made_walls(bare)}
            gone = _past_out(before, bare)
            whole = replace(bare, exdates=tuple(sorted({*left_out(bare, out), *gone})))
        except (RuleError, TooMany, ValueError, OverflowError) as error:
            self.add_error("every", str(error) or _("That makes no dates the hub can keep."))
            return None
        stray = [span.first for span in self._named_out if not any(day in span for day in made)]
        if stray:
            said = _("You left out %s, and it is not on then anyway.")
            self.notes.append(said % say_days(sorted(set(stray)), today=timezone.localdate()))
        return whole


def _added(before: Pattern | None, after: Pattern) -> tuple[datetime, ...]:
    """The dates that were added one by one, at the series' time of day as it is now."""
    if before is None:
        return ()
    return tuple(
        datetime.combine(wall.date(), after.starts.time()) if wall.time() == before.starts.time() else wall
        for wall in before.rdates
    )


def _past_out(before: Pattern | None, after: Pattern) -> tuple[datetime, ...]:
    """What was left out before today: the form names only what is to come."""
    if before is None:
        return ()
    days = {wall.date() for wall in before.exdates if wall.date() < timezone.localdate()}
    return tuple(wall for wall in made_walls(after) if wall.date() in days) if days else ()


def _all_left_out(pattern: Pattern, spans: list[Out]) -> bool:
    """Whether every date to come that falls into one of these holidays is left out, and there are some."""
    today = timezone.localdate()
    left = set(pattern.exdates)
    if not left or not spans:
        return False
    try:
        inside = [
            wall
            for wall in made_walls(pattern)
            if wall.date() >= today and any(wall.date() in span for span in spans)
        ]
    except (RuleError, TooMany):
        return False
    return bool(inside) and all(wall in left for wall in inside)


def _last_day(pattern: Pattern) -> date:
    """The last day of its first date; the small hours belong to the evening before."""
    if pattern.ends is None:
        return pattern.starts.date()
    last = pattern.ends
    if pattern.all_day or (last.date() == pattern.starts.date() + DAY and last.time() <= SMALL_HOURS):
        return max(pattern.starts.date(), last.date() - DAY)
    return last.date()


def _say_whole_day(day: date) -> str:
    """ "18 February 2027"."""
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def say_whole(day: date) -> str:
    """With its weekday and its year, so that it reads the same whenever it is read."""
    said = say_date(day, today=day)
    return f"{said} {day.year}"
