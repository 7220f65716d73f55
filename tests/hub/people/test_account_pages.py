"""Every page of an account in a real browser: on a phone and wide, right and wrong, and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.people.models import Role
from tests.browsing import axe_report, press
from tests.factories.people import PASSWORD, OrganisationFactory
from tests.hub.people.accounts import NEW, add_app, code_in, letters, make_person, shown_now

PHONE = {"width": 360, "height": 800}
WIDE = {"width": 1280, "height": 900}
OPEN = {
    "sign in": "/account/sign-in/",
    "join": "/account/join/",
    "doors": "/join/",
    "code": "/account/sign-in/code/",
    "forgotten": "/account/password/reset/",
    "forgotten, sent": "/account/password/reset/sent/",
    "no such link": "/account/password/reset/key/1-made-up/",
    "closed": "/account/closed/",
    "deleted": "/account/deleted/",
}
OWN = {
    "account": "/account/",
    "name": "/account/name/",
    "address": "/account/email/",
    "password": "/account/password/",
    "second step": "/account/second-step/",
    "app": "/account/second-step/app/",
    "passkey": "/account/second-step/passkeys/add/",
    "sessions": "/account/sessions/",
    "data": "/account/data/",
    "delete": "/account/delete/",
    "sign out": "/account/sign-out/",
    "again": "/account/again/",
}
WITH_APP = {
    "second step": "/account/second-step/",
    "app off": "/account/second-step/app/remove/",
    "codes": "/account/second-step/codes/",
    "new codes": "/account/second-step/codes/new/",
    "again": "/account/again/second-step/",
}
# Forms that come back when nothing is filled in, by the words on their button.
WRONG = {
    "/account/sign-in/": "Sign in",
    "/account/join/": "Join",
    "/account/sign-in/code/": "Send me a code",
    "/account/name/": "Save your name",
    "/account/email/": "Send the code",
    "/account/password/": "Save the new password",
    "/account/second-step/app/": "Set it up",
    "/account/delete/": "Delete my account",
}


def check(page: Page, name: str) -> None:
    width = page.evaluate("window.innerWidth")
    assert (name, page.evaluate("document.documentElement.scrollWidth") <= width) == (name, True)
    assert (name, axe_report(page)) == (name, "")


def sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/account/sign-in/")
    page.get_by_label("E-mail address").fill("amina@people.test")
    page.get_by_label("Password").fill(PASSWORD)
    press(page.get_by_role("button", name="Sign in"))


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_every_page_of_an_account(live_server_url: str, page: Page, size: dict[str, int]) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size(size)  # type: ignore[arg-type]
    person = make_person()
    person.memberships.create(organisation=OrganisationFactory(), role=Role.CONTRIBUTOR)
    for name, path in OPEN.items():
        page.goto(live_server_url + path)
        check(page, name)
    sign_in(page, live_server_url)
    for name, path in OWN.items():
        page.goto(live_server_url + path)
        check(page, name)
    page.goto(f"{live_server_url}/account/data/")
    for fold in page.locator("summary").all():
        fold.click()
    check(page, "data, unfolded")
    add_app(person)
    page.context.clear_cookies()
    sign_in(page, live_server_url)
    check(page, "second step on the way in")
    page.get_by_label("Code").fill(shown_now(secret_of(person)))
    press(page.get_by_role("button", name="Sign in"))
    for name, path in WITH_APP.items():
        page.goto(live_server_url + path)
        check(page, f"{name}, with an app")
    assert complaints == []


def secret_of(person: object) -> str:
    from allauth.mfa.models import Authenticator

    secret: str = Authenticator.objects.get(user=person, type="totp").data["secret"]
    return secret


def test_every_form_that_comes_back(live_server_url: str, page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    make_person()
    for path, button in WRONG.items():
        if path == "/account/name/":
            sign_in(page, live_server_url)
        page.goto(live_server_url + path)
        if path == "/account/name/":
            page.get_by_label("Your name").fill("")
        press(page.get_by_role("button", name=button, exact=True))
        expect(page.locator("#error-summary")).to_be_focused()
        assert page.title().startswith("Error: "), path
        check(page, f"{path}, came back")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_group_joins_through_its_door(live_server_url: str, browser: Browser, script: bool) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(live_server_url)
    press(page.get_by_role("link", name="Join", exact=True))
    press(page.get_by_role("link", name="Bring my group"))
    page.get_by_label("E-mail address").fill("bethan@people.test")
    page.get_by_label("Your name").fill("Bethan Okwuosa")
    page.get_by_label("Password").fill(NEW)
    press(page.get_by_role("button", name="Join"))
    expect(page.get_by_label("E-mail address")).to_have_value("bethan@people.test")
    page.get_by_label("Password").fill(NEW)
    page.get_by_label("I am 18 or over").check()
    press(page.get_by_role("button", name="Join"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this your address?")
    if script:
        check(page, "code")
    page.get_by_label("Code").fill("nonsense")
    press(page.get_by_role("button", name="Go on"))
    expect(page.locator("#error-summary")).to_be_visible()
    page.get_by_label("Code").fill(code_in(letters()[0]))
    press(page.get_by_role("button", name="Go on"))
    page.wait_for_url(f"{live_server_url}/organisations/new/?kind=group")
    context.close()
