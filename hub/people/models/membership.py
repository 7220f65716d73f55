"""Who does what for which organisation. All permission comes from here."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.people.models.organisation import Kind, Organisation


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


# What each kind of organisation has roles for.
GROUP_ROLES = (Role.MANAGER, Role.CONTRIBUTOR, Role.LETTINGS, Role.DSL)
SCHOOL_ROLES = (Role.MANAGER, Role.CONTRIBUTOR, Role.LETTINGS, Role.CARETAKER, Role.DSL, Role.HEAD)
STEWARD_ROLES = (Role.ADMINISTRATOR, Role.ANALYST, Role.PRIVACY)
ROLES_OF_KIND: dict[str, tuple[Role, ...]] = {
    Kind.GROUP: GROUP_ROLES,
    Kind.SCHOOL: SCHOOL_ROLES,
    Kind.STEWARD: (Role.MANAGER, Role.CONTRIBUTOR, Role.DSL, *STEWARD_ROLES),
}
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
            ),
            # Asked when the transaction ends, so that a role can be handed over, or an organisation deleted,
            # in one. The lock makes two who leave at once see each other.
            pgtrigger.Trigger(
                name="somebody_stays_manager",
                when=pgtrigger.After,
                operation=pgtrigger.Delete | pgtrigger.UpdateOf("role", "organisation_id"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(old__role="manager"),
                timing=pgtrigger.Deferred,
                func="""
                    PERFORM 1 FROM people_organisation WHERE id = OLD.organisation_id FOR NO KEY UPDATE;
                    IF FOUND AND NOT EXISTS (
                        SELECT FROM people_membership
                        WHERE organisation_id = OLD.organisation_id AND role = 'manager'
                    ) THEN
                        RAISE EXCEPTION 'an organisation keeps a manager'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'organisation_keeps_a_manager';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organisation_id}"
