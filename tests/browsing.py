"""The hub in a browser over the demo town: who is signed in, what a page complains of, where it asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import BrowserContext, Locator, Page

from hub.people.models import Person
from tests.factories.people import acting
from tests.personas import Persona
from tests.support.databases import database_copy, using_database
from tests.support.live import live_server

PHONE = {"width": 360, "height": 800}
WIDE = {"width": 1280, "height": 900}
# rules.md D7: the session, and what a form is protected against forgery with.
COOKIES = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
# A page may not fetch its own style sheets again (our policy refuses it), and what passes need not be told:
# to hear of it took longer than the looking.
AXE = {"preload": False, "resultTypes": ["violations"]}
# Folds are opened: what they hide at first is looked at too.
OPEN_FOLDS = "document.querySelectorAll('main details').forEach(fold => { fold.open = true })"


@contextmanager
def demo_hub() -> Iterator[str]:
    """The address of a hub with the demo town in it, in a database of its own."""
    with (
        database_copy("demo") as name,
        using_database(name),
        override_settings(DEMO=True),
        live_server() as url,
        override_settings(HUB_URL=url),
    ):
        yield url


def sign_in_as(context: BrowserContext, hub: str, email: str) -> None:
    """Give the browser a session of somebody who has just shown twice who they are."""
    person = Person.objects.get(email=email)
    client = Persona(email, person, acting(person)).client()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": hub}])


def press(link: Locator) -> None:
    """Press what leads to a page, and wait for that: what was sent is done, and the page is there to look at.

    A bare click() comes back while the old page, or the bare beginning of the new one, still stands there.
    """
    with link.page.expect_navigation():
        link.click()


def axe_report(page: Page) -> str:
    """What axe finds wrong with the page as it stands, for somebody to read; empty where it finds nothing."""
    found = Axe().run(page, options=AXE)
    return found.generate_report() if found.violations_count else ""


class Watch:
    """What a page complains of, and where it sends requests to."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asks(request.url))

    def _asks(self, url: str) -> None:
        # What is drawn in the page itself is asked of nobody.
        if urlsplit(url).scheme != "data":
            self.hosts.add(urlsplit(url).netloc)

    def check(self, page: Page, name: str, width: int) -> None:
        """Fails for a page that complains, scrolls sideways, or that axe finds fault with."""
        assert self.faults(page, name, width) == []

    def faults(self, page: Page, name: str, width: int) -> list[str]:
        """What is wrong with the page as it stands, in words."""
        # A browser reports an error status of the page itself as a complaint; that page is looked at too.
        told = [
            f"{name}: {one}"
            for one in self.complaints
            if "the server responded with a status of 404" not in one
        ]
        self.complaints.clear()
        if page.evaluate("document.documentElement.scrollWidth") > width:
            told.append(f"{name}: scrolls sideways at {width}")
        if found := axe_report(page):
            told.append(f"{name} at {width}\n{found}")
        return told


def walk(page: Page, hub: str, pages: dict[str, str], *, status: int = 200) -> list[str]:
    """Open each page, on a telephone and on a desk; every fault found, in words."""
    watch, told = Watch(page), []
    for name, path in pages.items():
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        answer = page.goto(hub + path)
        if answer is None or answer.status != status:
            told.append(f"{name}: {path} answered {answer and answer.status}")
        page.evaluate(OPEN_FOLDS)
        told += watch.faults(page, name, PHONE["width"])
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        told += watch.faults(page, name, WIDE["width"])
        if others := {str(cookie.get("name")) for cookie in page.context.cookies()} - COOKIES:
            told.append(f"{name}: sets {others}")
    if watch.hosts != {urlsplit(hub).netloc}:
        told.append(f"asked of {watch.hosts}")
    return told
