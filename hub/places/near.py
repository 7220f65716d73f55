"""Lists near a district: what is typed becomes a district before it stands in an address (rules.md D14)."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.places.lookup import find_district
from hub.places.models import District
from hub.places.postcodes import coarsen, district_of

MILES = [
    ("1", gettext_lazy("1 mile")),
    *((str(miles), gettext_lazy("%d miles") % miles) for miles in (2, 3, 5, 10)),
]
# What one filter takes in an address, and what of a posted text goes into one.
MOST_VALUES = 20
LONGEST_TYPED = 200
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class DistrictField(forms.CharField):
    """A postcode, a postcode district or the name of a part of town, as its district."""

    def clean(self, value: Any) -> District | None:
        """Raises ValidationError in words for what is none that the hub knows."""
        text = super().clean(value)
        if not text:
            return None
        district = find_district(text)
        if district is None:
            raise ValidationError(_("We do not know that postcode. Try the first half, such as B14."))
        return district


class DistrictFilter(django_filters.Filter):
    """By a district, however it is named."""

    field_class = DistrictField


class NearForm(forms.Form):
    """A form of filters among which are `near`, a district, and `within`, so many miles from it."""

    def clean(self) -> dict[str, Any]:
        """A distance needs somewhere to measure from."""
        asked = self.cleaned_data
        if asked.get("within") and not asked.get("near") and "near" not in self.errors:
            self.add_error("near", _("Give the postcode to measure from, or its first half, such as B14."))
        return asked


def tidied(given: QueryDict, parameters: Collection[str]) -> QueryDict:
    """The parameters as they may stand in an address: none empty, no postcode beyond its district."""
    tidy = QueryDict(mutable=True)
    for name in filter(parameters.__contains__, given):
        # Each once, in the order given.
        values = [*dict.fromkeys(given.getlist(name))][:MOST_VALUES]
        kept = [value for value in dict.fromkeys(_coarse(name, one) for one in values) if value.strip()]
        if kept:
            tidy.setlist(name, kept)
    return tidy


def posted(given: QueryDict, parameters: Collection[str]) -> QueryDict:
    """As `tidied`, for a form of any size: what is far too long to be meant is cut to fit an address."""
    cut = QueryDict(mutable=True)
    for name, values in given.lists():
        cut.setlist(name, [value[: 10 * LONGEST_TYPED] for value in values[:MOST_VALUES]])
    tidy = QueryDict(mutable=True)
    for name, values in tidied(cut, parameters).lists():
        # What is asked anew begins at its first page.
        if name != "page":
            tidy.setlist(name, [value[:LONGEST_TYPED] for value in values])
    return tidy


def _coarse(name: str, value: str) -> str:
    value = CONTROL.sub(" ", value)
    # Of a whole address typed there, no more than its district either.
    district = district_of(value) if name == "near" else None
    if district:
        return district
    # What is left can be a postcode again: B14 7RA 7RA.
    while (coarser := coarsen(value)) != value:
        value = coarser
    return value
