"""Signing in and out, what goes wrong on the way, and one's own account."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from hub.people.models import Person, Role
from tests.factories.people import PASSWORD, OrganisationFactory, PersonFactory, make_member
from tests.pages import facts_of, read

pytestmark = pytest.mark.django_db

SIGN_IN, ACCOUNT = "/account/sign-in/", "/account/"
WRONG = "The email address and/or password you specified are not correct."
TOO_OFTEN = "Too many failed login attempts. Try again later."
NEW = "seven-green-ladders"


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    """One round instead of a million: what is tried here is not the hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def make_person(email: str = "amina@people.test", *, verified: bool = True, **given: Any) -> Person:
    person: Person = PersonFactory(email=email, name="Amina Hollis", **given)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=verified, primary=True)
    return person


def sign_in(
    client: Client, email: str = "amina@people.test", password: str = PASSWORD, **more: str
) -> HttpResponse:
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def signed_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


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


def errors(response: HttpResponse) -> list[str]:
    return [one.text for one in read(response).one("div.errors").all("li")]


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
    assert hidden == ([following] if following else [])
    response = sign_in(client, next=following)
    assert (response.status_code, response["Location"]) == (302, leads_to)


def test_page_for_oneself_asks_to_sign_in_first_and_comes_back():
    make_person()
    client = Client()
    first = client.get(ACCOUNT)
    assert (first.status_code, first["Location"]) == (302, f"{SIGN_IN}?next=/account/")
    page = read(client.get(first["Location"]))
    response = sign_in(client, next=page.one("input", name="next").attributes["value"])
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


def ask_for_new_password(email: str) -> HttpResponse:
    return Client().post("/account/password/reset/", {"email": email})


def link_in(letter: EmailMessage) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", str(letter.body))
    assert found, letter.body
    return found[1]


def test_forgotten_password_is_asked_for_alike_by_all(mailoutbox):
    make_person()
    make_person("closed@people.test", is_active=False)
    answers = [
        ask_for_new_password(email)
        for email in ("amina@people.test", "nobody@people.test", "closed@people.test")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, "/account/password/reset/sent/")
    }
    assert [letter.to for letter in mailoutbox[:2]] == [["amina@people.test"], ["nobody@people.test"]]
    assert mailoutbox[0].subject == "Choose a new password"
    assert mailoutbox[1].subject == "There is no account with this address"
    assert "/account/password/reset/key/" in mailoutbox[0].body
    assert all("/account/password/reset/key/" not in letter.body for letter in mailoutbox[1:])
    page = read(Client().get("/account/password/reset/sent/"))
    assert page.said(".lead") == "If there is an account with that address, a link is on its way to it."


def test_letter_with_the_link_as_a_real_file(settings, tmp_path: Path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    make_person()
    ask_for_new_password("amina@people.test")
    (letter,) = tmp_path.iterdir()
    text = letter.read_text()
    assert "To: amina@people.test\n" in text
    assert "Subject: Choose a new password\n" in text
    assert f"From: {settings.DEFAULT_FROM_EMAIL}\n" in text
    assert re.search(r"http://testserver/account/password/reset/key/\w+-[\w-]+/", text)
    assert "Amina" not in text


def test_link_sets_a_new_password_once(mailoutbox):
    make_person()
    ask_for_new_password("amina@people.test")
    link = link_in(mailoutbox[0])
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


def test_new_password_ends_other_sessions(mailoutbox):
    make_person()
    elsewhere = Client()
    sign_in(elsewhere)
    ask_for_new_password("amina@people.test")
    client = Client()
    form = client.get(link_in(mailoutbox[0]))["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert not signed_in(elsewhere)


@pytest.mark.parametrize("key", ["1-made-up", "zzzzzzzzzzzzz-abc", "0-set-password", "1-" + "x" * 2000])
def test_made_up_link_says_that_it_does_not_work(key):
    page = read(Client().get(f"/account/password/reset/key/{key}/"))
    assert page.said("h1") == "This link no longer works"


def test_address_never_shown_to_be_one_s_own_is_asked_about_at_sign_in(mailoutbox):
    person = make_person(verified=False)
    client = Client()
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/account/confirm-email/")
    assert not signed_in(client)
    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == (["amina@people.test"], "Is this your address?")
    link = link_in(letter)
    assert read(Client().get(link)).said("h1") == "Is this your address?"
    # Opening the link, as a mail program may by itself, is not yet an answer.
    assert not EmailAddress.objects.get(user=person).verified
    Client().post(link)
    assert EmailAddress.objects.get(user=person).verified
    assert sign_in(Client()).status_code == 302
    assert read(Client().get("/account/confirm-email/made-up/")).said("h1") == "This link no longer works"


def test_account_made_without_an_address_to_show_gets_one(mailoutbox):
    person = make_person()
    EmailAddress.objects.all().delete()
    assert sign_in(Client())["Location"] == "/account/confirm-email/"
    Client().post(link_in(mailoutbox[0]))
    assert EmailAddress.objects.get(user=person).verified


def test_nobody_makes_an_account_of_their_own():
    response = Client().post(
        "/account/join/", {"email": "new@people.test", "password1": NEW, "password2": NEW}
    )
    assert read(response).said("h1") == "Accounts are by invitation"
    assert not Person.objects.exists()


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
    assert one <= 4


def test_again_is_asked_of_who_is_signed_in_alone():
    assert Client().get("/account/again/")["Location"] == f"{SIGN_IN}?next=/account/again/"
    make_person()
    client = Client()
    sign_in(client)
    assert read(client.get("/account/again/")).said("h1") == "Show us it is you"
