"""Who does what for which organisation. All permission comes from here."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.people.models.organisation import Organisation


class Role(models.TextChoices):
    """What a person does for an organisation. One person may have several."""

    MANAGER = "manager", _("Looks after the organisation’s page and people")
    CONTRIBUTOR = "contributor", _("Posts what is on")
    LETTINGS = "lettings", _("Decides who uses the rooms")
    CARETAKER = "caretaker", _("Looks after the site")
    DSL = "dsl", _("Designated safeguarding lead")
    HEAD = "head", _("Leads the school")
    ADMINISTRATOR = "administrator", _("Runs this hub")
    ANALYST = "analyst", _("Reads and sorts what people said")
    PRIVACY = "privacy", _("Looks after people’s data")


STEWARD_ROLES = (Role.ADMINISTRATOR, Role.ANALYST, Role.PRIVACY)
_QUOTED = ", ".join(f"'{role.value}'" for role in STEWARD_ROLES)
# Roles that decide, moderate or see other people's personal data ask for a second factor.
GUARDED_ROLES = frozenset({Role.LETTINGS, Role.DSL, Role.HEAD, *STEWARD_ROLES})


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), model_name="MembershipEvent"
)
class Membership(models.Model):
    """One role of one person in one organisation."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=14, choices=Role)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        constraints: ClassVar = [
            models.UniqueConstraint("person", "organisation", "role", name="membership_once"),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=Role.values)),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="steward_roles_at_the_steward",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=f"""
                    IF NEW.role IN ({_QUOTED}) AND (
                        SELECT kind FROM people_organisation WHERE id = NEW.organisation_id
                    ) <> 'steward' THEN
                        RAISE EXCEPTION 'only the steward has the role %', NEW.role
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608  (the roles are this file's own)
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organisation_id}"
