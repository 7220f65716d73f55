"""What listings count as evidence for the charter's areas: what schools and groups let everyone know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from hub.access import scope
from hub.evidence import Example, Figure, Provider
from hub.evidence.registry import MOST_EXAMPLES
from hub.people.actor import VISITOR
from listings import rules
from listings.models import Listing, Occurrence, State
from listings.models.listing import AREA_OF_KIND

AREAS = frozenset(AREA_OF_KIND.values())


def _public(area: int) -> QuerySet[Listing]:
    kinds = [kind for kind, its_area in AREA_OF_KIND.items() if its_area == area]
    return scope(VISITOR, rules.view_public, Listing).filter(kind__in=kinds)


def figures(area: int) -> Sequence[Figure]:
    """What is on now, by how many, and how often in the coming 30 days. Two queries."""
    now = timezone.now()
    on = _public(area).filter(state=State.PUBLISHED)
    counted = on.aggregate(
        listings=Count("pk"),
        schools=Count("organisation", distinct=True, filter=Q(organisation__kind="school")),
        groups=Count("organisation", distinct=True, filter=~Q(organisation__kind="school")),
    )
    if not counted["listings"]:
        return ()
    dates = scope(VISITOR, rules.view_public_occurrence, Occurrence).filter(listing__in=on.values("pk"))
    soon = dates.filter(cancelled=False, starts__gt=now, starts__lte=now + timedelta(days=30)).count()
    listings, schools, groups = (counted[name] for name in ("listings", "schools", "groups"))
    told = (
        (listings, ngettext("thing to join, use or come to", "things to join, use or come to", listings)),
        (schools, ngettext("school shares them", "schools share them", schools)),
        (groups, ngettext("community group shares them", "community groups share them", groups)),
        (soon, ngettext("date in the coming 30 days", "dates in the coming 30 days", soon)),
    )
    return [Figure(number, words) for number, words in told if number]


def examples(area: int) -> Sequence[Example]:
    """The newest that are on, each with who does it. One query."""
    rows = (
        _public(area)
        .filter(state=State.PUBLISHED)
        .order_by("-published_at", "-pk")
        .values_list("title", "slug", "published_at", "organisation__name")[:MOST_EXAMPLES]
    )
    return [
        Example(title=title, url=Listing(slug=slug).get_absolute_url(), when=published, who=organisation)
        for title, slug, published, organisation in rows
    ]


PROVIDER = Provider(
    key="listings",
    areas=AREAS,
    title=gettext_lazy("What’s on"),
    figures=figures,
    examples=examples,
    order=10,
)
