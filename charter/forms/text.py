"""What the steward writes in the charter's next version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charter.models import Charter, CharterSection, CharterVersion, Clause, Responsibility, SignatoryKind
from hub.calendar.typed_fields import DayField
from hub.people.forms.fields import LineField, ProseField
from hub.web.areas import AREAS
from hub.web.formatting import HINT


class WordsForm(forms.Form):
    """The introduction, and what changed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    introduction = ProseField(
        label=_("Introduction"),
        help_text=HINT,
        max_length=CharterVersion._meta.get_field("introduction").max_length,
        required=False,
    )
    note = LineField(
        label=_("What changed, in a sentence"),
        help_text=_("Shown above the list of changes."),
        max_length=CharterVersion._meta.get_field("note").max_length,
        required=False,
    )


class NameForm(forms.Form):
    """What the charter is called."""

    title = LineField(
        label=_("What it is called"),
        help_text=_("“Charter for schools and their communities”"),
        max_length=Charter._meta.get_field("title").max_length,
    )
    summary = LineField(
        label=_("In one sentence"),
        help_text=_("It stands under the name, on the charter’s page and on paper."),
        max_length=Charter._meta.get_field("summary").max_length,
    )


class SectionForm(forms.Form):
    """A section."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    title = LineField(label=_("Title"), max_length=CharterSection._meta.get_field("title").max_length)
    area = forms.TypedChoiceField(
        label=_("Area"),
        choices=[
            ("", _("None of the areas")),
            *((number, name) for number, name in AREAS.items()),
            (8, _("Risk and generosity")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    says = ProseField(label=_("What it says"), help_text=HINT, max_length=30_000, required=False)
    barriers = ProseField(label=_("What is in the way"), max_length=8000, required=False, rows=4)
    helps = ProseField(label=_("What helps"), max_length=8000, required=False, rows=4)


class ClauseForm(forms.Form):
    """A clause, and the section it stands in."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    under = forms.ChoiceField(label=_("Section"))
    text = ProseField(
        label=_("Clause"),
        help_text=_("One promise or principle. It keeps its address in every version, however it is worded."),
        max_length=Clause._meta.get_field("text").max_length,
        rows=5,
    )

    def __init__(self, *args: Any, parents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"].choices = parents  # type: ignore[attr-defined]


class DutyForm(forms.Form):
    """What a clause asks of one kind of signatory."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    under = forms.ChoiceField(label=_("Clause"))
    kind = forms.ChoiceField(label=_("Whose it is"), choices=SignatoryKind.choices)
    text = ProseField(
        label=_("What they take on"),
        help_text=_("Begin with what they do: “Name a price for each room.”"),
        max_length=Responsibility._meta.get_field("text").max_length,
        rows=3,
    )

    def __init__(self, *args: Any, parents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"].choices = parents  # type: ignore[attr-defined]


FORMS: dict[str, Any] = {"section": SectionForm, "clause": ClauseForm, "duty": DutyForm}


class PublishForm(forms.Form):
    """Which consultation asks about it."""

    consultation = forms.TypedChoiceField(
        label=_("The consultation that asks about it"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, consultations: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("None")), *consultations]
        self.fields["consultation"].choices = choices  # type: ignore[attr-defined]


class AdoptForm(forms.Form):
    """The day on which it was agreed."""

    adopted_on = DayField(
        label=_("Agreed on"),
        help_text=_("Today or before, for example 24 November 2026."),
        error_messages={"required": _("Write the day on which it was agreed.")},
    )

    def clean_adopted_on(self) -> Any:
        """Raises ValidationError for a day still to come."""
        day = self.cleaned_data["adopted_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("Write the day on which it was agreed: today or before."))
        return day
