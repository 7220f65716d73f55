"""What an organisation says when it signs, and a person who stands behind the charter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charter.actions.signing import Undertaking
from charter.models import Responsibility, Signature, Supporter
from hub.calendar.typed_fields import DayField
from hub.people.forms.fields import LineField, ProseField


class SignForm(forms.Form):
    """Which responsibilities, on whose authority, and a pledge if they wish."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.CharField(widget=forms.HiddenInput, max_length=10)
    duties = forms.MultipleChoiceField(
        label=_("What you take on"),
        help_text=_("Nothing is chosen for you. Choose what you mean to do; one is enough."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one thing that you take on."),
            "invalid_choice": _("One of these is not in this version any more. Choose again."),
        },
    )
    authority = LineField(
        label=_("On whose authority you sign"),
        help_text=_("For example: headteacher, agreed by the governors on 3 March. This is not public."),
        max_length=Signature._meta.get_field("authority").max_length,
        error_messages={"required": _("Say on whose authority you sign.")},
    )
    pledge = ProseField(
        label=_("A pledge of your own"),
        help_text=_("One thing that you will do. Everyone can read it, so name nobody and give no numbers."),
        max_length=Signature._meta.get_field("pledge").max_length,
        required=False,
        rows=3,
    )
    pledge_by = DayField(
        label=_("By when"), help_text=_("For example 31 July 2027. Only with a pledge."), required=False
    )

    def __init__(
        self, *args: Any, asked: list[Responsibility], number: int, kind: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duties"].choices = [(duty.key, duty.text) for duty in asked]  # type: ignore[attr-defined]
        self.fields["version"].initial = number
        self.fields["kind"].initial = kind

    def undertaking(self) -> Undertaking:
        """What was chosen. Of a form that is valid."""
        said = self.cleaned_data
        return Undertaking(
            kind=said["kind"],
            duties=said["duties"],
            authority=said["authority"],
            pledge=said["pledge"],
            pledge_by=said["pledge_by"],
        )


class SupportForm(forms.Form):
    """A name to show, or none. Without an account also where to send the link."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send you a link to say yes. It is used for nothing else and shown to nobody."),
        max_length=254,
    )
    show_name = forms.ChoiceField(
        label=_("How you want to be counted"),
        choices=[("", _("Only counted")), ("yes", _("Counted, and with my name on the page"))],
        widget=forms.RadioSelect,
        required=False,
    )
    name = LineField(
        label=_("Your name as it should be shown"),
        help_text=_("Only if you want it on the page, where everyone can read it."),
        max_length=Supporter._meta.get_field("name").max_length,
        required=False,
    )

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["email"]

    def clean_show_name(self) -> bool:
        """Whether the name is to be shown."""
        return bool(self.cleaned_data["show_name"])
