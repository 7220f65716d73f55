"""Accounts, schools, groups, the steward, and who does what for whom."""

from datetime import date, timedelta
from functools import cache

import factory
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import timezone
from factory.django import DjangoModelFactory

from hub.people.actor import Actor
from hub.people.models import (
    Invitation,
    Kind,
    Membership,
    Organisation,
    Outcome,
    Person,
    Role,
    Sort,
    Verification,
)

PASSWORD = "three-blue-kettles"
GIVEN = ("Amina", "Bethan", "Callum", "Devika", "Edwin", "Farida", "Gwen", "Hamza", "Iris", "Jovan")
FAMILY = ("Hollis", "Okwuosa", "Brightwell", "Sandhar", "Pettigrove", "Marlowe-Khan", "Quainton")
GROUPS = ("Heathfield Families", "Wheels for All Heath", "Silver Street Singers", "Poplar Road Play")
SCHOOLS = ("Grange Lane Primary School", "Highbrook Secondary School", "Little Acorns Nursery School")


@cache
def hashed() -> str:
    """PASSWORD as it is stored, with one round of hashing instead of a million."""
    return PBKDF2PasswordHasher().encode(PASSWORD, "pinchofsalt", iterations=1)


def today() -> date:
    """Today in London."""
    return timezone.localdate()


class PersonFactory(DjangoModelFactory[Person]):
    """An adult with an account; signs in with PASSWORD."""

    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"{GIVEN[n % len(GIVEN)]} {FAMILY[n % len(FAMILY)]}")
    email = factory.Sequence(lambda n: f"{GIVEN[n % len(GIVEN)].lower()}.{n}@people.test")
    password = factory.LazyFunction(hashed)


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """A community group, verified for another year."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"{GROUPS[n % len(GROUPS)]} {n}")
    slug = factory.Sequence(lambda n: f"organisation-{n}")
    kind = Kind.GROUP
    sort = Sort.PLAY
    summary = "Things to do together for families with small children."
    verified_until = factory.LazyFunction(lambda: today() + timedelta(days=365))

    class Params:
        school = factory.Trait(
            kind=Kind.SCHOOL,
            sort=Sort.PRIMARY,
            name=factory.Sequence(lambda n: f"{SCHOOLS[n % len(SCHOOLS)]} {n}"),
            school_urn=factory.Sequence(lambda n: f"{900000 + n}"),
        )
        steward = factory.Trait(kind=Kind.STEWARD, sort=Sort.STEWARD, name="Children’s Quarter")
        unverified = factory.Trait(verified_until=None)
        lapsed = factory.Trait(verified_until=factory.LazyFunction(lambda: today() - timedelta(days=1)))
        suspended = factory.Trait(
            suspended_at=factory.LazyFunction(timezone.now), suspension_reason="It is not a group at all."
        )


class MembershipFactory(DjangoModelFactory[Membership]):
    """One role of one person in one organisation."""

    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.CONTRIBUTOR


class VerificationFactory(DjangoModelFactory[Verification]):
    """A check by the steward that found what it looked for."""

    class Meta:
        model = Verification

    organisation = factory.SubFactory(OrganisationFactory)
    outcome = Outcome.VERIFIED
    checked = "Who runs it, its constitution, and that its contact answers."
    decided_on = factory.LazyFunction(today)
    expires_on = factory.LazyFunction(lambda: today() + timedelta(days=365))


class InvitationFactory(DjangoModelFactory[Invitation]):
    """An open invitation to post for an organisation. Nobody has its link."""

    class Meta:
        model = Invitation

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"invited.{n}@people.test")
    roles = factory.LazyFunction(lambda: [Role.CONTRIBUTOR.value])
    secret_hash = factory.Sequence(lambda n: f"{n:064x}")
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))

    class Params:
        accepted = factory.Trait(accepted_at=factory.LazyFunction(timezone.now))
        revoked = factory.Trait(revoked_at=factory.LazyFunction(timezone.now))


def make_member(organisation: Organisation, *roles: Role, **person: object) -> Person:
    """A new person with these roles in an organisation."""
    member: Person = PersonFactory(**person)
    for role in roles:
        MembershipFactory(person=member, organisation=organisation, role=role)
    return member


def acting(person: Person, *, second_factor: bool = True) -> Actor:
    """A person as the actor of a request in which they proved who they are twice, or only once."""
    return Actor(id=person.pk, second_factor=second_factor, name=str(person))


def make_administrator() -> Actor:
    """An administrator at the steward; the steward is made if it is not there."""
    steward = Organisation.objects.filter(kind=Kind.STEWARD).first() or OrganisationFactory(steward=True)
    return acting(make_member(steward, Role.ADMINISTRATOR))
