"""The pages about the hub in a browser: everyone can use them, on a phone and on a wide screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from tests.browsing import axe_report
from tests.earnest import CONTACTS
from tests.hub.web.about import PATHS


@pytest.mark.parametrize("known", [True, False], ids=["contacts set", "contacts not set"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_accessible(
    live_server_url: str, settings: Settings, page: Page, width: int, known: bool
) -> None:
    settings.CONTACTS = {**(CONTACTS if known else dict.fromkeys(CONTACTS, "")), **settings.NATIONAL_CONTACTS}
    page.set_viewport_size({"width": width, "height": 900})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for path in PATHS:
            page.goto(f"{live_server_url}{path}")
            assert (path, axe_report(page)) == (path, "")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("path", PATHS)
def test_pages_hold_with_text_twice_as_long_at_320(live_server_url: str, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{live_server_url}{path}")
    page.evaluate(
        "() => { const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];"
        " while (walk.nextNode()) if (walk.currentNode.data.trim()) found.push(walk.currentNode);"
        " found.forEach(text => { text.data = `${text.data} ${text.data}` }) }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_numbers_to_ring_are_large_enough_to_tap(
    live_server_url: str, settings: Settings, page: Page
) -> None:
    settings.CONTACTS = {**CONTACTS, **settings.NATIONAL_CONTACTS}
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server_url}/about/safety/")
    heights = page.eval_on_selector_all(
        "a[href^='tel:']", "found => found.map(one => one.getBoundingClientRect().height)"
    )
    assert len(heights) == 6
    spaces = page.eval_on_selector_all(
        "dd a[href^='tel:']", "found => found.map(one => one.parentElement.getBoundingClientRect().height)"
    )
    assert min(spaces) >= 24
