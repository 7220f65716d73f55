"""The second step: an authenticator app, recovery codes, and what counts only with one."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from hub.access import scope
from hub.people import rules
from hub.people.actor import Actor
from hub.people.models import Membership, Organisation, Person, Role
from tests.factories.people import PASSWORD, OrganisationFactory
from tests.hub.people.accounts import (
    ACCOUNT,
    SIGN_IN,
    TOO_OFTEN,
    WRONG_CODE,
    add_app,
    errors,
    make_person,
    recovery_codes,
    shown_now,
    sign_in,
    signed_in,
    subjects,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
PAGE, APP, STEP = "/account/second-step/", "/account/second-step/app/", "/account/sign-in/second-step/"
CODES = "/account/second-step/codes/"


def make_administrator(**given: object) -> Person:
    person = make_person(**given)  # type: ignore[arg-type]
    Membership.objects.create(
        person=person, organisation=OrganisationFactory(steward=True), role=Role.ADMINISTRATOR
    )
    return person


def may_decide(client: Client) -> bool:
    """Whether the administrator's role counts: they see a group that was never verified."""
    hidden = Organisation.objects.get(slug="hidden")
    return client.get(hidden.get_absolute_url()).status_code == 200


@pytest.fixture(autouse=True)
def _hidden_group() -> None:
    OrganisationFactory(unverified=True, name="Hidden", slug="hidden")


def test_role_that_decides_counts_only_with_a_second_step_and_says_so():
    make_administrator()
    client = Client()
    answer = sign_in(client, next="/groups/")
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?next=%2Fgroups%2F")
    page = read(client.get(answer["Location"]))
    assert page.said("div.notice-warn").startswith("Your roles need it")
    assert [
        one.attributes["href"] for one in page.all("a") if one.text == "Go on to where you were going"
    ] == ["/groups/"]
    assert page.all("form", action="/account/second-step/later/") == []
    assert not may_decide(client)
    assert "Set up a second step to use your roles" in read(client.get(ACCOUNT)).text
    waiting = read(client.get("/worklist/"))
    assert "Show twice that it is you" in waiting.text


@pytest.mark.parametrize("role", [Role.MANAGER, Role.CONTRIBUTOR])
def test_role_that_only_posts_is_asked_for_nothing(role):
    person = make_person()
    Membership.objects.create(person=person, organisation=OrganisationFactory(), role=role)
    client = Client()
    assert sign_in(client)["Location"] == ACCOUNT
    assert "second step to use" not in read(client.get(ACCOUNT)).text


def test_outside_the_demo_it_cant_be_put_off():
    make_administrator()
    client = Client()
    sign_in(client)
    answer = client.post("/account/second-step/later/", {"next": "/groups/"})
    assert answer["Location"] == f"{PAGE}?next=%2Fgroups%2F"
    assert not may_decide(client)


def test_in_the_demo_it_is_asked_for_and_can_be_put_off_until_signing_out(settings: Settings):
    settings.DEMO = True
    make_administrator()
    client = Client()
    answer = sign_in(client, next="/groups/")
    assert answer["Location"] == f"{PAGE}?next=%2Fgroups%2F"
    assert not may_decide(client)
    form = read(client.get(answer["Location"])).one("form", action="/account/second-step/later/")
    wanted = form.one("input", name="next").attributes["value"]
    assert client.get("/account/second-step/later/").status_code == 405
    assert client.post("/account/second-step/later/", {"next": wanted})["Location"] == "/groups/"
    assert may_decide(client)
    client.post("/account/sign-out/")
    sign_in(client)
    assert not may_decide(client)
    elsewhere = client.post("/account/second-step/later/", {"next": "https://evil.example/"})
    assert elsewhere["Location"] == ACCOUNT


def test_in_the_demo_whoever_is_asked_by_a_page_alone_can_put_it_off(settings: Settings):
    settings.DEMO = True
    person = make_person()
    group = OrganisationFactory(name="Owls", slug="owls")
    person.memberships.create(organisation=group, role=Role.MANAGER)
    client = Client()
    sign_in(client)
    assert client.get("/groups/owls/people/").status_code == 403
    assert read(client.get(PAGE)).all("form", action="/account/second-step/later/") == []
    page = read(client.get(f"{PAGE}?next=/groups/owls/people/"))
    wanted = page.one("form", action="/account/second-step/later/").one("input", name="next")
    answer = client.post("/account/second-step/later/", {"next": wanted.attributes["value"]})
    assert answer["Location"] == "/groups/owls/people/"
    assert client.get("/groups/owls/people/").status_code == 200


