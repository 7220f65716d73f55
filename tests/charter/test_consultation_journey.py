"""An administrator takes a consultation from the shipped draft to the day it opens, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from charter.models import Consultation, Wording
from tests.browsing import OPEN_FOLDS, PHONE, WIDE, Watch, press, sign_in_as
from tests.factories.charter import make_consultation, make_response
from tests.factories.charter_consultation import Stewards


def push(page: Page, name: str) -> None:
    press(page.get_by_role("button", name=name, exact=True))


def follow(page: Page, name: str) -> None:
    press(page.get_by_role("main").get_by_role("link", name=name, exact=True).first)


def go_through(page: Page, hub: str) -> None:
    """From nothing to launched, with a wrong turn on the way."""
    page.goto(f"{hub}/charter/manage/")
    follow(page, "Begin a consultation")
    push(page, "Begin with the draft charter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sections and questions")
    follow(page, "Sharing school premises at a price groups can afford")
    follow(page, "Add a question")
    page.get_by_label("Question", exact=True).fill("Who should hold the key?")
    push(page, "Add it")
    expect(page.get_by_text("The question is added.")).to_be_visible()
    press(page.get_by_role("button", name="Move “Who should hold the key?” up"))
    crumbs = page.get_by_role("navigation", name="You are here")
    press(crumbs.get_by_role("link", name="Sections and questions"))
    follow(page, "Check and launch")
    follow(page, "It has no dates yet: say when it opens and closes.")
    page.get_by_label("First day").fill("today")
    page.get_by_label("Last day").fill("the thirty-second")
    push(page, "Set the dates")
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.get_by_label("First day")).to_have_value("today")
    page.get_by_label("Last day").fill("31/3/2027")
    push(page, "Set the dates")
    push(page, "Launch it, open at once")
    expect(page.get_by_text("It is open: people can answer from now on.")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "desk"])
def test_administrator_launches_the_shipped_draft(live_server_url, page, size):
    Stewards()
    page.set_viewport_size(size)
    sign_in_as(page.context, live_server_url, "admin@steward.test")
    watch = Watch(page)
    go_through(page, live_server_url)
    watch.check(page, "launched", size["width"])
    consultation = Consultation.objects.get()
    assert consultation.is_open()
    assert Wording.objects.filter(
        version__published_at__isnull=False, text="Who should hold the key?"
    ).exists()


def test_administrator_needs_no_script(live_server_url, browser: Browser):
    Stewards()
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    sign_in_as(context, live_server_url, "admin@steward.test")
    go_through(context.new_page(), live_server_url)
    context.close()
    assert Consultation.objects.get().is_open()


def test_next_version_is_written_and_published_while_people_answer(live_server_url, page):
    Stewards()
    consultation = make_consultation("open", slug="ours", title="Ours")
    make_response(consultation)
    sign_in_as(page.context, live_server_url, "admin@steward.test")
    page.set_viewport_size(WIDE)
    watch = Watch(page)
    page.goto(f"{live_server_url}/charter/manage/ours/")
    follow(page, "Change the questions")
    push(page, "Begin the next version")
    follow(page, "Sharing school premises")
    press(page.get_by_role("link", name="Leave out “What else is in the way?”"))
    expect(page.get_by_text("One answer was given already.")).to_be_visible()
    push(page, "Leave it out")
    page.goto(f"{live_server_url}/charter/manage/ours/edit/publish/")
    page.evaluate(OPEN_FOLDS)
    watch.check(page, "publish", WIDE["width"])
    push(page, "Publish it")
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_label("What changed, in a sentence or two").fill("One question less.")
    push(page, "Publish it")
    expect(page.get_by_text("Version 2 is published.")).to_be_visible()
    follow(page, "All versions, and as a file")
    follow(page, "What version 2 changed")
    expect(page.locator("del")).to_have_text("2b What else is in the way?")
    watch.check(page, "changes", WIDE["width"])


def test_every_page_of_the_steward_is_in_order(live_server_url, page):
    Stewards()
    make_consultation("draft", slug="draft")
    make_consultation("settled", slug="settled")
    sign_in_as(page.context, live_server_url, "admin@steward.test")
    watch = Watch(page)
    told = []
    at = "/charter/manage/"
    pages = (
        *("", "new/", "new/file/", "settled/"),
        *(f"draft/{one}" for one in ("", "details/", "edit/", "dates/", "launch/", "delete/", "preview/")),
        *(f"draft/edit/section/premises/{one}" for one in ("", "ask/", "delete/")),
        *("draft/edit/question/premises-right/", "draft/preview/priorities/", "draft/preview/premises/"),
    )
    for path in pages:
        page.set_viewport_size(PHONE)
        page.goto(f"{live_server_url}{at}{path}")
        page.evaluate(OPEN_FOLDS)
        told += watch.faults(page, path, PHONE["width"])
    assert told == []
