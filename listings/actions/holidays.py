"""The holidays that a series may leave out, kept by the steward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hub.access import hold
from hub.people.actor import Actor
from listings import rules
from listings.models import Holiday


@dataclass(frozen=True)
class HolidayDates:
    """One holiday as it was written down."""

    kind: str
    name: str
    first: date
    last: date


@transaction.atomic
def set_holidays(
    kind: str, holidays: Sequence[HolidayDates], *, source: str, organisation: int, by: Actor
) -> int:
    """Make these all the holidays of one kind; gives back how many. Series that stand keep their dates.
    `organisation` is the steward’s key.

    Raises NotAllowed, and ValidationError for holidays that overlap or have no source.
    """
    hold(by, rules.keep_holidays, organisation)
    in_order = sorted(holidays, key=lambda one: one.first)
    for earlier, later in pairwise(in_order):
        if later.first <= earlier.last:
            raise ValidationError(
                _("“%(first)s” and “%(second)s” overlap.") % {"first": earlier.name, "second": later.name}
            )
    rows = [
        Holiday(kind=kind, name=one.name, first=one.first, last=one.last, source=source) for one in in_order
    ]
    for row in rows:
        row.full_clean(validate_unique=False)
    Holiday.objects.filter(kind=kind).delete()
    Holiday.objects.bulk_create(rows)
    return len(rows)
