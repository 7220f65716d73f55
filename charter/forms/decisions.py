"""What the steward decides about a theme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charter.models import Decision, Outcome
from hub.people.forms.fields import ProseField


def _length(name: str) -> int:
    return int(getattr(Decision._meta.get_field(name), "max_length", 0))


class DecisionForm(forms.Form):
    """What people said, what was decided, why, and what it changed."""

    said = ProseField(
        label=_("What people said"),
        help_text=_("In a sentence or two, in words that those who said it would know again."),
        max_length=_length("said"),
        rows=3,
    )
    outcome = forms.ChoiceField(
        label=_("What was decided"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reason = ProseField(
        label=_("Why"),
        help_text=_("Also for a yes. For a no, say what stands against it, and what was weighed."),
        max_length=_length("reason"),
        rows=5,
    )
    change = ProseField(
        label=_("What it changed"),
        help_text=_("In the text, or elsewhere. Needed for “Yes” and “In part”."),
        max_length=_length("change"),
        required=False,
        rows=3,
    )
    clauses = forms.MultipleChoiceField(
        label=_("Clauses that it changed"),
        help_text=_("Of the version in preparation, or else of the newest one."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("One of these clauses is gone by now. Choose again.")},
    )

    def __init__(self, *args: Any, linkable: list[tuple[int, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, words) for _pk, key, words in linkable]
        self.fields["clauses"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["clauses"]
