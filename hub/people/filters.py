"""What a visitor can ask of the directory."""

from __future__ import annotations

import django_filters
from django.contrib.postgres.lookups import TrigramWordSimilar
from django.db.models import F, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from hub.people.models import Kind, Organisation, Sort

DIRECTORY_KINDS = [(Kind.SCHOOL.value, _("Schools")), (Kind.GROUP.value, _("Community groups"))]
DIRECTORY_SORTS = [choice for choice in Sort.choices if choice[0] != Sort.STEWARD]

NOT_OFFERED = {"invalid_choice": _("Choose one from the list.")}


class DirectoryFilter(django_filters.FilterSet):
    """Over organisations."""

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Name or what they do"),
        max_length=100,
        error_messages={"max_length": _("Use fewer words: at most %(limit_value)d letters.")},
    )
    kind = django_filters.ChoiceFilter(
        label=_("Schools or groups"),
        choices=DIRECTORY_KINDS,
        empty_label=_("Both"),
        error_messages=NOT_OFFERED,
    )
    sort = django_filters.ChoiceFilter(
        label=_("Sort"),
        choices=DIRECTORY_SORTS,
        empty_label=_("Every sort"),
        error_messages=NOT_OFFERED,
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        """Words in the name or summary, in part or nearly."""
        for word in value.split()[:8]:
            rows = rows.filter(
                Q(name__icontains=word)
                | Q(summary__icontains=word)
                | Q(TrigramWordSimilar(F("name"), Value(word)))
            )
        return rows
