"""What came another way in a real browser: one administrator writes out, a deputy checks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from charter.models import Answer, Original, Publish, Response
from hub.people.models import Person
from tests.browsing import PHONE, WIDE, Watch, press
from tests.factories.charter_originals import LETTER, Desk, browser_of
from tests.factories.files import pdf_bytes

SHOTS = os.environ.get("SHOTS", "")
SIZES = pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])


@pytest.fixture
def desk(live_server_url: str) -> Desk:
    return Desk()


def opened(
    browser: Browser, hub: str, person: Person, size: dict[str, int], *, script: bool = True
) -> BrowserContext:
    """A browser of this size, signed in as somebody."""
    context = browser.new_context(viewport=size, java_script_enabled=script)  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    value = browser_of(person).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": hub}])
    return context


def look(watch: Watch, page: Page, name: str, size: dict[str, int]) -> None:
    """Fails for a page that complains, scrolls sideways or that axe finds fault with; folds are opened."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{size['width']}.png"), full_page=True)
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
    watch.check(page, name, size["width"])


@SIZES
def test_letter_is_entered_written_out_and_checked_by_a_deputy(
    live_server_url: str, browser: Browser, desk: Desk, size: dict[str, int]
) -> None:
    hub = live_server_url
    page = opened(browser, hub, desk.ada, size).new_page()
    watch = Watch(page)
    page.goto(hub + desk.path())
    look(watch, page, "empty", size)
    press(page.get_by_role("link", name="Enter one"))
    press(page.get_by_role("button", name="Keep it, and write it out"))
    expect(page.locator("#error-summary")).to_be_focused()
    look(watch, page, "enter-errors", size)
    page.get_by_label("Letter", exact=True).check()
    page.get_by_label("What it says, word for word").fill(LETTER)
    page.get_by_label("They said yes, without their name").check()
    page.locator("input[type=file]").set_input_files(
        {
            "name": "letter.pdf",
            "mimeType": "application/pdf",
            "buffer": pdf_bytes("The gate is locked at four", "Yours, a neighbour"),
        }
    )
    press(page.get_by_role("button", name="Keep it, and write it out"))
    expect(page.get_by_role("heading", name="Write out number")).to_be_visible()
    look(watch, page, "write", size)
    page.get_by_role("group", name="Sharing school premises").get_by_label("Very important").check()
    page.get_by_label("The gate is locked at four.").check()
    page.get_by_label("Mrs. Plumtree has the key").check()
    page.get_by_label("Put what is ticked into").select_option("premises-barriers")
    press(page.get_by_role("button", name="Copy it there"))
    expect(page.get_by_text("in 2b").first).to_be_visible()
    expect(page.get_by_text("2 of 7 questions answered")).to_be_visible()
    look(watch, page, "written", size)
    press(page.get_by_role("button", name="It is all written out"))
    expect(page.get_by_text("Waits for a check").last).to_be_visible()
    look(watch, page, "list", size)
    response = Response.objects.get()
    assert (response.publish, Answer.objects.count()) == (Publish.UNNAMED, 2)
    page.goto(hub + desk.path("check/", response))
    expect(page.get_by_text("You wrote it out last")).to_be_visible()
    expect(page.get_by_role("button", name="It is right")).to_have_count(0)

    deputy = opened(browser, hub, desk.bo, size).new_page()
    watch = Watch(deputy)
    deputy.goto(f"{hub}/worklist/originals/")
    look(watch, deputy, "worklist", size)
    press(deputy.get_by_role("link", name="Check it against the original"))
    look(watch, deputy, "check", size)
    deputy.get_by_label("What is not as the original says?").fill("“Three” is missing.")
    press(deputy.get_by_role("button", name="Send it back, to be put right"))
    expect(deputy.get_by_text("To be put right")).to_be_visible()

    page.goto(hub + desk.path())
    press(page.get_by_role("link", name="Put it right"))
    expect(page.get_by_text("“Three” is missing.")).to_be_visible()
    look(watch, deputy, "list-sent-back", size)
    press(page.get_by_role("button", name="It is all written out"))
    deputy.goto(hub + desk.path())
    press(deputy.get_by_role("link", name="Check it"))
    press(deputy.get_by_role("button", name="It is right"))
    expect(deputy.get_by_text("checked by Bo Thistle")).to_be_visible()
    original = Original.objects.get()
    assert (original.transcriber, original.checker) == (desk.ada, desk.bo)
    deputy.goto(hub + desk.path("check/", response))
    look(watch, deputy, "checked", size)


