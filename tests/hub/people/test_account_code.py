"""Signing in with a code sent by e-mail, and being asked again before what matters."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from hub.people.models import Person
from tests.factories.people import PASSWORD
from tests.hub.people.accounts import (
    ACCOUNT,
    ADDRESS_PAGE,
    CODE_PAGE,
    NEW,
    TOO_OFTEN,
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
ASK = "/account/sign-in/code/"
LATER = timedelta(minutes=11)


def ask(client: Client, email: str = "amina@people.test", **more: str):
    return client.post(ASK, {"email": email, **more})


def without_password() -> Person:
    person = make_person()
    person.set_unusable_password()
    person.save()
    return person


def test_code_signs_in_and_leads_where_one_was_going():
    make_person()
    client = Client()
    page = read(client.get("/account/sign-in/", {"next": "/groups/"}))
    (way,) = (one.attributes["href"] for one in page.all("a.btn") if one.text == "Send me a code")
    assert way == f"{ASK}?next=%2Fgroups%2F"
    answer = ask(client, next="/groups/")
    assert answer["Location"] == f"{CODE_PAGE}?next=%2Fgroups%2F"
    assert read(client.get(answer["Location"])).one("form.card").one("input", name="next")
    (letter,) = letters()
    assert (letter.address, letter.secret) == ("amina@people.test", True)
    answer = client.post(CODE_PAGE, {"code": code_in(letter), "next": "/groups/"})
    assert (answer.status_code, answer["Location"]) == (302, "/groups/")
    assert signed_in(client)
    # Until the browser is closed: nobody said that they wanted to stay.
    assert answer.cookies["sessionid"]["max-age"] == ""


def test_code_works_once():
    make_person()
    client = Client()
    ask(client)
    code = code_in(letters()[0])
    client.post(CODE_PAGE, {"code": code})
    client.post("/account/sign-out/")
    assert client.post(CODE_PAGE, {"code": code})["Location"] == ASK
    assert not signed_in(client)


def test_unknown_and_closed_addresses_are_answered_alike():
    make_person("closed@people.test", is_active=False)
    for email in ("nobody@people.test", "closed@people.test"):
        client = Client()
        assert ask(client, email)["Location"] == CODE_PAGE
        page = read(client.get(CODE_PAGE))
        assert (page.said("h1"), page.said("b")) == ("Type in the code", email)
        assert subjects(email) == ["There is no account with this address"]
        assert errors(client.post(CODE_PAGE, {"code": "BCDF-GHJK"})) == [f"Code – {WRONG_CODE}"]


@pytest.mark.parametrize("code", ["", " ", "BCDFGHJK", "ÄÖÜ–ßß", "x" * 10_000, "\x00"])
def test_wrong_code_is_said_beside_its_field(code):
    make_person()
    client = Client()
    ask(client)
    answer = client.post(CODE_PAGE, {"code": code})
    assert answer.status_code == 200
    assert len(errors(answer)) == 1
    assert read(answer).said("title").startswith("Error: ")


def test_five_wrong_codes_end_it():
    make_person()
    client = Client()
    ask(client)
    answers = [client.post(CODE_PAGE, {"code": "BCDF-GHJK"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [302]
    assert read(client.get(answers[-1]["Location"])).said(".notice") == TOO_OFTEN
    assert client.post(CODE_PAGE, {"code": code_in(letters()[0])})["Location"] == ASK
    assert not signed_in(client)


def test_code_is_too_old_after_half_an_hour():
    make_person()
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(client)
        clock.shift(timedelta(minutes=31))
        assert client.post(CODE_PAGE, {"code": code_in(letters()[0])})["Location"] == ASK
    assert not signed_in(client)


def test_asking_for_codes_again_and_again_is_stopped():
    make_person()
    answers = [ask(Client()) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 4 + [200] * 2
    assert errors(answers[-1]) == [f"E-mail address – {TOO_OFTEN}"]
    assert len(letters()) == 4


def test_address_that_was_never_proved_is_proved_by_a_code_or_asked_about_at_sign_in():
    person = make_person(verified=False)
    client = Client()
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS_PAGE)
    assert not signed_in(client)
    client.post(ADDRESS_PAGE, {"code": code_in(letters()[0])})
    assert signed_in(client)
    assert EmailAddress.objects.get(user=person).verified
    EmailAddress.objects.all().delete()
    client = Client()
    assert sign_in(client)["Location"] == ADDRESS_PAGE
    client.post(ADDRESS_PAGE, {"code": code_in(letters()[1])})
    assert EmailAddress.objects.get(user=person).verified


def test_what_matters_is_not_asked_for_again_right_after_signing_in():
    make_person()
    client = Client()
    sign_in(client)
    assert read(client.get("/account/email/")).said("h1") == "Change your e-mail address"


def test_what_matters_is_asked_for_again_and_then_goes_on_with_what_was_sent():
    make_person()
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client)
        clock.shift(LATER)
        answer = client.post("/account/email/", {"email": "new@people.test", "action_add": "1"})
        assert answer["Location"] == "/account/again/?next=%2Faccount%2Femail%2F"
        assert letters() == []
        assert errors(client.post(answer["Location"], {"password": "guess"})) == [
            "Password – That is not your password."
        ]
        answer = client.post("/account/again/", {"password": PASSWORD, "next": "/account/email/"})
        assert (answer.status_code, answer["Location"]) == (302, ADDRESS_PAGE)
        assert [letter.address for letter in letters()] == ["new@people.test"]


def test_who_has_no_password_is_asked_by_e_mail():
    person = without_password()
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(client)
        client.post(CODE_PAGE, {"code": code_in(letters()[0])})
        assert client.get("/account/delete/").status_code == 200
        clock.shift(LATER)
        answer = client.get("/account/delete/")
        assert answer["Location"] == "/account/again/code/?next=%2Faccount%2Fdelete%2F"
        page = read(client.get(answer["Location"]))
        assert page.said("h1") == "Show us it is you"
        client.get(answer["Location"])
        assert len(letters(person.email)) == 2
        assert errors(client.post("/account/again/code/", {"code": "BCDF-GHJK"})) == [f"Code – {WRONG_CODE}"]
        given = {"code": code_in(letters()[1]), "next": "/account/delete/"}
        assert client.post("/account/again/code/", given)["Location"] == "/account/delete/"
        assert client.get("/account/delete/").status_code == 200


def test_code_asked_again_is_no_way_round_a_password():
    make_person()
    client = Client()
    sign_in(client)
    assert client.get("/account/again/code/")["Location"] == "/account/again/"
    assert letters() == []


def test_codes_asked_again_are_not_sent_without_end():
    without_password()
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(client)
        client.post(CODE_PAGE, {"code": code_in(letters()[0])})
        clock.shift(LATER)
        answers = []
        for _ in range(6):
            answers.append(client.get("/account/again/code/").status_code)
            session = client.session
            session.pop("account_again_code", None)
            session.save()
        assert answers == [200] * 4 + [429] * 2


def test_first_password_is_chosen_by_who_has_none():
    without_password()
    client = Client()
    ask(client)
    client.post(CODE_PAGE, {"code": code_in(letters()[0])})
    assert client.get("/account/password/")["Location"] == "/account/password/first/"
    answer = client.post("/account/password/first/", {"password1": NEW, "password2": NEW})
    assert answer["Location"] == ACCOUNT
    assert signed_in(client)
    assert sign_in(Client(), password=NEW)["Location"] == ACCOUNT
    assert subjects()[-1] == "Your account has a password"


def test_new_address_counts_once_it_is_proved_and_the_old_one_is_told():
    person = make_person()
    client = Client()
    sign_in(client)
    answer = client.post("/account/email/", {"email": "New@People.test", "action_add": "1"})
    assert answer["Location"] == ADDRESS_PAGE
    person.refresh_from_db()
    assert person.email == "amina@people.test"
    assert errors(client.post(ADDRESS_PAGE, {"code": "BCDF-GHJK"})) == [f"Code – {WRONG_CODE}"]
    answer = client.post(ADDRESS_PAGE, {"code": code_in(letters("new@people.test")[0])})
    assert (answer.status_code, answer["Location"]) == (302, ACCOUNT)
    person.refresh_from_db()
    assert person.email == "new@people.test"
    assert [(one.email, one.verified, one.primary) for one in EmailAddress.objects.all()] == [
        ("new@people.test", True, True)
    ]
    (told,) = letters("amina@people.test")
    assert told.subject == "Your e-mail address is changed"
    assert "new@" not in told.text
    assert sign_in(Client(), "new@people.test")["Location"] == ACCOUNT


def test_address_of_somebody_else_cant_be_taken_and_is_not_told():
    make_person("other@people.test")
    person = make_person()
    client = Client()
    sign_in(client)
    answers = [
        client.post("/account/email/", {"email": email, "action_add": "1"})["Location"]
        for email in ("other@people.test", "free@people.test")
    ]
    assert answers == [ADDRESS_PAGE] * 2
    client.post("/account/email/", {"email": "other@people.test", "action_add": "1"})
    answer = client.post(ADDRESS_PAGE, {"code": code_in(letters("other@people.test")[-1])})
    assert errors(answer) == ["Code – That address can’t be used here."]
    person.refresh_from_db()
    assert person.email == "amina@people.test"
    same = client.post("/account/email/", {"email": "amina@people.test", "action_add": "1"})
    assert errors(same) == ["New e-mail address – That is the address you have."]
