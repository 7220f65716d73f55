"""What the cookie page says is what browsers get (rules.md D7)."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Page

from tests.factories.people import PASSWORD, PersonFactory
from tests.hub.web.about import PATHS
from tests.pages import read


def told() -> dict[str, str]:
    """Each cookie in the table, with how long it stays."""
    table = read(Client().get("/about/cookies/")).one("table")
    assert table.one("caption").text == "All our cookies"
    rows = table.one("tbody").all("tr")
    return {row.one("th").text: row.all("td")[-1].text for row in rows}


@pytest.mark.django_db
def test_page_names_two_cookies_and_how_long_they_stay(settings):
    assert told() == {
        "sessionid": "Until you close the browser; 14 days if you choose “Stay signed in”",
        "csrftoken": "364 days",
    }
    cache.clear()
    settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_AGE = "hub", 86_400
    settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_AGE = "form", 7 * 86_400
    assert told() == {
        "hub": "Until you close the browser; 1 day if you choose “Stay signed in”",
        "form": "7 days",
    }


def test_browser_gets_the_cookies_of_the_page_and_nothing_from_elsewhere(
    live_server_url: str, page: Page
) -> None:
    person = PersonFactory()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    for path in ("/", "/groups/", *PATHS):
        page.goto(f"{live_server_url}{path}")
    assert page.context.cookies() == []
    page.goto(f"{live_server_url}/account/sign-in/")
    page.fill("input[name=login]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto(f"{live_server_url}/account/")
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert names == set(told())
    assert asked == {live_server_url}
    # What htmx keeps so that “back” works: the page says so.
    assert page.evaluate("Object.keys(localStorage)") == []
    assert set(page.evaluate("Object.keys(sessionStorage)")) <= {"htmx-current-path-for-history"}
    assert "which page of ours it shows" in read(Client().get("/about/cookies/")).text
