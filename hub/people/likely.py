"""Whether somebody's school or group is here already, under this name or nearly."""

from __future__ import annotations

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from hub.people.models import Kind, Organisation
from hub.people.profile import Profile

# How like two names must be, from 0 to 1: "Heathfield Families" and "Heathfield Family Group" are 0.5.
LIKE = 0.5
MOST = 5


def likely_same(rows: QuerySet[Organisation], profile: Profile) -> list[Organisation]:
    """Those of `rows` that may be the one described: by a number of theirs first, then by their name."""
    numbers = Q(pk__in=[])
    if profile.charity_number:
        numbers |= Q(charity_number__iexact=profile.charity_number)
    if profile.school_urn:
        numbers |= Q(school_urn=profile.school_urn)
    found = (
        rows.exclude(kind=Kind.STEWARD)
        .annotate(
            likeness=TrigramSimilarity("name", profile.name),
            by_number=Case(When(numbers, then=Value(1)), default=Value(0), output_field=IntegerField()),
        )
        .filter(Q(likeness__gte=LIKE) | Q(by_number=1))
    )
    return list(found.select_related("place__district").order_by("-by_number", "-likeness", "pk")[:MOST])
