"""Passkeys and apps in a real browser, with a device of its own that holds keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, CDPSession, Page, expect

from hub.people.models import Membership, Role
from tests.browsing import axe_report, press
from tests.factories.people import PASSWORD, OrganisationFactory
from tests.hub.people.accounts import add_app, make_person, shown_now

EMAIL = "amina@people.test"


@pytest.fixture
def key(page: Page) -> Iterator[CDPSession]:
    """A device beside the page that holds passkeys and knows its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    session.authenticator = made["authenticatorId"]  # type: ignore[attr-defined]
    yield session
    session.detach()


def make_administrator() -> None:
    steward = OrganisationFactory(steward=True)
    OrganisationFactory(unverified=True, name="Hidden", slug="hidden")
    Membership.objects.create(person=make_person(), organisation=steward, role=Role.ADMINISTRATOR)


def sign_in(page: Page, url: str, path: str = "/account/sign-in/") -> None:
    page.goto(url + path)
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    press(page.get_by_role("button", name="Sign in"))


def sign_out(page: Page, url: str) -> None:
    page.goto(f"{url}/account/")
    press(page.get_by_role("button", name="Sign out"))
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def check(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert (page.url, axe_report(page)) == (page.url, "")


def make_passkey(page: Page, name: str = "my telephone") -> None:
    press(page.get_by_role("link", name="Set up a passkey"))
    page.get_by_label("What to call it").fill(name)
    press(page.get_by_role("button", name="Make the passkey"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")


def test_passkey_is_made_signs_in_alone_and_counts_as_two_steps(
    live_server_url: str, page: Page, key: CDPSession
) -> None:
    make_administrator()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": 360, "height": 800})
    sign_in(page, live_server_url, "/account/sign-in/?next=/groups/hidden/")
    expect(page.get_by_role("heading", name="Your roles need it")).to_be_visible()
    check(page)
    press(page.get_by_role("link", name="Set up a passkey"))
    expect(page.get_by_label("What to call it")).to_have_value(re.compile("Chrome on"))
    check(page)
    page.get_by_label("What to call it").fill("my telephone")
    press(page.get_by_role("button", name="Make the passkey"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    check(page)
    press(page.get_by_role("link", name="I have kept them: go on"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Hidden")
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    sign_out(page, live_server_url)
    page.goto(f"{live_server_url}/account/sign-in/?next=/groups/hidden/")
    press(page.get_by_role("button", name="Use a passkey"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Hidden")
    assert complaints == []


def test_passkey_is_the_second_step_after_a_password_and_is_asked_again(
    live_server_url: str, page: Page, key: CDPSession
) -> None:
    make_person()
    page.set_viewport_size({"width": 360, "height": 800})
    sign_in(page, live_server_url)
    page.goto(f"{live_server_url}/account/second-step/")
    make_passkey(page)
    sign_out(page, live_server_url)
    sign_in(page, live_server_url)
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    check(page)
    press(page.get_by_role("button", name="Use a passkey"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page.goto(f"{live_server_url}/account/again/passkey/?next=/account/second-step/")
    check(page)
    press(page.get_by_role("button", name="Use a passkey"))
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    press(page.get_by_role("link", name="Name it"))
    page.get_by_label("What to call it").fill("the old one")
    check(page)
    press(page.get_by_role("button", name="Save the name"))
    press(page.get_by_role("link", name=re.compile("Take it off.*the old one")))
    check(page)
    press(page.get_by_role("button", name="Take it off"))
    expect(page.get_by_role("link", name="Set up a passkey")).to_be_visible()
    assert not Authenticator.objects.exists()


def test_device_without_a_passkey_says_so_and_leaves_the_other_ways(
    live_server_url: str, page: Page, key: CDPSession
) -> None:
    page.goto(f"{live_server_url}/account/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")
    expect(page.get_by_role("link", name="Send me a code")).to_be_visible()


def test_device_that_cant_tell_its_owner_makes_no_passkey(
    live_server_url: str, page: Page, key: CDPSession
) -> None:
    """Without a finger, a face or a PIN it would be one step and not two."""
    make_person()
    number = key.authenticator  # type: ignore[attr-defined]
    key.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    sign_in(page, live_server_url)
    page.goto(f"{live_server_url}/account/second-step/passkeys/add/")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_app_is_set_up_and_counts_at_once_and_is_asked_for_next_time(
    live_server_url: str, browser: Browser, script: bool
) -> None:
    make_administrator()
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=script)
    page = context.new_page()
    sign_in(page, live_server_url, "/account/sign-in/?next=/groups/hidden/")
    press(page.get_by_role("link", name="Set up an authenticator app"))
    secret = page.locator("main code").inner_text()
    page.get_by_label("The six figures that the app shows now").fill(shown_now(secret))
    if script:
        check(page)
        image = page.locator("main img")
        assert image.evaluate("image => image.naturalWidth > 0")
    press(page.get_by_role("button", name="Set it up"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    code = page.locator("main li code").first.inner_text()
    press(page.get_by_role("link", name="I have kept them: go on"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Hidden")
    sign_out(page, live_server_url)
    sign_in(page, live_server_url, "/account/sign-in/?next=/groups/hidden/")
    page.get_by_label("Code").fill(code)
    press(page.get_by_role("button", name="Sign in"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Hidden")
    context.close()


def test_without_script_the_pages_say_that_passkeys_need_it(live_server_url: str, browser: Browser) -> None:
    add_app(make_person())
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server_url}/account/sign-in/")
    expect(page.get_by_text("A passkey works too, but needs JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    sign_in(page, live_server_url)
    expect(page.get_by_text("A code does not.")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    context.close()
