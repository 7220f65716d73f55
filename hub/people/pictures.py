"""Who sees the pictures that organisations show."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from hub.access import scope
from hub.people import rules
from hub.people.actor import Actor
from hub.people.models import Organisation


def logos_seen_by(actor: Actor) -> Q:
    """A logo is seen by whoever sees its organisation."""
    shown = scope(actor, rules.view_organisation, Organisation).filter(logo=OuterRef("pk"))
    return Q(Exists(shown))
