"""What a visitor can ask of what's on. The state of the filters is the page's address."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.calendar.london import day_bounds, weekend
from hub.calendar.words import read_date
from hub.places import near
from hub.places.lookup import places_within
from hub.places.models import AccessFeature, District
from hub.places.near import MILES, DistrictFilter, NearForm
from listings.models import Cost, Kind, Occurrence
from listings.queries import coming
from listings.search import matching

WHEN = [
    ("today", gettext_lazy("Today")),
    ("tomorrow", gettext_lazy("Tomorrow")),
    ("saturday", gettext_lazy("This Saturday")),
    ("weekend", gettext_lazy("This weekend")),
    ("week", gettext_lazy("In the next 7 days")),
    ("month", gettext_lazy("In the next 4 weeks")),
]
COST = [("free", gettext_lazy("Free")), ("5", gettext_lazy("£5 or less"))]
AGES = [
    ("0", gettext_lazy("Under 1")),
    ("1", gettext_lazy("1 year")),
    *((str(age), gettext_lazy("%d years") % age) for age in range(2, 18)),
    ("18", gettext_lazy("Adults")),
]
LONGEST_WORDS = 100
# The last of AGES stands for every age from here on.
ADULTS = 18


class DayField(forms.CharField):
    """A day as people type it: 28 November, 28/11/2026, Saturday."""

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        return read_day(text) if text else None


def read_day(text: str) -> date | None:
    """Raises ValidationError in words for what is no day."""
    try:
        return read_date(text, timezone.localdate())
    except ValueError as error:
        raise ValidationError(str(error)) from None


class DayFilter(django_filters.Filter):
    """By a day as people type it."""

    field_class = DayField


class WhatsOnForm(NearForm):
    """What is asked, as a whole."""

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        after, before = asked.get("after"), asked.get("before")
        if after and before and before < after:
            self.add_error("before", _("This day is before the first one. Choose a later day."))
        return asked


NOT_OFFERED = {"invalid_choice": gettext_lazy("Choose one from the list.")}
NOT_ALL_OFFERED = {"invalid_choice": gettext_lazy("Choose from the list.")}


class WhatsOnFilter(django_filters.FilterSet):
    """Over occurrences. A value that makes no sense is an error beside its field, and filters nothing."""

    q = django_filters.CharFilter(
        method="by_words",
        label=gettext_lazy("What are you looking for?"),
        max_length=LONGEST_WORDS,
        error_messages={"max_length": gettext_lazy("Use fewer words: at most %(limit_value)d letters.")},
    )
    when = django_filters.ChoiceFilter(
        method="by_when", label=gettext_lazy("Which days"), choices=WHEN, error_messages=NOT_OFFERED
    )
    after = DayFilter(method="by_after", label=gettext_lazy("From"))
    before = DayFilter(method="by_before", label=gettext_lazy("Until"))
    age = django_filters.ChoiceFilter(
        method="by_age", label=gettext_lazy("Child’s age"), choices=AGES, error_messages=NOT_OFFERED
    )
    cost = django_filters.ChoiceFilter(
        method="by_cost", label=gettext_lazy("Cost"), choices=COST, error_messages=NOT_OFFERED
    )
    access = django_filters.MultipleChoiceFilter(
        method="by_access",
        label=gettext_lazy("It must be or have"),
        choices=AccessFeature.choices,
        error_messages=NOT_ALL_OFFERED,
    )
    kind = django_filters.MultipleChoiceFilter(
        method="by_kind",
        label=gettext_lazy("What sort of thing"),
        choices=Kind.choices,
        error_messages=NOT_ALL_OFFERED,
    )
    near = DistrictFilter(method="by_nothing", label=gettext_lazy("Postcode"))
    within = django_filters.ChoiceFilter(
        method="by_distance",
        label=gettext_lazy("How far from your postcode"),
        choices=MILES,
        empty_label=gettext_lazy("Any distance"),
        error_messages=NOT_OFFERED,
    )

    # Not in the form: an organiser's own page leads here.
    organiser = django_filters.CharFilter(
        field_name="listing__organisation__slug", label=gettext_lazy("Organiser")
    )

    class Meta:
        model = Occurrence
        fields: list[str] = []
        form = WhatsOnForm

    def __init__(self, data: QueryDict, queryset: QuerySet[Occurrence], now: datetime) -> None:
        super().__init__(data=data, queryset=coming(queryset, now))
        self.today = timezone.localdate(now)
        # The words of `q` that nothing on has, with those that were looked for in their place.
        self.taken_for: dict[str, list[str]] = {}

    @property
    def district(self) -> District | None:
        """Where distances are measured from."""
        found: District | None = self._asked("near")
        return found

    @property
    def first_day(self) -> date:
        """The first day that is asked about: today, or a later one."""
        when, after = self._asked("when"), self._asked("after")
        begin = days_of(when, self.today)[0] if when else self.today
        return max(begin, after or begin)

    def _asked(self, name: str) -> Any:
        self.form.is_valid()
        return self.form.cleaned_data.get(name)

    def by_nothing(self, rows: QuerySet[Occurrence], name: str, value: Any) -> QuerySet[Occurrence]:
        """Where one is filters nothing by itself: it shows distances."""
        return rows

    def by_words(self, rows: QuerySet[Occurrence], name: str, value: str) -> QuerySet[Occurrence]:
        found = matching(value)
        self.taken_for = found.taken_for
        return rows.filter(listing__in=found.listings)

    def by_when(self, rows: QuerySet[Occurrence], name: str, value: str) -> QuerySet[Occurrence]:
        first, last = days_of(value, self.today)
        return self.by_before(self.by_after(rows, name, first), name, last)

    def by_after(self, rows: QuerySet[Occurrence], name: str, value: date) -> QuerySet[Occurrence]:
        begin, _end = day_bounds(value)
        # What begins with the day and has no end is over as it begins.
        return rows.filter(Q(over__gt=begin) | Q(starts=begin))

    def by_before(self, rows: QuerySet[Occurrence], name: str, value: date) -> QuerySet[Occurrence]:
        _begin, end = day_bounds(value)
        return rows.filter(starts__lt=end)

    def by_age(self, rows: QuerySet[Occurrence], name: str, value: str) -> QuerySet[Occurrence]:
        age = int(value)
        rows = rows.filter(Q(listing__age_to=None) | Q(listing__age_to__gte=age))
        if age == ADULTS:
            return rows
        return rows.filter(Q(listing__age_from=None) | Q(listing__age_from__lte=age))

    def by_cost(self, rows: QuerySet[Occurrence], name: str, value: str) -> QuerySet[Occurrence]:
        free = Q(listing__cost=Cost.FREE)
        if value == "free":
            return rows.filter(free)
        return rows.filter(
            free | Q(listing__cost=Cost.DONATION) | Q(listing__price_pence__lte=int(value) * 100)
        )

    def by_access(self, rows: QuerySet[Occurrence], name: str, value: list[str]) -> QuerySet[Occurrence]:
        return rows.filter(listing__access__contains=value) if value else rows

    def by_kind(self, rows: QuerySet[Occurrence], name: str, value: list[str]) -> QuerySet[Occurrence]:
        return rows.filter(listing__kind__in=value) if value else rows

    def by_distance(self, rows: QuerySet[Occurrence], name: str, value: str) -> QuerySet[Occurrence]:
        district = self.district
        return rows.filter(listing__place__in=places_within(district, int(value))) if district else rows


def days_of(when: str, today: date) -> tuple[date, date]:
    """First and last day of a choice of WHEN."""
    saturday, sunday = weekend(today)
    return {
        "today": (today, today),
        "tomorrow": (today + timedelta(days=1), today + timedelta(days=1)),
        "saturday": (next_saturday(today), next_saturday(today)),
        "weekend": (saturday, sunday),
        "week": (today, today + timedelta(days=6)),
        "month": (today, today + timedelta(days=27)),
    }[when]


def next_saturday(today: date) -> date:
    """Today, on a Saturday; else the one to come."""
    return today + timedelta(days=(5 - today.weekday()) % 7)


PARAMETERS = {*WhatsOnFilter.base_filters, "page"}


def tidied(given: QueryDict) -> QueryDict:
    """The parameters as they may stand in an address: none empty, no postcode beyond its district (D14)."""
    return near.tidied(given, PARAMETERS)


def posted(given: QueryDict) -> QueryDict:
    """As `tidied`, for a form of any size: what is far too long to be meant is cut to fit an address."""
    return near.posted(given, PARAMETERS)
