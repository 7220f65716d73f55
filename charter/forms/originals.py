"""Forms with which the steward enters what came by another way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charter.actions.originals import Details
from charter.actions.writing_out import Written
from charter.models import LONGEST_ORIGINAL, Channel, Publish, RespondentKind, Response
from hub.files.forms import DocumentFormMixin
from hub.people.forms.fields import LineField, ProseField
from hub.places.postcodes import district_of

CHANNELS = [one for one in Channel.choices if one[0] != Channel.ONLINE]
PUBLISH = [
    (Publish.NOT, _("They did not say, or said no: publish nothing of it")),
    (Publish.UNNAMED, _("They said yes, without their name")),
    (Publish.NAMED, _("They said yes, with their name")),
]
GROUPS = (
    ("came", _("How it came"), ("channel", "received_on", "event", "people", "code")),
    ("original", _("The original"), ("text", "document", "remove_document", "kept_document", "note")),
    ("publish", _("What they allow"), ("publish", "public_name")),
    ("who", _("Who they are, if they said so"), ("kind", "postcode", "organisation_name")),
    ("reach", _("How to reach them, if they asked us to"), ("name", "email", "phone")),
)


class DetailsForm(DocumentFormMixin, forms.Form):
    """Everything about an original but its answers."""

    channel = forms.ChoiceField(label=_("How did it come?"), choices=CHANNELS, widget=forms.RadioSelect)
    received_on = forms.DateField(
        label=_("Which day did it come?"),
        help_text=_("Such as 24/11/2026. For notes from an event, the day of the event."),
        input_formats=["%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={"invalid": _("Write the day like 24/11/2026.")},
    )
    event = LineField(
        label=_("Which event was it?"),
        help_text=_("Only for notes from an event."),
        max_length=200,
        required=False,
    )
    people = forms.IntegerField(
        label=_("How many people does it speak for?"),
        help_text=_("One, unless a table or a meeting wrote it together."),
        min_value=1,
        max_value=999,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    code = LineField(
        label=_("Code at the foot of the questionnaire"),
        help_text=_("Six letters and figures. It tells which version they answered."),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "autocapitalize": "characters"}),
    )
    text = ProseField(
        label=_("What it says, word for word"),
        help_text=_(
            "Paste an e-mail, or type notes. Leave it empty for a form whose pages you choose below."
        ),
        max_length=LONGEST_ORIGINAL,
        required=False,
        rows=10,
    )
    note = LineField(
        label=_("Note for colleagues"),
        help_text=_("Such as what can’t be read. Nobody else sees it."),
        max_length=1000,
        required=False,
    )
    publish = forms.ChoiceField(
        label=_("May we publish what they say?"),
        choices=PUBLISH,
        widget=forms.RadioSelect,
        initial=Publish.NOT,
    )
    public_name = LineField(label=_("The name to publish"), max_length=120, required=False)
    kind = forms.ChoiceField(
        label=_("They answer as"),
        choices=[("", _("They did not say")), *RespondentKind.choices],
        required=False,
    )
    postcode = LineField(
        label=_("Postcode, or its first part"),
        help_text=_("Only the first part is kept, such as B14."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    organisation_name = LineField(label=_("For which organisation?"), max_length=120, required=False)
    name = LineField(label=_("Name"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    phone = LineField(label=_("Telephone"), max_length=30, required=False)

    def clean_postcode(self) -> str:
        """The district, at once (rules.md D14)."""
        typed = self.cleaned_data["postcode"]
        district = district_of(typed) if typed else ""
        if typed and not district:
            raise forms.ValidationError(
                _("We can’t read this as a postcode. Write one like B14 7RA, its first part, or nothing.")
            )
        return district or ""

    def details(self) -> Details:
        """What the actions take, of a form that is valid."""
        values: dict[str, Any] = {
            name: value for name, value in self.cleaned_data.items() if name in Details.__dataclass_fields__
        }
        return Details(district=self.cleaned_data["postcode"], **values)

    def differing(self, stands: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What stands now and is not what was typed: label and words of each field."""
        found = []
        for name, value in stands.items():
            if self.cleaned_data.get(name) != value:
                choices = dict(getattr(self.fields[name], "choices", ()))
                shown = f"{value:%d/%m/%Y}" if isinstance(value, date) else str(choices.get(value, value))
                found.append((str(self.fields[name].label), shown or str(_("nothing"))))
        return found

    @property
    def grouped(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        """Its visible fields by heading: key, heading, fields."""
        return [
            (key, heading, [self[name] for name in names if name in self.fields and not self[name].is_hidden])
            for key, heading, names in GROUPS
        ]


def first_details(consultation_is_open: bool) -> dict[str, Any]:
    """What a new form begins with."""
    return {"received_on": timezone.localdate() if consultation_is_open else None}


def details_of(response: Response) -> dict[str, Any]:
    """What the form shows of a response that is there."""
    original, about = response.original, getattr(response, "about_you", None)
    contact = getattr(response, "contact", None)
    return {
        "channel": response.channel,
        "received_on": original.received_on,
        "event": original.event,
        "people": response.people,
        "code": response.version.code if response.channel == Channel.FORM else "",
        "text": original.text,
        "note": original.note,
        "publish": response.publish,
        "public_name": response.public_name,
        "organisation_name": response.organisation_name,
        "kind": about.kind if about else "",
        "postcode": about.district if about else "",
        "name": contact.name if contact else "",
        "email": contact.email if contact else "",
        "phone": contact.phone if contact else "",
    }


class NoteForm(forms.Form):
    """What is not right, in a line."""

    note = LineField(
        label=_("What is not as the original says?"),
        max_length=1000,
        error_messages={"required": _("Say what is not right, so that it can be put right.")},
    )


def read_written(post: QueryDict, keys: Iterable[str]) -> dict[str, Written]:
    """The answers that a form sent, by question key; only of questions that it has."""
    return {
        key: Written(
            rating=post.get(f"{key}-rating", "").strip(),
            choice=post.get(f"{key}-choice", "").strip(),
            text=ProseField(required=False).clean(post.get(f"{key}-text", "")),
            may_contact=bool(post.get(f"{key}-contact")),
        )
        for key in keys
        if f"{key}-here" in post
    }


def read_stretches(post: QueryDict) -> list[tuple[int, int]]:
    """The sentences that were ticked, as "12-48". What is none is left out."""
    found = []
    for given in post.getlist("stretch"):
        start, _dash, end = given.partition("-")
        if start.isascii() and end.isascii() and start.isdigit() and end.isdigit() and len(given) < 16:
            found.append((int(start), int(end)))
    return found


def read_edition(post: QueryDict) -> int:
    """The edition that the form was drawn with; -1, which none is, for what is no number."""
    given = post.get("edition", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
