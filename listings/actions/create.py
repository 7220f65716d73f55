"""Makes a listing with its dates."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from hub.access import hold
from hub.calendar.recurrence import Pattern, TooMany, check_rule
from hub.people.actor import Actor
from hub.places.models import Place
from listings import rules
from listings.actions.derive import TooLong, checked_dates, refresh
from listings.models import Booking, Cost, Kind, Listing, Schedule, Source, State

RESERVED = frozenset({"calendar", "criteria", "embed", "find", "month", "new", "print", "report", "week"})


@dataclass(frozen=True)
class Draft:
    """What someone writes down about a listing, before the hub makes it one."""

    title: str
    pattern: Pattern
    kind: str = Kind.EVENT
    summary: str = ""
    description: str = ""
    place: Place | None = None
    age_from: int | None = None
    age_to: int | None = None
    cost: str = Cost.UNKNOWN
    price_pence: int | None = None
    price_note: str = ""
    booking: str = Booking.DROP_IN
    booking_url: str = ""
    access: tuple[str, ...] = field(default=())
    without_parents: bool = False

    def columns(self) -> dict[str, object]:
        """The listing's own columns; the pattern goes to its schedule."""
        names = (name for name in self.__dataclass_fields__ if name != "pattern")
        return {**{name: getattr(self, name) for name in names}, "access": list(self.access)}


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


def schedule_columns(pattern: Pattern) -> dict[str, object]:
    """A pattern as the schedule's columns; the dates changed by themselves are kept apart."""
    ends = pattern.ends
    if pattern.all_day and ends is None:
        ends = pattern.starts + timedelta(days=1)
    return {
        "starts": pattern.starts,
        "ends": ends,
        "all_day": pattern.all_day,
        "zone": pattern.zone,
        "rrule": pattern.rrule,
        "exdates": list(pattern.exdates),
        "rdates": list(pattern.rdates),
    }


@transaction.atomic
def create_listing(draft: Draft, organisation: int, *, by: Actor) -> Listing:
    """A new listing of an organisation, as a draft.

    Raises NotAllowed, hub.calendar's RuleError for a rule that makes no sense, and ValidationError for
    words or dates that can't be kept.
    """
    owner = hold(by, rules.add_listing, organisation)
    _check(draft.pattern)
    listing = Listing(
        organisation=owner,
        state=State.DRAFT,
        source=Source.POSTED,
        updated=timezone.now(),
        **draft.columns(),
    )
    listing.full_clean(exclude=["organisation", "place", "slug"], validate_unique=False)
    insert_listing(listing)
    Schedule.objects.create(listing=listing, **schedule_columns(draft.pattern))
    refresh(listing.pk, raise_sequence=False)
    return listing


def _check(pattern: Pattern) -> None:
    if pattern.rrule:
        check_rule(pattern.rrule, pattern.starts, zone=pattern.zone, all_day=pattern.all_day)
    try:
        checked_dates(pattern, timezone.localdate())
    except (TooMany, TooLong) as error:
        raise ValidationError(str(error)) from error
