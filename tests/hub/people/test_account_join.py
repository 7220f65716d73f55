"""Making an account: who may, whose address it is, and that nobody learns who has one."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from hub.people.models import Person
from tests.factories.people import PASSWORD
from tests.hub.people.accounts import (
    ACCOUNT,
    ADDRESS_PAGE,
    JOIN,
    NEW,
    WRONG_CODE,
    code_in,
    errors,
    letters,
    make_person,
    sign_in,
    signed_in,
    subjects,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
EMAIL = "bethan@people.test"
FORM = {"email": EMAIL, "name": "Bethan Okwuosa", "password1": NEW, "adult": "on"}


def join(client: Client, **changed: str) -> HttpResponse:
    given = {name: value for name, value in {**FORM, **changed}.items() if value}
    return client.post(JOIN, given)


def type_in(client: Client, code: str, page: str = ADDRESS_PAGE) -> HttpResponse:
    return client.post(page, {"code": code, "action": "verify"})


def bare(response: HttpResponse) -> str:
    page = read(response)
    for one in page.all("input", name="csrfmiddlewaretoken"):
        one.attributes.clear()
    return page.text


def test_newcomer_joins_with_a_code_and_gets_where_they_were_going():
    client = Client()
    wanted = "/organisations/new/?kind=group"
    page = read(client.get(JOIN, {"next": wanted}))
    assert page.one("input", name="next").attributes["value"] == wanted
    answer = join(client, next=wanted)
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS_PAGE)
    assert not signed_in(client)
    page = read(client.get(ADDRESS_PAGE))
    assert (page.said("h1"), page.said("b")) == ("Is this your address?", EMAIL)
    (letter,) = letters(EMAIL)
    assert (letter.subject, letter.secret) == ("Your code to join", True)
    answer = type_in(client, code_in(letter).lower().replace("-", " "))
    assert (answer.status_code, answer["Location"]) == (302, wanted)
    person = Person.objects.get(email=EMAIL)
    assert (person.name, person.check_password(NEW)) == ("Bethan Okwuosa", True)
    assert timezone.now() - person.adult_stated_at < timedelta(minutes=1)
    assert EmailAddress.objects.get(user=person).verified
    assert signed_in(client)


def test_password_may_be_left_out():
    client = Client()
    join(client, password1="")
    type_in(client, code_in(letters()[0]))
    assert signed_in(client)
    assert not Person.objects.get(email=EMAIL).has_usable_password()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"adult": ""}, "Accounts are for people of 18 or over. Tick this if you are."),
        ({"email": ""}, "Fill this in."),
        ({"email": "bethan"}, "Write an e-mail address, like name@example.org."),
        ({"name": ""}, "Fill this in."),
        ({"name": "x" * 101}, "Ensure this value has at most 100 characters (it has 101)."),
        ({"password1": "short"}, "This password is too short. It must contain at least 10 characters."),
        ({"password1": EMAIL}, "The password is too similar to the e-mail address."),
    ],
)
def test_half_a_form_comes_back_with_what_was_typed(changed, told):
    answer = join(Client(), **changed)
    assert answer.status_code == 200
    assert [error.rpartition(" – ")[2] for error in errors(answer)] == [told]
    page = read(answer)
    assert page.said("title").startswith("Error: Join")
    for name in {"email", "name"} - set(changed):
        assert page.one("input", name=name).attributes["value"] == FORM[name]
    assert not Person.objects.exists()
    assert letters() == []


def test_address_that_has_an_account_is_answered_as_one_that_has_none():
    make_person()
    known, unknown = Client(), Client()
    answers = [join(known, email="amina@people.test"), join(unknown)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, ADDRESS_PAGE)}
    pages = [bare(client.get(ADDRESS_PAGE)) for client in (known, unknown)]
    # Only somebody whose account is new can send the code to another address.
    told = pages[0].replace("amina@people.test", EMAIL)
    assert told.partition("Send a new code")[0] == pages[1].partition("Send a new code")[0]
    assert subjects("amina@people.test") == ["You have an account already"]
    assert errors(type_in(known, "BCDF-GHJK")) == errors(type_in(unknown, "BCDF-GHJK"))
    assert Person.objects.filter(email="amina@people.test").count() == 1
    assert not signed_in(known)


def test_code_is_guessed_at_five_times_and_then_no_more():
    client = Client()
    join(client)
    code = code_in(letters()[0])
    said = [errors(type_in(client, "BCDF-GHJK")) for _ in range(4)]
    assert said == [[f"Code – {WRONG_CODE}"]] * 4
    last = type_in(client, "BCDF-GHJK")
    assert (last.status_code, last["Location"]) == (302, "/account/sign-in/")
    page = read(client.get(last["Location"]))
    assert page.said(".notice") == "That was tried too often. Wait five minutes, then try again."
    assert type_in(client, code).status_code == 302
    assert not signed_in(client)


def test_code_is_too_old_after_half_an_hour_and_signing_in_sends_another():
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        join(client)
        clock.shift(timedelta(minutes=31))
        answer = type_in(client, code_in(letters()[0]))
        assert (answer.status_code, answer["Location"]) == (302, "/account/sign-in/")
        assert not signed_in(client)
        assert sign_in(client, EMAIL, NEW)["Location"] == ADDRESS_PAGE
        assert type_in(client, code_in(letters()[0])).status_code == 200
        assert type_in(client, code_in(letters()[1])).status_code == 302
        assert signed_in(client)


def test_code_works_only_in_the_browser_that_asked_for_it():
    client, other = Client(), Client()
    join(client)
    assert type_in(other, code_in(letters()[0]))["Location"] == "/account/sign-in/"
    assert not signed_in(other)


def test_new_code_replaces_the_old_and_a_wrong_address_can_be_put_right():
    client = Client()
    join(client, email="bethn@people.test")
    client.post(ADDRESS_PAGE, {"action": "resend"})
    first, second = letters("bethn@people.test")
    answer = client.post(ADDRESS_PAGE, {"action": "change", "email": EMAIL})
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS_PAGE)
    for old in (first, second):
        assert errors(type_in(client, code_in(old))) == [f"Code – {WRONG_CODE}"]
    type_in(client, code_in(letters(EMAIL)[0]))
    assert signed_in(client)
    assert [person.email for person in Person.objects.all()] == [EMAIL]


def test_going_back_and_joining_again_makes_one_account_and_the_newest_code_works():
    first, second = Client(), Client()
    join(first)
    answer = join(second)
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS_PAGE)
    assert type_in(second, code_in(letters(EMAIL)[-1])).status_code == 302
    assert signed_in(second)
    assert Person.objects.count() == 1


def test_password_that_somebody_else_chose_for_ones_address_goes_when_its_owner_comes():
    """Whoever begins an account with another's address knows a password; its owner signs in by code."""
    join(Client(), password1="the-thief-knows-it")
    owner = Client()
    owner.post("/account/sign-in/code/", {"email": EMAIL})
    answer = type_in(owner, code_in(letters(EMAIL)[-1]), "/account/sign-in/code/enter/")
    assert answer.status_code == 302
    assert signed_in(owner)
    assert not Person.objects.get(email=EMAIL).has_usable_password()
    assert sign_in(Client(), EMAIL, "the-thief-knows-it").status_code == 200


