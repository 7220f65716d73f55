"""What the tests of moderation stand on: a small world, its people as browsers, and the outbox."""

from dataclasses import dataclass, field

from django.test import Client

from hub.notices.models import Message
from hub.people.actor import Actor
from hub.people.models import Organisation, Person, Role
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.personas import Persona


def client_of(person: Person | None, *, second_factor: bool = True) -> Client:
    """A browser, signed in with the second factor; of a visitor where there is no person."""
    if person is None:
        return Client(raise_request_exception=False)
    return Persona("someone", person, acting(person, second_factor=second_factor)).client()


@dataclass
class World:
    """A new group with two who post for it and one who looks after the site; a steward with two to decide."""

    group: Organisation = field(default_factory=lambda: OrganisationFactory(name="Puddle Hoppers"))
    steward: Organisation = field(default_factory=lambda: OrganisationFactory(steward=True))

    def __post_init__(self) -> None:
        self.organiser = make_member(self.group, Role.CONTRIBUTOR, email="organiser@group.test")
        self.manager = make_member(self.group, Role.MANAGER, email="manager@group.test")
        self.keyholder = make_member(self.group, Role.DSL, email="dsl@group.test")
        self.moderator = make_member(
            self.steward, Role.ADMINISTRATOR, name="Samir Quill", email="moderator@steward.test"
        )
        self.second = make_member(
            self.steward, Role.ADMINISTRATOR, name="Wren Abbott", email="second@steward.test"
        )

    @property
    def posts(self) -> Actor:
        return acting(self.organiser)

    @property
    def decides(self) -> Actor:
        return acting(self.moderator)

    @property
    def decides_too(self) -> Actor:
        return acting(self.second)


def letters(kind: str = "") -> list[tuple[str, str]]:
    """Kind and address of every message written, in order of address; with a kind, only of that one."""
    found = Message.objects.filter(kind=kind) if kind else Message.objects.all()
    return sorted(found.values_list("kind", "address"))


BOTH = ["manager@group.test", "organiser@group.test"]


def told(kind: str) -> list[str]:
    """To whom messages of a kind were written."""
    return [address for _kind, address in letters(kind)]
