"""Answering in a real browser: a parent on a telephone, without scripts, by keyboard, and for a group."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect

from charter.models import Answer, Progress, Response
from hub.notices.models import Message
from hub.people.models import Role
from tests.browsing import COOKIES, PHONE, WIDE, Watch, press, sign_in_as
from tests.charter.answering import at
from tests.factories.charter import make_consultation
from tests.factories.people import OrganisationFactory, make_member

SHOTS = os.environ.get("SHOTS", "")


def shot(page: Page, name: str) -> None:
    """Keep a picture for somebody to look at, where the environment names a folder."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def look(watch: Watch, page: Page, name: str, size: dict[str, int]) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
    shot(page, f"{name}-{size['width']}")
    watch.check(page, name, size["width"])


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_parent_answers_sends_and_comes_back_by_the_link(
    live_server_url: str, browser: Browser, size: dict[str, int]
) -> None:
    asked = make_consultation(how_to_answer="Write to us, or come to an event.")
    hub = live_server_url
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    watch = Watch(page)
    page.goto(f"{hub}/charter/consultation/")
    assert context.cookies() == []
    look(watch, page, "contents", size)
    page.goto(hub + at(asked, "read/"))
    look(watch, page, "read", size)
    assert context.cookies() == []
    page.goto(hub + at(asked))
    press(page.get_by_role("link", name="Sharing school premises"))
    look(watch, page, "section", size)
    group = page.get_by_role("group", name=re.compile("2a"))
    group.get_by_label("No", exact=True).check()
    group.get_by_label("Why? In your own words").fill("Nobody asked the caretaker.")
    page.get_by_label("Your answer").fill("The gate is locked at four.")
    # It keeps itself.
    expect(page.get_by_role("status")).to_contain_text("Saved at ")
    assert Answer.objects.count() == 2
    press(page.get_by_role("button", name="Save and go to the contents"))
    expect(page.get_by_text("2 of 3 questions answered")).to_be_visible()
    look(watch, page, "contents-begun", size)
    press(page.get_by_role("link", name="About you"))
    page.get_by_label("Parent or carer").check()
    page.get_by_label("Your postcode").fill("B14 7RA")
    look(watch, page, "about-you", size)
    press(page.get_by_role("button", name="Save and go on"))
    look(watch, page, "publish", size)
    page.get_by_label("Yes, without my name").check()
    press(page.get_by_role("button", name="Save and go on"))
    look(watch, page, "check", size)
    page.get_by_label("Your e-mail address").fill("parent@answers.test")
    page.get_by_label("Send me a receipt").check()
    page.get_by_label("Tell me what came of it").check()
    press(page.get_by_role("button", name="Send my answers"))
    expect(page.get_by_role("heading", name="Thank you. We have your answers.")).to_be_visible()
    look(watch, page, "sent", size)
    assert Response.objects.get().state == Progress.SENT
    press(page.get_by_role("link", name="Get a private link"))
    look(watch, page, "link", size)
    press(page.get_by_role("button", name="Make a private link"))
    address = page.get_by_label("The link").input_value()
    look(watch, page, "link-made", size)
    page.goto(hub + at(asked, "withdraw/"))
    look(watch, page, "withdraw", size)
    page.goto(hub + at(asked, "leave/"))
    look(watch, page, "leave", size)
    press(page.get_by_role("button", name="Forget them here"))
    look(watch, page, "left", size)
    comes_back(browser, address, size)
    confirms(page, watch, size)
    assert {str(cookie["name"]) for cookie in context.cookies()} <= COOKIES
    assert len(watch.hosts) == 1
    context.close()


def comes_back(browser: Browser, address: str, size: dict[str, int]) -> None:
    """On another device; and no request it makes names the secret but those to the link itself."""
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    watch, referers = Watch(page), []
    page.on("request", lambda request: referers.append(request.headers.get("referer", "")))
    page.goto(address)
    look(watch, page, "resume", size)
    assert Response.objects.count() == 1
    press(page.get_by_role("link", name="Privacy"))
    page.go_back()
    press(page.get_by_role("button", name="Open my answers"))
    expect(page.get_by_text("2 of 7")).to_be_visible()
    secret = address.rstrip("/").rpartition("/")[2]
    assert any(referers)
    assert [one for one in referers if secret in one] == []
    assert secret not in page.content()
    context.close()


