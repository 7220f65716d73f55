"""Form fields that take days as people type them, and what such fields stand on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from hub.calendar.typed import read_date

LONGEST_TYPED = 60


class TypedField(forms.CharField):
    """A line of text that means something. `read` gives the value, or raises ValueError with a sentence."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_TYPED, **kwargs)
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> Any:
        """The value meant; None for nothing typed. Raises ValidationError with what to do."""
        text = super().clean(value)
        try:
            return self.read(text)
        except ValueError as error:
            raise ValidationError(str(error), code="unreadable") from error

    def read(self, text: str) -> Any:
        """What the text means."""
        raise NotImplementedError


class DayField(TypedField):
    """A day as people write it: "Sat 5 Dec", "5/12", "8/1/2027". Without its year, the next such day."""

    def read(self, text: str) -> date | None:
        """Raises ValueError with a sentence."""
        return read_date(text, timezone.localdate())
