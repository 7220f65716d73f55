"""Results in a real browser: as a visitor, an analyst and an administrator, also without scripts."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from charter.models import Consultation, SealedLook
from tests.browsing import PHONE, WIDE, Watch, press, walk
from tests.charter.results_pages import results_url
from tests.charter.test_results_seal import persona
from tests.factories.charter import publish
from tests.factories.charter_results import make_results, make_theme, make_words, sort_answer


def full(state: str) -> Consultation:
    """Results with themes and quotes."""
    consultation = make_results(state)
    theme = make_theme(consultation, "Locked gates")
    for answer in make_words(consultation, 31):
        sort_answer(answer, theme)
        publish(answer.response)
    return consultation


def signed_in(context: BrowserContext, hub: str, name: str) -> None:
    """The browser becomes a persona's, who has just proved twice who they are."""
    cookie = persona(name).client().cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": hub}])


def test_visitor_reads_published_results(page: Page, live_server_url: str):
    consultation = full("results")
    paths = {
        rest or "overview": results_url(consultation, rest)
        for rest in ("", "priorities/?by=kind", "premises/", "premises/?kind=parent", "premises-right/")
    }
    assert walk(page, live_server_url, paths) == []
    page.goto(live_server_url + paths["overview"])
    press(page.get_by_role("link", name="Sort by importance"))
    expect(page.get_by_text("Sorted by how many")).to_be_visible()
    press(page.get_by_role("link", name="Sharing school premises").last)
    press(page.get_by_role("link", name="By who answered"))
    expect(page.get_by_role("table", name="Who answered: 2a")).to_be_visible()
    page.get_by_text("What each theme means").click()
    expect(page.get_by_text("The gate is locked at four.").first).to_be_visible()


def test_results_fit_320_pixels_and_the_chart_keeps_its_words(page: Page, live_server_url: str):
    consultation = full("results")
    page.set_viewport_size({"width": 320, "height": 700})
    for rest in ("", "priorities/?by=kind", "premises/"):
        page.goto(live_server_url + results_url(consultation, rest))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        wide = page.evaluate(
            "[...document.querySelectorAll('svg.bars-drawing text')]"
            ".map(one => one.getBoundingClientRect().right).filter(right => right > 320)"
        )
        assert wide == []


@pytest.mark.parametrize("width", [PHONE, WIDE], ids=["phone", "wide"])
def test_analyst_sees_the_seal_and_a_visitor_sees_when_results_come(
    page: Page, live_server_url: str, width: dict[str, int]
):
    consultation = full("settled")
    url = live_server_url + results_url(consultation)
    page.set_viewport_size(width)  # type: ignore[arg-type]
    watch = Watch(page)
    page.goto(url)
    expect(page.get_by_role("heading", name="The results are not out yet")).to_be_visible()
    watch.check(page, "sealed", width["width"])
    signed_in(page.context, live_server_url, "analyst")
    page.goto(url)
    expect(page.get_by_role("heading", name="Sealed: only you and your colleagues see this")).to_be_visible()
    expect(page.get_by_role("link", name="Publish the results")).to_have_count(0)
    watch.check(page, "early", width["width"])
    assert SealedLook.objects.count() == 1


def test_administrator_publishes_without_javascript(browser: Browser, live_server_url: str):
    consultation = full("settled")
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    signed_in(context, live_server_url, "administrator")
    page = context.new_page()
    page.goto(live_server_url + results_url(consultation))
    press(page.get_by_role("link", name="Publish the results"))
    expect(page.get_by_text("From that moment everyone sees")).to_be_visible()
    press(page.get_by_role("button", name="Publish the results for everyone"))
    expect(page.get_by_text("The results are public now.")).to_be_visible()
    other = browser.new_context().new_page()
    other.goto(live_server_url + results_url(consultation))
    expect(other.get_by_role("heading", name="What people said")).to_be_visible()
    press(page.get_by_role("link", name="Take the results back"))
    press(page.get_by_role("button", name="Take the results back"))
    other.reload()
    expect(other.get_by_role("heading", name="The results are not out yet")).to_be_visible()
    context.close()
