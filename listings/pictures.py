"""Who sees the pictures of listings."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from hub.access import scope
from hub.people.actor import Actor
from listings import rules
from listings.models import Listing, Proposal


def pictures_seen_by(actor: Actor) -> Q:
    """Whoever sees a listing sees its picture; what waits, its organisers and the steward."""
    shown = scope(actor, rules.view, Listing).filter(picture=OuterRef("pk"))
    if actor.id is None:
        return Q(Exists(shown))
    waiting = Proposal.objects.filter(picture=OuterRef("pk"))
    own = waiting.filter(listing__in=scope(actor, rules.manage, Listing))
    read = waiting.filter(listing__in=scope(actor, rules.moderate, Listing))
    return Q(Exists(shown)) | Q(Exists(own)) | Q(Exists(read))
