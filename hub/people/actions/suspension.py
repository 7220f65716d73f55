"""Taking away at once, and giving back: what a suspended organisation has is seen by nobody."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.access import hold
from hub.notices import Notice
from hub.people import rules
from hub.people.actor import Actor
from hub.people.asked import tell_managers
from hub.people.changes import organisation_changed
from hub.people.models import Organisation

SUSPENDED = "people.suspended"
RESTORED = "people.restored"


@transaction.atomic
def suspend_organisation(pk: int, reason: str, *, by: Actor) -> Organisation:
    """Hide an organisation and all that it posted, and let its roles count for nothing, until it is restored.

    Raises NotAllowed, and ValidationError for no reason or one that is too long.
    """
    organisation = hold(by, rules.suspend_organisation, pk)
    organisation.suspended_at = timezone.now()
    organisation.suspension_reason = _given(reason)
    organisation.save(update_fields=["suspended_at", "suspension_reason"])
    notice = Notice(
        subject=_("%(name)s is suspended") % {"name": organisation.name},
        paragraphs=(
            _("From now on the public does not see %(name)s, nor what it posted, and it can post nothing.")
            % {"name": organisation.name},
            _("Why: %(reason)s") % {"reason": organisation.suspension_reason},
            _("Nothing was deleted. Once this is put right it can all come back as it was."),
        ),
        action=(_("How we decide, and how to object"), reverse("about-moderation")),
        after=(_("You get this because you look after %(name)s.") % {"name": organisation.name},),
    )
    tell_managers(pk, notice, kind=SUSPENDED)
    organisation_changed(pk)
    return organisation


@transaction.atomic
def restore_organisation(pk: int, *, by: Actor) -> Organisation:
    """Let a suspended organisation be seen, and its roles count, as before. Raises NotAllowed."""
    organisation = hold(by, rules.restore_organisation, pk)
    organisation.suspended_at, organisation.suspension_reason = None, ""
    organisation.save(update_fields=["suspended_at", "suspension_reason"])
    notice = Notice(
        subject=_("%(name)s is back") % {"name": organisation.name},
        paragraphs=(
            _("%(name)s is not suspended any more. Everything is as it was before.")
            % {"name": organisation.name},
        ),
        action=(_("See your page"), organisation.get_absolute_url()),
        after=(_("You get this because you look after %(name)s.") % {"name": organisation.name},),
    )
    tell_managers(pk, notice, kind=RESTORED)
    organisation_changed(pk)
    return organisation


@transaction.atomic
def trust_organisation(pk: int, *, by: Actor) -> Organisation:
    """Let what an organisation posts go public without being read first. Raises NotAllowed."""
    organisation = hold(by, rules.trust_organisation, pk)
    organisation.trusted_since = timezone.now()
    organisation.save(update_fields=["trusted_since"])
    return organisation


@transaction.atomic
def withdraw_trust(pk: int, *, by: Actor) -> Organisation:
    """Read again what an organisation posts, before it goes public. Raises NotAllowed."""
    organisation = hold(by, rules.withdraw_trust, pk)
    organisation.trusted_since = None
    organisation.save(update_fields=["trusted_since"])
    return organisation


def _given(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": _("Say why, so that they know what to do.")})
    try:
        Organisation._meta.get_field("suspension_reason").run_validators(reason)
    except ValidationError as error:
        raise ValidationError({"reason": error.messages}) from None
    return reason
