"""Forms of the codebook, and of how many answers two people read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charter.actions.themes import ThemeWords
from charter.models import DoubleReading, Theme
from hub.web.areas import AREAS

NO_AREA = [("", gettext_lazy("No one area"))]
RISK = (8, gettext_lazy("Risk and generosity"))
MOST_PARTS = 4


def _box(label: Any, hint: Any = "", *, required: bool = False, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _name(**more: Any) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("A few words that say what people say: “The hall costs too much”."),
        max_length=Theme._meta.get_field("name").max_length,
        **more,
    )


class ThemeForm(forms.Form):
    """What a theme is called and means."""

    name = _name()
    definition = _box(
        gettext_lazy("What it means"),
        gettext_lazy("So that two people mean the same by it. Quote nobody."),
        required=True,
    )
    includes = _box(gettext_lazy("What belongs to it"))
    excludes = _box(gettext_lazy("What does not"), gettext_lazy("And where that goes instead."))
    example = _box(gettext_lazy("An example"), gettext_lazy("Made up, or so that nobody is known by it."))
    area = forms.TypedChoiceField(
        label=gettext_lazy("Area of the charter"),
        choices=[*NO_AREA, *AREAS.items(), RISK],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def words(self) -> ThemeWords:
        """What was written, once it is valid."""
        return ThemeWords(**self.cleaned_data)

    @classmethod
    def over(cls, theme: Theme, data: Any = None) -> ThemeForm:
        """The form filled with what a theme says."""
        return cls(data, initial={name: getattr(theme, name) for name in cls.base_fields})


class QuickThemeForm(forms.Form):
    """A theme thought of while reading: the rest is written later."""

    name = _name()
    definition = _box(
        gettext_lazy("What it means"), gettext_lazy("One sentence will do."), required=True, rows=2
    )

    def words(self) -> ThemeWords:
        """What was written, once it is valid."""
        return ThemeWords(**self.cleaned_data)


def _note() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("It stays in the theme’s history."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NoteForm(forms.Form):
    """Why something is done to a theme."""

    note = _note()


class MergeForm(forms.Form):
    """Which theme another becomes part of."""

    into = forms.TypedChoiceField(
        label=gettext_lazy("It becomes part of"),
        coerce=int,
        error_messages={"required": gettext_lazy("Choose the theme that it becomes part of.")},
    )
    note = _note()

    def __init__(self, data: Any, others: Iterable[tuple[int, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["into"].choices = [("", _("Choose one")), *others]  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """The new themes, two at least, and why."""

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        for number in range(1, MOST_PARTS + 1):
            needed = number <= 2
            name = _name(required=needed)
            name.label = _("Name of new theme %d") % number
            name.help_text = ""
            self.fields[f"name_{number}"] = name
            meaning = _box(_("What new theme %d means") % number, required=needed, rows=2)
            self.fields[f"definition_{number}"] = meaning
        self.fields["note"] = _note()

    def clean(self) -> dict[str, Any]:
        """A theme has a name and a meaning, or is left out; names differ."""
        cleaned = super().clean() or {}
        names: set[str] = set()
        for number in range(1, MOST_PARTS + 1):
            name, meaning = cleaned.get(f"name_{number}", ""), cleaned.get(f"definition_{number}", "")
            if meaning and not name and number > 2:
                self.add_error(f"name_{number}", _("Give it a name, or empty what it means."))
            if name and not meaning and number > 2:
                self.add_error(f"definition_{number}", _("Say what it means, or empty its name."))
            if name and name.casefold() in names:
                self.add_error(f"name_{number}", _("Give each new theme a name of its own."))
            names.add(name.casefold())
        return cleaned

    def parts(self) -> list[ThemeWords]:
        """The new themes, once it is valid."""
        filled = (number for number in range(1, MOST_PARTS + 1) if self.cleaned_data[f"name_{number}"])
        return [
            ThemeWords(self.cleaned_data[f"name_{number}"], self.cleaned_data[f"definition_{number}"])
            for number in filled
        ]


class ShareForm(forms.Form):
    """How many answers two people read."""

    share = forms.TypedChoiceField(
        label=gettext_lazy("Which answers two people read apart"),
        help_text=gettext_lazy(
            "Which ones is drawn evenly over all answers, and does not depend on what they say. "
            "A larger share keeps those that were drawn before."
        ),
        choices=DoubleReading.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
