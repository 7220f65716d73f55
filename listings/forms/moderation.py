"""What the steward is asked to say with a decision, and what the public is asked to say with a report."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from listings.actions.reports import NEEDS_WORDS, Step
from listings.models import Appeal, Criterion, Listing, Report

REASON_LENGTH = Listing._meta.get_field("reason").max_length
CHOOSE = [("", _("Choose one"))]
SAY_WHY = {"required": _("Say why, so that they know what to do.")}
SAY_WHAT = {"required": _("Choose what happens now.")}


class Words(forms.Textarea):
    """A box for a few sentences."""

    def __init__(self, rows: int = 3) -> None:
        super().__init__(attrs={"rows": rows})


class AgainstForm(forms.Form):
    """Why something is sent back or hidden."""

    criterion = forms.ChoiceField(
        label=_("Which criterion"),
        choices=[*CHOOSE, *Criterion.choices],
        error_messages={"required": _("Choose the criterion that it does not meet.")},
    )
    reason = forms.CharField(
        label=_("What they should change"),
        help_text=_("The organiser reads this. Say what to do, and be kind."),
        error_messages=SAY_WHY,
        max_length=REASON_LENGTH,
        widget=Words(),
    )


class AnswerForm(forms.Form):
    """What came of a report."""

    step = forms.ChoiceField(
        label=_("What happens now"),
        choices=Step.choices,
        widget=forms.RadioSelect,
        error_messages=SAY_WHAT,
    )
    criterion = forms.ChoiceField(label=_("Which criterion it is about"), choices=Criterion.choices)
    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("Whoever reported it and the organiser both read this. Name nobody."),
        error_messages={"required": _("Write what you found, so that both sides know.")},
        max_length=REASON_LENGTH,
        widget=Words(),
    )


class AppealAnswerForm(forms.Form):
    """What came of another look at what was decided against an organiser's listing."""

    STAYS = "stays"
    OUTCOMES: ClassVar[tuple[tuple[Any, Any], ...]] = (
        ("upheld", _("They are right: show it again, as it was before")),
        (STAYS, _("What was decided stays")),
    )
    outcome = forms.ChoiceField(
        label=_("What happens now"),
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages=SAY_WHAT,
    )
    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("Those who asked for another look read this."),
        error_messages={"required": _("Write what you found, so that they know.")},
        max_length=REASON_LENGTH,
        widget=Words(),
    )


class ReporterAppealAnswerForm(AppealAnswerForm):
    """What came of another look at the answer to a report."""

    OUTCOMES = (
        (Step.HIDE, Step.HIDE.label),
        (Step.SEND_BACK, Step.SEND_BACK.label),
        (Step.ASK, Step.ASK.label),
        (AppealAnswerForm.STAYS, _("What was decided stays")),
    )
    outcome = forms.ChoiceField(
        label=_("What happens now"),
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages=SAY_WHAT,
    )
    criterion = forms.ChoiceField(label=_("Which criterion it is about"), choices=Criterion.choices)
    field_order = ("outcome", "criterion", "answer")


# What somebody would say is wrong, for each of the public criteria.
WRONG: dict[str, Any] = {
    Criterion.UNTRUE: _("It is wrong, out of date, or somebody else’s"),
    Criterion.UNCLEAR: _("Something that I need to know is missing"),
    Criterion.ADVERT: _("It is an advertisement"),
    Criterion.PERSONAL: _("It tells somebody’s personal details"),
    Criterion.NOT_LOCAL: _("It is not for children, families or schools around here"),
    Criterion.UNSAFE: _("It may be unsafe"),
    Criterion.UNLAWFUL: _("It may be against the law"),
}


class ReportForm(forms.Form):
    """What is wrong with a listing."""

    criterion = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=list(WRONG.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes closest.")},
    )
    text = forms.CharField(
        label=_("Tell us more"),
        help_text=_("A sentence or two is enough. Please name no child."),
        max_length=Report._meta.get_field("text").max_length,
        widget=Words(4),
        required=False,
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("So that we can tell you what came of it. The organiser never sees it."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Given out with the form, so that sent twice it makes one report.
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            # Whoever is signed in hears at their account's address.
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """Some reports say too little without words."""
        cleaned = super().clean() or {}
        if cleaned.get("criterion") in NEEDS_WORDS and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Tell us what it is, in a sentence or two."))
        return cleaned


class AppealForm(forms.Form):
    """Why somebody should look again."""

    text = forms.CharField(
        label=_("Why should we look again?"),
        error_messages={"required": _("Tell us why, in a sentence or two.")},
        max_length=Appeal._meta.get_field("text").max_length,
        widget=Words(4),
    )
