"""Forms of the pages on which the steward prepares a consultation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charter.actions.consultation import LONGEST_SLUG, Details
from charter.actions.meanwhile import ChangedMeanwhile
from charter.actions.questions import QuestionWords
from charter.actions.sections import SectionWords
from charter.lines import MOST_BYTES
from charter.models import Consultation, QuestionKind, Section, Wording
from charter.models.consultation import LONGEST_NARRATIVE
from charter.words import section_areas
from hub.calendar.london import combine, to_wall
from hub.calendar.typed import read_time
from hub.calendar.typed_fields import DayField, TypedField
from hub.calendar.words import say_time
from hub.web.formatting import HINT

# "Closes on Friday" means that Friday is the last day.
END_OF_DAY = time(23, 59)


class EditForm(forms.Form):
    """A form over a text that two people may be writing. `theirs`: what the other made of it, by field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theirs: list[tuple[str, str, str]] = []

    def take_errors(self, error: ValidationError) -> None:
        """Show an action's refusal beside the fields that it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)

    def take_conflict(self, error: ChangedMeanwhile) -> None:
        """Show what somebody else made of each field that is now different from what was typed."""
        typed = self.cleaned_data
        for name, field in self.fields.items():
            now = error.now.get(name)
            shown = "" if now is None else str(now)
            mine = typed.get(name)
            if name in error.now and shown != ("" if mine is None else str(mine)):
                choices = dict(getattr(field, "choices", []))
                said = str(choices.get(shown, shown)) or _("nothing")
                self.theirs.append((f"#id_{name}", str(field.label), said))


def _prose(
    label: Any, most: int, *, rows: int = 8, hint: Any = HINT, required: bool = False
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class DetailsForm(EditForm):
    """What a consultation says about itself."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        help_text=gettext_lazy("“What should schools and communities do for each other?”"),
    )
    summary = forms.CharField(
        label=gettext_lazy("In one sentence"),
        max_length=300,
        help_text=gettext_lazy("It stands under the title, and wherever the consultation is named."),
    )
    introduction = _prose(gettext_lazy("Introduction"), LONGEST_NARRATIVE, rows=12)
    how_to_answer = _prose(
        gettext_lazy("Other ways to answer"),
        4000,
        hint=gettext_lazy("Where paper forms lie, where letters go, which events there are."),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Address on the hub"),
        max_length=LONGEST_SLUG,
        required=False,
        help_text=gettext_lazy("Small letters, digits and hyphens. Left empty, it is made of the title."),
    )

    def details(self) -> Details:
        """What the valid form says."""
        return Details(**self.cleaned_data)

    @classmethod
    def filled(cls, consultation: Consultation, *args: Any) -> DetailsForm:
        """The form over what a consultation says now; its address is asked until it is launched."""
        names = ("title", "summary", "introduction", "how_to_answer", "slug")
        form = cls(*args, initial={name: getattr(consultation, name) for name in names})
        if consultation.published_at:
            form.fields["slug"].disabled = True
            form.fields["slug"].help_text = _("It is launched: people have this address, so it stays.")
        return form


def _area_choices(none: Any) -> list[tuple[str, Any]]:
    return [("", none), *((str(number), f"{number}. {name}") for number, name in section_areas().items())]


