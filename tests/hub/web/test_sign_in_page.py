"""The sign-in page: its words, its demo people, and what it does with a mistake."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from hub.notices.models import Message
from hub.people.demo import DEMO_PEOPLE
from tests.browsing import axe_report, press


@pytest.mark.django_db
def test_sign_in_page_names_its_fields_in_plain_words() -> None:
    page = Client().get("/account/sign-in/").content.decode()
    assert re.findall(r"<label[^>]*>\s*(.*?)\s*</label>", page, re.DOTALL) == [
        "E-mail address",
        "Password",
        "Stay signed in",
    ]
    assert "placeholder" not in page


@pytest.mark.django_db
def test_demo_people_outside_the_demo() -> None:
    page = Client().get("/account/sign-in/").content.decode()
    assert "demo-quarter" not in page
    assert "@demo.test" not in page


@pytest.mark.django_db
def test_demo_people_in_the_demo(settings: Settings) -> None:
    settings.DEMO = True
    page = Client().get("/account/sign-in/").content.decode()
    assert page.count("demo-quarter") == 1
    for email, who in DEMO_PEOPLE:
        assert f"<dt>{who}</dt><dd><code>{email}</code></dd>" in page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_wrong_password_is_explained_and_nothing_typed_is_lost(
    live_server_url: str, page: Page, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{live_server_url}/account/sign-in/")
    page.get_by_label("E-mail address").fill("nobody@demo.test")
    page.get_by_label("Password").fill("wrong-password")
    press(page.get_by_role("button", name="Sign in"))
    expect(page).to_have_title("Error: Sign in – Children’s Quarter")
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value("nobody@demo.test")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe_report(page) == ""


def test_error_summary_leads_to_the_field(live_server_url: str, page: Page) -> None:
    page.goto(f"{live_server_url}/account/sign-in/")
    press(page.get_by_role("button", name="Sign in"))
    page.locator("#error-summary").get_by_role("link", name="E-mail address").click()
    expect(page.locator("#id_login")).to_be_focused()
    described = page.evaluate("document.activeElement.getAttribute('aria-describedby')")
    assert page.locator(f"#{described}").inner_text() == "Fill this in."


@pytest.mark.parametrize(
    "path", ["/account/password/reset/", "/account/password/reset/sent/", "/account/join/"]
)
def test_account_page_is_accessible(live_server_url: str, page: Page, path: str) -> None:
    response = page.goto(f"{live_server_url}{path}")
    assert response is not None
    assert response.status == 200
    assert axe_report(page) == ""


@pytest.mark.django_db
def test_password_reset_letter_in_plain_words() -> None:
    client = Client()
    response = client.post("/account/password/reset/", {"email": "nobody@demo.test"})
    assert response.status_code == 302
    letter = Message.objects.get()
    assert letter.subject == "There is no account with this address"
    assert "&" not in letter.text
    assert "If it was not you, do nothing." in letter.text
