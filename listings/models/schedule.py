"""When a listing is on: one date, or a rule that makes many."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hub.calendar.fields import WallClockField
from hub.calendar.recurrence import Change, Pattern
from listings.models.listing import Listing


class Schedule(models.Model):
    """The pattern of a listing's dates, thought in wall-clock time so that 10:00 stays 10:00."""

    listing = models.OneToOneField(Listing, models.CASCADE, primary_key=True, related_name="schedule")
    starts = WallClockField(_("starts"))
    ends = WallClockField(_("ends"), null=True, blank=True)
    all_day = models.BooleanField(_("all day"), default=False)
    zone = models.CharField(_("time zone"), max_length=60, default="Europe/London")
    rrule = models.CharField(_("recurrence rule"), max_length=500, blank=True)
    exdates = ArrayField(WallClockField(), verbose_name=_("dates left out"), default=list, blank=True)
    rdates = ArrayField(WallClockField(), verbose_name=_("extra dates"), default=list, blank=True)

    class Meta:
        verbose_name = _("schedule")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="schedule_ends_after_start",
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
                violation_error_message=_("It ends before it starts."),
            ),
            models.CheckConstraint(
                name="schedule_whole_days_end", condition=Q(all_day=False) | Q(ends__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts:%Y-%m-%d %H:%M} {self.rrule}".strip()

    def pattern(self, changes: tuple[Change, ...] = ()) -> Pattern:
        """The schedule with its changed dates, as hub.calendar works with it."""
        return Pattern(
            starts=self.starts,
            ends=self.ends,
            all_day=self.all_day,
            zone=self.zone,
            rrule=self.rrule,
            exdates=tuple(self.exdates),
            rdates=tuple(self.rdates),
            changes=changes,
        )