def confirms(page: Page, watch: Watch, size: dict[str, int]) -> None:
    """Says yes to news, from the mailbox."""
    path = re.search(r"http\S+/news/\S+", Message.objects.get(kind="charter.confirm-news").text)
    assert path
    page.goto(path[0])
    look(watch, page, "news", size)
    press(page.get_by_role("button", name="Yes, tell me"))
    expect(page.get_by_text("Yes: we will write to you once")).to_be_visible()


def test_whole_journey_without_scripts(live_server_url: str, browser: Browser) -> None:
    make_consultation()
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{live_server_url}/charter/consultation/")
    press(page.get_by_role("link", name="What matters most"))
    page.get_by_role("group", name="Sharing school premises").get_by_label("Very important").check()
    page.get_by_label("Your answer").fill("x" * 100_000)
    press(page.get_by_role("button", name="Save and go on"))
    expect(page.get_by_role("alert")).to_contain_text("80,000 letters too long")
    page.get_by_label("Your answer").fill("Play outside")
    press(page.get_by_role("button", name="Save and go on"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sharing school premises")
    page.get_by_label("Your example").fill("Our choir sings in the hall.")
    page.get_by_label("You may get in touch").check()
    press(page.get_by_role("button", name="Save and go on"))
    page.get_by_label("Or your telephone number").fill("0121 496 0000")
    press(page.get_by_role("button", name="Save and go on"))
    press(page.get_by_role("button", name="Save and go on"))
    expect(page.get_by_role("heading", level=1)).to_have_text("About you")
    press(page.get_by_role("link", name="Leave it out"))
    page.get_by_label("Yes, with my name").check()
    page.get_by_label("The name to publish").fill("Robin Quillfeather")
    press(page.get_by_role("button", name="Save and go on"))
    press(page.get_by_role("link", name=re.compile("Change.*What matters most")))
    expect(page.get_by_label("Your answer")).to_have_value("Play outside")
    press(page.get_by_role("button", name="Save and go to the contents"))
    press(page.get_by_role("link", name="Check and send"))
    press(page.get_by_role("button", name="Send my answers"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have your answers.")
    response = Response.objects.get()
    assert (response.state, response.public_name) == (Progress.SENT, "Robin Quillfeather")
    assert Answer.objects.count() == 3
    context.close()


def press_to(page: Page, name: str, limit: int = 80) -> None:
    """Press Tab until what has the focus is called so."""
    for _time in range(limit):
        page.keyboard.press("Tab")
        told = page.evaluate("(e => e.labels?.[0]?.innerText || e.innerText || '')(document.activeElement)")
        if str(told).strip().startswith(name):
            return
    raise AssertionError(f"no way to {name} by keyboard")


def test_keyboard_alone_answers_and_sends(live_server_url: str, page: Page) -> None:
    asked = make_consultation()
    page.goto(live_server_url + at(asked))
    press_to(page, "Training together")
    page.keyboard.press("Enter")
    page.wait_for_url("**/section/training/")
    press_to(page, "No answer")
    page.keyboard.press("ArrowUp")
    press_to(page, "Why?")
    page.keyboard.type("It helps.")
    press_to(page, "Save and go on")
    page.keyboard.press("Enter")
    page.wait_for_url("**/about-you/")
    press_to(page, "Leave it out")
    page.keyboard.press("Enter")
    page.wait_for_url("**/publish/")
    press_to(page, "Yes, without")
    page.keyboard.press("Space")
    press_to(page, "Save and go on")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")
    press_to(page, "Send my answers")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sent/")
    answer = Answer.objects.get()
    assert (answer.choice, answer.text) == ("unsure", "It helps.")


def offline_text(context: BrowserContext, page: Page) -> None:
    context.set_offline(True)
    page.get_by_label("Your answer").fill("Typed in a tunnel.")
    expect(page.get_by_role("status")).to_contain_text("Not saved: you seem to be offline.")


def test_offline_says_so_loudly_keeps_the_text_and_saves_when_back(
    live_server_url: str, context: BrowserContext, page: Page
) -> None:
    asked = make_consultation()
    page.goto(live_server_url + at(asked, "section/premises/"))
    offline_text(context, page)
    shot(page, "offline")
    expect(page.get_by_label("Your answer")).to_have_value("Typed in a tunnel.")
    assert not Answer.objects.exists()
    context.set_offline(False)
    expect(page.get_by_role("status")).to_contain_text("Saved at ")
    assert Answer.objects.get().text == "Typed in a tunnel."


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_two_tabs_that_differ_are_chosen_from(
    live_server_url: str, browser: Browser, size: dict[str, int]
) -> None:
    asked = make_consultation()
    context = browser.new_context(java_script_enabled=False, viewport=size)  # type: ignore[arg-type]
    one, two = context.new_page(), context.new_page()
    one.goto(live_server_url + at(asked, "section/premises/"))
    one.get_by_label("Your answer").fill("Keys")
    press(one.get_by_role("button", name="Save and go on"))
    for page in (one, two):
        page.goto(live_server_url + at(asked, "section/premises/"))
    one.get_by_label("Your answer").fill("From the first tab")
    press(one.get_by_role("button", name="Save and go on"))
    two.get_by_label("Your answer").fill("From the second tab")
    press(two.get_by_role("button", name="Save and go on"))
    expect(two.get_by_role("alert")).to_contain_text("Two different answers: please choose")
    shot(two, f"conflict-{size['width']}")
    two.get_by_label("Both, one after the other").check()
    press(two.get_by_role("button", name="Save and go on"))
    assert Answer.objects.get().text == "From the first tab\n\nFrom the second tab"
    context.close()


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_organisations_lead_answers_for_it(
    live_server_url: str, context: BrowserContext, page: Page, size: dict[str, int]
) -> None:
    asked = make_consultation()
    group = OrganisationFactory(name="Heathfield Families")
    person = make_member(group, Role.CONTRIBUTOR)
    sign_in_as(context, live_server_url, person.email)
    page.set_viewport_size(size)  # type: ignore[arg-type]
    watch = Watch(page)
    page.goto(live_server_url + at(asked))
    press(page.get_by_role("link", name="Answer for an organisation"))
    look(watch, page, "for", size)
    press(page.get_by_role("button", name="Begin its answer"))
    expect(page.get_by_text("You answer for Heathfield Families now.")).to_be_visible()
    press(page.get_by_role("link", name="Training together"))
    page.get_by_label("Yes", exact=True).check()
    press(page.get_by_role("button", name="Save and go on"))
    press(page.get_by_role("link", name="Leave it out"))
    page.get_by_label("Yes, with my name").check()
    expect(page.get_by_label("The name to publish")).to_have_value("Heathfield Families")
    press(page.get_by_role("button", name="Save and go on"))
    press(page.get_by_role("button", name="Send my answers"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have your answers.")
    look(watch, page, "sent-for", size)
    response = Response.objects.get()
    assert (response.lead, response.state) == (person, Progress.SENT)


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_before_after_and_when_there_is_none(live_server_url: str, page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    watch = Watch(page)
    page.goto(f"{live_server_url}/charter/consultation/")
    look(watch, page, "none", size)
    for state in ("coming", "closing", "results"):
        one = make_consultation(state)
        for where in ("", "section/premises/"):
            page.goto(live_server_url + at(one, where))
            look(watch, page, f"{state}-{where.partition('/')[0]}", size)
    # Rows made past the actions clear no page that is kept.
    cache.clear()
    page.goto(f"{live_server_url}/charter/consultation/")
    look(watch, page, "front", size)
