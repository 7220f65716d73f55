"""The steward's forms about an organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hub.people.models import Organisation, Verification
from hub.people.verifying import STANDARD

LONGEST = Verification._meta.get_field("checked").max_length or 300
VERIFY, REFUSE = "verify", "refuse"


class CheckForm(forms.Form):
    """What was checked, and what came of it. `decision` is the button that was pressed."""

    looked_at = forms.MultipleChoiceField(
        label=_("What you checked"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The organisation’s page shows it to everybody."),
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    checked = forms.CharField(
        label=_("What else you checked"),
        required=False,
        max_length=LONGEST,
        # More than one line, so that the Enter key decides nothing by accident.
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody reads this too. No names or numbers of people."),
    )
    reason = forms.CharField(
        label=_("If you refuse: why, and what they can do"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only those who look after the organisation read this."),
    )
    decision = forms.ChoiceField(
        choices=[(VERIFY, VERIFY), (REFUSE, REFUSE)],
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Press one of the two buttons."),
            "invalid_choice": _("Press one of the two buttons."),
        },
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        # Several of these stand on one page.
        kwargs["auto_id"] = f"check-{organisation.pk}-%s"
        super().__init__(*args, **kwargs)
        self.standard = {key: str(words) for key, words in STANDARD[organisation.kind]}
        self.fields["looked_at"].choices = [  # type: ignore[attr-defined]
            (key, words[:1].upper() + words[1:]) for key, words in self.standard.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Put what was checked together: `words`, as the public reads them."""
        given = super().clean() or {}
        parts = [self.standard[key] for key in given.get("looked_at", [])]
        also = given.get("checked", "").strip().rstrip(".")
        words = ", ".join([*parts, *([also] if also else [])])
        given["words"] = f"{words[:1].upper()}{words[1:]}." if words else ""
        if len(given["words"]) > LONGEST:
            self.add_error("checked", gettext("Say it in fewer words: together it is too long to show."))
        return given


class SuspendForm(forms.Form):
    """Why an organisation is suspended."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Those who look after the organisation are sent this. Say what they can do."),
        error_messages={"required": _("Say why, so that they know what to do.")},
    )
