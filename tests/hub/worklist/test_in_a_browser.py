"""The worklist as the steward sees it, on a telephone and on a desk."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from hub.people.models import Role
from hub.worklist import register_queue
from tests.browsing import axe_report
from tests.factories.people import OrganisationFactory
from tests.hub.worklist.conftest import browser_of, make_groups


def sign_in(page: Page, client: Client, url: str) -> None:
    """Give the browser the session of a test client."""
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("path", ["/worklist/", "/worklist/check-groups/"])
def test_page_fits_and_has_no_barrier(live_server_url, page: Page, queue, width, path):
    make_groups(11)
    OrganisationFactory(unverified=True, name="Aword" * 20)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, browser_of(Role.ADMINISTRATOR), live_server_url)
    page.goto(f"{live_server_url}{path}")
    expect(
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Waiting for you")
    ).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe_report(page) == ""


def test_keyboard_alone_reaches_what_waits(live_server_url, page: Page, queue):
    make_groups(1)
    sign_in(page, browser_of(Role.ADMINISTRATOR), live_server_url)
    page.goto(f"{live_server_url}/groups/")
    link = page.get_by_role("link", name="Waiting for you (1 thing)", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server_url}/worklist/")
    expect(page.get_by_role("heading", name="Groups to check (1 thing)")).to_be_visible()


def test_empty_list_has_no_barrier(live_server_url, page: Page, queue):
    register_queue(queue)
    sign_in(page, browser_of(Role.ADMINISTRATOR), live_server_url)
    for path in ("/worklist/", "/worklist/check-groups/"):
        page.goto(f"{live_server_url}{path}")
        assert axe_report(page) == ""
