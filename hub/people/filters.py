"""What a visitor can ask of the directory."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hub.people.models import Kind, Organisation, Sort
from hub.web.spelling import SMALL, readings, words_in

DIRECTORY_KINDS = [(Kind.SCHOOL.value, _("Schools")), (Kind.GROUP.value, _("Community groups"))]
DIRECTORY_SORTS = [choice for choice in Sort.choices if choice[0] != Sort.STEWARD]

MOST_WORDS = 8
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
        """Those that have all of the words, begun or nearly, in their name, sort, summary or area."""
        known = {
            pk: words_in(" ".join(filter(None, [*told, str(Sort(sort).label)])))
            for pk, sort, *told in rows.values_list("pk", "sort", "name", "summary", "place__district__name")
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


def _meant(word: str, vocabulary: list[str]) -> list[str]:
    """The words that begin with it, or else those that it may stand for."""
    return [other for other in vocabulary if other.startswith(word)] or readings(word, vocabulary)