def test_app_is_set_up_with_its_first_code(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
):
    person = make_administrator()
    client = Client()
    sign_in(client)
    page = read(client.get(f"{APP}?next=/groups/"))
    secret = page.one("main").said("code")
    assert page.one("img").attributes["src"].startswith("data:image/svg+xml;base64,")
    assert errors(client.post(APP, {"code": "000000"})) == [
        f"The six figures that the app shows now – {WRONG_CODE}"
    ]
    # The key stays the same while one tries.
    assert read(client.post(APP, {"code": "1"})).one("main").said("code") == secret
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{APP}?next=/groups/", {"code": shown_now(secret)})
    assert answer["Location"] == f"{CODES}?next=%2Fgroups%2F"
    page = read(client.get(answer["Location"]))
    assert [one.text for one in page.one("ul.tags").all("code")] == recovery_codes(person)
    assert page.one("a.btn-primary").attributes["href"] == "/groups/"
    assert subjects() == ["An authenticator app was added"]
    assert client.get(APP)["Location"] == "/account/second-step/app/remove/"


def test_next_time_the_app_is_asked_for_and_only_then_one_is_in():
    person = make_administrator()
    secret = add_app(person)
    client = Client()
    answer = sign_in(client, next="/groups/")
    assert (answer.status_code, answer["Location"]) == (302, STEP)
    assert not signed_in(client)
    assert errors(client.post(STEP, {"code": "000000"})) == [f"Code – {WRONG_CODE}"]
    answer = client.post(STEP, {"code": shown_now(secret)})
    assert (answer.status_code, answer["Location"]) == (302, "/groups/")
    assert signed_in(client)
    assert may_decide(client)


def test_code_of_the_app_works_once():
    secret = add_app(make_person())
    with time_machine.travel(timezone.now(), tick=False):
        code = shown_now(secret)
        first, second = Client(), Client()
        sign_in(first)
        sign_in(second)
        assert first.post(STEP, {"code": code}).status_code == 302
        assert errors(second.post(STEP, {"code": code})) == [f"Code – {WRONG_CODE}"]


def test_recovery_code_works_once():
    person = make_administrator()
    add_app(person)
    code = recovery_codes(person)[0]
    client = Client()
    sign_in(client)
    assert client.post(STEP, {"code": code})["Location"] == ACCOUNT
    assert may_decide(client)
    assert code not in recovery_codes(person)
    again = Client()
    sign_in(again)
    assert errors(again.post(STEP, {"code": code})) == [f"Code – {WRONG_CODE}"]


def test_guessing_the_second_step_is_stopped():
    secret = add_app(make_person())
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = Client()
        sign_in(client)
        said = [errors(client.post(STEP, {"code": f"{number:06}"})) for number in range(7)]
        assert said == [[f"Code – {WRONG_CODE}"]] * 5 + [[f"Code – {TOO_OFTEN}"]] * 2
        assert errors(client.post(STEP, {"code": shown_now(secret)})) == [f"Code – {TOO_OFTEN}"]
        clock.shift(timedelta(minutes=5, seconds=1))
        assert client.post(STEP, {"code": shown_now(secret)}).status_code == 302


def test_second_step_without_a_first_leads_to_the_beginning():
    assert Client().get(STEP)["Location"] == SIGN_IN
    assert Client().post(STEP, {"code": "123456"})["Location"] == SIGN_IN


def test_who_has_a_second_step_is_asked_for_it_again_and_not_for_the_password():
    person = make_person()
    secret = add_app(person)
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client)
        client.post(STEP, {"code": shown_now(secret)})
        clock.shift(timedelta(minutes=11))
        asked = client.get(CODES)["Location"]
        assert asked == "/account/again/second-step/?next=%2Faccount%2Fsecond-step%2Fcodes%2F"
        assert (
            client.post("/account/again/", {"password": PASSWORD})["Location"]
            == "/account/again/second-step/"
        )
        assert client.get(CODES).status_code == 302
        given = {"code": shown_now(secret), "next": CODES}
        assert client.post("/account/again/second-step/", given)["Location"] == CODES
        assert client.get(CODES).status_code == 200


