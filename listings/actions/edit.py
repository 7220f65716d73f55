"""Changes what a listing says: at once, or as a proposal that somebody reads before the public does."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.access import hold
from hub.files.models import Picture
from hub.people.actor import Actor
from listings import rules
from listings.actions.content import (
    Content,
    apply,
    check_complete,
    check_content,
    content_of,
    from_json,
    to_json,
)
from listings.actions.moderation import record
from listings.findings import find_in, kinds_of
from listings.models import Decision, Listing, Proposal, State


class Keep:
    """Stands for the picture that is there already."""


KEEP = Keep()


@dataclass(frozen=True)
class Changed:
    """What came of a change. `waiting`: the public still sees the old text, until the steward has read it."""

    listing: Listing
    waiting: bool


class ChangedMeanwhile(ValidationError):
    """Somebody else saved the listing while its form was open.

    `before` is what the form was opened with, if that is known; `now` what the listing says now, in its
    edition `edition`.
    """

    def __init__(self, before: Content | None, now: Content, edition: int) -> None:
        super().__init__(_("Somebody changed this while you were writing. Nothing you typed is lost."))
        self.before = before
        self.now = now
        self.edition = edition


def written(listing: Listing, proposal: Proposal | None) -> Content:
    """What its organisers last wrote of a listing: the change that waits, else what it says."""
    return from_json(proposal.content) if proposal else content_of(listing)


def publishes_at_once(listing: Listing, content: Content) -> bool:
    """Whether a change goes public with nobody reading it first: its organisation is trusted, and the
    checks find nothing in it."""
    organisation = listing.organisation
    trusted = organisation.trusted_since is not None and organisation.is_verified(timezone.localdate())
    return trusted and not find_in(content, organisation)


@transaction.atomic
def change_listing(
    pk: int,
    content: Content,
    *,
    picture: Picture | Keep | None = KEEP,
    edition: int,
    before: Content | None = None,
    by: Actor,
) -> Changed:
    """Let a listing say this. `edition` is the one that the form was opened with, `before` what it said.

    A draft is changed. What is published is changed if `publishes_at_once`; else the change waits and the
    public goes on seeing what it saw. Raises NotAllowed, ChangedMeanwhile, and ValidationError by field.
    """
    listing = hold(by, rules.edit, pk)
    proposal = Proposal.objects.filter(listing=listing).first()
    now = written(listing, proposal)
    if listing.edition != edition and content != now:
        raise ChangedMeanwhile(before, now, listing.edition)
    shown = proposal.picture if proposal else listing.picture
    chosen = shown if isinstance(picture, Keep) else picture
    if content == now and chosen == shown:
        return Changed(listing, waiting=proposal is not None)
    if listing.state != State.PUBLISHED or publishes_at_once(listing, content):
        return Changed(_change(listing, content, chosen, by), waiting=False)
    _propose(listing, content, chosen, by)
    return Changed(listing, waiting=True)


def _change(listing: Listing, content: Content, picture: Picture | None, by: Actor) -> Listing:
    Proposal.objects.filter(listing=listing).delete()
    listing.picture = picture
    listing = apply(listing, content)
    if listing.state == State.PUBLISHED:
        record(listing, Decision.PUBLISHED, by=by, by_organiser=True)
    return listing


def _propose(listing: Listing, content: Content, picture: Picture | None, by: Actor) -> None:
    check_content(content)
    check_complete(content)
    listing.edition += 1
    listing.save(update_fields=["edition"])
    Proposal.objects.update_or_create(
        listing=listing,
        defaults={
            "content": to_json(content),
            "picture": picture,
            "found": kinds_of(find_in(content, listing.organisation)),
            "base_edition": listing.edition,
            "proposed_by_id": by.id,
        },
    )


@transaction.atomic
def withdraw_proposal(pk: int, *, by: Actor) -> Listing:
    """Take back a change that waits: the listing stays as the public sees it. Raises NotAllowed."""
    listing = hold(by, rules.edit, pk)
    deleted, _models = Proposal.objects.filter(listing=listing).delete()
    if deleted:
        listing.edition += 1
        listing.save(update_fields=["edition"])
    return listing
