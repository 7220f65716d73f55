"""One date of a series cancelled, moved or put back, by itself."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.access import hold
from hub.people.actor import Actor
from listings import rules
from listings.actions.derive import AHEAD, refresh
from listings.findings import refuse_personal
from listings.models import DateChange, Listing, Occurrence, Source


def _date_of(listing: Listing, original: datetime) -> Occurrence:
    found = Occurrence.objects.filter(listing=listing, original=original).first()
    if found is None:
        raise ValidationError(_("This is not on at that time, or no longer."))
    if found.over < timezone.now():
        raise ValidationError(_("This date is over."))
    return found


def _record(listing: Listing, original: datetime, **values: object) -> Listing:
    # A calendar that is read again keeps what was changed here.
    change = DateChange(listing=listing, original=original, by_hand=True, **values)
    change.full_clean(exclude=["listing"], validate_unique=False)
    DateChange.objects.filter(listing=listing, original=original).delete()
    change.save(force_insert=True)
    refresh(listing.pk, raise_sequence=True)
    return listing


@transaction.atomic
def cancel_date(pk: int, original: datetime, *, note: str = "", by: Actor) -> Listing:
    """Cancel one date, named by the start it had. Raises NotAllowed; ValidationError for no such date."""
    listing = hold(by, rules.change_date, pk)
    _date_of(listing, original)
    refuse_personal("note", note, listing.organisation)
    return _record(listing, original, cancelled=True, note=note.strip())


@transaction.atomic
def move_date(
    pk: int, original: datetime, *, starts: datetime, ends: datetime | None = None, note: str = "", by: Actor
) -> Listing:
    """Move one date to another time. Without an end it lasts as long as it did.

    Raises NotAllowed, and ValidationError for a date that is not or a time that cannot be.
    """
    listing = hold(by, rules.change_date, pk)
    standing = _date_of(listing, original)
    if not timezone.now() <= starts <= timezone.now() + AHEAD:
        raise ValidationError({"starts": _("Choose a time from now on, in the coming 18 months.")})
    if ends is None and standing.ends is not None:
        ends = starts + (standing.ends - standing.starts)
    refuse_personal("note", note, listing.organisation)
    return _record(listing, original, starts=starts, ends=ends, note=note.strip())


@transaction.atomic
def restore_date(pk: int, original: datetime, *, by: Actor) -> Listing:
    """Put a cancelled or moved date back to what the series says. Raises as `cancel_date`."""
    listing = hold(by, rules.change_date, pk)
    standing = _date_of(listing, original)
    if listing.source == Source.CALENDAR and (standing.cancelled or standing.moved):
        # Said outright: the calendar it is read from would cancel or move it again.
        return _record(listing, original, starts=original)
    deleted, _models = DateChange.objects.filter(listing=listing, original=original).delete()
    if deleted:
        refresh(listing.pk, raise_sequence=True)
    return listing
