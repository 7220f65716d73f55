"""Everyone who may ever ask: the columns of the matrix, and who walks over the URLs."""

from dataclasses import dataclass

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from hub.people.actor import VISITOR, Actor, OnBehalf
from hub.people.models import Organisation, Person, Role
from tests.factories.people import OrganisationFactory, PersonFactory, acting, make_member
from tests.factories.places import make_place

# Words that no page says by chance: the group that the steward has suspended.
SUSPENDED_NAME = "Thistledown Juniors"
# The address of the verified group, which meets in somebody's home.
HIDDEN_ADDRESS = {
    "building": "Juniper Cottage",
    "street": "17 Larkspur Rise",
    "town": "Wythallbrook",
    "postcode": "B14 7QX",
}


@dataclass(frozen=True)
class Persona:
    """Someone who asks. `person` is None for a visitor, and for the hub working on a group's behalf."""

    name: str
    person: Person | None
    actor: Actor

    @property
    def browses(self) -> bool:
        """Whether this persona opens pages: the hub's own work does not."""
        return not isinstance(self.actor, OnBehalf)

    def client(self) -> Client:
        """A browser, signed in as they would be; a 500 is an answer, not an exception."""
        client = Client(raise_request_exception=False)
        if self.person is not None:
            client.force_login(self.person)
            request = HttpRequest()
            request.session = client.session
            record_authentication(request, self.person, "password")
            if self.actor.second_factor:
                record_authentication(request, self.person, "mfa", type="totp")
            request.session.save()
        return client


@dataclass(frozen=True)
class Organisations:
    """The organisations that the personas belong to."""

    verified: Organisation
    neighbour: Organisation
    unverified: Organisation
    lapsed: Organisation
    suspended: Organisation
    school: Organisation
    steward: Organisation


def make_organisations() -> Organisations:
    """All verified at first, and able to post; `settle` makes of them what they are called."""
    return Organisations(
        verified=OrganisationFactory(
            name="Heathfield Families", slug="heathfield", place=make_place(withheld=True, **HIDDEN_ADDRESS)
        ),
        neighbour=OrganisationFactory(name="Silver Street Singers", slug="singers", place=make_place()),
        unverified=OrganisationFactory(name="Marmalade Drop-in", slug="marmalade", place=make_place()),
        lapsed=OrganisationFactory(name="Poplar Road Play", slug="poplar", place=make_place()),
        suspended=OrganisationFactory(
            name=SUSPENDED_NAME, slug="thistledown", place=make_place(withheld=True, street="3 Fennel Mews")
        ),
        school=OrganisationFactory(school=True, name="Grange Lane Primary School", slug="grange-lane"),
        steward=OrganisationFactory(steward=True, slug="childrens-quarter"),
    )


def settle(organisations: Organisations) -> None:
    """Take away what the unverified, lapsed and suspended groups had when they posted."""
    worse = {"unverified": {"unverified": True}, "lapsed": {"lapsed": True}, "suspended": {"suspended": True}}
    for name, trait in worse.items():
        organisation = getattr(organisations, name)
        bare = OrganisationFactory.build(**trait)
        for field in ("verified_until", "suspended_at", "suspension_reason"):
            setattr(organisation, field, getattr(bare, field))
        organisation.save()


def make_personas(organisations: Organisations) -> list[Persona]:
    """In the order of the matrix's columns."""
    both = (Role.CONTRIBUTOR, Role.MANAGER)
    members: dict[str, tuple[Organisation, tuple[Role, ...]]] = {
        "organiser": (organisations.verified, both),
        "neighbour": (organisations.neighbour, (Role.CONTRIBUTOR,)),
        "newgroup": (organisations.unverified, both),
        "lapsed": (organisations.lapsed, both),
        "suspended": (organisations.suspended, both),
        "closed": (organisations.verified, both),
        "office": (organisations.school, (Role.LETTINGS, Role.CONTRIBUTOR)),
        "caretaker": (organisations.school, (Role.CARETAKER,)),
        "dsl": (organisations.school, (Role.DSL,)),
        "head": (organisations.school, (Role.HEAD,)),
        "admin": (organisations.steward, (Role.ADMINISTRATOR,)),
        "admin-1": (organisations.steward, (Role.ADMINISTRATOR,)),
        "analyst": (organisations.steward, (Role.ANALYST,)),
        "privacy": (organisations.steward, (Role.PRIVACY,)),
    }
    parent = PersonFactory(name="Parent Quillfeather", email="parent@secret-mail.test")
    made = [Persona("visitor", None, VISITOR), _persona("parent", parent)]
    for name, (organisation, roles) in members.items():
        person = make_member(
            organisation, *roles, name=f"{name.title()} Quillfeather", email=f"{name}@secret-mail.test"
        )
        made.append(_persona(name, person))
    closed = next(persona.person for persona in made if persona.name == "closed")
    assert closed is not None
    closed.is_active = False
    closed.save()
    own_work = OnBehalf(organisation=organisations.verified.pk)
    return [*made, Persona("import", None, own_work)]


def _persona(name: str, person: Person) -> Persona:
    return Persona(name, person, acting(person, second_factor=name != "admin-1"))
