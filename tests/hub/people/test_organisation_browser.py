"""A newcomer brings in a group and looks after its page, with a phone, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.people.models import Organisation, Person
from tests.browsing import axe_report, press
from tests.factories.people import OrganisationFactory, PersonFactory, acting
from tests.personas import Persona

PHONE = {"width": 360, "height": 800}


@pytest.fixture
def person(fresh_database: str) -> Person:
    made: Person = PersonFactory()
    return made


def come(page: Page, url: str, person: Person) -> None:
    """Signed in, as the persona's own browser is."""
    session = Persona("someone", person, acting(person)).client().cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


def check(page: Page) -> None:
    """No fault that axe finds, and nothing wider than a phone."""
    assert (page.url, axe_report(page)) == (page.url, "")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def bring_in(page: Page, url: str) -> None:
    """From the directory to the page of the new group, past one that looks like it."""
    page.goto(f"{url}/groups/")
    press(page.get_by_role("link", name="Bring in your group or school"))
    press(page.get_by_role("link", name="A group", exact=True))
    press(page.get_by_role("button", name="Bring in this group"))
    expect(page).to_have_title(re.compile("^Error: Bring in your group"))
    page.get_by_label("Name", exact=True).fill("Silver Street Singers")
    page.get_by_label("Sort", exact=True).select_option(label="Music, drama and art")
    page.get_by_label("Clubs after school").check()
    page.get_by_label("Postcode", exact=True).fill("b14 7ra")
    press(page.get_by_role("button", name="Bring in this group"))
    expect(page.get_by_role("heading", name="Is yours here already?")).to_be_visible()


def test_group_is_brought_in_with_a_phone(live_server_url: str, page: Page, person: Person) -> None:
    OrganisationFactory(name="Silver Street Singers’ Choir", slug="choir")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    come(page, live_server_url, person)
    bring_in(page, live_server_url)
    check(page)
    press(page.get_by_role("button", name="None of these is ours: bring it in"))
    expect(page).to_have_url(f"{live_server_url}/groups/silver-street-singers/")
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    check(page)
    press(page.get_by_role("link", name="Change this page"))
    page.get_by_role("textbox", name="About", exact=False).fill("We **sing**.\n\nRing 0121 496 0199")
    press(page.get_by_role("button", name="Save"))
    expect(page.locator("#error-summary")).to_be_focused()
    check(page)
    page.get_by_role("textbox", name="About", exact=False).fill("We **sing**.")
    press(page.get_by_role("button", name="Show me how it looks"))
    expect(page.get_by_text("This is how it will look. It is not saved yet.")).to_be_visible()
    check(page)
    Organisation.objects.update(edition=2, summary="Somebody else’s words")
    press(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("heading", name="Somebody else changed this")).to_be_focused()
    check(page)
    press(page.get_by_role("button", name="Save"))
    expect(page).to_have_url(f"{live_server_url}/groups/silver-street-singers/")
    made = Organisation.objects.get(slug="silver-street-singers")
    assert (made.summary, made.about) == ("Somebody else’s words", "We **sing**.")


def test_everything_works_without_javascript(live_server_url: str, browser: Browser, person: Person) -> None:
    OrganisationFactory(name="Silver Street Singers’ Choir", slug="choir")
    page = browser.new_context(java_script_enabled=False).new_page()
    come(page, live_server_url, person)
    bring_in(page, live_server_url)
    press(page.get_by_role("button", name="None of these is ours: bring it in"))
    press(page.get_by_role("link", name="Change where you meet"))
    page.get_by_label("Number and street").fill("17 Larkspur Rise")
    page.get_by_label("Do not show the address").check()
    press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("From now on only your members see the address.")).to_be_visible()
    expect(page.get_by_text("Around Kings Heath (B14).")).to_be_visible()
    press(page.get_by_role("link", name="See it as visitors do"))
    expect(page.get_by_text("Larkspur")).to_have_count(0)
    page.goto(f"{live_server_url}/groups/")
    page.get_by_label("Postcode", exact=True).fill("B14 7RA")
    press(page.get_by_role("button", name="Find", exact=True))
    expect(page).to_have_url(f"{live_server_url}/groups/?near=B14")
    page.context.close()
