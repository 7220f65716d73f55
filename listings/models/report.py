"""What the public says is wrong with a listing, what came of it, and appeals (rules.md D15)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from listings.models.listing import Criterion, Listing


class Finding(models.TextChoices):
    """What came of a report or an appeal."""

    OPEN = "open", _("Waiting for an answer")
    UPHELD = "upheld", _("You were right")
    PARTLY = "partly", _("Put right by the organiser")
    DISMISSED = "dismissed", _("It stays as it is")


class Report(models.Model):
    """Something wrong with a listing, said by anyone, with or without an account."""

    # In the link by which the reporter follows it and appeals.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="reports")
    criterion = models.CharField(_("what is wrong"), max_length=10, choices=Criterion)
    text = models.TextField(_("tell us more"), max_length=2000, blank=True)
    email = models.EmailField(_("your e-mail address"), max_length=254, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField(auto_now_add=True)
    finding = models.CharField(max_length=9, choices=Finding, default=Finding.OPEN)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("report")
        ordering: ClassVar = ["reported_at", "pk"]
        indexes: ClassVar = [
            models.Index("reported_at", condition=Q(finding="open"), name="report_waiting"),
            models.Index("listing", "reported_at", name="report_by_listing"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="report_answered_in_words",
                condition=Q(finding=Finding.OPEN, answer="", answered_at=None)
                | ~Q(finding=Finding.OPEN) & ~Q(answer="") & Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(name="report_finding_known", condition=Q(finding__in=Finding.values)),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"


class Side(models.TextChoices):
    """Who asks for another look."""

    REPORTER = "reporter", _("Whoever reported it")
    ORGANISER = "organiser", _("The organiser")


class Appeal(models.Model):
    """Another look at a decision: the reporter's at an answer, the organiser's at being sent back."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="appeals")
    # The answer appealed against; empty where the organiser appeals against the steward's own decision.
    report = models.ForeignKey(Report, models.CASCADE, null=True, blank=True, related_name="appeals")
    side = models.CharField(max_length=9, choices=Side)
    text = models.TextField(_("why should we look again?"), max_length=2000)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Who decided what is appealed against: somebody else looks again, where there is somebody.
    first_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    finding = models.CharField(max_length=9, choices=Finding, default=Finding.OPEN)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("appeal")
        ordering: ClassVar = ["made_at", "pk"]
        indexes: ClassVar = [models.Index("made_at", condition=Q(finding="open"), name="appeal_waiting")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "report", "side", condition=Q(report__isnull=False), name="appeal_once_a_side"
            ),
            models.UniqueConstraint(
                "listing", "side", condition=Q(finding="open", report=None), name="appeal_open_once"
            ),
            models.CheckConstraint(
                name="appeal_of_a_reporter_has_a_report",
                condition=Q(side=Side.ORGANISER) | Q(report__isnull=False),
            ),
            models.CheckConstraint(
                name="appeal_answered_in_words",
                condition=Q(finding=Finding.OPEN, answer="", answered_at=None)
                | ~Q(finding=Finding.OPEN) & ~Q(answer="") & Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"
