"""What somebody has typed and not saved: kept by itself, for them alone, until it is saved or thrown away."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.access import hold, scope
from hub.people.actor import Actor
from listings import rules
from listings.models import Listing, Unsaved

# Longer than every field of a form together may be.
MOST = 30_000
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "keep", "throw_away"})
Typed = dict[str, list[str]]


def _fitting(typed: Iterable[tuple[str, Iterable[str]]]) -> Typed:
    """Field by field what was typed. Raises ValidationError for more than any form has room for."""
    # Postgres keeps no NUL in text.
    kept = {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in typed
        if name not in NOT_TYPED
    }
    if sum(len(name) + sum(map(len, values)) for name, values in kept.items()) > MOST:
        raise ValidationError(_("This is longer than the hub can keep."))
    return kept


def _is_saved(organisation: int, typed: Typed) -> bool:
    """Whether the form was sent meanwhile: a script sends what it holds also as the button is pressed."""
    try:
        key = uuid.UUID(typed.get("posting_key", [""])[0])
    except (ValueError, IndexError):
        return False
    return Listing.objects.filter(organisation=organisation, posting_key=key).exists()


def _row(organisation: int, listing: int | None, by: Actor) -> Unsaved | None:
    return (
        Unsaved.objects.select_for_update()
        .filter(person=by.id, organisation=organisation, listing=listing)
        .first()
    )


@transaction.atomic
def keep_typed(
    organisation: int,
    listing: int | None,
    page: str,
    typed: Iterable[tuple[str, Iterable[str]]],
    *,
    edition: int = 0,
    by: Actor,
) -> datetime:
    """Keep what was typed on one page of a listing's form; gives back when.

    `listing` is None for one that is not there yet. Raises NotAllowed, ValidationError.
    """
    owner = hold(by, rules.add_listing, organisation)
    now, fitting = timezone.now(), _fitting(typed)
    if listing is None and _is_saved(owner.pk, fitting):
        return now
    row = _row(owner.pk, listing, by) or Unsaved(
        person_id=by.id, organisation=owner, listing_id=listing, fields={}
    )
    row.fields = {**row.fields, page: {"typed": fitting, "at": now.isoformat()}}
    row.edition = edition
    row.save()
    return now


@transaction.atomic
def forget_typed(organisation: int, listing: int | None, page: str, *, by: Actor) -> None:
    """Forget what was typed on one page: it was saved, or is thrown away. Raises NotAllowed."""
    owner = hold(by, rules.add_listing, organisation)
    row = _row(owner.pk, listing, by)
    if row is None or page not in row.fields:
        return
    del row.fields[page]
    if row.fields:
        row.save()
    else:
        row.delete()


def kept_typed(organisation: int, listing: int | None, page: str, *, actor: Actor) -> dict[str, Any] | None:
    """What this person typed there and did not save: {"typed": {name: [values]}, "at": ISO time}, or None."""
    own = scope(actor, rules.go_on, Unsaved)
    row = own.filter(organisation=organisation, listing=listing).first()
    return row.fields.get(page) if row else None
