"""The hub in a real browser, over the demo town: the jobs people come for, every page for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from hub.people.demo import DEMO_PASSWORD, DEMO_PEOPLE
from hub.people.models import Organisation
from listings.models import Listing, State
from tests.browsing import PHONE, WIDE, Watch, demo_hub, press


@pytest.fixture(scope="module")
def hub(django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a hub with the demo town in it. Nothing here changes the town."""
    with django_db_blocker.unblock(), demo_hub() as url:
        yield url


@pytest.fixture
def town_pages(hub: str) -> dict[str, str]:
    """One address of each kind of page, by what it shows."""
    public = Listing.objects.filter(
        organisation__suspended_at=None, organisation__verified_until__isnull=False
    )
    weekly = public.filter(state=State.PUBLISHED).exclude(schedule__rrule="").order_by("pk")[0]
    once = public.filter(state=State.PUBLISHED, schedule__rrule="").order_by("pk")[0]
    cancelled = public.filter(state=State.CANCELLED).order_by("pk")[0]
    moved = public.filter(state=State.PUBLISHED, changes__cancelled=False).order_by("pk")[0]
    withheld = Organisation.objects.get(place__withheld=True)
    known = Organisation.objects.filter(verified_until__isnull=False, suspended_at=None, kind="school")[0]
    return {
        "front": "/",
        "filtered": "/?when=month&age=4&cost=free&access=step-free&near=B14&within=3",
        "nothing found": "/?q=zzzzqqq",
        "errors": "/?near=nowhere&age=300&after=fish&when=never",
        "second page": "/?page=2",
        "weekly listing": weekly.get_absolute_url(),
        "every date": f"{weekly.get_absolute_url()}?dates=all",
        "single listing": once.get_absolute_url(),
        "cancelled listing": cancelled.get_absolute_url(),
        "listing with a moved date": moved.get_absolute_url(),
        "directory": "/groups/",
        "nobody found": "/groups/?q=zzzzqqq",
        "withheld organisation": withheld.get_absolute_url(),
        "school": known.get_absolute_url(),
        "what verified means": "/groups/verified/",
        "criteria": "/whats-on/criteria/",
        "missing": "/no-such-page/",
        "end of the list": "/?page=99",
        "sign in": "/account/sign-in/",
        "forgotten password": "/account/password/reset/",
    }


def sign_in(page: Page, hub: str, email: str) -> None:
    page.goto(f"{hub}/account/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    press(page.get_by_role("button", name="Sign in"))
    expect(page.get_by_role("link", name="Sign in")).to_have_count(0)
    later = page.get_by_role("button", name="Not now")
    if later.is_visible():
        press(later)
    expect(page).to_have_url(f"{hub}/account/")


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_every_page_for_a_visitor(
    hub: str, page: Page, town_pages: dict[str, str], size: dict[str, int]
) -> None:
    watch = Watch(page)
    page.set_viewport_size(size)  # type: ignore[arg-type]
    for name, path in town_pages.items():
        page.goto(hub + path)
        watch.check(page, name, size["width"])
        # Only a form that signs somebody in sets a cookie, and that only against forgery (rules.md D7).
        cookies = {cookie["name"] for cookie in page.context.cookies()}
        assert (name, cookies) == (name, {"csrftoken"} if path.startswith("/account/") else set())
    assert watch.hosts == {urlsplit(hub).netloc}


@pytest.mark.parametrize("email", [email for email, _who in DEMO_PEOPLE])
def test_pages_for_everyone_who_signs_in(
    hub: str, page: Page, town_pages: dict[str, str], email: str
) -> None:
    watch = Watch(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sign_in(page, hub, email)
    own = [
        organisation.get_absolute_url()
        for organisation in Organisation.objects.filter(memberships__person__email=email).distinct()
    ]
    pages = {"account": "/account/", "front": "/", "school": town_pages["school"]}
    for name, path in {**pages, **{path: path for path in own}}.items():
        page.goto(hub + path)
        watch.check(page, f"{email}: {name}", PHONE["width"])
        expect(page.get_by_role("link", name="Sign in")).to_have_count(0)
    assert watch.hosts == {urlsplit(hub).netloc}
    page.goto(f"{hub}/account/")
    press(page.get_by_role("button", name="Sign out"))
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_parent_finds_something_free_and_step_free_this_saturday(
    hub: str, browser: Browser, script: bool
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=script, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(hub)
    for words in ("This Saturday", "Free", "Step-free"):
        press(page.get_by_role("link", name=words, exact=True))
        page.wait_for_load_state()
    assert parse_qs(urlsplit(page.url).query) == {
        "when": ["saturday"],
        "cost": ["free"],
        "access": ["step-free"],
    }
    entries = page.locator(".entry")
    assert entries.count() >= 6
    assert page.locator(".day").count() == 1
    assert page.locator(".day-date").inner_text().startswith("Saturday")
    assert set(page.locator(".entry .cost").all_inner_texts()) == {"Free"}
    assert entries.filter(has_text="Step-free").count() == entries.count()
    press(entries.first.get_by_role("link"))
    expect(page.get_by_role("link", name="Add to your calendar")).to_be_visible()
    page.go_back()
    assert page.locator(".entry").count() == entries.count()
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_typed_postcode_becomes_its_district_before_it_enters_an_address(
    hub: str, browser: Browser, script: bool
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(hub)
    page.get_by_label("Child’s age").select_option("4 years")
    page.get_by_label("Postcode", exact=True).fill("b14 7ra")
    press(page.get_by_role("button", name="Find", exact=True))
    expect(page.get_by_label("Postcode", exact=True)).to_have_value("B14")
    assert parse_qs(urlsplit(page.url).query) == {"age": ["4"], "near": ["B14"]}
    assert page.locator(".entry-meta", has_text="mile").count() > 0
    assert [url for url in asked if "7ra" in url.lower()] == []
    context.close()


def test_keyboard_alone_finds_and_opens_a_listing(hub: str, page: Page) -> None:
    page.goto(hub)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main part")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("What are you looking for?")).to_be_focused()
    page.keyboard.type("storey time")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".entry-title", has_text="tory").count() > 0
    page.locator(".entry-title a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert urlsplit(page.url).path.startswith("/whats-on/")


def test_filters_that_make_no_sense_say_so_beside_their_fields(hub: str, page: Page) -> None:
    page.goto(f"{hub}/?near=nowhere&after=fish")
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.get_by_label("Postcode", exact=True)).to_have_value("nowhere")
    expect(page.get_by_label("From", exact=True)).to_be_visible()
    expect(page.get_by_label("From", exact=True)).to_have_value("fish")
    page.locator("#error-summary").get_by_role("link").first.click()
    expect(page.get_by_label("From", exact=True)).to_be_focused()
