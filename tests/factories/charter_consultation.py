"""A steward with two administrators and the others who work for it, to prepare consultations."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.test import Client

from charter.models import Consultation, Version
from hub.people.actor import Actor
from hub.people.models import Organisation, Person, Role
from tests.factories.people import OrganisationFactory, PersonFactory, acting, make_member
from tests.personas import Persona

TEXT = """# What should we share?
Tell us what you think.

## Introduction
Please read [the part about halls](#halls).

## Sharing halls {#halls}
Area: 2
Halls stand empty at five.

### What is in the way
- The gate is locked at four.
- Nobody has the key.

### What would help
- One person to ask.

### Question 1 {#rate-halls}
Kind: rating
Area: 2
How important are halls?

### Question 1a {#halls-why}
Kind: open
Hint: In your own words.
What else is in the way?

## Training {#training}
Area: 4
We learn apart.

### Question 2a {#training-first}
Kind: yes-no-because
Should it come first?

### Question {#training-example}
Kind: example
Have you seen it work?
"""


def client_of(person: Person | None, *, second_factor: bool = True) -> Client:
    """A browser, signed in with the second factor; of a visitor where there is no person."""
    if person is None:
        return Client(raise_request_exception=False)
    return Persona("someone", person, acting(person, second_factor=second_factor)).client()


@dataclass
class Stewards:
    """The steward, who works for it, and a parent who does not."""

    steward: Organisation = field(default_factory=lambda: OrganisationFactory(steward=True))

    def __post_init__(self) -> None:
        self.admin = make_member(self.steward, Role.ADMINISTRATOR, email="admin@steward.test")
        self.second = make_member(self.steward, Role.ADMINISTRATOR, email="second@steward.test")
        self.analyst = make_member(self.steward, Role.ANALYST, email="analyst@steward.test")
        self.privacy = make_member(self.steward, Role.PRIVACY, email="privacy@steward.test")
        self.parent = PersonFactory(email="parent@people.test")

    @property
    def by(self) -> Actor:
        return acting(self.admin)

    @property
    def by_second(self) -> Actor:
        return acting(self.second)


def draft(consultation: Consultation) -> Version:
    """The version in preparation. Raises DoesNotExist."""
    return consultation.versions.get(published_at=None)
