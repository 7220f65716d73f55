"""The weekly club posted in a real browser, on a phone, with scripts and without."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from hub.people.models import Organisation, Person, Role
from listings.models import Holiday, HolidayKind, Listing, Occurrence, State
from tests.browsing import axe_report, press
from tests.factories.people import OrganisationFactory, PersonFactory, make_member
from tests.factories.places import make_place

PHONE = {"width": 360, "height": 800}
SHOTS = os.environ.get("POSTING_SHOTS", "")


@pytest.fixture
def group(live_server_url: str) -> Organisation:
    year = date.today().year + 1
    Holiday.objects.create(
        kind=HolidayKind.SCHOOL,
        name="Half-term",
        first=date(year, 2, 1),
        last=date(year, 2, 28),
        source="A test",
    )
    return OrganisationFactory(name="Heathfield Families", slug="heathfield", place=make_place())


Opens = Callable[[Person, bool], Page]


@pytest.fixture
def opens(browser: Browser, live_server_url: str) -> Iterator[Opens]:
    """Opens a phone's browser for somebody signed in, with scripts or without."""
    contexts = []

    def open_for(person: Person, scripts: bool) -> Page:
        client = Client()
        client.force_login(person)
        context = browser.new_context(viewport=PHONE, java_script_enabled=scripts, base_url=live_server_url)  # type: ignore[arg-type]
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server_url}])
        contexts.append(context)
        return context.new_page()

    yield open_for
    for context in contexts:
        context.close()


def look(page: Page, name: str, *, scripts: bool) -> None:
    """No sideways scrolling, and nothing that axe finds; a picture where one is asked for."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    if not scripts:
        return
    assert (name, page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]) == (name, True)
    assert (name, axe_report(page)) == (name, "")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_weekly_club_until_july_but_for_half_term(group, opens, scripts):
    year = date.today().year + 1
    page = opens(make_member(group, Role.CONTRIBUTOR), scripts)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/")
    press(page.get_by_role("link", name="Post what’s on"))
    look(page, "mine-empty", scripts=scripts)
    press(page.get_by_role("main").get_by_role("link", name="Post what’s on"))
    look(page, "new", scripts=scripts)
    press(page.get_by_role("link", name="Again and again"))
    look(page, "what", scripts=scripts)
    page.get_by_label("What is it called?").fill("Lego club")
    page.get_by_label("In one sentence").fill("We build, and then we build higher.")
    if scripts:
        expect(page.get_by_text("Kept at")).to_be_visible()
    press(page.get_by_role("button", name="Save and go on to the dates"))
    look(page, "when", scripts=scripts)
    page.get_by_label("The day, or the first of them").fill(f"first Thursday {year}")
    press(page.get_by_role("button", name="Save and go on"))
    look(page, "when-wrong", scripts=scripts)
    expect(page.get_by_role("alert")).to_contain_text("Write a date like 28 November")
    page.get_by_label("The day, or the first of them").fill(f"7 January {year}")
    page.get_by_label("From", exact=True).fill("4pm")
    page.get_by_label("To (optional)", exact=True).fill("5.30pm")
    page.get_by_label("Thursday", exact=True).check()
    page.get_by_label("Until when?").fill(f"16 July {year}")
    page.get_by_label("Leave out school holidays").check()
    press(page.get_by_role("button", name="Save and go on"))
    expect(page.get_by_role("heading", name="Check the dates", level=1)).to_be_visible()
    expect(page.get_by_text("are left out.")).to_be_visible()
    look(page, "dates", scripts=scripts)
    press(page.get_by_role("button", name="The ticked dates are right, go on"))
    page.get_by_label("Youngest age").fill("5")
    page.get_by_label("Free", exact=True).check()
    look(page, "who", scripts=scripts)
    press(page.get_by_role("button", name="Save and go on"))
    expect(page.get_by_role("heading", name="This is how it will look")).to_be_visible()
    look(page, "preview", scripts=scripts)
    press(page.get_by_role("button", name="Send it to be published"))
    expect(page.get_by_role("heading", name="Waiting to be published")).to_be_visible()
    look(page, "waiting", scripts=scripts)
    page.goto("/post/mine/")
    look(page, "mine", scripts=scripts)
    # What htmx was sending when the page was left is cut off, and it says so.
    assert [one for one in complaints if not one.startswith("htmx:")] == []
    listing = Listing.objects.get()
    assert listing.state == State.SUBMITTED
    days = [one.starts.date() for one in Occurrence.objects.filter(listing=listing).order_by("starts")]
    assert len(days) >= 20
    assert not [day for day in days if day.month == 2]
    assert {day.weekday() for day in days} == {3}


def test_parent_cannot_and_is_told_what_to_do(group, opens):
    page = opens(PersonFactory(), True)
    page.goto("/")
    expect(page.get_by_role("link", name="Post what’s on")).to_have_count(0)
    page.goto("/post/")
    expect(page.get_by_role("heading", name="You post for no group or school yet")).to_be_visible()
    look(page, "parent", scripts=True)
    answer = page.goto("/post/new/heathfield/series/")
    assert answer is not None
    assert answer.status == 404


def test_organiser_of_a_suspended_group_gets_a_clear_page(opens, live_server_url):
    suspended = OrganisationFactory(name="Thistledown Juniors", suspended=True)
    page = opens(make_member(suspended, Role.CONTRIBUTOR), True)
    page.goto("/post/")
    expect(page.get_by_role("heading", name="Thistledown Juniors can’t post at present")).to_be_visible()
    look(page, "suspended", scripts=True)
