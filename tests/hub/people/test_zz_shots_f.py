from collections.abc import Iterator
import pytest
from django.test import override_settings
from playwright.sync_api import Page
from axe_playwright_python.sync_playwright import Axe
from tests.support.databases import database_copy, using_database
from tests.support.live import live_server
from hub.people.demo import DEMO_PASSWORD
from hub.people.models import Organisation, Membership


@pytest.fixture(scope="module")
def hub(django_db_blocker) -> Iterator[str]:
    with django_db_blocker.unblock(), database_copy("demo") as name, using_database(name), override_settings(DEMO=True), live_server() as url:
        yield url


def test_shots(hub, page: Page):
    def shot(name):
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"/tmp/F/{name}-{width}.png", full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth")
            found = Axe().run(page, options={"preload": False})
            print(name, width, "scroll", wide, "axe", found.violations_count)
            if found.violations_count:
                print(found.generate_report()[:3000])
    page.on("console", lambda m: print("CONSOLE", m.text))
    page.goto(hub + "/groups/"); shot("groups")
    page.goto(hub + "/groups/?near=B14&within=2&offers=under-fives&kind=group"); shot("groups-near")
    page.goto(hub + "/groups/?near=zz&within=2&kind=x&sort=y"); shot("groups-bad")
    page.goto(hub + "/groups/?q=zzzqqq"); shot("groups-none")
    page.goto(hub + "/groups/"); page.get_by_role("textbox", name="Postcode").fill("B14 7RA"); page.get_by_role("button", name="Find", exact=True).click(); page.wait_for_load_state("networkidle"); print(page.url)
    from hub.people.models import Person
    from tests.personas import Persona
    from tests.factories.people import acting
    person = Person.objects.get(email="newgroup@demo.test")
    client = Persona("x", person, acting(person)).client()
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": hub}])
    page.goto(hub + "/organisations/new/"); shot("choose")
    page.goto(hub + "/organisations/new/?kind=school"); shot("new-school")
    page.goto(hub + "/organisations/new/?kind=group")
    page.get_by_role("button", name="Bring in this group").click(); page.wait_for_load_state("networkidle"); shot("new-errors")
    first = Organisation.objects.filter(kind="group", verified_until__isnull=False, suspended_at=None).first()
    page.get_by_label("Name", exact=True).fill(first.name)
    page.get_by_label("Sort", exact=True).select_option("play")
    page.get_by_role("textbox", name="Postcode").fill("b147ra")
    page.get_by_role("button", name="Bring in this group").click(); page.wait_for_load_state("networkidle"); shot("new-likely")
    page.get_by_role("button", name="None of these is ours").click(); page.wait_for_load_state("networkidle"); print(page.url); shot("waiting")
    page.get_by_role("link", name="Change this page").click(); page.wait_for_load_state("networkidle"); shot("edit")
    page.get_by_role("textbox", name="About (optional)").fill("We **sing**.\n\n- on Mondays\n- on Fridays\n\nRing 0121 496 0123")
    page.get_by_role("button", name="Save").click(); page.wait_for_load_state("networkidle"); shot("edit-personal")
    page.get_by_role("textbox", name="About (optional)").fill("We **sing** at [home](https://example.org).\n\n- on Mondays\n- on Fridays\n")
    page.get_by_role("button", name="Show me how it looks").click(); page.wait_for_load_state("networkidle"); shot("edit-preview")
    slug = page.url.split("/groups/")[1].split("/")[0]
    org = Organisation.objects.get(slug=slug)
    Organisation.objects.filter(pk=org.pk).update(edition=5, summary="Somebody else’s words", about="Theirs")
    page.get_by_role("button", name="Save").click(); page.wait_for_load_state("networkidle"); shot("edit-conflict")
    page.get_by_role("button", name="Save").click(); page.wait_for_load_state("networkidle"); print(page.url); shot("saved")
    page.goto(hub + f"/groups/{slug}/place/"); shot("place")
    page.goto(hub + f"/groups/{slug}/?as=visitor"); shot("as-visitor")