class SectionForm(EditForm):
    """What a section says."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    area = forms.TypedChoiceField(
        label=gettext_lazy("Area of the charter"), required=False, coerce=int, empty_value=None
    )
    narrative = _prose(gettext_lazy("What it says"), LONGEST_NARRATIVE, rows=10)
    barriers = _prose(
        gettext_lazy("What is in the way"),
        8000,
        rows=6,
        hint=gettext_lazy("One on each line, with a dash before it."),
    )
    helps = _prose(
        gettext_lazy("What would help"),
        8000,
        rows=6,
        hint=gettext_lazy("One on each line, with a dash before it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = _area_choices(_("None: it is about all of them"))  # type: ignore[attr-defined]

    def words(self) -> SectionWords:
        """What the valid form says."""
        return SectionWords(**self.cleaned_data)

    @classmethod
    def initial_of(cls, section: Section) -> dict[str, Any]:
        """What the fields show of a section."""
        return {name: getattr(section, name) for name in cls.base_fields}


class QuestionForm(EditForm):
    """How a question is asked."""

    text = forms.CharField(
        label=gettext_lazy("Question"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How it is answered"),
        choices=QuestionKind.choices,
        widget=forms.RadioSelect,
        initial=QuestionKind.OPEN,
    )
    area = forms.TypedChoiceField(
        label=gettext_lazy("Of a rating: which area is rated"), required=False, coerce=int, empty_value=None
    )
    label = forms.CharField(
        label=gettext_lazy("Number before it"),
        max_length=8,
        required=False,
        help_text=gettext_lazy("As in 1a. Nothing depends on it; it helps to talk about the question."),
    )
    hint = forms.CharField(
        label=gettext_lazy("Hint"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("It stands in small letters between the question and the box."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    section = forms.ChoiceField(label=gettext_lazy("In which section"))

    def __init__(
        self, *args: Any, sections: Sequence[tuple[str, str]], settled: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = list(sections)  # type: ignore[attr-defined]
        self.fields["area"].choices = _area_choices(_("It is no rating"))  # type: ignore[attr-defined]
        if settled:
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = _(
                "People have seen this question, so how it is answered stays. Add a new one instead."
            )

    def words(self) -> QuestionWords:
        """What the valid form says."""
        return QuestionWords(**self.cleaned_data)

    @staticmethod
    def initial_of(wording: Wording) -> dict[str, Any]:
        """What the fields show of a question."""
        words = {name: getattr(wording, name) for name in ("text", "area", "label", "hint")}
        return {**words, "kind": wording.question.kind, "section": wording.section.key}


class ClockField(TypedField):
    """A time of day as people write it: "9am", "17:00"."""

    def read(self, text: str) -> time | None:
        """Raises ValueError with a sentence."""
        return read_time(text)


class ClosingForm(EditForm):
    """When a consultation closes."""

    closes_on = DayField(
        label=gettext_lazy("Last day"), help_text=gettext_lazy("Like “Fri 8 Jan” or 8/1/2027.")
    )
    closes_time = ClockField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("Like “5pm”. Left empty, until 11.59pm."),
    )
    SHOWN_AT = {"opens_at": "opens_on", "closes_at": "closes_on"}

    def closes_at(self) -> datetime:
        """When it closes, in UTC, as the valid form says."""
        return combine(self.cleaned_data["closes_on"], self.cleaned_data["closes_time"] or END_OF_DAY)

    def take_errors(self, error: ValidationError) -> None:
        """The same, with what is about a moment at its day."""
        if hasattr(error, "error_dict"):
            error = ValidationError(
                {self.SHOWN_AT.get(name, name): errors for name, errors in error.error_dict.items()}
            )
        super().take_errors(error)


class DatesForm(ClosingForm):
    """When a consultation opens and closes."""

    opens_on = DayField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy("Like “today”, “Mon 7 Dec” or 7/12/2026."),
    )
    opens_time = ClockField(
        label=gettext_lazy("From"),
        required=False,
        help_text=gettext_lazy("Like “9am”. Left empty, from the first minute of the day."),
    )
    field_order = ("opens_on", "opens_time", "closes_on", "closes_time")

    def opens_at(self) -> datetime:
        """When it opens, in UTC, as the valid form says."""
        return combine(self.cleaned_data["opens_on"], self.cleaned_data["opens_time"] or time.min)


def initial_dates(consultation: Consultation) -> Mapping[str, str]:
    """What DatesForm shows of a consultation."""
    told: dict[str, str] = {}
    for name, moment in (("opens", consultation.opens_at), ("closes", consultation.closes_at)):
        if moment is not None:
            wall = to_wall(moment)
            told[f"{name}_on"] = f"{wall.day}/{wall.month}/{wall.year}"
            told[f"{name}_time"] = say_time(wall.time())
    return told


class NoteForm(EditForm):
    """What changed in a version."""

    note = forms.CharField(
        label=gettext_lazy("What changed, in a sentence or two"),
        max_length=500,
        help_text=gettext_lazy("Everyone reads it: those who have answered see whether it concerns them."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FileForm(EditForm):
    """A consultation's file, chosen or pasted."""

    file = forms.FileField(
        label=gettext_lazy("Choose the file"),
        required=False,
        help_text=gettext_lazy("A plain text file, up to 1 MB."),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste what is in it"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of both is needed; the file counts where there are both."""
        values = super().clean() or {}
        given = values.get("file")
        if given is None and not values.get("text", "").strip():
            if "file" not in self.errors:
                self.add_error("file", _("Choose a file, or paste its text below."))
        elif given is not None and given.size > MOST_BYTES:
            self.add_error("file", _("The file is bigger than %d MB.") % (MOST_BYTES // 1_000_000))
        return values

    def data_given(self) -> str | bytes:
        """What the valid form holds."""
        given = self.cleaned_data["file"]
        read: str | bytes = given.read() if given is not None else self.cleaned_data["text"]
        return read
