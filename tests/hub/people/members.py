"""What the tests of roles, invitations, checks and suspension share."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.http import HttpResponse
from django.test import Client

from hub.notices.models import Message
from hub.people.models import Membership, Organisation, Person, Role
from tests.factories.people import OrganisationFactory, acting, make_administrator, make_member
from tests.pages import Element, read
from tests.personas import Persona

NUMBER = "a%d@people.test"


def signed_in(person: Person, *, second_factor: bool = True) -> Client:
    """A browser in which somebody signed in a moment ago, with a second step or without."""
    return Persona("someone", person, acting(person, second_factor=second_factor)).client()


def group(**given: Any) -> Organisation:
    """Heathfield Families, at /groups/heathfield/."""
    made: Organisation = OrganisationFactory(**{"name": "Heathfield Families", "slug": "heathfield", **given})
    return made


def manager(organisation: Organisation, name: str = "Amina Hollis", *roles: Role) -> Person:
    """Somebody who looks after it, whose address is shown to be theirs."""
    return member(organisation, name, Role.MANAGER, *roles)


def member(organisation: Organisation, name: str, *roles: Role) -> Person:
    """Somebody with roles, whose address is shown to be theirs."""
    email = f"{name.split()[0].lower()}@people.test"
    made = make_member(organisation, *roles, name=name, email=email)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    return made


def administrator() -> Person:
    """Samir Quill, who runs the hub."""
    made = Person.objects.get(pk=make_administrator().id)
    Person.objects.filter(pk=made.pk).update(name="Samir Quill", email="samir@people.test")
    made.refresh_from_db()
    return made


def roles_of(person: Person, organisation: Organisation) -> set[str]:
    """What somebody does there now."""
    rows = Membership.objects.filter(person=person, organisation=organisation)
    return set(rows.values_list("role", flat=True))


def notices(kind: str) -> list[tuple[str, str]]:
    """The messages of one kind in the outbox: to whom, and the subject, in the order of the addresses."""
    return sorted(Message.objects.filter(kind=kind).values_list("address", "subject"))


def told(response: HttpResponse) -> list[str]:
    """What the page says happened."""
    return [one.text for one in read(response).all("div.notice", role="status")]


def errors(response: HttpResponse) -> list[str]:
    """The error summary's lines."""
    return [one.text for one in read(response).one("div.errors").all("li")]


def rows(table: Element) -> list[list[str]]:
    """The cells of a table's body."""
    body = table.one("tbody")
    return [[cell.text for cell in row if cell.name in ("th", "td")] for row in body.all("tr")]
