"""Finds listings by words, and forgives their spelling.

A word that something on has, in any form (swim, swimming), means just that. Only a word that nothing on
has is taken for others (hub/web/spelling.py). Reading every word of 5,000 listings takes a tenth of a second,
and nothing but an unknown word asks for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import and_, or_

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery
from django.db.models import F, Func, IntegerField, Q, QuerySet, TextField, Value

from hub.access import scope
from hub.people.actor import VISITOR
from hub.web.spelling import readings, words_in
from listings import rules
from listings.models import Listing, State

MOST_WORDS = 8

Query = SearchQuery | CombinedSearchQuery


@dataclass(frozen=True)
class Found:
    """Listings, as a subquery for `listing__in`, and the words that were taken for others to find them."""

    listings: QuerySet[Listing]
    taken_for: dict[str, list[str]]


def matching(words: str) -> Found:
    """Listings that have all of the words, in some form or nearly.

    Words that say nothing (the, for, with) count for nothing; where no other is left, nothing matches.
    Takes one query, and a second where a word is not known.
    """
    asked = words_in(words)[:MOST_WORDS]
    if not asked:
        return Found(Listing.objects.none() if words.strip() else Listing.objects.all(), {})
    joined = ["".join(pair) for pair in pairwise(asked)]
    known = _known({*asked, *joined})
    vocabulary = _vocabulary() if not known.issuperset(asked) else []
    taken_for = {word: readings(word, vocabulary) for word in asked if word not in known}
    each = [_any_of(taken_for.get(word) or [word]) for word in asked]
    ways = [_all_of(each), _plain(words)]
    # Play group, for playgroup.
    ways += [
        _all_of([*each[:place], _plain(word), *each[place + 2 :]])
        for place, word in enumerate(joined)
        if word in known
    ]
    return Found(
        Listing.objects.filter(search=reduce(or_, ways)),
        {word: others for word, others in taken_for.items() if others},
    )


def _plain(words: str) -> Query:
    return SearchQuery(words, config="english", search_type="plain")


def _any_of(words: Iterable[str]) -> Query:
    return reduce(or_, map(_plain, words))


def _all_of(queries: Iterable[Query]) -> Query:
    return reduce(and_, queries)


def _public() -> QuerySet[Listing]:
    """What the public finds. Whether hidden listings have a word must not show in what is found."""
    on = scope(VISITOR, rules.view_public, Listing).filter(state__in=[State.PUBLISHED, State.CANCELLED])
    return on.order_by()


def _known(words: Collection[str]) -> set[str]:
    """Those of the words that something on has in some form, or that say nothing; in one query."""
    looks = [
        _public()
        .annotate(lexemes=Func(_plain(word), function="numnode", output_field=IntegerField()))
        .filter(Q(lexemes=0) | Q(search=_plain(word)))
        .values_list(Value(word, output_field=TextField()))[:1]
        for word in words
    ]
    first, *others = looks
    return {word for (word,) in first.union(*others, all=True)}


def _vocabulary() -> list[str]:
    """Every word by which something on is named."""
    split = Func(F("haystack"), Value(" "), function="string_to_table", output_field=TextField())
    return list(_public().values_list(split, flat=True).distinct())
