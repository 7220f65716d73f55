"""What somebody who answers a consultation fills in."""

from __future__ import annotations

import re
import uuid
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from charter.actions.answers import Given
from charter.models import Publish, RespondentKind
from hub.places.postcodes import district_of

RATHER_NOT = [("", _("I would rather not say"))]
AGES = [
    ("16-17", _("16 or 17")),
    ("18-24", _("18 to 24")),
    ("25-34", _("25 to 34")),
    ("35-44", _("35 to 44")),
    ("45-54", _("45 to 54")),
    ("55-64", _("55 to 64")),
    ("65-74", _("65 to 74")),
    ("75+", _("75 or over")),
]
DISABILITY = [("yes", _("Yes")), ("no", _("No"))]
ETHNIC_GROUPS = [
    ("asian", _("Asian or Asian British")),
    ("black", _("Black, Black British, Caribbean or African")),
    ("mixed", _("Mixed or multiple ethnic groups")),
    ("white", _("White")),
    ("other", _("Another ethnic group")),
]
LANGUAGES = [
    ("english", _("English mainly")),
    ("both", _("English and another language")),
    ("other", _("Another language mainly")),
]
_EDITION = re.compile(r"q-([A-Za-z0-9_-]{1,40})-edition")
_NUMBER = re.compile(r"[0-9]{1,9}")


def read_given(post: QueryDict) -> list[Given]:
    """What a page of questions says, question by question. Names that no page has are passed over."""
    found = []
    for name in post:
        match = _EDITION.fullmatch(name)
        if match is None:
            continue
        start = f"q-{match[1]}-"
        edition = str(post.get(name, ""))
        found.append(
            Given(
                key=match[1],
                edition=int(edition) if edition.isascii() and _NUMBER.fullmatch(edition) else 0,
                rating=post.get(f"{start}rating", ""),
                choice=post.get(f"{start}choice", ""),
                text=post.get(f"{start}text", ""),
                may_contact=bool(post.get(f"{start}contact")),
                use=post.get(f"{start}use", ""),
                drawn=post.get(f"{start}drawn", ""),
            )
        )
    return found


def read_key(post: QueryDict) -> uuid.UUID | None:
    """The key that a page was given out with; None where it is none."""
    try:
        return uuid.UUID(post.get("begun_with", ""))
    except ValueError:
        return None


class ReachForm(forms.Form):
    """How to get in touch about an example."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Or your telephone number"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class AboutYouForm(forms.Form):
    """Who answers, as far as they want to say."""

    kind = forms.ChoiceField(
        label=_("I answer as"),
        required=False,
        choices=[*RespondentKind.choices, *RATHER_NOT],
        widget=forms.RadioSelect,
    )
    postcode = forms.CharField(
        label=_("Your postcode, or its first part"),
        help_text=_("We keep only the first part, such as B14. It shows us which places we heard from."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "class": "short"}),
    )

    def clean_postcode(self) -> str:
        """The district, at once (rules.md D14)."""
        typed = self.cleaned_data["postcode"].strip()
        if not typed:
            return ""
        district = district_of(typed)
        if not district:
            raise forms.ValidationError(
                _("We can’t read this as a postcode. Write one like B14 7RA, its first part, or nothing.")
            )
        return district


class EqualityForm(forms.Form):
    """Questions that show whether some people were not heard."""

    age_band = forms.ChoiceField(label=_("Your age"), required=False, choices=[*RATHER_NOT, *AGES])
    disability = forms.ChoiceField(
        label=_("Do you have a disability or a long-term illness?"),
        required=False,
        choices=[*RATHER_NOT, *DISABILITY],
    )
    ethnic_group = forms.ChoiceField(
        label=_("Your ethnic group"), required=False, choices=[*RATHER_NOT, *ETHNIC_GROUPS]
    )
    language = forms.ChoiceField(
        label=_("What you speak at home"), required=False, choices=[*RATHER_NOT, *LANGUAGES]
    )


class PublishForm(forms.Form):
    """May we publish it?"""

    WORDS: ClassVar[list[tuple[Any, Any]]] = [
        (Publish.UNNAMED, _("Yes, without my name")),
        (Publish.NAMED, _("Yes, with my name")),
        (Publish.NOT, _("No, publish nothing of what I say")),
    ]
    publish = forms.ChoiceField(
        label=_("May we publish what you say?"),
        choices=WORDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three. You can change it later.")},
    )
    public_name = forms.CharField(
        label=_("The name to publish"),
        help_text=_("Only for “with my name”. Write it as you want people to read it."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, young: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if young:
            field = self.fields["publish"]
            field.choices = [one for one in self.WORDS if one[0] != Publish.NAMED]  # type: ignore[attr-defined]
            field.error_messages["invalid_choice"] = _(
                "We never publish the name of a young person. Choose one of the other two."
            )
            del self.fields["public_name"]


class SendForm(forms.Form):
    """What they want to hear from us."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only if you tick one of the two below."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    wants_copy = forms.BooleanField(label=_("Send me a receipt with a copy of my answers"), required=False)
    wants_news = forms.BooleanField(
        label=_("Tell me what came of it, in one message"),
        help_text=_("We first send a link to this address, to be sure that it is yours."),
        required=False,
    )


class MailLinkForm(forms.Form):
    """Where to send a private link."""

    email = forms.EmailField(
        label=_("Send it to this e-mail address"),
        help_text=_("We send one message and do not keep the address."),
        max_length=254,
        error_messages={"required": _("Write the e-mail address to send it to.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
