"""What a visitor can ask of the directory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.people.models import Kind, Offer, Organisation, Sort
from hub.places.distance import miles_from, within
from hub.places.models import District
from hub.places.near import MILES, DistrictFilter, NearForm
from hub.web.spelling import SMALL, readings, words_in

DIRECTORY_KINDS = [
    (Kind.SCHOOL.value, gettext_lazy("Schools")),
    (Kind.GROUP.value, gettext_lazy("Community groups")),
]
DIRECTORY_SORTS = [choice for choice in Sort.choices if choice[0] != Sort.STEWARD]

MOST_WORDS = 8
NOT_OFFERED = {"invalid_choice": gettext_lazy("Choose one from the list.")}


class DirectoryFilter(django_filters.FilterSet):
    """Over organisations. A value that makes no sense is an error beside its field, and filters nothing."""

    q = django_filters.CharFilter(
        method="by_words",
        label=gettext_lazy("Name or what they do"),
        max_length=100,
        error_messages={"max_length": gettext_lazy("Use fewer words: at most %(limit_value)d letters.")},
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Schools or groups"),
        choices=DIRECTORY_KINDS,
        empty_label=gettext_lazy("Both"),
        error_messages=NOT_OFFERED,
    )
    near = DistrictFilter(method="by_nothing", label=gettext_lazy("Postcode"))
    sort = django_filters.ChoiceFilter(
        label=gettext_lazy("Sort"),
        choices=DIRECTORY_SORTS,
        empty_label=gettext_lazy("Every sort"),
        error_messages=NOT_OFFERED,
    )
    offers = django_filters.ChoiceFilter(
        method="by_offer",
        label=gettext_lazy("What they offer"),
        choices=Offer.choices,
        empty_label=gettext_lazy("Anything"),
        error_messages=NOT_OFFERED,
    )
    within = django_filters.ChoiceFilter(
        method="by_distance",
        label=gettext_lazy("How far from your postcode"),
        choices=MILES,
        empty_label=gettext_lazy("Any distance"),
        error_messages=NOT_OFFERED,
    )

    class Meta:
        model = Organisation
        fields: list[str] = []
        form = NearForm

    @property
    def district(self) -> District | None:
        """Where distances are measured from."""
        self.form.is_valid()
        found: District | None = self.form.cleaned_data.get("near")
        return found

    def ordered(self) -> QuerySet[Organisation]:
        """What was found: nearest first where a postcode was given, else by name. `miles` is None without."""
        rows: QuerySet[Organisation] = self.qs
        if self.district is None:
            return rows.order_by("name", "pk")
        rows = rows.annotate(miles=miles_from(self.district, "place__"))
        return rows.order_by(F("miles").asc(nulls_last=True), "name", "pk")

    def asked(self) -> Iterator[tuple[str, str]]:
        """Each filter that makes sense and filters, with what it asks in words."""
        self.form.is_valid()
        for name, value in self.form.cleaned_data.items():
            if value and (name != "within" or self.district):
                yield name, self._say(name, value)

    def _say(self, name: str, value: Any) -> str:
        if name == "q":
            return f"“{value}”"
        if name == "near":
            return str(_("Near %s") % value)
        label = str(dict(self.filters[name].extra["choices"])[value])
        return str(_("Within %s") % label) if name == "within" else label

    def by_nothing(self, rows: QuerySet[Organisation], name: str, value: Any) -> QuerySet[Organisation]:
        """Where one is filters nothing by itself: it orders."""
        return rows

    def by_offer(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        """Those that offer it."""
        return rows.filter(offers__contains=[value])

    def by_distance(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        """Those at most so many miles from the postcode's district."""
        district = self.district
        return rows.filter(within(district, int(value), "place__")) if district else rows

    def by_words(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        """Those that have all of the words, begun or nearly, in their name, sort, summary, offers or area."""
        columns = ("name", "summary", "place__district__name")
        known = {
            pk: words_in(" ".join(filter(None, [*told, str(Sort(sort).label), *map(_label, offers)])))
            for pk, sort, offers, *told in rows.values_list("pk", "sort", "offers", *columns)
        }
        asked = [word for word in words_in(value)[:MOST_WORDS] if word not in SMALL]
        if not asked:
            return rows.none()
        vocabulary = sorted({word for words in known.values() for word in words})
        meant = [_meant(word, vocabulary) for word in asked]
        return rows.filter(
            pk__in=[
                pk
                for pk, words in known.items()
                if all(any(set(one.split()).issubset(words) for one in ways) for ways in meant)
            ]
        )


PARAMETERS = {*DirectoryFilter.base_filters, "page"}


def without(query: QueryDict, *names: str) -> QueryDict:
    """The parameters without some of them, and from the first page on."""
    kept = query.copy()
    for name in (*names, "page"):
        kept.pop(name, None)
    return kept


def _label(offer: str) -> str:
    return str(Offer(offer).label)


def _meant(word: str, vocabulary: list[str]) -> list[str]:
    """The words that begin with it, or else those that it may stand for."""
    return [other for other in vocabulary if other.startswith(word)] or readings(word, vocabulary)
