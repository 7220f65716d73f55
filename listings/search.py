"""Finds listings by words, and forgives their spelling."""

from __future__ import annotations

import re
from functools import reduce
from operator import and_
from typing import Any

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q, QuerySet, Value

from listings.models import Listing

# Words that say nothing about what is looked for.
SMALL = frozenset("a an and are at by for from in is it of on or the to with".split())  # noqa: SIM905
MOST_WORDS = 8


def matching(words: str) -> QuerySet[Listing, Any]:
    """Listings that have all of the words, in some form or nearly, as a subquery for `listing__in`.

    A word counts where the text has it in another form (swim, swimming), or where a word among the
    names and facts is spelt much like it (storey, story). Small words count for nothing.
    """
    asked = [word for word in re.findall(r"\w+", words.lower())[:MOST_WORDS] if word not in SMALL]
    if not asked:
        return Listing.objects.all() if not words.strip() else Listing.objects.none()
    exact = Q(search=SearchQuery(" ".join(asked), config="english", search_type="plain"))
    alike = reduce(and_, (_like(word) for word in asked))
    return Listing.objects.filter(exact | alike).values("pk")


def _like(word: str) -> Q:
    if len(word) < 3:
        return Q(haystack__contains=word)
    return Q(TrigramWordSimilar(F("haystack"), Value(word)))
