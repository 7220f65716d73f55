"""Forgetting, choosing and changing a password."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories.people import PASSWORD
from tests.hub.people.accounts import (
    ACCOUNT,
    NEW,
    SIGN_IN,
    WRONG,
    errors,
    letters,
    link_in,
    make_person,
    sign_in,
    signed_in,
    subjects,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
CHANGE = "/account/password/"


def ask_for_new_password(email: str) -> HttpResponse:
    return Client().post("/account/password/reset/", {"email": email})


def test_forgotten_password_is_asked_for_alike_by_all():
    make_person()
    make_person("closed@people.test", is_active=False)
    answers = [
        ask_for_new_password(email)
        for email in ("amina@people.test", "nobody@people.test", "closed@people.test")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, "/account/password/reset/sent/")
    }
    known, unknown, closed = letters()
    assert [letter.address for letter in (known, unknown)] == ["amina@people.test", "nobody@people.test"]
    assert known.subject == "Choose a new password"
    assert unknown.subject == closed.subject == "There is no account with this address"
    assert "/account/password/reset/key/" in known.text
    assert all("/account/password/reset/key/" not in letter.text for letter in (unknown, closed))
    page = read(Client().get("/account/password/reset/sent/"))
    assert page.said(".lead") == "If there is an account with that address, a link is on its way to it."


def test_letter_names_nobody_and_leads_to_the_hub_whoever_asked_for_it(settings):
    settings.ALLOWED_HOSTS = ["*"]
    make_person()
    Client().post("/account/password/reset/", {"email": "amina@people.test"}, headers={"Host": "evil.test"})
    (letter,) = letters()
    assert (letter.secret, letter.kind) == (True, "account.password_reset_key")
    assert f"{settings.HUB_URL}/account/password/reset/key/" in letter.text
    assert "evil" not in letter.text + letter.html
    assert "Amina" not in letter.text + letter.html


def test_link_sets_a_new_password_once():
    make_person()
    ask_for_new_password("amina@people.test")
    link = link_in(letters()[0])
    client = Client()
    hidden = client.get(link)
    # The key leaves the address, so that no other page is told it.
    assert hidden.status_code == 302
    assert link.rstrip("/").split("-", 1)[1] not in hidden["Location"]
    form = hidden["Location"]
    assert read(client.get(form)).said("h1") == "Choose a new password"
    for weak, words in (("short", "at least 10 characters"), ("amina@people.test", "too similar")):
        answer = client.post(form, {"password1": weak, "password2": weak})
        assert answer.status_code == 200
        assert words in errors(answer)[0]
    assert errors(client.post(form, {"password1": NEW, "password2": "else"})) != []
    done = client.post(form, {"password1": NEW, "password2": NEW})
    assert (done.status_code, done["Location"]) == (302, "/account/password/reset/done/")
    assert errors(sign_in(Client())) == [WRONG]
    assert sign_in(Client(), password=NEW).status_code == 302
    assert read(Client().get(link, follow=True)).said("h1") == "This link no longer works"


def test_new_password_ends_other_sessions():
    make_person()
    elsewhere = Client()
    sign_in(elsewhere)
    ask_for_new_password("amina@people.test")
    client = Client()
    form = client.get(link_in(letters()[0]))["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert not signed_in(elsewhere)


@pytest.mark.parametrize("key", ["1-made-up", "zzzzzzzzzzzzz-abc", "0-set-password", "1-" + "x" * 2000])
def test_made_up_link_says_that_it_does_not_work(key):
    page = read(Client().get(f"/account/password/reset/key/{key}/"))
    assert page.said("h1") == "This link no longer works"


def test_asking_for_links_again_and_again_is_stopped():
    make_person()
    answers = [ask_for_new_password("amina@people.test").status_code for _ in range(6)]
    assert answers == [302] * 4 + [429] * 2
    assert len(letters()) == 4


def test_password_is_changed_by_whoever_knows_the_old_one():
    make_person()
    client, elsewhere = Client(), Client()
    sign_in(client)
    sign_in(elsewhere)
    wrong = client.post(CHANGE, {"oldpassword": "guess", "password1": NEW, "password2": NEW})
    assert errors(wrong) == ["The password you have now – That is not the password you have now."]
    answer = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert (answer.status_code, answer["Location"]) == (302, ACCOUNT)
    assert (signed_in(client), signed_in(elsewhere)) == (True, False)
    assert subjects() == ["Your password is changed"]
    assert (sign_in(Client()).status_code, sign_in(Client(), password=NEW).status_code) == (200, 302)


def test_guessing_the_old_password_is_stopped():
    make_person()
    client = Client()
    sign_in(client)
    guess = {"oldpassword": "guess", "password1": NEW, "password2": NEW}
    assert [client.post(CHANGE, guess).status_code for _ in range(7)] == [200] * 5 + [429] * 2


def test_visitor_who_wants_to_change_a_password_signs_in_first():
    for path in (CHANGE, "/account/password/first/"):
        assert Client().get(path)["Location"] == f"{SIGN_IN}?next={path}"
