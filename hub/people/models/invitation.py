"""A role offered to somebody by e-mail."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from hub.people.models.membership import Role
from hub.people.models.organisation import Organisation


class Invitation(models.Model):
    """Roles in an organisation, offered to whoever reads mail at an address. Its link works once.

    Of the link's secret only the hash is kept: who reads the table cannot follow it.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"), max_length=254)
    roles = ArrayField(models.CharField(max_length=14, choices=Role), verbose_name=_("roles"))
    # SHA-256 of the link's secret, in hexadecimal.
    secret_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(_("can be accepted until"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Taken back by a manager, or declined by whom it was sent to.
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        ordering: ClassVar = ["-created", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created"], name="invitation_by_organisation")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_open_once",
                violation_error_message=_("An invitation to this address is still open."),
            ),
            models.CheckConstraint(
                name="invitation_ends_once", condition=Q(accepted_at=None) | Q(revoked_at=None)
            ),
            models.CheckConstraint(
                name="invitation_has_known_roles",
                condition=Q(roles__contained_by=Role.values) & ~Q(roles=[]),
            ),
            models.CheckConstraint(name="invitation_expires_later", condition=Q(expires_at__gt=F("created"))),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="invitation_offers_what_it_offered",
                fields=["organisation", "email", "roles", "secret_hash", "expires_at"],
            )
        ]

    def __str__(self) -> str:
        # Never the address: this text reaches logs.
        return f"invitation {self.pk}"
