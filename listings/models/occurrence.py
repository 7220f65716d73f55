"""Each date that a listing is on, and what was changed about one date alone."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hub.calendar.recurrence import Change
from listings.models.listing import Listing

# No single date lasts longer (31 days, and an hour more when the clocks go back), so that what is on today
# is found by looking back this far.
LONGEST = timedelta(days=32)


class DateChange(models.Model):
    """One date of a series cancelled, or moved, by itself."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="changes")
    original = models.DateTimeField(_("the start it had"))
    cancelled = models.BooleanField(_("cancelled"), default=False)
    starts = models.DateTimeField(_("new start"), null=True, blank=True)
    ends = models.DateTimeField(_("new end"), null=True, blank=True)
    note = models.CharField(_("why"), max_length=200, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    # Changed on the hub, and not by the calendar that the listing is read from: a new reading keeps it.
    by_hand = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("change to one date")
        ordering: ClassVar = ["original"]
        constraints: ClassVar = [
            models.UniqueConstraint("listing", "original", name="change_once_a_date"),
            models.CheckConstraint(
                name="change_cancels_or_moves",
                condition=Q(cancelled=True, starts=None, ends=None)
                | Q(cancelled=False, starts__isnull=False),
            ),
            models.CheckConstraint(
                name="change_ends_after_start",
                condition=Q(ends=None) | Q(ends__gt=F("starts"), ends__lte=F("starts") + LONGEST),
                violation_error_message=_("It ends before it starts, or goes on for more than a month."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.original:%Y-%m-%d %H:%M}"

    def change(self) -> Change:
        """As hub.calendar works with it."""
        return Change(original=self.original, cancelled=self.cancelled, starts=self.starts, ends=self.ends)


def turn(listing: int, day: date) -> int:
    """A turn among what starts at the same time: even-handed, the same all day long (0 to 32767)."""
    # Not a checksum: two listings' checksums differ by the same bits each day, and few orders come up.
    digest = hashlib.blake2b(f"{listing} {day:%Y%m%d}".encode(), digest_size=2).digest()
    return int.from_bytes(digest) & 0x7FFF


class Occurrence(models.Model):
    """One date, worked out from the schedule and its changes and never edited by hand."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="occurrences")
    # The start that the rule gave: the date's identity for calendars (RECURRENCE-ID).
    original = models.DateTimeField()
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    # When it leaves the list of what is coming: its end, or its start where no end is given.
    over = models.GeneratedField(
        expression=models.functions.Coalesce("ends", "starts"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    all_day = models.BooleanField(default=False)
    cancelled = models.BooleanField(default=False)
    moved = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    turn = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("occurrence")
        ordering: ClassVar = ["starts", "turn", "pk"]
        indexes: ClassVar = [
            models.Index("starts", "turn", "id", name="occurrence_in_order"),
            models.Index("listing", "starts", name="occurrence_by_listing"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint("listing", "original", name="occurrence_once"),
            models.CheckConstraint(
                name="occurrence_ends_after_start",
                condition=Q(ends=None) | Q(ends__gt=F("starts"), ends__lte=F("starts") + LONGEST),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.starts:%Y-%m-%d %H:%M}"
