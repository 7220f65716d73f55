"""Makes a listing, throws a draft away."""

from __future__ import annotations

import secrets
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from hub.access import hold
from hub.people.actor import Actor
from listings import rules
from listings.actions.content import COLUMNS, Content, apply, check_content, content_of, schedule_columns
from listings.actions.derive import refresh
from listings.actions.places import settle
from listings.models import Listing, Schedule, Source, State

RESERVED = frozenset(
    {"calendar", "criteria", "embed", "find", "holidays", "mine", "month", "new", "print", "report", "week"}
)


def free_slug(title: str, taken: set[str] | None = None) -> str:
    """An address from a title that no listing has: the title's own words, then with a few letters added."""
    base = slugify(title)[:70].strip("-") or "listing"
    slug = base
    while (
        slug in RESERVED
        or (taken is not None and slug in taken)
        or (taken is None and Listing.objects.filter(slug=slug).exists())
    ):
        slug = f"{base}-{secrets.token_hex(3)}"
    if taken is not None:
        taken.add(slug)
    return slug


def insert_listing(listing: Listing) -> None:
    """Save a new listing at an address of its own, also where another takes the same one at this moment."""
    while True:
        listing.slug = free_slug(listing.title)
        try:
            with transaction.atomic():
                listing.save(force_insert=True)
        except IntegrityError:
            if not Listing.objects.filter(slug=listing.slug).exists():
                raise
        else:
            return


@transaction.atomic
def create_listing(
    content: Content, organisation: int, *, key: uuid.UUID | None = None, by: Actor
) -> Listing:
    """A new listing of an organisation, as a draft.

    `key` was given out with the form: sent twice, it makes one listing, which says what was sent last.
    Raises NotAllowed, and ValidationError by field for words or dates that can't be kept.
    """
    owner = hold(by, rules.add_listing, organisation)
    standing = Listing.objects.filter(organisation=owner, posting_key=key).first() if key else None
    if standing is not None:
        # The organisation is held, so whoever sent the same form at the same moment has waited.
        if standing.state == State.DRAFT and content_of(standing) != content:
            apply(hold(by, rules.edit, standing.pk), content)
        return standing
    check_content(content)
    listing = Listing(
        organisation=owner,
        state=State.DRAFT,
        source=Source.POSTED,
        posting_key=key,
        updated=timezone.now(),
        access=list(content.access),
        place=settle(content.place, owner.pk),
        **{name: getattr(content, name) for name in COLUMNS},
    )
    insert_listing(listing)
    if content.pattern is not None:
        Schedule.objects.create(listing=listing, **schedule_columns(content.pattern))
    refresh(listing.pk, raise_sequence=False)
    return listing


@transaction.atomic
def delete_draft(pk: int, *, by: Actor) -> None:
    """Throw away what was never published. Raises NotAllowed."""
    hold(by, rules.delete_draft, pk).delete()
