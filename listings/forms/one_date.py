"""Forms about one date: added to a draft's, cancelled or moved when it is published."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy

from hub.calendar.london import DAY, to_instant
from hub.calendar.typed_fields import DayField
from hub.calendar.words import SMALL_HOURS
from listings.forms.fields import TimeField

LONGEST_NOTE = 200


class AddDateForm(forms.Form):
    """One more date."""

    day = DayField(label=gettext_lazy("One more day"), help_text=gettext_lazy("“Sat 5 Dec”"))
    starts = TimeField(label=gettext_lazy("From, if it is another time"), required=False)


class NoteForm(forms.Form):
    """Why a date is cancelled."""

    note = forms.CharField(
        label=gettext_lazy("Why? Everyone reads this"),
        help_text=gettext_lazy("“The hall is a polling station that day.”"),
        max_length=LONGEST_NOTE,
        required=False,
    )


class MoveForm(NoteForm):
    """To when a date is moved."""

    day = DayField(label=gettext_lazy("To which day?"))
    starts = TimeField(label=gettext_lazy("From"))
    ends = TimeField(label=gettext_lazy("To"), required=False)
    field_order = ("day", "starts", "ends", "note")

    def instants(self) -> tuple[datetime, datetime | None]:
        """New start and end, in UTC; the end is None where none is given, the small hours the next day's."""
        values = self.cleaned_data
        starts = datetime.combine(values["day"], values["starts"])
        if values["ends"] is None:
            return to_instant(starts), None
        ends = datetime.combine(values["day"], values["ends"])
        if ends <= starts and values["ends"] <= SMALL_HOURS:
            ends += DAY
        return to_instant(starts), to_instant(ends)
