"""Who the demo people are and what they may do. Every name is invented."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from hub.local.demo.schools import STEWARD
from hub.people.demo import DEMO_PASSWORD, DEMO_PEOPLE
from hub.people.models import Membership, Organisation, Person, Role

SCHOOL = "copperbeech-lane-primary"
NAMES = {
    "parent@demo.test": "Robin Fernsby",
    "organiser@demo.test": "Amina Tolliver",
    "newgroup@demo.test": "Pip Moonstone",
    "office@demo.test": "Carol Whitlock",
    "caretaker@demo.test": "Desmond Oake",
    "dsl@demo.test": "Priya Hartnell",
    "head@demo.test": "Joan Applegarth",
    "admin@demo.test": "Samir Quill",
    "deputy@demo.test": "Tilda Marchbank",
    "analyst@demo.test": "Wren Abbott",
    "privacy@demo.test": "Magda Lisle",
}
ROLES: dict[str, tuple[str, tuple[Role, ...]]] = {
    "organiser@demo.test": ("puddle-hoppers", (Role.MANAGER, Role.CONTRIBUTOR)),
    "newgroup@demo.test": ("moonpenny-puppets", (Role.MANAGER, Role.CONTRIBUTOR)),
    "office@demo.test": (SCHOOL, (Role.MANAGER, Role.LETTINGS, Role.CONTRIBUTOR)),
    "caretaker@demo.test": (SCHOOL, (Role.CARETAKER,)),
    "dsl@demo.test": (SCHOOL, (Role.DSL,)),
    "head@demo.test": (SCHOOL, (Role.HEAD,)),
    # Nobody decides about what their own organisation posts: of the steward's, this one does.
    "admin@demo.test": (STEWARD.slug, (Role.ADMINISTRATOR,)),
    "deputy@demo.test": (STEWARD.slug, (Role.MANAGER, Role.ADMINISTRATOR)),
    "analyst@demo.test": (STEWARD.slug, (Role.ANALYST,)),
    "privacy@demo.test": (STEWARD.slug, (Role.PRIVACY,)),
}
CHECKER = "admin@demo.test"


def load_people(organisations: dict[str, Organisation]) -> dict[str, Person]:
    """The demo people by e-mail address. Those not there yet are made, and given their roles."""
    people = {person.email: person for person in Person.objects.filter(email__in=NAMES)}
    missing = [email for email, _what in DEMO_PEOPLE if email not in people]
    if not missing:
        return people
    # One hash serves all: working it out ten times would take seconds and protect nobody.
    password = make_password(DEMO_PASSWORD)
    made = Person.objects.bulk_create(
        Person(email=email, name=NAMES[email], password=password) for email in missing
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in made
    )
    Membership.objects.bulk_create(
        Membership(person=person, organisation=organisations[slug], role=role)
        for person in made
        if person.email in ROLES
        for slug, roles in [ROLES[person.email]]
        for role in roles
    )
    return people | {person.email: person for person in made}