def test_password_is_kept_by_whoever_joins_with_it():
    client = Client()
    join(client)
    type_in(client, code_in(letters()[0]))
    assert sign_in(Client(), EMAIL, NEW)["Location"] == ACCOUNT


def test_begun_account_is_not_gone_on_with_by_another_password_nor_once_it_is_proved():
    client = Client()
    join(client)
    join(Client(), password1="another-password")
    assert subjects(EMAIL) == ["Your code to join", "You have an account already"]
    made = make_person("amina@people.test")
    assert made.last_login is None
    again = Client()
    assert join(again, email="amina@people.test", password1=PASSWORD)["Location"] == ADDRESS_PAGE
    assert not signed_in(again)


def test_invited_newcomer_whose_address_is_known_needs_no_code():
    """What the invitation's page does: hub/people/adapter.py, stash_verified_email."""
    client = Client()
    session = client.session
    session["account_verified_email"] = EMAIL
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    assert read(client.get(JOIN)).one("input", name="email").attributes["value"] == EMAIL
    answer = join(client, next="/groups/")
    assert (answer.status_code, answer["Location"]) == (302, "/groups/")
    assert signed_in(client)


def test_joining_again_and_again_from_one_place_is_stopped():
    answers = [join(Client(), email=f"b{number}@people.test").status_code for number in range(12)]
    assert answers == [302] * 10 + [429] * 2


def test_somebody_signed_in_goes_straight_on():
    make_person()
    client = Client()
    sign_in(client)
    assert client.get(JOIN, {"next": "/groups/"})["Location"] == "/groups/"


def test_doors_are_open_to_all_and_lead_on_with_what_was_wanted():
    page = read(Client().get("/join/"))
    assert page.said("h1") == "New here?"
    ways = [one.attributes["href"] for one in page.all("a.btn")]
    assert ways[0] == "/"
    asked = [parse_qs(urlsplit(way).query)["next"][0] for way in ways[1:]]
    assert asked == ["/organisations/new/?kind=group", "/organisations/new/?kind=school"]
    assert {urlsplit(way).path for way in ways[1:]} == {JOIN}
    answer = Client().get("/join/")
    assert (answer.cookies, "ETag" in answer.headers) == ({}, True)
    assert "csrfmiddlewaretoken" not in answer.text
    assert "/join/" in {one.attributes["href"] for one in read(Client().get("/")).one("header").all("a")}
