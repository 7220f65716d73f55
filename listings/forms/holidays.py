"""Holidays as the steward types them: one a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.calendar.words import say_date
from listings.actions.holidays import HolidayDates
from listings.models import Holiday
from listings.series.typed import read_days

MOST_LINES = 200
LONGEST_NAME = 60


class HolidaysForm(forms.Form):
    """All holidays of one kind: a name, a colon, and from when to when."""

    dates = forms.CharField(
        label=gettext_lazy("One holiday on each line"),
        help_text=gettext_lazy("“Christmas: 21 December 2026 to 1 January 2027”"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    source = forms.CharField(
        label=gettext_lazy("Where do these dates come from?"),
        help_text=gettext_lazy("“Birmingham City Council, school term dates, read on 3 September 2026”"),
        max_length=200,
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_dates(self) -> list[HolidayDates]:
        """The lines as names with their first and last days. Raises ValidationError that names the line."""
        lines = [line.strip() for line in self.cleaned_data["dates"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("That is more than %d lines.") % MOST_LINES)
        return [self._read(number, line) for number, line in enumerate(lines, start=1)]

    def _read(self, number: int, line: str) -> HolidayDates:
        name, colon, days = line.partition(":")
        name = name.strip()
        try:
            if not colon or not name or len(name) > LONGEST_NAME:
                raise ValueError(_("Write a name, a colon and the days."))
            spans = read_days(days, timezone.localdate())
            if len(spans) != 1:
                raise ValueError(_("Write the days of one holiday on a line of their own."))
        except ValueError as error:
            told = {"number": number, "why": error}
            raise ValidationError(_("Line %(number)d: %(why)s") % told) from error
        return HolidayDates(self.kind, name, spans[0].first, spans[0].last)


def as_lines(holidays: Iterable[Holiday]) -> str:
    """Holidays as the form takes them."""
    return "\n".join(f"{one.name}: {_whole(one)}" for one in holidays)


def _whole(one: Holiday) -> str:
    first, last = (f"{say_date(day, today=day)} {day.year}" for day in (one.first, one.last))
    return first if one.first == one.last else _("%(first)s to %(last)s") % {"first": first, "last": last}
