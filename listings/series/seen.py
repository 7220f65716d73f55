"""Whether somebody has looked at the dates of a series as they are now, and said that they are right."""

from __future__ import annotations

import hashlib

from hub.people.actor import Actor
from listings.actions.content import schedule_of
from listings.actions.unsaved import keep_typed, kept_typed
from listings.models import Listing

PAGE = "dates"


def digest(listing: Listing) -> str:
    """What stands for a listing's dates as they are now; "" for none."""
    schedule = schedule_of(listing)
    return hashlib.sha256(repr(schedule.pattern()).encode()).hexdigest() if schedule else ""


def has_seen(listing: Listing, *, actor: Actor) -> bool:
    """Whether this person said so of the dates as they are now."""
    kept = kept_typed(listing.organisation_id, listing.pk, PAGE, actor=actor)
    return kept is not None and kept["typed"].get("seen") == [digest(listing)]


def say_seen(listing: Listing, *, by: Actor) -> None:
    """Remember it. Raises NotAllowed."""
    keep_typed(listing.organisation_id, listing.pk, PAGE, [("seen", [digest(listing)])], by=by)
