"""What the database refuses about people, organisations, memberships and verifications."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

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
from hub.people.models.membership import STEWARD_ROLES
from tests.factories.people import (
    InvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    VerificationFactory,
    make_member,
    today,
)
from tests.refusals import constraints_of, refused_by, triggers_of

pytestmark = pytest.mark.django_db

ATTEMPTS = {
    "organisation_sort_fits_kind": lambda: OrganisationFactory(kind=Kind.GROUP, sort=Sort.PRIMARY),
    "organisation_urn_is_a_schools": lambda: OrganisationFactory(kind=Kind.GROUP, school_urn="103456"),
    "people_organisation_slug_key": lambda: [OrganisationFactory(slug="same") for _ in range(2)],
    "membership_once": lambda: [
        Membership.objects.create(person=person, organisation=organisation, role=Role.DSL)
        for person, organisation in [(PersonFactory(), OrganisationFactory())] * 2
    ],
    "membership_role_known": lambda: MembershipFactory(role="owner"),
    "person_email_once": lambda: [
        PersonFactory(email=email) for email in ("anna@people.test", "Anna@People.test")
    ],
    "organisation_urn_is_six_digits": lambda: OrganisationFactory(school=True, school_urn="12345"),
    "organisation_offers_are_known": lambda: OrganisationFactory(offers=["bouncy-castles"]),
    "organisation_suspended_with_reason": lambda: OrganisationFactory(suspended_at=timezone.now()),
    "organisation_one_steward": lambda: [OrganisationFactory(steward=True) for _ in range(2)],
    "people_invitation_secret_hash_key": lambda: [
        InvitationFactory(secret_hash="a" * 64, organisation=OrganisationFactory()) for _ in range(2)
    ],
    "invitation_open_once": lambda: [
        InvitationFactory(organisation=organisation, email=email)
        for organisation in [OrganisationFactory()]
        for email in ("anna@people.test", "Anna@People.test")
    ],
    "invitation_ends_once": lambda: InvitationFactory(accepted=True, revoked=True),
    "invitation_has_known_roles": lambda: InvitationFactory(roles=["emperor"]),
    "invitation_expires_later": lambda: InvitationFactory(expires_at=timezone.now() - timedelta(days=1)),
    "verification_complete": lambda: VerificationFactory(outcome=Outcome.REFUSED, expires_on=None, reason=""),
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_constraint_refuses(name):
    assert refused_by(ATTEMPTS[name]) == name


def test_every_constraint_and_trigger_has_its_attempt():
    assert set(ATTEMPTS) == set(constraints_of("people"))
    assert triggers_of("people") == {
        "invitation_offers_what_it_offered",
        "kind_is_kept",
        "somebody_stays_manager",
        "steward_roles_at_the_steward",
        "verification_is_kept",
    }


@pytest.mark.parametrize("change", [str.upper, str.title, str.swapcase])
def test_email_is_one_whatever_its_case_also_after_a_change(change):
    one, other = PersonFactory(email="jo.bright@people.test"), PersonFactory()
    again = change(one.email)
    assert refused_by(lambda: Person.objects.filter(pk=other.pk).update(email=again)) == "person_email_once"
    assert Person.objects.get_by_natural_key(again) == one


@pytest.mark.parametrize("kind", [Kind.GROUP, Kind.SCHOOL])
@pytest.mark.parametrize("role", STEWARD_ROLES)
def test_role_of_the_steward_is_refused_anywhere_else(role, kind):
    organisation = OrganisationFactory(school=kind == Kind.SCHOOL)
    person = PersonFactory()
    words = f"only the steward has the role {role.value}"
    assert refused_by(lambda: MembershipFactory(organisation=organisation, role=role)) == words
    assert (
        refused_by(
            lambda: Membership.objects.bulk_create(
                [Membership(person=person, organisation=organisation, role=role)]
            )
        )
        == words
    )
    plain = MembershipFactory(organisation=organisation)
    assert refused_by(lambda: Membership.objects.filter(pk=plain.pk).update(role=role)) == words


def test_role_of_the_steward_cannot_be_carried_to_another_organisation():
    steward, group = OrganisationFactory(steward=True), OrganisationFactory()
    held = MembershipFactory(organisation=steward, role=Role.ADMINISTRATOR)
    assert (
        refused_by(lambda: Membership.objects.filter(pk=held.pk).update(organisation=group))
        == "only the steward has the role administrator"
    )


@pytest.mark.parametrize("role", STEWARD_ROLES)
def test_steward_has_its_roles(role):
    assert make_member(OrganisationFactory(steward=True), role).memberships.get().role == role


@pytest.mark.parametrize(
    "given",
    [
        {"outcome": Outcome.VERIFIED, "expires_on": None},
        {"outcome": Outcome.VERIFIED, "expires_on": today()},
        {"outcome": Outcome.VERIFIED, "expires_on": today() - timedelta(days=1)},
        {"outcome": Outcome.REFUSED, "reason": "", "expires_on": None},
        {"outcome": Outcome.REFUSED, "reason": "Nobody answers.", "expires_on": today() + timedelta(days=9)},
        {"outcome": "perhaps"},
    ],
)
def test_verification_holds_for_a_time_and_a_refusal_says_why(given):
    assert refused_by(lambda: VerificationFactory(**given)) == "verification_complete"


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": Outcome.REFUSED, "reason": "x", "expires_on": None},
        {"checked": "Everything."},
        {"reason": "Because."},
        {"decided_on": today() - timedelta(days=3)},
        {"expires_on": today() + timedelta(days=9000)},
    ],
)
def test_verification_stays_as_it_was_decided(change):
    made = VerificationFactory()
    words = refused_by(lambda: Verification.objects.filter(pk=made.pk).update(**change))
    assert "Cannot update rows from people_verification table" in words
    assert Verification.objects.get(pk=made.pk).checked == made.checked


def test_verification_cannot_be_given_to_another_organisation():
    made, other = VerificationFactory(), OrganisationFactory()
    words = refused_by(lambda: Verification.objects.filter(pk=made.pk).update(organisation=other))
    assert "Cannot update rows" in words


@pytest.mark.parametrize(
    "change",
    [
        {"email": "other@people.test"},
        {"roles": [Role.DSL]},
        {"secret_hash": "b" * 64},
        {"expires_at": timezone.now() + timedelta(days=900)},
    ],
)
def test_invitation_offers_what_it_offered(change):
    made = InvitationFactory()
    words = refused_by(lambda: Invitation.objects.filter(pk=made.pk).update(**change))
    assert "Cannot update rows from people_invitation table" in words


def test_invitation_offers_something():
    assert refused_by(lambda: InvitationFactory(roles=[])) == "invitation_has_known_roles"


def test_kind_of_an_organisation_is_kept():
    made = OrganisationFactory()
    rows = Organisation.objects.filter(pk=made.pk)
    words = refused_by(lambda: rows.update(kind=Kind.SCHOOL, sort=Sort.PRIMARY))
    assert "Cannot update rows from people_organisation table" in words


@pytest.mark.parametrize(
    "go",
    [
        lambda held: held.delete(),
        lambda held: held.update(role=Role.DSL),
        lambda held: held.update(organisation=OrganisationFactory()),
        lambda held: held.get().person.delete(),
    ],
)
def test_organisation_keeps_a_manager_until_it_goes_itself(go):
    member = make_member(OrganisationFactory(), Role.MANAGER)
    held = Membership.objects.filter(person=member)

    def gone() -> None:
        go(held)
        # As the end of the transaction does.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert refused_by(gone) == "organisation_keeps_a_manager"
    assert held.exists()
    # With the organisation its roles go too.
    held.get().organisation.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not held.exists()


def test_person_who_decided_may_be_erased_and_the_decision_stays():
    made = VerificationFactory(decided_by=PersonFactory())
    made.decided_by.delete()
    kept = Verification.objects.get(pk=made.pk)
    assert (kept.decided_by, kept.checked) == (None, made.checked)


def test_person_is_erased_with_their_roles_and_the_organisation_stays():
    member = make_member(OrganisationFactory(), Role.CONTRIBUTOR)
    member.delete()
    assert (Membership.objects.count(), Organisation.objects.count()) == (0, 1)
