"""What was said about a listing: proposed changes, decisions, reports and appeals."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from listings.models.listing import Criterion, Listing


class Decision(models.TextChoices):
    """What was done with a listing, or with a change to one."""

    PUBLISHED = "published", _("Published")
    RETURNED = "returned", _("Sent back")
    HIDDEN = "hidden", _("Hidden")
    RESTORED = "restored", _("Shown again")


class Moderation(models.Model):
    """One decision about a listing, kept as it was made, with the text that it was made about."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="moderations")
    decision = models.CharField(max_length=9, choices=Decision)
    # Whether the organiser published it themselves, being trusted.
    by_organiser = models.BooleanField(default=False)
    criterion = models.CharField(max_length=10, choices=Criterion, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    # What the checks had found: kinds of hub.privacy.scan.
    found = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    text = models.JSONField(_("what it said then"), default=dict)
    edition = models.PositiveIntegerField()
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("moderation")
        ordering: ClassVar = ["-decided_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["listing", "-decided_at"], name="moderation_by_listing")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="moderation_against_has_reason",
                condition=Q(decision__in=[Decision.PUBLISHED, Decision.RESTORED])
                | ~Q(reason="") & ~Q(criterion=""),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="moderation_is_kept",
                fields=["listing", "decision", "by_organiser", "criterion", "reason", "found", "edition"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.listing_id}"


class Proposal(models.Model):
    """A change to a published listing that somebody reads first. Until then the public sees what it saw."""

    listing = models.OneToOneField(Listing, models.CASCADE, primary_key=True, related_name="proposal")
    # What the form had, cleaned: words, choices and the schedule (listings/actions/content.py).
    content = models.JSONField()
    picture = models.ForeignKey("files.Picture", models.SET_NULL, null=True, blank=True, related_name="+")
    found = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    base_edition = models.PositiveIntegerField()
    proposed_at = models.DateTimeField(auto_now=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("proposed change")
        ordering: ClassVar = ["proposed_at"]

    def __str__(self) -> str:
        return f"change to {self.listing_id}"


class Unsaved(models.Model):
    """What somebody has typed into a listing's form and not saved: kept by itself, for them alone."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    # Empty for a listing that is not there yet.
    listing = models.ForeignKey(Listing, models.CASCADE, null=True, blank=True, related_name="+")
    fields = models.JSONField(_("what was typed"), default=dict)
    edition = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("unsaved text")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "person", "organisation", "listing", name="unsaved_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"unsaved {self.pk}"
