"""What the hub knows of somebody: shown whole, saved as a file, deleted."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.access import NotAllowed
from hub.people.actions.account import delete_account
from hub.people.models import Invitation, Membership, Person, Role
from hub.people.subject_access import SECRETS, parts_of
from hub.privacy.register import PERSONAL
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.hub.people.accounts import (
    add_app,
    errors,
    letters,
    make_person,
    shown_now,
    sign_in,
    signed_in,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
PAGE, FILE, DELETE = "/account/data/", "/account/data/download/", "/account/delete/"
MembershipEvent = apps.get_model("people", "MembershipEvent")


def make_known() -> Person:
    """Somebody who has done things: a role and one that was taken away, an invitation got and one sent."""
    person = make_person()
    group = OrganisationFactory(name="Heathfield Families", slug="heathfield")
    make_member(group, Role.MANAGER, name="Somebody Else", email="else@people.test")
    for role in (Role.CONTRIBUTOR, Role.LETTINGS):
        person.memberships.create(organisation=group, role=role)
    person.memberships.filter(role=Role.LETTINGS).delete()
    for number, (email, maker) in enumerate(
        [("amina@people.test", None), ("secret-friend@people.test", person)]
    ):
        Invitation.objects.create(
            organisation=group,
            email=email,
            roles=[Role.CONTRIBUTOR],
            secret_hash=f"{number:064}",
            created_by=maker,
            expires_at=timezone.now() + timedelta(days=7),
        )
    return person


def client_of(person: Person) -> Client:
    client = Client(headers={"User-Agent": "Firefox Android"})
    sign_in(client, person.email)
    return client


def whole(client: Client) -> dict[str, list[dict[str, object]]]:
    answer = client.get(FILE)
    assert answer["Content-Disposition"] == 'attachment; filename="what-the-hub-knows.json"'
    return {part["model"]: part["rows"] for part in json.loads(answer.text)["parts"]}


def test_file_holds_every_row_that_names_them_and_history_too():
    person = make_known()
    found = whole(client_of(person))
    assert found["people.Person"][0]["name"] == "Amina Hollis"
    assert [row["role"] for row in found["people.Membership"]] == ["contributor"]
    assert [(row["pgh_label"], row["role"]) for row in found["people.MembershipEvent"]] == [
        ("delete", "lettings"),
        ("insert", "lettings"),
        ("insert", "contributor"),
    ]
    assert found["account.EmailAddress"][0]["email"] == "amina@people.test"
    assert found["usersessions.UserSession"][0]["user_agent"] == "Firefox on Android"
    invited = {row.get("email"): row for row in found["people.Invitation"]}
    assert invited["amina@people.test"]["organisation"]["name"] == "Heathfield Families"
    assert set(found) >= {"sessions.Session"}


def test_what_is_about_somebody_else_and_what_opens_a_door_is_held_back():
    person = make_known()
    add_app(person)
    client = Client()
    sign_in(client)
    client.post(
        "/account/sign-in/second-step/",
        {"code": shown_now(Authenticator.objects.get(type="totp").data["secret"])},
    )
    answer = client.get(FILE)
    secrets = [
        "secret-friend",
        "else@people.test",
        "Somebody Else",
        person.password,
        Authenticator.objects.get(type="totp").data["secret"],
        Session.objects.get().session_key,
        "0" * 63,
    ]
    page = client.get(PAGE)
    for text in (answer.text, page.text):
        assert [secret for secret in secrets if secret in text] == []
    rows = {part["model"]: part["rows"] for part in json.loads(answer.text)["parts"]}
    sent = next(row for row in rows["people.Invitation"] if row.get("created_by") == person.pk)
    assert sent["held_back"]["email"].startswith("About somebody else: held back")
    assert rows["mfa.Authenticator"][0]["held_back"] == {"data": "Not shown: it opens your account."}


def test_nobody_elses_rows_are_in_it():
    make_known()
    other = make_person("other@people.test", name="Quite Another")
    text = client_of(other).get(FILE).text
    assert "amina" not in text.lower()
    assert "Heathfield" not in text


def test_every_model_with_a_key_to_a_person_is_looked_into():
    """A new model that names people is in the file without anybody thinking of it."""
    person = make_known()
    named = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if model._meta.managed
        and not model._meta.proxy
        and isinstance(field, models.ForeignKey)
        and field.related_model is Person
    }
    assert len(named) >= 8
    assert {label for label in named if not any(one == label for one, _ in PERSONAL)} == set()
    assert {one for one in SECRETS if one not in PERSONAL} == set()
    labels = {part.model._meta.label for part in parts_of(person)}
    assert labels >= {"people.Person", "people.Membership", "people.MembershipEvent", "people.Invitation"}


def test_page_says_why_each_thing_is_kept_and_cuts_long_lists():
    person = make_known()
    group = OrganisationFactory()
    for _ in range(6):
        person.memberships.create(organisation=group, role=Role.CONTRIBUTOR)
        person.memberships.filter(organisation=group).delete()
    client = client_of(person)
    page = read(client.get(PAGE))
    assert page.said("h1") == "What the hub knows of you"
    parts = {one.said("summary").rpartition(" (")[0]: one for one in page.all("details")}
    history = parts["History: memberships"]
    assert "To know who may act for an organisation, and who did" in history.text
    assert "Kept six years after it ends." in history.text
    assert len(history.all("div.card")) == 10
    assert "The newest 10 of 15." in history.text
    assert len(whole(client)["people.MembershipEvent"]) == 15


def test_number_of_queries_does_not_grow_with_the_rows():
    person = make_known()
    client = client_of(person)

    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            assert client.get(PAGE).status_code == 200
        return len(made)

    # Of each kind of row there is one before it is counted.
    person.memberships.create(organisation=OrganisationFactory(), role=Role.CONTRIBUTOR)
    asked()
    one = asked()
    for _ in range(30):
        person.memberships.create(organisation=OrganisationFactory(), role=Role.CONTRIBUTOR)
    assert asked() == one


def test_file_and_deleting_are_asked_for_again_and_reading_is_not():
    person = make_known()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = client_of(person)
        clock.shift(timedelta(minutes=11))
        assert client.get(FILE)["Location"].startswith("/account/again/?next=")
        assert client.get(DELETE)["Location"].startswith("/account/again/?next=")
        assert client.post(DELETE, {"sure": "on"})["Location"].startswith("/account/again/?next=")
        assert client.get(PAGE).status_code == 200
    assert Person.objects.filter(pk=person.pk).exists()


def test_account_is_deleted_with_all_that_opens_it_and_what_stays_keeps_a_number():
    person = make_known()
    number = person.pk
    phone, client = client_of(person), client_of(person)
    page = read(client.get(DELETE))
    assert "What goes at once" in page.text
    assert "History: memberships (3) To know who may act for an organisation, and who did." in page.text
    assert errors(client.post(DELETE)) == [
        "Delete my account. I know that it can’t be brought back. – Tick this to delete your account."
    ]
    answer = client.post(DELETE, {"sure": "on"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/deleted/")
    assert read(client.get("/account/deleted/")).said("h1") == "Your account is deleted"
    assert [signed_in(one) for one in (phone, client)] == [False, False]
    assert not Person.objects.filter(pk=number).exists()
    gone = (EmailAddress, UserSession, Authenticator, Membership)
    assert [
        model.objects.filter(**{"person" if model is Membership else "user": number}).count()
        for model in gone
    ] == [0, 0, 0, 0]
    assert Session.objects.count() == 0
    assert list(MembershipEvent.objects.filter(person=number).values_list("pgh_label", flat=True)) == [
        "insert",
        "insert",
        "delete",
        "delete",
    ]
    assert Invitation.objects.get(email="secret-friend@people.test").created_by is None
    (letter,) = letters("amina@people.test")
    assert (letter.subject, letter.recipient) == ("Your account is deleted", None)
    assert sign_in(Client()).status_code == 200


def test_last_manager_hands_over_first():
    person = make_person()
    group = OrganisationFactory(name="Lone Group", slug="lone-group")
    person.memberships.create(organisation=group, role=Role.MANAGER)
    client = client_of(person)
    page = read(client.get(DELETE))
    assert [one.text for one in page.one("div.notice-warn").all("a")] == [
        "ask whoever runs the hub",
        "Lone Group",
    ]
    assert page.all("form", action=DELETE) == []
    answer = client.post(DELETE, {"sure": "on"})
    assert answer.status_code == 200
    assert read(answer).one("div.notice-warn").said("h2") == "Hand over first"
    assert signed_in(client)
    make_member(group, Role.MANAGER)
    assert client.post(DELETE, {"sure": "on"})["Location"] == "/account/deleted/"


def test_manager_whose_account_is_closed_looks_after_nothing():
    person = make_person()
    group = OrganisationFactory()
    person.memberships.create(organisation=group, role=Role.MANAGER)
    make_member(group, Role.MANAGER, is_active=False)
    with pytest.raises(ValidationError, match="Nobody else looks after this"):
        delete_account(person.pk, by=acting(person))


def test_nobody_deletes_anybody_else():
    person, other = make_person(), make_person("other@people.test")
    with pytest.raises(NotAllowed):
        delete_account(person.pk, by=acting(other))
    assert Person.objects.count() == 2
