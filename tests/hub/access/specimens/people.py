"""Organisations, memberships and accounts."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from hub.people.models import Membership, Organisation, Person, Role
from tests.factories.people import OrganisationFactory, today
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
    }


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
        f"{name}, passkey": Authenticator.objects.create(
            user=town.persona(name).person,
            type=Authenticator.Type.WEBAUTHN,
            data={"name": f"the {name}'s telephone", "credential": {}},
        )
        for name in ("parent", "organiser", "closed", "admin")
    }
