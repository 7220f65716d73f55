"""An organisation brought in by somebody, its page changed, and its check asked for."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hub.access import hold, scope
from hub.files.models import Picture
from hub.people import rules
from hub.people.actions.place import ChangedMeanwhile, meeting_now, settle
from hub.people.actor import Actor
from hub.people.changes import organisation_changed
from hub.people.meeting import Meeting, check_untold
from hub.people.models import Kind, Membership, Organisation, Role
from hub.people.profile import IDENTITY, Profile, check_profile, profile_of

# Addresses below /groups/ that are pages of their own.
RESERVED = frozenset({"find", "new", "verified"})
# How many of one person's organisations may wait for the steward at the same time.
MOST_WAITING = 3
FIRST_ROLES = (Role.MANAGER, Role.CONTRIBUTOR)


@dataclass(frozen=True)
class Registered:
    """An organisation that waits to be checked, and whether it was made just now or was there already."""

    organisation: Organisation
    made: bool


@transaction.atomic
def register_organisation(profile: Profile, *, kind: str, meeting: Meeting, by: Actor) -> Registered:
    """Bring in a school or group: it waits for the steward, and whoever brings it in is its manager.

    Sent twice, as by a double click, it is there once. Raises NotAllowed, and ValidationError by field, or
    for too many that wait.
    """
    # One at a time for each person, so that a double click finds what the first one made.
    hold(by, rules.register_organisation, by.id)
    if kind not in (Kind.SCHOOL, Kind.GROUP):
        raise ValidationError(_("Choose a school or a group."))
    own = scope(by, rules.edit_organisation, Organisation).filter(verified_until=None)
    there = own.filter(name__iexact=profile.name, kind=kind).order_by("pk").first()
    if there is not None:
        return Registered(there, made=False)
    if own.filter(asked_at__isnull=False).count() >= MOST_WAITING:
        raise ValidationError(
            _(
                "%(most)d that you brought in are waiting to be checked already. "
                "Bring in the next one once we have looked at those."
            )
            % {"most": MOST_WAITING}
        )
    organisation = Organisation(kind=kind, asked_at=timezone.now())
    _write(organisation, profile, meeting)
    _insert(organisation)
    Membership.objects.bulk_create(
        Membership(person_id=by.id, organisation=organisation, role=role) for role in FIRST_ROLES
    )
    settle(organisation, meeting, by)
    organisation_changed(organisation.pk)
    return Registered(organisation, made=True)


@transaction.atomic
def edit_organisation(
    pk: int, profile: Profile, *, logo: Picture | None, edition: int, by: Actor
) -> Organisation:
    """Change an organisation's page. `edition` is what it was when the form was opened.

    A new name or number of one that was verified is checked again; meanwhile it stays as it is. Raises
    NotAllowed, ChangedMeanwhile, and ValidationError by field.
    """
    organisation = hold(by, rules.edit_organisation, pk)
    if organisation.edition != edition:
        raise ChangedMeanwhile(organisation)
    before = profile_of(organisation)
    if profile == before and (logo.pk if logo else None) == organisation.logo_id:
        return organisation
    organisation.logo = logo
    _write(organisation, profile, meeting_now(organisation, by))
    identity_changed = any(getattr(before, name) != getattr(profile, name) for name in IDENTITY)
    if identity_changed and organisation.verified_until and organisation.asked_at is None:
        organisation.asked_at = timezone.now()
    organisation.edition += 1
    organisation.save()
    organisation_changed(organisation.pk)
    return organisation


@transaction.atomic
def ask_verification(pk: int, *, by: Actor) -> Organisation:
    """Ask the steward for a check: the first one, again after a refusal, or the next before one runs out.

    Raises NotAllowed.
    """
    organisation = hold(by, rules.ask_verification, pk)
    organisation.asked_at = timezone.now()
    organisation.save(update_fields=["asked_at", "updated"])
    organisation_changed(organisation.pk)
    return organisation


def _write(organisation: Organisation, profile: Profile, meeting: Meeting | None) -> None:
    """Put checked words on a row. Raises ValidationError by field."""
    check_profile(profile)
    if meeting is not None:
        check_untold(profile, meeting)
    profile.write(organisation)
    organisation.full_clean(exclude=["slug", "logo", "place"], validate_unique=False)


def _insert(organisation: Organisation) -> None:
    """Save a new row at an address of its own, also where another takes the same one at this moment."""
    while True:
        organisation.slug = _free_slug(organisation)
        try:
            with transaction.atomic():
                organisation.save(force_insert=True)
        except IntegrityError:
            if not Organisation.objects.filter(slug=organisation.slug).exists():
                raise
        else:
            return


def _free_slug(organisation: Organisation) -> str:
    """The name's own words, then with a few letters added; it stays when the name changes."""
    base: str = slugify(organisation.name)[:60].strip("-") or str(organisation.kind)
    slug = base
    while slug in RESERVED or Organisation.objects.filter(slug=slug).exists():
        slug = f"{base}-{secrets.token_hex(3)}"
    return slug
