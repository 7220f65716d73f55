"""The parts of a listing's form: what it is, where, who it is for and what it costs."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.places.models import AccessFeature, District, Place
from hub.places.postcodes import district_of, normalise
from hub.privacy.scan import find_personal
from hub.web.formatting import HINT
from listings.actions.content import Content
from listings.actions.places import NewPlace
from listings.forms.base import ContentForm, Groups
from listings.forms.fields import PoundsField, say_pounds
from listings.models import Booking, Cost, Kind

NEW, NONE = "new", "none"


def _number(label: Any, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=0,
        max_value=120,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )


class WhatPart(ContentForm):
    """What it is."""

    title = forms.CharField(
        label=gettext_lazy("What is it called?"), help_text=gettext_lazy("“Story time”"), max_length=120
    )
    kind = forms.ChoiceField(label=gettext_lazy("What sort of thing is it?"), choices=Kind.choices)
    summary = forms.CharField(
        label=gettext_lazy("In one sentence"),
        help_text=gettext_lazy("What happens there, as you would tell a neighbour."),
        max_length=200,
    )
    description = forms.CharField(
        label=gettext_lazy("More about it"),
        help_text=HINT,
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    GROUPS: ClassVar[Groups] = (("what", gettext_lazy("What"), ("title", "kind", "summary", "description")),)

    def filled(self, content: Content) -> dict[str, Any]:
        """What the fields show of a listing."""
        names = ("title", "kind", "summary", "description")
        return {**super().filled(content), **{name: getattr(content, name) for name in names}}

    def clean_description(self) -> str:
        """Lines end as on every other system, not as browsers send them."""
        return "\n".join(self.cleaned_data["description"].splitlines())

    def changes(self) -> dict[str, Any]:
        """What the valid form says, by the fields of Content."""
        names = ("title", "kind", "summary", "description")
        return {**super().changes(), **{name: self.cleaned_data[name] for name in names}}


class WherePart(ContentForm):
    """Where it is: at home, somewhere it was before, somewhere new, or nowhere in particular."""

    place = forms.ChoiceField(label=gettext_lazy("Where is it?"), widget=forms.RadioSelect)
    place_name = forms.CharField(
        label=gettext_lazy("What is the place called?"),
        help_text=gettext_lazy("“Heathfield Hall”"),
        max_length=120,
        required=False,
    )
    place_street = forms.CharField(label=gettext_lazy("Number and street"), max_length=120, required=False)
    place_postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=12, required=False)
    place_withheld = forms.BooleanField(
        label=gettext_lazy("Keep this address private"),
        help_text=gettext_lazy("People see only the area. You tell them the address yourself."),
        required=False,
    )
    FOLDED = ("place_name", "place_street", "place_postcode", "place_withheld")
    FOLD_WORDS = gettext_lazy("Somewhere else: its name and address")
    GROUPS: ClassVar[Groups] = (
        (
            "where",
            gettext_lazy("Where"),
            ("place", "place_name", "place_street", "place_postcode", "place_withheld"),
        ),
    )

    def settle_fields(self) -> None:
        """Offers the organisation's own place first, and new ones as private as that is."""
        super().settle_fields()
        standing = self.before.place if self.before else None
        if isinstance(standing, Place) and str(standing.pk) not in dict(self.places):
            self.places = [*self.places, (str(standing.pk), standing.label)]
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            *self.places,
            (NEW, _("Somewhere else")),
            (NONE, _("It has no one place")),
        ]
        self.initial.setdefault("place", self.places[0][0] if self.places else NEW)
        if self.owner.place is not None and self.owner.place.withheld:
            self.initial.setdefault("place_withheld", True)

    def filled(self, content: Content) -> dict[str, Any]:
        """What the fields show of a listing."""
        told: dict[str, Any] = super().filled(content)
        place = content.place
        if isinstance(place, NewPlace):
            told |= {f"place_{name}": value for name, value in place.to_json().items()}
        chosen = NEW if isinstance(place, NewPlace) else str(place.pk) if place else NONE
        return {**told, "place": chosen}

    def clean(self) -> dict[str, Any]:
        """Asks for the new place's name and address where that is chosen."""
        values = super().clean() or self.cleaned_data
        if values.get("place") == NEW:
            self._check_new(values)
        return values

    def _check_new(self, values: dict[str, Any]) -> None:
        for name, words in (
            ("place_name", _("Say what the place is called.")),
            ("place_postcode", _("Give its postcode, so that families near it find it.")),
        ):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, words)
        for name in ("place_name", "place_street"):
            if not values.get("place_withheld") and find_personal(values.get(name) or ""):
                self.add_error(name, _("Leave out telephone numbers and e-mail addresses."))
        postcode = values.get("place_postcode")
        if postcode and "place_postcode" not in self.errors:
            whole = normalise(postcode)
            if whole is None or not District.objects.filter(code=district_of(postcode) or "").exists():
                self.add_error("place_postcode", _("Write a whole postcode from around here, like B14 7QH."))
            values["place_postcode"] = whole

    def changes(self) -> dict[str, Any]:
        """What the valid form says, by the fields of Content."""
        return {**super().changes(), "place": self._place(self.cleaned_data)}

    def _place(self, values: dict[str, Any]) -> Place | NewPlace | None:
        if values["place"] == NONE:
            return None
        if values["place"] == NEW:
            return NewPlace(
                name=values["place_name"],
                street=values["place_street"],
                postcode=values["place_postcode"],
                withheld=values["place_withheld"],
            )
        return Place.objects.select_related("district").get(pk=values["place"])


