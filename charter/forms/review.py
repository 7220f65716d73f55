"""What a reviewer is asked: which words to take out and why, and what becomes of a response."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charter.actions.publication import LONGEST_REASON
from charter.actions.redacting import LONGEST_NOTE, Mark
from charter.models import Channel, Publish, RedactionReason, Review

CHOOSE = [("", _("Choose one"))]
SELECT = {"class": "form-select"}
LONGEST_WORDS = 20_000
MOST_MARKS = 200


class Words(forms.Textarea):
    """A box for a few words."""

    def __init__(self, rows: int = 2) -> None:
        super().__init__(attrs={"rows": rows})


class TakeOutForm(forms.Form):
    """Words to take out: typed, or selected on the page, which also says where they stand."""

    words = forms.CharField(
        label=_("Words to take out"),
        help_text=_("Select them in an answer, or copy them here exactly."),
        max_length=LONGEST_WORDS,
        widget=Words(),
        error_messages={"required": _("Select or write the words to take out.")},
    )
    answer = forms.TypedChoiceField(
        label=_("In which answer"), required=False, coerce=int, empty_value=None, choices=()
    )
    occurrence = forms.IntegerField(
        label=_("Only one of them"),
        help_text=_("If they stand there more than once: 2 for the second. Empty takes out all."),
        required=False,
        min_value=1,
        max_value=999,
    )
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[*CHOOSE, *RedactionReason.choices],
        error_messages={"required": _("Choose why they are taken out.")},
    )
    note = forms.CharField(
        label=_("Note for colleagues"), required=False, max_length=LONGEST_NOTE, widget=forms.TextInput()
    )
    # Of what was selected, in characters of the text as it is shown.
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput())
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput())

    def __init__(self, *args: Any, answers: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [("", _("In every answer")), *answers]


class MarksForm(forms.Form):
    """Findings that were ticked, and why they are taken out."""

    reason = forms.ChoiceField(label=_("Why"), required=False, choices=RedactionReason.choices)
    mark = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mark"].validate = lambda value: None  # type: ignore[method-assign]

    def clean_mark(self) -> list[Mark]:
        """The ticked stretches. Raises ValidationError for none, too many, or what is none."""
        given = self.cleaned_data["mark"]
        if not given:
            raise forms.ValidationError(_("Tick what you decide about."))
        if len(given) > MOST_MARKS:
            raise forms.ValidationError(_("Tick %d at most at once.") % MOST_MARKS)
        return [_mark(value) for value in given]


def _mark(value: str) -> Mark:
    parts = value.split(":")
    if len(parts) != 3 or not all(one.isascii() and one.isdigit() and len(one) < 12 for one in parts):
        raise forms.ValidationError(_("That piece of text is not in this response. Tick it again."))
    answer, start, end = map(int, parts)
    return Mark(answer, start, end)


class PublishForm(forms.Form):
    """That a response is published."""

    without_name = forms.BooleanField(label=_("Leave the name out"), required=False)


class ReasonForm(forms.Form):
    """Why a response is not published, or not any more."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=Words(),
        error_messages={"required": _("Say why, in a sentence.")},
    )


class FilterForm(forms.Form):
    """Which responses are listed. What is no choice counts as no filter."""

    review = forms.ChoiceField(
        label=_("Read or not"),
        required=False,
        widget=forms.Select(SELECT),
        choices=[("", _("All")), *Review.choices],
    )
    channel = forms.ChoiceField(
        label=_("How it came"),
        required=False,
        widget=forms.Select(SELECT),
        choices=[("", _("All")), *Channel.choices],
    )
    publish = forms.ChoiceField(
        label=_("May we publish it"),
        required=False,
        widget=forms.Select(SELECT),
        choices=[("", _("All")), *Publish.choices],
    )
    found = forms.BooleanField(label=_("The checks found something"), required=False)
