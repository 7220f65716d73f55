"""The pages about the hub: the same for everybody, with whom to turn to from the settings."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format
from pytest_django import Settings

from hub.web.contacts import unset
from hub.web.views.about import CHANGED
from tests.earnest import CONTACTS
from tests.hub.web.about import PATHS
from tests.pages import Element, facts_of, read
from tests.personas import make_organisations, make_personas

pytestmark = pytest.mark.django_db

NATIONAL = {
    "SAFETY_EMERGENCY": "999",
    "SAFETY_NSPCC": "0808 800 5000",
    "SAFETY_CHILDLINE": "0800 1111",
    "ICO_PHONE": "0303 123 1113",
}


@pytest.fixture
def contacts(settings: Settings) -> None:
    settings.CONTACTS = {**CONTACTS, **NATIONAL}


@pytest.fixture
def no_contacts(settings: Settings) -> None:
    settings.CONTACTS = {**dict.fromkeys(CONTACTS, ""), **NATIONAL}


def main(path: str) -> Element:
    response = Client().get(path)
    assert response.status_code == 200
    return read(response).one("main")


def calls(element: Element) -> dict[str, str]:
    """Telephone links: the number as it is shown, and what is dialled."""
    links = [link for link in element.all("a") if link.attributes["href"].startswith("tel:")]
    return {link.text: link.attributes["href"] for link in links}


@pytest.mark.parametrize("path", PATHS)
def test_page_is_open_and_has_one_heading_and_a_title_of_its_own(path):
    page = read(Client().get(path))
    heading = page.one("h1").text
    assert page.one("title").text == f"{heading} – Children’s Quarter"
    levels = [int(one.name[1]) for one in page if re.fullmatch("h[1-6]", one.name)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("path", PATHS)
def test_page_answers_304_and_comes_from_the_cache_without_a_query(path):
    client = Client()
    with CaptureQueriesContext(connection) as first:
        fresh = client.get(path)
    assert len(first) == 0
    assert fresh.headers["Cache-Control"] == "no-cache"
    assert not fresh.cookies
    unchanged = client.get(path, headers={"If-None-Match": fresh["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert Client().head(path).status_code == 200
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize("path", PATHS)
def test_page_says_the_same_to_every_persona(path):
    """But for the header, which knows who is there."""
    personas = [persona for persona in make_personas(make_organisations()) if persona.browses]
    said = {read(persona.client().get(path)).one("main").text for persona in personas}
    assert len(personas) > 5
    assert said == {main(path).text}


@pytest.mark.parametrize("path", PATHS)
def test_page_says_whom_to_ask_and_when_it_changed(contacts, path):
    page = main(path)
    assert "mailto:hello@hub.example" in {link.attributes["href"] for link in page.all("a")}
    assert f"last changed on {date_format(CHANGED, 'j F Y')}." in page.text


@pytest.mark.parametrize("path", PATHS)
def test_page_without_a_contact_says_so(no_contacts, settings, path):
    settings.HUB_NAME = "The Quarter"
    page = main(path)
    assert "Write to us: The Quarter has not set this" in page.text
    assert not [link for link in page.all("a") if link.attributes["href"] in ("mailto:", "tel:")]


def test_every_footer_link_answers():
    links = read(Client().get("/")).one("footer").all("a")
    addresses = [link.attributes["href"] for link in links]
    assert set(PATHS) <= set(addresses)
    assert {address: Client().get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )


def test_footer_begins_with_what_may_be_needed_in_a_hurry():
    links = read(Client().get("/")).one("footer").one("nav").all("a")
    words = [link.text for link in links]
    assert words[0] == "Worried about a child?"
    assert words[-4:] == ["Privacy", "Cookies", "Accessibility", "Terms of use"]


@pytest.mark.parametrize("path", PATHS)
def test_footer_says_which_of_its_pages_this_is(path):
    current = read(Client().get(path)).one("footer").one("a", **{"aria-current": "page"})
    assert current.attributes["href"] == path


def test_safety_page_names_everybody_to_ring_with_links(contacts):
    page = main("/about/safety/")
    assert calls(page) == {
        "999": "tel:999",
        "0121 496 0201": "tel:01214960201",
        "0121 496 0202": "tel:01214960202",
        "+44 121 496 0203": "tel:+441214960203",
        "0808 800 5000": "tel:08088005000",
        "0800 1111": "tel:08001111",
    }
    assert facts_of(page) == {
        "Council": "Heathfield Council",
        "By day": "0121 496 0201",
        "Evenings, nights, weekends": "0121 496 0202",
        "Designated officer": "+44 121 496 0203",
        "Adults: NSPCC helpline": "0808 800 5000",
        "Children and young people: Childline, free, day and night": "0800 1111",
    }


def test_safety_page_begins_with_immediate_danger(contacts):
    text = main("/about/safety/").text
    assert text.index("Ring 999") < text.index("social care") < text.index("designated officer (LADO)")


def test_safety_page_says_what_the_hub_is_not_and_that_verified_is_no_promise(contacts):
    text = main("/about/safety/").text
    for words in (
        "not watched in the evening, at weekends or in holidays",
        "Somebody looks: 9am to 1pm on weekdays.",
        "does not inspect clubs",
        "“Verified” is not a promise",
        "It says nothing about how safe it is there.",
    ):
        assert words in text
    assert "invented" not in text


def test_safety_page_without_numbers_says_so_and_keeps_the_national_ones(no_contacts):
    page = main("/about/safety/")
    assert list(calls(page)) == ["999", "0808 800 5000", "0800 1111"]
    facts = facts_of(page)
    assert facts["By day"] == facts["Designated officer"] == "Children’s Quarter has not set this"
    assert "Council" not in facts


def test_safety_page_of_a_demo_says_that_its_numbers_are_invented(settings):
    settings.DEMO = True
    settings.CONTACTS = {**settings.DEMO_CONTACTS, **settings.NATIONAL_CONTACTS}
    page = main("/about/safety/")
    assert "The local numbers on this page are invented: nobody answers them." in page.text
    # 0121 496 0xxx is kept free of subscribers, for stories.
    local = {name: shown for name, shown in settings.DEMO_CONTACTS.items() if re.match(r"[+\d]", shown)}
    assert [shown for name, shown in local.items() if name.startswith("SAFETY_")] == [
        "0121 496 0101",
        "0121 496 0102",
        "0121 496 0103",
    ]
    assert unset() == []


def test_moderation_page_names_the_aims_of_this_installation(settings):
    settings.MODERATION_DAYS = {"listing": 1, "report": 3, "appeal": 10}
    page = main("/about/moderation/")
    assert facts_of(page) == {
        "A listing that waits": "1 working day",
        "A report": "3 working days",
        "An appeal": "10 working days",
    }


def test_moderation_page_links_the_public_criteria_and_says_who_decides_an_appeal():
    page = main("/about/moderation/")
    addresses = {link.attributes["href"] for link in page.all("a")}
    assert {"/whats-on/criteria/", "/groups/verified/", "/about/safety/"} <= addresses
    for words in ("You need no account", "Both sides can appeal", "Somebody else at Children’s Quarter"):
        assert words in page.text


def test_terms_page_says_who_may_have_an_account_and_what_is_not_said():
    text = main("/about/terms/").text
    for words in ("18 or over", "What you post stays yours", "We give no legal advice", "suspend"):
        assert words in text


def test_accessibility_page_claims_no_more_than_was_tested():
    text = main("/about/accessibility/").text
    assert "version 2.2, level AA" in text
    assert "No outside expert has tested this website yet" in text
    assert "we do not claim that it meets the guidelines in full" in text