@SIZES
def test_event_notes_go_the_whole_way_without_scripts(
    live_server_url: str, browser: Browser, desk: Desk, size: dict[str, int]
) -> None:
    hub = live_server_url
    page = opened(browser, hub, desk.ada, size, script=False).new_page()
    page.goto(hub + desk.path("enter/"))
    page.get_by_label("At an event").check()
    page.get_by_label("Which event was it?").fill("Harvest supper, table 4")
    page.get_by_label("How many people does it speak for?").fill("6")
    page.get_by_label("What it says, word for word").fill("We would all come.\nSaturdays, please!")
    press(page.get_by_role("button", name="Keep it, and write it out"))
    page.get_by_text("Sharing school premises 0 of 3").click()
    page.get_by_role("group", name="2a").get_by_label("No", exact=True).check()
    page.get_by_label("Saturdays, please!").check()
    page.get_by_label("Put what is ticked into").select_option("premises-example")
    press(page.get_by_role("button", name="Copy it there"))
    press(page.get_by_role("button", name="It is all written out"))
    expect(page.get_by_text("6 people")).to_be_visible()
    response = Response.objects.get()
    deputy = opened(browser, hub, desk.bo, size, script=False).new_page()
    deputy.goto(hub + desk.path("check/", response))
    expect(deputy.locator("#answers").get_by_text("Saturdays, please!")).to_be_visible()
    press(deputy.get_by_role("button", name="It is right"))
    assert Original.objects.get().checker == desk.bo


def test_mistaken_letter_is_thrown_away_by_keyboard(
    live_server_url: str, browser: Browser, desk: Desk
) -> None:
    hub, response = live_server_url, desk.enter()
    page = opened(browser, hub, desk.ada, PHONE).new_page()
    watch = Watch(page)
    page.goto(hub + desk.path("", response))
    page.get_by_role("link", name="Throw it away").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Throw it away?")).to_be_visible()
    look(watch, page, "drop", PHONE)
    page.get_by_role("button", name="Throw it away").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is thrown away.")).to_be_visible()
    assert Response.objects.count() == 0


def test_enter_key_saves_and_throws_nothing_about(live_server_url: str, browser: Browser, desk: Desk) -> None:
    hub, response = live_server_url, desk.enter()
    page = opened(browser, hub, desk.ada, WIDE).new_page()
    page.goto(hub + desk.path("", response))
    choice = page.get_by_role("group", name="2a").get_by_label("Yes", exact=True)
    page.get_by_text("Sharing school premises 0 of 3").click()
    choice.check()
    choice.press("Enter")
    expect(page.get_by_text("It is kept.")).to_be_visible()
    assert Answer.objects.get().choice == "yes"


def test_page_to_write_out_fits_a_narrow_and_enlarged_screen(
    live_server_url: str, browser: Browser, desk: Desk
) -> None:
    response = desk.enter(text="w" * 500 + " " + "One sentence. " * 40)
    size = {"width": 320, "height": 640}
    page = opened(browser, live_server_url, desk.ada, size).new_page()
    watch = Watch(page)
    for name in ("", "details/"):
        page.goto(live_server_url + desk.path(name, response))
        look(watch, page, f"narrow-{name.strip('/')}", size)
