"""From draft to published, and what can become of it on the way."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.access import hold
from hub.people.actor import Actor
from listings import rules
from listings.actions.derive import refresh
from listings.models import Listing, State


def _become(listing: Listing, state: State, *, reason: str = "") -> Listing:
    listing.state = state
    listing.reason = reason
    if state is State.PUBLISHED:
        listing.published_at = listing.published_at or timezone.now()
    listing.save(update_fields=["state", "reason", "published_at"])
    refresh(listing.pk, raise_sequence=state in (State.PUBLISHED, State.CANCELLED))
    return listing


def _given(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Say why, so that they know what to do."))
    Listing._meta.get_field("reason").run_validators(reason)
    return reason


@transaction.atomic
def submit_listing(pk: int, *, by: Actor) -> Listing:
    """Hand a draft in. Raises NotAllowed."""
    return _become(hold(by, rules.submit, pk), State.SUBMITTED)


@transaction.atomic
def publish_listing(pk: int, *, by: Actor) -> Listing:
    """Put what was handed in before the public. Raises NotAllowed."""
    return _become(hold(by, rules.publish, pk), State.PUBLISHED)


@transaction.atomic
def send_back_listing(pk: int, *, reason: str, by: Actor) -> Listing:
    """Ask the organiser to change it. Raises NotAllowed, and ValidationError for no reason or a long one."""
    return _become(hold(by, rules.send_back, pk), State.RETURNED, reason=_given(reason))


@transaction.atomic
def cancel_listing(pk: int, *, reason: str, by: Actor) -> Listing:
    """Call the whole thing off. It stays to be seen, marked as cancelled. Raises as `send_back_listing`."""
    return _become(hold(by, rules.cancel, pk), State.CANCELLED, reason=_given(reason))
