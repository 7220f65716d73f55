"""From draft to published, and what can become of it on the way."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.access import hold
from hub.people.actor import Actor
from listings import letters, rules
from listings.actions.content import check_complete, content_of
from listings.actions.moderation import (
    become,
    check_same,
    give_back,
    put_before_the_public,
    put_out_of_sight,
    show_again,
)
from listings.findings import find_in, refuse_personal
from listings.models import Listing, State


@transaction.atomic
def submit_listing(pk: int, *, by: Actor) -> Listing:
    """Hand a listing in. A trusted and verified organisation's is published at once, unless the checks find
    something in it (rules.md D8); every other waits for the steward.

    Raises NotAllowed, and ValidationError, by field, for what it does not say yet.
    """
    listing = hold(by, rules.submit, pk)
    check_complete(content_of(listing))
    owner = listing.organisation
    trusted = owner.trusted_since is not None and owner.is_verified(timezone.localdate())
    listing.submitted_at = timezone.now()
    if trusted and not find_in(listing, owner):
        return put_before_the_public(listing, by, [], by_organiser=True)
    return become(listing, State.SUBMITTED)


@transaction.atomic
def withdraw_submission(pk: int, *, by: Actor) -> Listing:
    """Take back what was handed in and not decided: a draft again. Raises NotAllowed."""
    listing = hold(by, rules.withdraw, pk)
    listing.submitted_at = None
    return become(listing, State.DRAFT)


@transaction.atomic
def publish_listing(pk: int, *, edition: int | None = None, by: Actor) -> Listing:
    """Put what was handed in before the public. `edition`: of the text that was read.

    Raises NotAllowed, and LookAgain where it was changed since.
    """
    people = letters.hearers(pk)
    listing = hold(by, rules.publish, pk)
    check_same(listing.edition, edition)
    return put_before_the_public(listing, by, people)


@transaction.atomic
def send_back_listing(
    pk: int, *, criterion: str, reason: str, edition: int | None = None, by: Actor
) -> Listing:
    """Ask the organisers to change it; a public one is out of sight until they have.

    Raises as `publish_listing`, and ValidationError for no reason, a long one, or no criterion.
    """
    people = letters.hearers(pk)
    listing = hold(by, rules.send_back, pk)
    check_same(listing.edition, edition)
    return give_back(listing, by, people, criterion=criterion, reason=reason)


@transaction.atomic
def hide_listing(pk: int, *, criterion: str, reason: str, edition: int | None = None, by: Actor) -> Listing:
    """Take it out of sight of all but its organisers and the steward. Raises as `send_back_listing`."""
    people = letters.hearers(pk)
    listing = hold(by, rules.hide, pk)
    check_same(listing.edition, edition)
    return put_out_of_sight(listing, by, people, criterion=criterion, reason=reason)


@transaction.atomic
def restore_listing(pk: int, *, edition: int | None = None, by: Actor) -> Listing:
    """Show again what was hidden, as it was before. Raises as `publish_listing`, and ValidationError."""
    people = letters.hearers(pk)
    listing = hold(by, rules.restore, pk)
    check_same(listing.edition, edition)
    return show_again(listing, by, people)


@transaction.atomic
def cancel_listing(pk: int, *, reason: str, by: Actor) -> Listing:
    """Call the whole thing off. It stays to be seen, marked as cancelled.

    Raises NotAllowed, and ValidationError for no reason or a long one.
    """
    listing = hold(by, rules.cancel, pk)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why, so that people know.")})
    Listing._meta.get_field("reason").run_validators(reason)
    refuse_personal("reason", reason, listing.organisation)
    return become(listing, State.CANCELLED, reason=reason)
