"""Which district someone means by what they typed."""

from __future__ import annotations

import re

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, CharField, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import Lower

from hub.places.distance import within
from hub.places.models import District, Place
from hub.places.postcodes import district_of

# How like a name words must be (0 to 1): forgives a slip or two, refuses another town.
LIKE_ENOUGH = 0.45
# By how much the likest must be ahead of the next.
CLEARLY_MORE = 0.1
LONGEST = 100
SHORTEST = 3
# How a name was met, best last.
LIKE, BEGUN, EXACT = range(3)


def places_within(district: District, distance: float) -> list[int]:
    """Keys of the places at most so many miles away.

    A list and no subquery: how many there are then tells Postgres what the trigonometry would not, and a
    search over many dates takes a tenth of the time.
    """
    return list(Place.objects.filter(within(district, distance)).values_list("pk", flat=True))


def find_district(text: str) -> District | None:
    """The district meant by a postcode, a part of one, or the name of a place; None where that is not clear.

    One query, or none for what can't be a name. Case, spaces and punctuation do not matter; a name may be
    begun only, be followed by the name of its town, or have a slip in it.
    """
    text = " ".join(text.replace("\0", " ").split())[:LONGEST]
    code = district_of(text) or _last_code(text)
    if code:
        return District.objects.filter(code=code).first()
    name = text.split(",")[0]
    letters = re.sub(r"[\W\d_]", "", name).lower()
    return _by_name(name, letters) if len(letters) >= SHORTEST else None


def _last_code(text: str) -> str | None:
    """The code in "Kings Heath B14"."""
    last = text.split(" ")[-1]
    return district_of(last) if any(character.isdigit() for character in last) else None


def _by_name(name: str, letters: str) -> District | None:
    key = Func(
        Lower("name"),
        Value("[^[:alpha:]]"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=CharField(),
    )
    found = list(
        # A district loaded without a name has its code there.
        District.objects.exclude(name=F("code"))
        .annotate(key=key, likeness=TrigramSimilarity("name", name))
        .annotate(
            rank=Case(
                When(key=letters, then=EXACT),
                When(key__startswith=letters, then=BEGUN),
                default=LIKE,
                output_field=IntegerField(),
            )
        )
        .filter(Q(rank__gt=LIKE) | Q(likeness__gte=LIKE_ENOUGH))
        .order_by("-rank", "-likeness", "code")[:2]
    )
    if len(found) == 2 and found[0].rank == found[1].rank:
        unclear = found[0].rank != LIKE or found[0].likeness - found[1].likeness < CLEARLY_MORE
        return None if unclear else found[0]
    return found[0] if found else None
