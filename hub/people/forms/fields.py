"""Form fields for words that go public: without what no text needs."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

# Control characters but for line ends and tabs, and those that turn the direction of what follows.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
TOO_LONG = _("Use at most %(limit_value)d letters. You have %(show_value)d.")

CHARITY_NUMBER = re.compile(r"[0-9]{6,7}(?:-[0-9]{1,2})?|SC[0-9]{6}|NIC[0-9]{6}")
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,28}")


class LineField(forms.CharField):
    """One line: whatever stands between its words becomes one space."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if self.max_length:
            _say_length(self, self.max_length)

    def to_python(self, value: Any) -> str:
        """The text as a string, "" for nothing."""
        return " ".join(CONTROLS.sub(" ", super().to_python(value) or "").split())


class ProseField(forms.CharField):
    """Several paragraphs, their lines ended as everywhere in the hub, by one character."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 8, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)
        if self.max_length:
            _say_length(self, self.max_length)

    def to_python(self, value: Any) -> str:
        """The text as a string, "" for nothing."""
        lines = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return CONTROLS.sub("", lines).strip()


class WebAddressField(forms.URLField):
    """A page on the web, with or without the https:// before it."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(assume_scheme="https", **kwargs)
        self.error_messages["invalid"] = _("This is not a web address. Type it like www.example.org.")
        _say_length(self, 200)


class PhoneField(LineField):
    """A telephone number as people write it, for somebody to ring."""

    default_validators = [
        RegexValidator(
            re.compile(rf"(?:{PHONE.pattern})\Z"),
            _("This is not a telephone number. Type it like 0121 496 0123."),
        )
    ]


class CharityNumberField(LineField):
    """A number of the charity registers of England and Wales, Scotland or Northern Ireland."""

    def to_python(self, value: Any) -> str:
        """The number in capitals without spaces. Raises ValidationError for what is none."""
        number = super().to_python(value).upper().replace(" ", "")
        if number and not CHARITY_NUMBER.fullmatch(number):
            raise forms.ValidationError(
                _(
                    "This is not a charity number. It has six or seven digits, such as 1234567, "
                    "in Scotland SC and six digits, in Northern Ireland NIC and six digits."
                ),
                code="invalid",
            )
        return number


class SchoolNumberField(LineField):
    """A school's unique reference number."""

    def to_python(self, value: Any) -> str:
        """The six digits. Raises ValidationError for anything else."""
        number = super().to_python(value).replace(" ", "")
        if number and not re.fullmatch(r"[0-9]{6}", number):
            raise forms.ValidationError(
                _("This is not a school number. A URN has six digits, such as 103000."), code="invalid"
            )
        return number


def _say_length(field: forms.CharField, most: int) -> None:
    for validator in field.validators:
        if getattr(validator, "code", "") == "max_length" and getattr(validator, "limit_value", 0) == most:
            validator.message = TOO_LONG  # type: ignore[attr-defined]