class WhoPart(ContentForm):
    """Who it is for, what it costs, what to do before coming, and who answers for children's safety."""

    age_from = _number(gettext_lazy("Youngest age"), gettext_lazy("In years. Leave empty for no limit."))
    age_to = _number(gettext_lazy("Oldest age"))
    cost = forms.ChoiceField(
        label=gettext_lazy("What does it cost?"), choices=Cost.choices, widget=forms.RadioSelect
    )
    price = PoundsField(
        label=gettext_lazy("If there is a charge, how much?"),
        help_text=gettext_lazy("“£2.50” or “50p”"),
        required=False,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    price_note = forms.CharField(
        label=gettext_lazy("What is that for?"),
        help_text=gettext_lazy("“a family”, “a child”"),
        max_length=60,
        required=False,
    )
    booking = forms.ChoiceField(
        label=gettext_lazy("What does somebody do before they come?"),
        choices=Booking.choices,
        widget=forms.RadioSelect,
        initial=Booking.DROP_IN,
    )
    booking_url = forms.URLField(
        label=gettext_lazy("Link to book or read more"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    access = forms.MultipleChoiceField(
        label=gettext_lazy("What is there for families who need it?"),
        choices=AccessFeature.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    without_parents = forms.BooleanField(label=gettext_lazy("Children stay without a parent"), required=False)
    safeguarding_policy = forms.CharField(
        label=gettext_lazy("Then: where can your safeguarding policy be read?"),
        help_text=gettext_lazy("An address on the web, or “at the desk in the hall”."),
        max_length=300,
        required=False,
    )
    safeguarding_lead = forms.CharField(
        label=gettext_lazy("Then: who is your safeguarding lead?"),
        help_text=gettext_lazy("The adult whom parents ask about safety. The name is shown to everyone."),
        max_length=120,
        required=False,
    )
    ofsted_number = forms.CharField(
        label=gettext_lazy("Ofsted registration number, if you are registered"), max_length=20, required=False
    )
    GROUPS: ClassVar[Groups] = (
        ("ages", gettext_lazy("Who it is for"), ("age_from", "age_to")),
        ("cost", gettext_lazy("What it costs"), ("cost", "price", "price_note")),
        ("booking", gettext_lazy("Coming"), ("booking", "booking_url", "access")),
        (
            "safety",
            gettext_lazy("Children’s safety"),
            ("without_parents", "safeguarding_policy", "safeguarding_lead", "ofsted_number"),
        ),
    )
    PLAIN = (
        *("age_from", "age_to", "cost", "price_note", "booking", "booking_url"),
        *("without_parents", "safeguarding_policy", "safeguarding_lead", "ofsted_number"),
    )

    def filled(self, content: Content) -> dict[str, Any]:
        """What the fields show of a listing."""
        told = {name: getattr(content, name) for name in self.PLAIN}
        told |= {"price": say_pounds(content.price_pence), "access": list(content.access)}
        return {**super().filled(content), **told}

    def clean(self) -> dict[str, Any]:
        """Holds ages in order, price and cost together; asks for S19's facts where children stay alone."""
        values = super().clean() or self.cleaned_data
        young, old = values.get("age_from"), values.get("age_to")
        if young is not None and old is not None and young > old:
            self.add_error("age_to", _("The oldest age is below the youngest."))
        cost, price = values.get("cost"), values.get("price")
        if cost == Cost.PAID and price is None and "price" not in self.errors:
            self.add_error("price", _("Say how much, so that families know before they come."))
        if cost and cost != Cost.PAID and price is not None:
            self.add_error("price", _("You typed a price. Choose “There is a charge”, or empty this."))
        if values.get("without_parents"):
            for name, words in (
                ("safeguarding_policy", _("Say where your safeguarding policy can be read.")),
                ("safeguarding_lead", _("Say who your safeguarding lead is.")),
            ):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return values

    def changes(self) -> dict[str, Any]:
        """What the valid form says, by the fields of Content."""
        values = self.cleaned_data
        told = {name: values[name] for name in self.PLAIN}
        told |= {"price_pence": values["price"], "access": tuple(values["access"])}
        if values["cost"] != Cost.PAID:
            told["price_note"] = ""
        return {**super().changes(), **told}


__all__ = ["NEW", "NONE", "WhatPart", "WherePart", "WhoPart"]
