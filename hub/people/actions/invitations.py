"""Offering somebody roles by e-mail, and what becomes of the offer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.access import can, hold
from hub.calendar.words import say_date
from hub.notices import Notice, send
from hub.people import rules
from hub.people.actions.roles import fitting, say_roles, tell_of_guarded
from hub.people.actor import Actor
from hub.people.invitations import LASTS, hash_of, new_secret
from hub.people.models import Invitation, Membership, Organisation, Role

# Open invitations of one organisation; and how many it may send in 24 hours, in all and to one address.
MOST_OPEN = 20
MOST_A_DAY = 60
MOST_TO_ONE_A_DAY = 5
KIND = "people.invitation"


@transaction.atomic
def invite(pk: int, email: str, roles: Iterable[str], *, by: Actor) -> Invitation:
    """Offer roles in an organisation to whoever reads mail at an address, for 14 days, and send the link.

    Raises NotAllowed; ValidationError, by field, for what is no address, roles that can't be offered,
    somebody who belongs to the organisation already or is invited already, and for too many at once.
    """
    organisation = hold(by, rules.invite, pk)
    wanted = fitting(organisation, roles)
    if wanted != {Role.MANAGER} and not can(by, rules.change_roles, organisation):
        raise ValidationError({"roles": _("Invite its first manager: they invite everybody else.")})
    try:
        address: str = Invitation._meta.get_field("email").clean(email.strip(), None)
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from None
    _not_a_member(organisation, address)
    sent = Invitation.objects.filter(organisation=organisation)
    same = sent.filter(email__iexact=address, accepted_at=None, revoked_at=None)
    if same.filter(expires_at__gt=timezone.now()).exists():
        words = _("This address is invited already. Send that invitation again, or take it back first.")
        raise ValidationError({"email": words})
    # One that ran out makes room for the next.
    same.update(revoked_at=timezone.now())
    _not_too_many(organisation, address)
    return _send(organisation, address, wanted, by)


@transaction.atomic
def send_invitation_again(pk: int, *, by: Actor) -> Invitation:
    """Send a new link for 14 days; the old one is dead. Raises NotAllowed, ValidationError for too often."""
    old = hold(by, rules.revoke_invitation, pk)
    organisation = old.organisation
    _not_too_many(organisation, old.email, again=True)
    old.revoked_at = timezone.now()
    old.save(update_fields=["revoked_at"])
    return _send(organisation, old.email, {Role(one) for one in old.roles}, by)


@transaction.atomic
def revoke_invitation(pk: int, *, by: Actor) -> Invitation:
    """Take an invitation back: its link is dead. Raises NotAllowed."""
    invitation = hold(by, rules.revoke_invitation, pk)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    return invitation


@transaction.atomic
def accept_invitation(pk: int, *, by: Actor) -> Invitation:
    """Take on the roles that were offered. Raises NotAllowed: also for one that is accepted already."""
    invitation = hold(by, rules.accept_invitation, pk)
    organisation = invitation.organisation
    offered = {Role(one) for one in invitation.roles}
    own = Membership.objects.filter(organisation=organisation, person=by.id)
    new = offered - set(own.values_list("role", flat=True))
    # Whoever is given the same role in the same moment has it once.
    Membership.objects.bulk_create(
        [Membership(organisation=organisation, person_id=by.id, role=one) for one in Role if one in new],
        ignore_conflicts=True,
    )
    invitation.accepted_at, invitation.accepted_by_id = timezone.now(), by.id
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    tell_of_guarded(organisation, by.id, new, but=(by.id,))
    return invitation


@transaction.atomic
def decline_invitation(pk: int, *, by: Actor) -> Invitation:
    """Say no to the roles that were offered. Raises NotAllowed."""
    invitation = hold(by, rules.accept_invitation, pk)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    return invitation


def _not_a_member(organisation: Organisation, address: str) -> None:
    known = EmailAddress.objects.filter(email__iexact=address, verified=True)
    members = Membership.objects.filter(
        Q(person__email__iexact=address) | Q(person__in=known.values("user")), organisation=organisation
    )
    if members.exists():
        words = _("Whoever has this address belongs to %(name)s already: change what they do there.")
        raise ValidationError({"email": words % {"name": organisation.name}})


def _not_too_many(organisation: Organisation, address: str, *, again: bool = False) -> None:
    now = timezone.now()
    sent = Invitation.objects.filter(organisation=organisation)
    open_now = sent.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)
    if not again and open_now.count() >= MOST_OPEN:
        words = _("%(number)d invitations are open. Wait until some are accepted, or take some back.")
        raise ValidationError(words % {"number": MOST_OPEN}, code="too-many")
    today = sent.filter(created__gt=now - timedelta(days=1))
    if today.count() >= MOST_A_DAY or today.filter(email__iexact=address).count() >= MOST_TO_ONE_A_DAY:
        raise ValidationError(_("That was too often for one day. Try again tomorrow."), code="too-many")


def _send(organisation: Organisation, address: str, roles: set[Role], by: Actor) -> Invitation:
    secret = new_secret()
    invitation = Invitation(
        organisation=organisation,
        email=address,
        roles=[one.value for one in Role if one in roles],
        secret_hash=hash_of(secret),
        created_by_id=by.id,
        expires_at=timezone.now() + LASTS,
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError:
        # Somebody else sent the old one again in the same moment.
        raise ValidationError({"email": _("This address is invited already.")}) from None
    send(_notice(invitation, secret, by), to=address, kind=KIND, secret=True)
    return invitation


def _notice(invitation: Invitation, secret: str, by: Actor) -> Notice:
    name = invitation.organisation.name
    until = say_date(timezone.localdate(invitation.expires_at))
    return Notice(
        subject=_("You are invited to %(name)s") % {"name": name},
        paragraphs=(
            _("%(by)s asks you to take part in %(name)s. What you would do: %(roles)s.")
            % {"by": by.name, "name": name, "roles": say_roles(invitation.roles)},
            _("You can say yes until %(until)s. The link is for you alone: please do not pass it on.")
            % {"until": until},
        ),
        action=(_("See the invitation"), reverse("invitation", args=[secret])),
        after=(_("If you do not know them, do nothing: then nothing happens."),),
    )
