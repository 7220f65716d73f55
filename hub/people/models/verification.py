"""What the steward checked about an organisation, and what came of it."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hub.people.models.organisation import Organisation


class Outcome(models.TextChoices):
    """How a check ended."""

    VERIFIED = "verified", _("Verified")
    REFUSED = "refused", _("Refused")


class Verification(models.Model):
    """One check, kept as it was made: who checked what, when, until when it holds (rules.md S19)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="verifications")
    outcome = models.CharField(max_length=8, choices=Outcome)
    checked = models.CharField(_("what was checked"), max_length=300)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    expires_on = models.DateField(_("holds until"), null=True, blank=True)

    class Meta:
        verbose_name = _("verification")
        ordering: ClassVar = ["-decided_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="verification_complete",
                # A check that comes to null passes: a missing date has to be refused by name.
                condition=Q(
                    outcome=Outcome.VERIFIED, expires_on__isnull=False, expires_on__gt=F("decided_on")
                )
                | Q(outcome=Outcome.REFUSED, expires_on=None) & ~Q(reason=""),
            )
        ]
        triggers: ClassVar = [
            # The person who decided may be erased (SET NULL); what was decided stays as it was.
            pgtrigger.ReadOnly(
                name="verification_is_kept",
                fields=["organisation", "outcome", "checked", "reason", "decided_on", "expires_on"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.decided_on:%Y-%m-%d}"
