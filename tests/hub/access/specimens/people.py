"""Organisations, memberships and accounts."""

from datetime import timedelta

import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone

from hub.people.models import Invitation, Membership, Organisation, Outcome, Person, Role
from tests.factories.passkeys import make_passkey
from tests.factories.people import InvitationFactory, OrganisationFactory, VerificationFactory, today
from tests.town import Specimens, Town, specimens


@specimens(Organisation)
def organisations(town: Town) -> Specimens:
    """By kind, and by what the steward made of them."""
    own = town.organisations
    return {
        "group, verified": own.verified,
        "group, verified (neighbour)": own.neighbour,
        "group, verified until today": OrganisationFactory(verified_until=today()),
        "group, unverified": own.unverified,
        "group, verification run out": own.lapsed,
        "group, suspended": own.suspended,
        "group, unverified, suspended": OrganisationFactory(unverified=True, suspended=True),
        "school, verified": own.school,
        "school, unverified": OrganisationFactory(school=True, unverified=True),
        "steward": own.steward,
        "group, asks to be checked": OrganisationFactory(unverified=True, asked_at=timezone.now()),
        "group, check runs out in 30 days": OrganisationFactory(verified_until=today() + timedelta(days=30)),
        "group, check runs out in 31 days": OrganisationFactory(verified_until=today() + timedelta(days=31)),
        "group, renewal refused": _refused(),
        "group, trusted": OrganisationFactory(trusted_since=timezone.now()),
    }


def _refused() -> Organisation:
    organisation: Organisation = OrganisationFactory(verified_until=today() + timedelta(days=5))
    VerificationFactory(
        organisation=organisation, outcome=Outcome.REFUSED, reason="Nobody answers.", expires_on=None
    )
    return organisation


@specimens(Membership)
def memberships(town: Town) -> Specimens:
    """Whose, as what: the organiser's manager sees colleagues, a neighbour sees nobody."""
    asked = {
        "organiser": (Role.CONTRIBUTOR, Role.MANAGER),
        "closed": (Role.CONTRIBUTOR,),
        "neighbour": (Role.CONTRIBUTOR,),
        "newgroup": (Role.CONTRIBUTOR,),
        "suspended": (Role.MANAGER,),
        "office": (Role.LETTINGS,),
        "caretaker": (Role.CARETAKER,),
        "dsl": (Role.DSL,),
        "admin": (Role.ADMINISTRATOR,),
        "analyst": (Role.ANALYST,),
    }
    return {
        f"{name} as {role.value}": Membership.objects.get(person=town.persona(name).person, role=role)
        for name, roles in asked.items()
        for role in roles
    }


@specimens(Person)
def people(town: Town) -> Specimens:
    """Accounts: one's own, and others'."""
    names = ("parent", "organiser", "closed", "caretaker", "admin", "admin-1")
    found = {name: town.persona(name).person for name in names}
    return {name: person for name, person in found.items() if person is not None}


@specimens(UserSession)
def sessions(town: Town) -> Specimens:
    """Where people are signed in: one's own, others', and that of a closed account."""
    return {
        name: UserSession.objects.create(
            user=town.persona(name).person, session_key=f"{name:x<32}", user_agent="Firefox on Android"
        )
        for name in ("parent", "organiser", "closed", "admin")
    }


@specimens(Authenticator)
def authenticators(town: Town) -> Specimens:
    """Second steps: one's own, others', and that of a closed account."""
    return {
        f"{name}, passkey": make_passkey(town.persona(name).person, f"the {name}'s telephone")
        for name in ("parent", "organiser", "closed", "admin")
    }


@specimens(Invitation)
def invitations(town: Town) -> Specimens:
    """To whom, by which organisation, and what became of it. The parent's address is shown to be theirs."""
    parent = town.persona("parent").person
    assert parent is not None
    EmailAddress.objects.get_or_create(user=parent, email=parent.email, verified=True, primary=True)
    own, theirs = town.organisations, {"email": parent.email.upper()}
    elsewhere = [OrganisationFactory() for _ in range(5)]
    with time_machine.travel(timezone.now() - timedelta(days=20)):
        expired = InvitationFactory(organisation=elsewhere[0], **theirs)
    return {
        "open, for the parent": InvitationFactory(organisation=own.verified, **theirs),
        "open, for somebody else": InvitationFactory(organisation=own.verified),
        "open, of a suspended group": InvitationFactory(organisation=own.suspended, **theirs),
        "open, of a school without a manager": InvitationFactory(organisation=own.school, **theirs),
        "run out": expired,
        "accepted": InvitationFactory(organisation=elsewhere[1], accepted=True, **theirs),
        "taken back": InvitationFactory(organisation=elsewhere[2], revoked=True, **theirs),
        "open, to accept": InvitationFactory(organisation=elsewhere[3], **theirs),
        "open, to decline": InvitationFactory(organisation=elsewhere[4], **theirs),
        "open, to take back": InvitationFactory(organisation=own.verified),
    }
