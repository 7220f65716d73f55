"""A published series that goes on differently from one date: the old one ends, a new one continues it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.access import hold
from hub.calendar.london import to_wall
from hub.calendar.recurrence import Pattern, dates, wall_of
from hub.calendar.rrule import normal_rule
from hub.people.actor import Actor
from listings import rules
from listings.actions.carry import carry_changes
from listings.actions.content import Content, apply, check_complete, content_of, schedule_columns
from listings.actions.create import create_listing
from listings.actions.derive import refresh
from listings.models import DateChange, Listing, Schedule, State

# No date of a series is looked for further back than this.
BACK = timedelta(days=365 * 30)


def ended_before(pattern: Pattern, wall: datetime) -> Pattern | None:
    """A series with only its dates before a wall-clock time; None where it has none."""
    day = to_wall(timezone.now(), ZoneInfo(pattern.zone)) - BACK
    begins = max(pattern.starts, day).date()
    left = [
        to_wall(one.original, ZoneInfo(pattern.zone))
        for one in dates(pattern, begins, wall.date(), most=5000)
        if to_wall(one.original, ZoneInfo(pattern.zone)) < wall
    ]
    if not left:
        return None
    rule = ""
    if pattern.rrule:
        parts = [part for part in pattern.rrule.split(";") if not part.startswith(("UNTIL=", "COUNT="))]
        last = max(left)
        until = f"{last:%Y%m%d}" if pattern.all_day else f"{last:%Y%m%dT%H%M%S}"
        rule = normal_rule(
            ";".join([*parts, f"UNTIL={until}"]), pattern.starts, zone=pattern.zone, all_day=pattern.all_day
        )
    return replace(
        pattern,
        rrule=rule,
        exdates=tuple(one for one in pattern.exdates if one < wall),
        rdates=tuple(one for one in pattern.rdates if one < wall),
        changes=(),
    )


@transaction.atomic
def split_series(pk: int, original: datetime, content: Content, *, edition: int, by: Actor) -> Listing:
    """Let a published series end before one of its dates, and a new listing go on from there.

    `original` is the start that the date had. The new listing is a draft that continues the old one: the old
    one ends when the new one is published (`take_over`), so no date is ever missing. Asked again, the same
    draft is changed. Raises NotAllowed, and ValidationError by field.
    """
    listing = hold(by, rules.edit, pk)
    if listing.state != State.PUBLISHED:
        raise ValidationError(_("Only what is published can go on differently."))
    if listing.edition != edition:
        raise ValidationError(_("Somebody changed this meanwhile. Look at it again, then choose the date."))
    pattern = listing.schedule.pattern()
    wall = wall_of(pattern, original)
    if wall is None:
        raise ValidationError(_("This is not on at that time, or no longer."))
    if ended_before(pattern, wall) is None:
        raise ValidationError(_("This is its first date. Change all dates instead."))
    check_complete(content)
    if content.pattern is not None and content.pattern.starts.date() < wall.date():
        raise ValidationError({"pattern": _("The new dates begin before the date that you chose.")})
    standing = Listing.objects.filter(continues=listing, continues_from=original, state=State.DRAFT).first()
    if standing is not None:
        return apply(hold(by, rules.edit, standing.pk), content)
    made = create_listing(content, listing.organisation_id, by=by)
    made.continues = listing
    made.continues_from = original
    made.picture = listing.picture
    made.save(update_fields=["continues", "continues_from", "picture"])
    return made


def take_over(listing: Listing) -> None:
    """End the series that a listing continues, now that it is published. Does nothing for any other.

    The caller holds the listing, inside its transaction. What was cancelled or moved by itself from then on
    goes over to the new series.
    """
    content = content_of(listing)
    if listing.continues_id is None or listing.continues_from is None or content.pattern is None:
        return
    old = Listing.objects.select_for_update(of=("self",), no_key=True).get(pk=listing.continues_id)
    before = old.schedule.pattern()
    kept = ended_before(before, to_wall(listing.continues_from, ZoneInfo(before.zone)))
    if old.state != State.PUBLISHED or kept is None or kept == before:
        return
    carry_changes(old.pk, before, listing.pk, content.pattern)
    Schedule(listing=old, **schedule_columns(kept)).save(force_update=True)
    DateChange.objects.filter(listing=old, original__gte=listing.continues_from).delete()
    old.edition += 1
    old.save(update_fields=["edition"])
    refresh(old.pk, raise_sequence=True)
