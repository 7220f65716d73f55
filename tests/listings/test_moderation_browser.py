"""Moderating, reporting and appealing in a real browser: on a phone, without JavaScript, and with axe."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hub.notices.models import Message
from hub.people.models import Person
from listings.actions import hide_listing, send_back_listing
from listings.actions.reports import Step
from listings.models import Appeal, Criterion, Listing, Report, State
from tests.browsing import axe_report, press
from tests.factories.listings import make_listing, weekly
from tests.factories.moderation import (
    make_answer,
    make_appeal,
    make_organisers_appeal,
    make_report,
    propose,
)
from tests.listings.moderators import World, client_of

PHONE = {"width": 360, "height": 800}
WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def world(live_server_url: str) -> World:
    return World()


@pytest.fixture
def waiting(world: World) -> Listing:
    return make_listing(
        world.group,
        State.SUBMITTED,
        title="Nearly-new sale",
        summary="Toys and clothes for under-fives.",
        description="Ring Jo on 0121 496 0371 for a table.\n\nBring a bag, and a friend with a bag.",
        pattern=weekly(4),
    )


def opened(browser: Browser, url: str, person: Person | None, *, script: bool = True) -> BrowserContext:
    """A browser on a phone, signed in as somebody."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    if person is not None:
        value = client_of(person).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])
    return context


