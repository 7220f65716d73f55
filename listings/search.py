"""Finds listings by words, and forgives their spelling.

A word that something on has, in any form (swim, swimming), means just that. Only a word that nothing on
has is read as two run together (storytime), as the beginning of one (gard), or as one spelt wrong (stroy).

Measured on the demo town's 600 listings: of 100 wrong spellings of words in it 95 find what was meant
(trigrams of Postgres: 52), and of 41 right words that nothing on has 5 find something else (trigrams: 4).
Reading the words of 5,000 listings takes a twentieth of a second, and only a wrong spelling asks for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import reduce
from itertools import pairwise
from operator import and_, or_

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery
from django.db.models import F, Func, IntegerField, Q, QuerySet, TextField, Value

from hub.access import scope
from hub.people.actor import VISITOR
from listings import rules
from listings.models import Listing, State

MOST_WORDS = 8
LONGEST_WORD = 40
# A typed word is read as another from this many letters on.
SHORTEST_BEGINNING = 3
SHORTEST_SLIP = 4
SHORTEST_PAIR = 7
# How like two words must be, as difflib counts it: with four letters that is one slip, with ten two.
LIKE, LIKE_IF_SHORT, LIKE_WITHOUT_ENDING = 0.8, 0.75, 0.9
# Of words that are as like, or nearly, all are meant.
AS_LIKE = 0.05
MOST_READINGS = 12
ENDING = re.compile(r"(?:ings?|ers?|ed|es|s)\Z")
APOSTROPHES = str.maketrans("", "", "'’ʼ`")

Query = SearchQuery | CombinedSearchQuery


def words_in(text: str) -> list[str]:
    """The words of a text in small letters, without accents and apostrophes: "Mum’s café" is mums, cafe."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(APOSTROPHES))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", plain)


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
    taken_for = {word: _readings(word, vocabulary) for word in asked if word not in known}
    readings = [_any_of(taken_for.get(word) or [word]) for word in asked]
    ways = [_all_of(readings), _plain(words)]
    # Play group, for playgroup.
    ways += [
        _all_of([*readings[:place], _plain(word), *readings[place + 2 :]])
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


def _readings(word: str, vocabulary: list[str]) -> list[str]:
    """The words that a typed one may stand for."""
    return _parts(word, vocabulary) or _begun(word, vocabulary) or _alike(word, vocabulary)


def _parts(word: str, vocabulary: list[str]) -> list[str]:
    """Two words run together, as one reading."""
    if len(word) < SHORTEST_PAIR:
        return []
    known = set(vocabulary)
    cuts = range(SHORTEST_BEGINNING, len(word) - SHORTEST_BEGINNING + 1)
    found = ((word[:cut], word[cut:]) for cut in cuts if {word[:cut], word[cut:]} <= known)
    return [" ".join(pair) for pair in found][:1]


def _begun(word: str, vocabulary: list[str]) -> list[str]:
    """Words that begin with it."""
    if len(word) < SHORTEST_BEGINNING:
        return []
    return sorted((other for other in vocabulary if other.startswith(word)), key=len)[:MOST_READINGS]


def _alike(word: str, vocabulary: list[str]) -> list[str]:
    """The words spelt most like it, or like it without its ending: the first letter is seldom wrong."""
    if not SHORTEST_SLIP <= len(word) <= LONGEST_WORD:
        return []
    likeness: dict[str, float] = {}
    like = LIKE_IF_SHORT if len(word) == SHORTEST_SLIP else LIKE
    for spelt, cutoff in {ENDING.sub("", word): LIKE_WITHOUT_ENDING, word: like}.items():
        # Letters are left out more often than put in.
        others = [other for other in vocabulary if other[:1] == word[0] and len(other) >= len(spelt) - 1]
        for other in get_close_matches(spelt, others, n=5, cutoff=cutoff):
            ratio = SequenceMatcher(None, other, spelt).ratio()
            likeness[other] = max(ratio, likeness.get(other, 0.0))
    best = max(likeness.values(), default=0.0)
    return sorted(other for other, ratio in likeness.items() if ratio >= best - AS_LIKE)
