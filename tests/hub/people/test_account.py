"""Signing in and out by password, what goes wrong on the way, and one's own account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.people.models import Person, Role
from tests.factories.people import OrganisationFactory, make_member
from tests.hub.people.accounts import (
    ACCOUNT,
    SIGN_IN,
    TOO_OFTEN,
    WRONG,
    errors,
    make_person,
    sign_in,
    signed_in,
)
from tests.pages import facts_of, read

pytestmark = pytest.mark.django_db


def test_sign_in_leads_to_the_account_with_a_careful_cookie():
    make_person()
    client = Client()
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, ACCOUNT)
    cookie = response.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert signed_in(client)


def test_staying_signed_in_lasts_two_weeks():
    make_person()
    cookie = sign_in(Client(), remember="on").cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == 60 * 60 * 24 * 14


@pytest.mark.parametrize("email", ["AMINA@People.TEST", "  amina@people.test "])
def test_address_is_known_however_it_is_written(email):
    make_person()
    assert sign_in(Client(), email).status_code == 302


def bare(response: HttpResponse) -> str:
    """A page without what differs each time."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)
    return text.replace(response["X-Request-ID"], "")


def test_wrong_password_and_unknown_address_are_answered_alike():
    make_person()
    wrong, unknown = sign_in(Client(), password="wrong"), sign_in(Client(), "nobody@people.test")
    assert wrong.status_code == unknown.status_code == 200
    assert errors(wrong) == errors(unknown) == [WRONG]
    assert bare(wrong) == bare(unknown).replace("nobody@people.test", "amina@people.test")
    page = read(wrong)
    assert page.one("input", name="login").attributes["value"] == "amina@people.test"
    assert "value" not in page.one("input", name="password").attributes
    assert page.said("title").startswith("Error: Sign in")


@pytest.mark.parametrize("given", [{}, {"login": "amina"}, {"login": "x" * 10_000, "password": "y" * 10_000}])
def test_half_a_form_is_asked_for_again(given):
    response = Client().post(SIGN_IN, given)
    assert response.status_code == 200
    assert errors(response) != []


def test_guessing_a_password_is_stopped_for_a_while():
    make_person()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        said = [errors(sign_in(Client(), password=f"guess {number}")) for number in range(7)]
        assert said == [[WRONG]] * 5 + [[TOO_OFTEN]] * 2
        # The right one neither, so that guessing on tells nothing.
        assert errors(sign_in(Client())) == [TOO_OFTEN]
        clock.shift(timedelta(minutes=5, seconds=1))
        assert sign_in(Client()).status_code == 302


def test_asking_too_often_from_one_place_gets_a_page_to_wait_on():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        answers = [sign_in(Client(), f"nobody{number}@people.test") for number in range(31)]
        assert [answer.status_code for answer in answers] == [200] * 30 + [429]
        page = read(answers[-1])
        assert page.said("h1") == "Please wait a little"
        assert "Wait five minutes, then try again." in page.text
        assert f"{answers[-1]['X-Request-ID']}" in page.text
        # Elsewhere the hub goes on.
        assert Client().get("/").status_code == 200
        clock.shift(timedelta(minutes=1, seconds=1))
        assert sign_in(Client(), "nobody@people.test").status_code == 200


@pytest.mark.parametrize(
    ("following", "leads_to"),
    [
        ("/groups/?kind=school", "/groups/?kind=school"),
        ("", ACCOUNT),
        ("https://evil.example/", ACCOUNT),
        ("//evil.example/", ACCOUNT),
        ("/\\evil.example/", ACCOUNT),
        ("javascript:alert(1)", ACCOUNT),
        ("http:///evil.example", ACCOUNT),
    ],
)
def test_after_signing_in_one_goes_on_but_never_elsewhere(following, leads_to):
    make_person()
    client = Client()
    page = read(client.get(SIGN_IN, {"next": following}))
    hidden = [one.attributes["value"] for one in page.all("input", name="next")]
    # Each way of signing in leads there.
    assert hidden == ([following] * 2 if following else [])
    response = sign_in(client, next=following)
    assert (response.status_code, response["Location"]) == (302, leads_to)


def test_page_for_oneself_asks_to_sign_in_first_and_comes_back():
    make_person()
    client = Client()
    first = client.get(ACCOUNT)
    assert (first.status_code, first["Location"]) == (302, f"{SIGN_IN}?next=/account/")
    page = read(client.get(first["Location"]))
    response = sign_in(client, next=page.all("input", name="next")[0].attributes["value"])
    assert response["Location"] == ACCOUNT