def look(page: Page, name: str, width: int) -> None:
    """Fails for a page that scrolls sideways, or that axe finds fault with."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert (name, axe_report(page)) == (name, "")


def test_moderator_decides_in_place_on_a_phone_without_javascript(
    live_server_url: str, browser: Browser, world: World, waiting: Listing
) -> None:
    other = make_listing(world.group, State.SUBMITTED, title="Messy Wednesday")
    page = opened(browser, live_server_url, world.moderator, script=False).new_page()
    page.goto(f"{live_server_url}/worklist/")
    item = page.get_by_role("article").filter(has_text="Nearly-new sale")
    expect(item.get_by_text("a telephone number", exact=False).first).to_be_visible()
    item.get_by_text("Send it back or hide it").click()
    press(item.get_by_role("button", name="Send it back and tell them why"))
    # Nothing was said: it comes back with the fold open.
    expect(page.get_by_role("heading", name="Please put this right")).to_be_visible()
    page.get_by_label("Which criterion").select_option("It tells somebody’s personal details")
    page.get_by_label("What they should change").fill("Please take the number out.")
    press(page.get_by_role("button", name="Send it back and tell them why"))
    expect(page.get_by_text("It is sent back. The organiser has been told why.")).to_be_visible()
    expect(page).to_have_url(f"{live_server_url}/worklist/")
    item = page.get_by_role("article").filter(has_text="Messy Wednesday")
    press(item.get_by_role("button", name="Publish it"))
    expect(page.get_by_text("It is published. The organiser has been told.")).to_be_visible()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    assert Listing.objects.get(pk=waiting.pk).reason == "Please take the number out."
    assert Listing.objects.get(pk=other.pk).state == State.PUBLISHED


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_visitor_reports_and_appeals_and_another_administrator_looks_again(
    live_server_url: str, browser: Browser, world: World, script: bool
) -> None:
    listing = make_listing(world.group, title="Story time", administrator=world.decides)
    page = opened(browser, live_server_url, None, script=script).new_page()
    page.goto(live_server_url + listing.get_absolute_url())
    press(page.get_by_role("link", name="Something wrong with this?"))
    page.get_by_label("It is wrong, out of date, or somebody else’s").check()
    press(page.get_by_role("button", name="Send the report"))
    expect(page.get_by_role("heading", name="Please put this right")).to_be_visible()
    page.get_by_label("Tell us more").fill("The door was locked.")
    page.get_by_label("Your e-mail address").fill("reporter@reader.test")
    press(page.get_by_role("button", name="Send the report"))
    expect(page.get_by_role("heading", name="Thank you. We have it.")).to_be_visible()
    make_answer(Report.objects.get(), Step.STAYS, by=world.decides)

    # From the link in the e-mail.
    message = Message.objects.get(kind="listings.report-answered", address="reporter@reader.test")
    (link,) = re.findall(r"http\S+/reports/\S+", message.text)
    page.goto(link)
    expect(page.get_by_text("It stays as it is.").first).to_be_visible()
    page.get_by_label("Why should we look again?").fill("It was locked on both days.")
    press(page.get_by_role("button", name="Ask for another look"))
    expect(page.get_by_role("heading", name="You asked us to look again")).to_be_visible()

    second = opened(browser, live_server_url, world.second, script=script).new_page()
    second.goto(f"{live_server_url}/worklist/appeals/")
    second.get_by_text("Look again", exact=True).click()
    second.get_by_label("They are right: hide it").check()
    second.get_by_label("Your answer").fill("We went there. It is locked.")
    press(second.get_by_role("button", name="Answer, and tell them"))
    expect(second.get_by_text("It is answered, and they are told.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("We went there. It is locked.")).to_be_visible()
    page.goto(live_server_url + listing.get_absolute_url())
    expect(page.get_by_role("link", name="Something wrong with this?")).to_have_count(0)
    assert Listing.objects.get(pk=listing.pk).state == State.HIDDEN


def test_organiser_follows_the_letter_and_asks_for_another_look(
    live_server_url: str, browser: Browser, world: World, waiting: Listing
) -> None:
    send_back_listing(waiting.pk, criterion=Criterion.ADVERT, reason="It sells.", by=world.decides)
    page = opened(browser, live_server_url, world.organiser, script=False).new_page()
    message = Message.objects.get(kind="listings.returned", address=world.organiser.email)
    page.goto(next(iter(re.findall(r"http\S+/whats-on/nearly-new-sale/", message.text))))
    press(page.get_by_role("link", name="Ask for another look"))
    page.get_by_label("Why should we look again?").fill("Nobody sells anything.")
    press(page.get_by_role("button", name="Ask for another look"))
    expect(page.get_by_text("Somebody will look again").first).to_be_visible()
    assert Appeal.objects.get().text == "Nobody sells anything."


def pages(world: World, waiting: Listing) -> list[tuple[str, str, Person | None]]:
    """Every page of moderation, as somebody whom it concerns."""
    public = make_listing(world.group, title="Story time", pattern=weekly(3), administrator=world.decides)
    changed = propose(public, by=world.posts, summary="Stories, songs and toast.")
    make_report(public, text="It is on Sundays now.")
    open_report = make_report(public)
    answered = make_answer(make_report(public), by=world.decides)
    appeal = make_appeal(make_answer(make_report(public), by=world.decides))
    hidden = make_listing(world.group, title="Hidden fair", administrator=world.decides)
    hide_listing(hidden.pk, criterion=Criterion.ADVERT, reason="It sells.", by=world.decides)
    returned = make_listing(world.group, State.RETURNED, title="Sent back", administrator=world.decides)
    own = make_organisers_appeal(hidden, by=world.posts)
    make_listing(world.group, title="Nearly-new sale of toys")
    return [
        ("worklist", "/worklist/", world.second),
        ("waiting", f"/moderation/listings/{waiting.slug}/", world.moderator),
        ("change", f"/moderation/listings/{changed.slug}/", world.moderator),
        ("hidden", f"/moderation/listings/{hidden.slug}/", world.moderator),
        ("report", f"/moderation/reports/{open_report.pk}/", world.moderator),
        ("report answered", f"/moderation/reports/{answered.pk}/", world.moderator),
        ("appeal", f"/moderation/appeals/{appeal.pk}/", world.second),
        ("organisers appeal", f"/moderation/appeals/{own.pk}/", world.second),
        ("appeal of first", f"/moderation/appeals/{appeal.pk}/", world.moderator),
        ("to report", f"/whats-on/{public.slug}/report/", None),
        ("to report signed in", f"/whats-on/{public.slug}/report/", world.moderator),
        ("reported", f"/reports/{open_report.key}/", None),
        ("followed", f"/reports/{answered.key}/", None),
        ("own hidden", hidden.get_absolute_url(), world.organiser),
        ("to appeal", f"/whats-on/{returned.slug}/appeal/", world.organiser),
        ("criteria", "/whats-on/criteria/", None),
        ("public", public.get_absolute_url(), None),
    ]


def test_no_page_scrolls_sideways_or_fails_axe(
    live_server_url: str, browser: Browser, world: World, waiting: Listing
) -> None:
    contexts: dict[int | None, BrowserContext] = {}
    for name, path, person in pages(world, waiting):
        key = person.pk if person else None
        if key not in contexts:
            contexts[key] = opened(browser, live_server_url, person)
        page = contexts[key].new_page()
        for size in (PHONE, WIDE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            answer = page.goto(live_server_url + path)
            assert (name, answer and answer.status) == (name, 200)
            for fold in page.locator("main details").all():
                fold.evaluate("fold => fold.open = true")
            look(page, name, size["width"])
        page.close()


def test_forms_that_come_back_pass_axe_and_take_the_focus(
    live_server_url: str, browser: Browser, world: World, waiting: Listing
) -> None:
    listing = make_listing(world.group, title="Story time")
    page = opened(browser, live_server_url, None).new_page()
    page.goto(f"{live_server_url}/whats-on/{listing.slug}/report/")
    press(page.get_by_role("button", name="Send the report"))
    expect(page.locator("#error-summary")).to_be_focused()
    look(page, "report with errors", PHONE["width"])
    page = opened(browser, live_server_url, world.moderator).new_page()
    page.goto(f"{live_server_url}/moderation/listings/{waiting.slug}/")
    page.get_by_text("Send it back or hide it").click()
    press(page.get_by_role("button", name="Hide it and tell them why"))
    expect(page.locator("#error-summary")).to_be_focused()
    page.locator("#error-summary").get_by_role("link").first.click()
    expect(page.get_by_label("Which criterion")).to_be_focused()
    look(page, "decision with errors", PHONE["width"])
