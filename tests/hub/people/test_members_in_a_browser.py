"""Pages of roles, invitations and checks in a real browser: they fit, have no barrier, and do their work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from hub.notices.models import Message
from hub.people.actions.invitations import invite
from hub.people.actions.suspension import suspend_organisation
from hub.people.models import Organisation, Person, Role
from tests.browsing import axe_report, press
from tests.factories.people import OrganisationFactory, VerificationFactory, acting, make_administrator
from tests.hub.people.members import administrator, group, manager, member, roles_of, signed_in
from tests.hub.people.test_invitations import secret_in

WIDTHS = pytest.mark.parametrize("width", [320, 360, 1280])


@pytest.fixture
def heath(live_server_url: str) -> Organisation:
    """A group with people, invitations and a history."""
    made = group(charity_number="1089464", website="https://heathfield.example/")
    first = manager(made, "Amina Hollis", Role.CONTRIBUTOR)
    member(made, "Bethan Okwuosa", Role.CONTRIBUTOR, Role.DSL)
    closed = member(made, "Callum-Bartholomew Brightwell-Featherstonehaugh", Role.LETTINGS)
    Person.objects.filter(pk=closed.pk).update(is_active=False, email=f"{'c' * 60}@{'people' * 9}.test")
    invite(made.pk, "new.person@people.test", ["contributor", "dsl"], by=acting(first))
    old = invite(made.pk, f"{'x' * 50}@people.test", ["manager"], by=acting(first))
    type(old).objects.filter(pk=old.pk).update(accepted_at=None)
    VerificationFactory(organisation=made)
    return made


def use(page: Page, client: Client, url: str, width: int = 1280) -> None:
    """Give the browser the session of a test client."""
    page.set_viewport_size({"width": width, "height": 900})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


def sound(page: Page) -> None:
    """Fails for a page that is wider than the screen, or has a barrier."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    assert axe_report(page) == "", page.url


@WIDTHS
def test_managers_pages(heath, live_server_url, page: Page, width):
    first = Person.objects.get(name="Amina Hollis")
    other = Person.objects.get(name="Bethan Okwuosa")
    use(page, signed_in(first), live_server_url, width)
    at = f"{live_server_url}/groups/heathfield"
    for path in ("/people/", "/people/invite/", f"/people/{other.pk}/", f"/people/{other.pk}/remove/"):
        page.goto(f"{at}{path}")
        sound(page)
    for path in ("/leave/", "/hand-over/", "/"):
        page.goto(f"{at}{path}")
        sound(page)
    page.goto(f"{at}/people/invite/")
    press(page.get_by_role("button", name="Send the invitation"))
    expect(page.locator("#error-summary")).to_be_focused()
    sound(page)


@WIDTHS
def test_page_of_the_second_step(heath, live_server_url, page: Page, width):
    first = Person.objects.get(name="Amina Hollis")
    use(page, signed_in(first, second_factor=False), live_server_url, width)
    page.goto(f"{live_server_url}/groups/heathfield/people/")
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    sound(page)


@WIDTHS
def test_invitation_opened_by_a_visitor_and_by_others(heath, live_server_url, page: Page, width):
    page.set_viewport_size({"width": width, "height": 900})
    message = Message.objects.get(address="new.person@people.test")
    secret = secret_in(message)
    page.goto(f"{live_server_url}/invitations/{secret}/")
    expect(page).to_have_url(f"{live_server_url}/invitations/")
    sound(page)
    press(page.get_by_role("button", name="Make an account"))
    expect(page.get_by_label("E-mail address")).to_have_value("new.person@people.test")
    page.goto(f"{live_server_url}/invitations/made-up/")
    sound(page)
    page.context.clear_cookies()
    use(page, signed_in(Person.objects.get(name="Bethan Okwuosa")), live_server_url, width)
    page.goto(f"{live_server_url}/invitations/{secret}/")
    expect(page.get_by_text("is for another address")).to_be_visible()
    sound(page)


def test_invitation_is_accepted_by_keyboard_alone(heath, live_server_url, page: Page):
    person = member(OrganisationFactory(), "New.Person Quill", Role.CONTRIBUTOR)
    use(page, signed_in(person), live_server_url)
    page.goto(f"{live_server_url}/worklist/")
    sound(page)
    page.get_by_role("button", name="Accept the invitation to Heathfield Families").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Welcome to Heathfield Families.")).to_be_visible()
    assert roles_of(person, heath) == {"contributor", "dsl"}


@WIDTHS
def test_stewards_pages(heath, live_server_url, page: Page, width):
    Organisation.objects.filter(pk=heath.pk).update(asked_at=timezone.now() - timedelta(days=3))
    suspended = OrganisationFactory(slug="thistledown", name="Thistledown Juniors")
    suspend_organisation(suspended.pk, "It is run for somebody’s own profit.", by=make_administrator())
    use(page, signed_in(administrator()), live_server_url, width)
    for path in (
        "/worklist/verify-organisations/",
        "/groups/heathfield/check/",
        "/groups/heathfield/suspend/",
        "/groups/thistledown/check/",
        "/groups/heathfield/people/",
    ):
        page.goto(f"{live_server_url}{path}")
        if width == 1280:
            for fold in page.locator("main details > summary").all():
                fold.click()
        sound(page)
    page.goto(f"{live_server_url}/groups/heathfield/check/")
    press(page.get_by_role("button", name="Refuse and tell them why"))
    expect(page.locator("#error-summary")).to_be_focused()
    sound(page)


def test_organisation_is_verified_from_the_worklist(heath, live_server_url, page: Page):
    Organisation.objects.filter(pk=heath.pk).update(asked_at=timezone.now())
    use(page, signed_in(administrator()), live_server_url)
    page.goto(f"{live_server_url}/worklist/")
    page.get_by_text("Decide: Heathfield Families").click()
    page.get_by_label("Its constitution or rules").check()
    press(page.get_by_role("button", name="Verify until"))
    expect(page).to_have_url(f"{live_server_url}/worklist/")
    expect(page.get_by_text("Heathfield Families is verified until")).to_be_visible()
    heath.refresh_from_db()
    assert heath.asked_at is None
