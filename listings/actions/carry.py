"""What was changed about single dates, when the series itself changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hub.calendar.london import LONDON, to_wall
from hub.calendar.recurrence import Pattern, dates, wall_of
from listings.models import DateChange


def carry_changes(source: int, before: Pattern, target: int, after: Pattern) -> None:
    """Let the changes of single dates of one listing hold for another series, its own or its continuation.

    A cancelled or moved date is known by its start. Where the series now starts at another time of the same
    day, the change follows it there; a change of a day that is no longer in the series goes.
    """
    kept = carried(DateChange.objects.filter(listing=source), before, target, after)
    DateChange.objects.filter(listing=target).delete()
    DateChange.objects.bulk_create(kept)


def carried(changes: Iterable[DateChange], before: Pattern, target: int, after: Pattern) -> list[DateChange]:
    """The changes as they hold for a listing whose series became another, unsaved."""
    kept = {}
    for change in changes:
        original = _moved_to(change.original, before, after)
        if original is not None:
            kept[original] = DateChange(
                listing_id=target,
                original=original,
                cancelled=change.cancelled,
                starts=change.starts,
                ends=change.ends,
                note=change.note,
                by_hand=change.by_hand,
            )
    return list(kept.values())


def _moved_to(original: datetime, before: Pattern, after: Pattern) -> datetime | None:
    """The start that this date has in the new series; None where it has none on that day."""
    if wall_of(after, original) is not None:
        return original
    wall = wall_of(before, original)
    day = (wall or to_wall(original, ZoneInfo(before.zone))).date()
    found = [
        one.original
        for one in dates(after, day - timedelta(days=1), day + timedelta(days=1))
        if to_wall(one.original, LONDON).date() == day
    ]
    return found[0] if len(found) == 1 else None
