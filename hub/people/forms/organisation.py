"""An organisation's page, and where it meets, as forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.files.check import LEAST_LOGO_WIDTH
from hub.files.fields import PictureField
from hub.files.forms import PictureFormMixin
from hub.people.forms.fields import (
    CharityNumberField,
    LineField,
    PhoneField,
    ProseField,
    SchoolNumberField,
    WebAddressField,
)
from hub.people.forms.meanwhile import MeanwhileForm, Values
from hub.people.meeting import Meeting, check_lines
from hub.people.models import Kind, Offer, Organisation, Sort
from hub.people.models.organisation import GROUP_SORTS, SCHOOL_SORTS
from hub.people.profile import LABELS, NAMES, Profile, check_profile, profile_of
from hub.places.models import AccessFeature, District
from hub.places.postcodes import district_of, normalise
from hub.web.formatting import HINT

SORTS: dict[str, tuple[Sort, ...]] = {
    Kind.SCHOOL: SCHOOL_SORTS,
    Kind.GROUP: GROUP_SORTS,
    Kind.STEWARD: (Sort.STEWARD,),
}
PUBLIC_CONTACT = gettext_lazy("Shown to everyone. Leave it empty if you don’t want that.")
CHOOSE_FROM_LIST = {"invalid_choice": gettext_lazy("Choose from the list.")}


class ProfileForm(forms.Form):
    """What an organisation says of itself. `kind` decides which sorts and numbers are asked for."""

    name = LineField(
        label=LABELS["name"],
        max_length=120,
        error_messages={"required": gettext_lazy("Say what it is called.")},
    )
    sort = forms.ChoiceField(
        label=LABELS["sort"],
        error_messages={**CHOOSE_FROM_LIST, "required": gettext_lazy("Choose what sort it is.")},
    )
    summary = LineField(
        label=LABELS["summary"],
        help_text=gettext_lazy("What you do and for whom. It stands under your name in every list."),
        max_length=200,
        required=False,
    )
    about = ProseField(label=LABELS["about"], help_text=HINT, max_length=4000, required=False, rows=10)
    offers = forms.MultipleChoiceField(
        label=LABELS["offers"],
        help_text=gettext_lazy("Others find you by it."),
        choices=Offer.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=CHOOSE_FROM_LIST,
    )
    website = WebAddressField(label=LABELS["website"], required=False)
    public_email = forms.EmailField(
        label=LABELS["public_email"], help_text=PUBLIC_CONTACT, max_length=254, required=False
    )
    public_phone = PhoneField(
        label=LABELS["public_phone"], help_text=PUBLIC_CONTACT, max_length=30, required=False
    )
    charity_number = CharityNumberField(
        label=LABELS["charity_number"],
        help_text=gettext_lazy("If you are a registered charity. It helps us to check you sooner."),
        max_length=12,
        required=False,
    )
    school_urn = SchoolNumberField(
        label=LABELS["school_urn"],
        help_text=gettext_lazy("Six digits, from the government’s register of schools."),
        max_length=12,
        required=False,
    )
    trades_for_profit = forms.BooleanField(
        label=LABELS["trades_for_profit"],
        help_text=gettext_lazy("Tick this if owners keep what it earns. It says so wherever you are listed."),
        required=False,
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != Kind.SCHOOL:
            del self.fields["school_urn"]
        choices = [(sort.value, sort.label) for sort in SORTS[kind]]
        offered = [("", _("Choose one")), *choices] if len(choices) > 1 else choices
        self.fields["sort"].choices = offered  # type: ignore[attr-defined]

    def clean_offers(self) -> list[str]:
        """In an order of their own, so that two who tick the same say the same."""
        return sorted(self.cleaned_data["offers"])

    def clean(self) -> dict[str, Any]:
        """Looks for personal details too, so that all errors are said at once."""
        values = super().clean() or self.cleaned_data
        if "name" in values and "about" in values and "summary" in values:
            try:
                check_profile(self.profile())
            except ValidationError as error:
                self.add_error(None, error)
        return self.cleaned_data

    def profile(self) -> Profile:
        """What was filled in. For a form that is valid, or whose texts are."""
        empty = Profile(name="", sort="").columns()
        given = {name: self.cleaned_data.get(name, empty[name]) for name in NAMES}
        return Profile(**{**given, "offers": tuple(given["offers"])})


class OrganisationForm(PictureFormMixin, MeanwhileForm, ProfileForm):
    """An organisation's page, with its logo."""

    field_order = NAMES
    picture = PictureField(label=gettext_lazy("Logo"), least_width=LEAST_LOGO_WIDTH, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture_alt"].label = _("What the logo shows")
        self.fields["picture_alt"].help_text = _(
            "For people who can’t see it, such as “Three green leaves and our name”."
        )
        self.fields["picture_consent"].label = _("We may use this logo, and it may be shown here")
        self.fields["picture_consent"].help_text = _(
            "If there are people in it, they have agreed; for a child, a parent has."
        )
        if "remove_picture" in self.fields:
            self.fields["picture"].label = _("Another logo")
            self.fields["remove_picture"].label = _("Take the logo off")


def told_by(organisation: Organisation, alt: str) -> Values:
    """What an organisation's form shows of its row; `alt` describes its logo."""
    columns = profile_of(organisation).columns()
    if organisation.kind != Kind.SCHOOL:
        del columns["school_urn"]
    return {**columns, "picture_alt": alt}


class PlaceForm(forms.Form):
    """Where an organisation meets. Only the part of town has to be said."""

    building = LineField(
        label=gettext_lazy("Name of the building"),
        help_text=gettext_lazy("Such as Silver Street Hall."),
        max_length=120,
        required=False,
    )
    street = LineField(label=gettext_lazy("Number and street"), max_length=120, required=False)
    town = LineField(label=gettext_lazy("Town"), max_length=60, required=False)
    postcode = LineField(
        label=gettext_lazy("Postcode"),
        help_text=gettext_lazy("Or only its first half, such as B14, if you meet in different places."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
        error_messages={"required": gettext_lazy("Give the postcode, or its first half, such as B14.")},
    )
    withheld = forms.BooleanField(
        label=gettext_lazy("Do not show the address"),
        help_text=gettext_lazy(
            "For a home or a refuge. Everyone sees the part of town, such as Kings Heath (B14), and nothing "
            "more: not on your page, in calendars or in searches. Your own members see the address."
        ),
        required=False,
    )
    access = forms.MultipleChoiceField(
        label=gettext_lazy("What the place has or is"),
        choices=AccessFeature.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=CHOOSE_FROM_LIST,
    )

    def clean_postcode(self) -> str:
        """The postcode as it is printed, or a district's code. Raises ValidationError in kind words."""
        typed: str = self.cleaned_data["postcode"]
        whole = normalise(typed)
        half = district_of(typed) if not whole and len(typed.replace(" ", "")) <= 4 else None
        if not whole and not half:
            raise ValidationError(
                _("This is not a postcode. Type it like B14 7RA, or its first half alone: B14."),
                code="invalid",
            )
        district = (whole or half or "").split(" ")[0]
        if not District.objects.filter(code=district).exists():
            raise ValidationError(
                _(
                    "We do not know the part of the country with the postcode %(district)s. Look whether it "
                    "is typed right. If it is, tell whoever runs this hub."
                ),
                code="unknown",
                params={"district": district},
            )
        return whole or district

    def clean_access(self) -> list[str]:
        """In an order of their own."""
        return sorted(self.cleaned_data["access"])

    def clean(self) -> dict[str, Any]:
        """Looks for personal details too, so that all errors are said at once."""
        values = super().clean() or self.cleaned_data
        if {"building", "street", "town", "postcode"} <= values.keys():
            try:
                check_lines(self.meeting())
            except ValidationError as error:
                self.add_error(None, error)
        return self.cleaned_data

    def meeting(self) -> Meeting:
        """What was filled in. For a form that is valid."""
        given = dict(self.cleaned_data)
        typed = given["postcode"]
        return Meeting(
            district=typed.split(" ")[0],
            building=given["building"],
            street=given["street"],
            town=given["town"],
            postcode=typed if " " in typed else "",
            withheld=given.get("withheld", False),
            access=tuple(given.get("access", ())),
        )


class MeetingForm(PlaceForm, MeanwhileForm):
    """Where an organisation that is there already meets."""


class RegisterForm(ProfileForm, PlaceForm):
    """What is asked of a school or group that is new here. The rest can be added once it is there."""

    field_order = ("name", "sort", "summary", "about", "offers", "building", "street", "town", "postcode")
    # What there is at the place is said on its own page.
    access = None  # type: ignore[assignment]


def told_of(meeting: Meeting | None) -> Values:
    """What the form of a place shows of where an organisation meets now."""
    if meeting is None:
        return {}
    told: Values = {**meeting.lines, "withheld": meeting.withheld, "access": sorted(meeting.access)}
    return {**told, "postcode": meeting.postcode or meeting.district}