def test_second_step_set_up_elsewhere_is_used_before_the_role_counts_here():
    """An old session and a password are not enough, nor is another app set up from there."""
    person = make_administrator()
    client = Client()
    sign_in(client)
    secret = add_app(person)
    page = read(client.get(PAGE))
    assert page.said("div.notice-warn").startswith("Use it now")
    assert not may_decide(client)
    client.post("/account/again/second-step/", {"code": shown_now(secret), "next": PAGE})
    assert may_decide(client)
    assert (
        read(client.get(PAGE)).all("div.notice-ok")[-1].text
        == "You have used your second step: your roles count."
    )


def test_codes_are_saved_as_text_and_made_anew(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
):
    person = make_person()
    secret = add_app(person)
    client = Client()
    sign_in(client)
    client.post(STEP, {"code": shown_now(secret)})
    old = recovery_codes(person)
    saved = client.get(f"{CODES}download/")
    assert saved["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert saved["Content-Type"].startswith("text/plain")
    assert saved.text.split("\n\n", 1)[1].split() == old
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{CODES}new/")["Location"] == CODES
    new = recovery_codes(person)
    assert (len(new), set(old) & set(new)) == (10, set())
    assert subjects() == ["You have new recovery codes"]


def test_codes_of_who_has_none_are_not_found_and_cant_be_made():
    make_person()
    client = Client()
    sign_in(client)
    assert [client.get(path).status_code for path in (CODES, f"{CODES}download/")] == [404, 404]
    assert len(errors(client.post(f"{CODES}new/"))) == 1


def test_app_is_taken_off_and_so_are_the_codes_and_the_role_waits():
    person = make_administrator()
    secret = add_app(person)
    client = Client()
    sign_in(client)
    client.post(STEP, {"code": shown_now(secret)})
    assert read(client.get(f"{APP}remove/")).said("h1") == "Take the authenticator app off?"
    assert client.post(f"{APP}remove/")["Location"] == PAGE
    assert not Authenticator.objects.exists()
    assert subjects() == ["An authenticator app was removed"]
    again = Client()
    assert sign_in(again)["Location"].startswith(PAGE)
    assert not may_decide(again)


@pytest.mark.parametrize("page", ["remove", "name"])
def test_passkey_of_somebody_else_is_not_there(page):
    theirs = Authenticator.objects.create(
        user=make_person("other@people.test"), type="webauthn", data={"name": "mine", "credential": {}}
    )
    make_person()
    client = Client()
    sign_in(client)
    path = f"{PAGE}passkeys/{theirs.pk}/{page}/"
    assert (client.get(path).status_code, client.post(path, {"name": "x"}).status_code) == (404, 404)
    theirs.refresh_from_db()
    assert theirs.data["name"] == "mine"


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"id": 1}',
        "not json",
        "9" * 5000,
        "[" * 100_000,
        '{"response": {}}',
        '{"id": "x", "rawId": "x", "type": "public-key", "response": {"userHandle": "MQ"}}',
    ],
)
def test_forged_passkey_is_refused_in_words(credential):
    make_person()
    client = Client()
    answer = client.post("/account/sign-in/passkey/", {"credential": credential})
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    assert not signed_in(client)
    sign_in(client)
    answer = client.post(f"{PAGE}passkeys/add/", {"name": "x", "credential": credential})
    assert answer.status_code == 200
    assert "The passkey was not used. Try again." in errors(answer)[0]
    assert not Authenticator.objects.exists()


def test_rule_asks_nobody_who_has_proved_it():
    person = make_administrator()
    asked = [Actor(id=person.pk), Actor(id=person.pk, second_factor=True), Actor()]
    found = [list(scope(actor, rules.needs_second_step, Person)) for actor in asked]
    assert found == [[person], [], []]
    Organisation.objects.filter(kind="steward").update(
        suspended_at=timezone.now(), suspension_reason="Nothing counts there."
    )
    assert not scope(asked[0], rules.needs_second_step, Person).exists()