def test_someone_signed_in_is_not_asked_again():
    make_person()
    client = Client()
    sign_in(client)
    response = client.get(SIGN_IN, {"next": "/groups/"})
    assert (response.status_code, response["Location"]) == (302, "/groups/")


def test_signing_out_is_asked_first_and_then_done():
    make_person()
    client = Client()
    sign_in(client)
    old = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert read(client.get("/account/sign-out/")).said("h1") == "Sign out?"
    assert signed_in(client)
    response = client.post("/account/sign-out/")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert not signed_in(client)
    # The cookie kept by somebody else opens nothing either.
    client.cookies[settings.SESSION_COOKIE_NAME] = old
    assert not signed_in(client)
    assert "Amina Hollis" not in client.get("/").text


def test_closed_account_does_not_open():
    make_person(is_active=False)
    client = Client()
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/account/closed/")
    assert read(client.get("/account/closed/")).said("h1") == "This account is closed"
    assert not signed_in(client)


def test_account_closed_while_signed_in_is_closed_at_once():
    person = make_person()
    client = Client()
    sign_in(client)
    assert signed_in(client)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert not signed_in(client)


def test_account_says_who_one_is_and_what_one_does_where():
    person = make_person()
    for name, roles in (("Zebra Club", [Role.CONTRIBUTOR]), ("Acorn Row", [Role.MANAGER, Role.CONTRIBUTOR])):
        organisation = OrganisationFactory(name=name, slug=name.split()[0].lower())
        for role in roles:
            person.memberships.create(organisation=organisation, role=role)
        make_member(
            organisation, Role.MANAGER, name="Somebody Else", email=f"{organisation.slug}@people.test"
        )
    client = Client()
    sign_in(client)
    page = read(client.get(ACCOUNT))
    assert [(row.said("a"), row.said("span")) for row in page.one("ul.checks").all("li")] == [
        ("Acorn Row", "Posts what is on · Looks after the organisation’s page and people"),
        ("Zebra Club", "Posts what is on"),
    ]
    facts = facts_of(page.one("aside"))
    assert (facts["Name"], facts["E-mail"]) == ("Amina Hollis", "amina@people.test")
    assert "Somebody Else" not in page.text
    assert page.one("form", action="/account/sign-out/").attributes["method"] == "post"


def test_account_of_someone_who_belongs_nowhere():
    make_person()
    client = Client()
    sign_in(client)
    assert "You belong to no school or group yet." in read(client.get(ACCOUNT)).text


def test_account_is_kept_by_no_cache():
    make_person()
    client = Client()
    sign_in(client)
    assert {"no-store", "private"} <= set(client.get(ACCOUNT)["Cache-Control"].split(", "))


def test_number_of_queries_does_not_grow_with_the_roles():
    person = make_person()
    client = Client()
    sign_in(client)

    def asked() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as made:
            assert client.get(ACCOUNT).status_code == 200
        return len(made)

    person.memberships.create(organisation=OrganisationFactory(), role=Role.CONTRIBUTOR)
    asked()
    one = asked()
    for _ in range(30):
        person.memberships.create(organisation=OrganisationFactory(), role=Role.CONTRIBUTOR)
    assert (one, asked()) == (one, one)
    assert one <= 16


def test_again_is_asked_of_who_is_signed_in_alone():
    assert Client().get("/account/again/")["Location"] == f"{SIGN_IN}?next=/account/again/"
    make_person()
    client = Client()
    sign_in(client)
    assert read(client.get("/account/again/")).said("h1") == "Show us it is you"


def test_name_is_changed_and_an_empty_or_endless_one_is_not():
    person = make_person()
    client = Client()
    sign_in(client)
    for name in ("", "   ", "x" * 101):
        answer = client.post("/account/name/", {"name": name})
        assert (answer.status_code, len(errors(answer))) == (200, 1)
    answer = client.post("/account/name/", {"name": "Amina O’Hollis"})
    assert (answer.status_code, answer["Location"]) == (302, ACCOUNT)
    page = read(client.get(ACCOUNT))
    assert facts_of(page.one("aside"))["Name"] == "Amina O’Hollis"
    assert "Your name is changed." in page.text
    person.refresh_from_db()
    assert person.name == "Amina O’Hollis"
