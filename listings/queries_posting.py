"""What the pages for organisers read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hub.access import scope
from hub.people.actor import Actor
from hub.people.models import Organisation
from hub.places.models import Address, Place
from listings import rules
from listings.models import Holiday, Listing, Proposal, State

# Places where an organisation's listings were before: more would be a list to search, not to choose from.
MOST_PLACES = 8


def with_all(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """With what every page of an organiser's reads of a listing."""
    return listings.select_related(
        "organisation__place__district", "place__district", "schedule", "proposal", "picture", "continues"
    )


def proposal_of(listing: Listing) -> Proposal | None:
    """The change to a listing that waits, if there is one."""
    return getattr(listing, "proposal", None)


def place_choices(actor: Actor, owner: Organisation) -> list[tuple[str, str]]:
    """An organisation's own place first, then where its listings were before: key and words."""
    used = (
        Place.objects.filter(listings__organisation=owner)
        .exclude(organisations=owner)
        .annotate(times=Count("listings"))
        .select_related("district")
        .order_by("-times", "pk")[:MOST_PLACES]
    )
    places = ([owner.place] if owner.place else []) + list(used)
    hidden = [place.pk for place in places if place.withheld]
    # Its organisers know a withheld place by the name that nobody else reads (rules.md S20).
    known = scope(actor, rules.view_listed_address, Address).filter(place__in=hidden) if hidden else ()
    names = {address.place_id: address.building or address.street for address in known}
    return [(str(place.pk), _place_words(place, names.get(place.pk, ""))) for place in places]


def _place_words(place: Place, name: str) -> str:
    return f"{name} – {place.label}" if place.withheld and name else place.label


def stated_before(organisation: int) -> dict[str, Any]:
    """The safety facts (rules.md S19) of the organisation's last listing that had them."""
    names = ("safeguarding_policy", "safeguarding_lead", "ofsted_number")
    last = (
        Listing.objects.filter(organisation=organisation, without_parents=True)
        .exclude(safeguarding_lead="")
        .order_by("-updated")
        .values(*names)
        .first()
    )
    return last or {}


def containing(listings: QuerySet[Listing], words: str) -> QuerySet[Listing]:
    """Those whose title has all of these words, or the beginnings of them; all for no words."""
    for word in words.split()[:8]:
        listings = listings.filter(title__icontains=word)
    return listings


@dataclass(frozen=True)
class Tab:
    """One part of an organiser's list."""

    key: str
    words: Any
    condition: Q


TABS = (
    Tab("drafts", _("Drafts"), Q(state=State.DRAFT)),
    Tab("waiting", _("Waiting"), Q(state=State.SUBMITTED) | Q(state=State.PUBLISHED, proposal__isnull=False)),
    Tab("returned", _("Sent back"), Q(state=State.RETURNED)),
    Tab("published", _("Published"), Q(state=State.PUBLISHED)),
    Tab("past", _("Over or cancelled"), Q(state__in=[State.PAST, State.CANCELLED])),
    Tab("hidden", _("Hidden"), Q(state=State.HIDDEN)),
)


def tab_counts(listings: QuerySet[Listing]) -> dict[str, int]:
    """How many there are under each tab, in one query."""
    counts = {tab.key: Count("pk", filter=tab.condition) for tab in TABS}
    return listings.order_by().aggregate(**counts)


def holidays_of(kind: str) -> list[Holiday]:
    """The holidays of one kind, in order."""
    return list(Holiday.objects.filter(kind=kind).order_by("first"))
