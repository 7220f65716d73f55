"""A new draft like an earlier listing."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.db import transaction

from hub.access import hold
from hub.people.actor import Actor
from listings import rules
from listings.actions.content import content_of
from listings.actions.create import create_listing
from listings.models import Listing


@transaction.atomic
def copy_listing(pk: int, *, key: uuid.UUID | None = None, by: Actor) -> Listing:
    """A draft that says what a listing says, without its dates. `key` as for `create_listing`.

    Raises NotAllowed for whoever does not post for its organisation.
    """
    listing = hold(by, rules.manage, pk)
    content = replace(content_of(listing), pattern=None)
    made = create_listing(content, listing.organisation_id, key=key, by=by)
    made.picture = listing.picture
    made.save(update_fields=["picture"])
    return made
