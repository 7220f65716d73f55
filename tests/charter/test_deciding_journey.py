"""From what people said to a decision, its reason and one message: each whom it concerns, in a browser."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from charter.models import AnswerTheme, Consultation, Contact, Decision, Stage
from charter.telling import tell_the_rest
from hub.notices.models import Message
from hub.people.models import Kind, Organisation, Role
from tests.browsing import PHONE, WIDE, Watch, press, sign_in_as
from tests.factories.charter import make_consultation, make_response
from tests.factories.charter_signing import make_decision, make_text, make_theme
from tests.factories.people import OrganisationFactory, make_member

SIZES = pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
ADMIN = "admin@steward.test"


@pytest.fixture
def consultation(live_server_url: str) -> Consultation:
    """With results, and two themes, one said by somebody who asked to hear."""
    make_text(Stage.CONSULTED, 1)
    consultation = make_consultation("results", slug="gates", title="What about the gates?")
    gates, _bells = make_theme(consultation, "Open gates"), make_theme(consultation, "Fewer bells")
    response = make_response(
        consultation, answers={"premises-barriers": "Open the gates."}, email="ada@people.test"
    )
    AnswerTheme.objects.create(answer=response.answers.get(), theme=gates)
    Contact.objects.filter(response=response).update(wants_news=True, news_confirmed_at=timezone.now())
    at_the_steward(Role.ADMINISTRATOR, ADMIN)
    return consultation


def at_the_steward(role: Role, email: str) -> None:
    steward = Organisation.objects.filter(kind=Kind.STEWARD).first() or OrganisationFactory(steward=True)
    make_member(steward, role, email=email)


@SIZES
def test_administrator_decides_publishes_and_tells_and_visitors_read_it(
    live_server_url: str,
    consultation: Consultation,
    browser: Browser,
    page: Page,
    context: BrowserContext,
    size: dict[str, int],
) -> None:
    hub = live_server_url
    sign_in_as(context, hub, ADMIN)
    page.set_viewport_size(size)
    watch = Watch(page)
    page.goto(f"{hub}/charter/manage/gates/decisions/")
    watch.check(page, "nothing decided", size["width"])
    assert page.get_by_role("link", name="Waiting for you").count() == 1
    press(page.get_by_role("link", name="Open gates", exact=True))
    watch.check(page, "decide", size["width"])
    press(page.get_by_role("button", name="Save"))
    watch.check(page, "decide, with errors", size["width"])
    page.get_by_label("What people said").fill("Many of you want open gates.")
    page.get_by_label("In part").check()
    page.get_by_label("Why").fill("Two schools have tried it for a year.")
    press(page.get_by_role("button", name="Save"))
    assert page.get_by_label("What people said").input_value() == "Many of you want open gates."
    assert Decision.objects.count() == 0
    page.get_by_label("What it changed").fill("The clause about halls names gates.")
    page.get_by_label("We open our halls.").check()
    press(page.get_by_role("button", name="Save"))
    watch.check(page, "one decided", size["width"])
    visitor = browser.new_context(java_script_enabled=False, viewport=size).new_page()
    visitor.goto(f"{hub}/charter/decisions/gates/")
    assert "Nothing here" in visitor.inner_text("main")
    press(page.get_by_role("button", name=re.compile("Publish this one.*Open gates")))
    watch.check(page, "one public", size["width"])
    visitor.goto(f"{hub}/charter/decisions/gates/")
    words = visitor.inner_text("main")
    for said in ("Open gates", "Many of you want", "In part", "Two schools have tried", "names gates"):
        assert said in words
    assert "Fewer bells" not in words
    press(visitor.get_by_role("link", name="Version 1: “We open our halls.”"))
    assert "/charter/text/1/" in visitor.url
    press(page.get_by_role("link", name="Tell 1 person who asked"))
    watch.check(page, "tell", size["width"])
    press(page.get_by_role("button", name="Tell 1 person"))
    watch.check(page, "told", size["width"])
    tell_the_rest(consultation.pk)
    letter = Message.objects.get(kind="charter.decided")
    assert letter.address == "ada@people.test"
    assert "Many of you want open gates." in letter.text
    visitor.goto(re.search(r"http\S+/decisions/stop/\S+", letter.text)[0])
    press(visitor.get_by_role("button").last)
    assert not Contact.objects.filter(email="ada@people.test").exists()
    press(page.get_by_role("button", name=re.compile("Hide it again.*Open gates")))
    visitor.goto(f"{hub}/charter/decisions/gates/")
    assert "Nothing here" in visitor.inner_text("main")
    visitor.context.close()


def test_administrator_decides_without_javascript_and_a_second_one_is_told(
    live_server_url: str, consultation: Consultation, browser: Browser
) -> None:
    """Two pages of one theme: who saves second sees what was saved, with nothing typed lost."""
    at_the_steward(Role.ADMINISTRATOR, "second@steward.test")
    pages = []
    for email, words in ((ADMIN, "Bells are loud."), ("second@steward.test", "Bells ring too often.")):
        context = browser.new_context(java_script_enabled=False, viewport=PHONE)
        sign_in_as(context, live_server_url, email)
        page = context.new_page()
        page.goto(f"{live_server_url}/charter/manage/gates/decisions/")
        press(page.get_by_role("link", name="Fewer bells", exact=True))
        page.get_by_label("What people said").fill(words)
        page.get_by_label("No", exact=True).check()
        page.get_by_label("Why").fill("Bells tell the time.")
        pages.append(page)
    first, second = pages
    press(first.get_by_role("button", name="Save"))
    assert "Saved: what was decided about “Fewer bells”." in first.inner_text("body")
    press(second.get_by_role("button", name="Save"))
    assert "What it says now" in second.inner_text("main")
    assert "Bells are loud." in second.inner_text("main")
    assert second.get_by_label("What people said").input_value() == "Bells ring too often."
    press(second.get_by_role("button", name="Save"))
    assert Decision.objects.get().said == "Bells ring too often."
    for page in pages:
        page.context.close()


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PRIVACY])
def test_others_of_the_steward_are_not_led_to_deciding(
    live_server_url: str, consultation: Consultation, page: Page, context: BrowserContext, role: str
) -> None:
    make_decision(consultation.themes.get(name="Open gates"))
    at_the_steward(role, "other@steward.test")
    sign_in_as(context, live_server_url, "other@steward.test")
    page.goto(f"{live_server_url}/charter/manage/")
    assert page.locator("a[href='/charter/manage/gates/decisions/']").count() == 0
    assert page.goto(f"{live_server_url}/charter/manage/gates/decisions/").status == 404
    page.goto(f"{live_server_url}/charter/decisions/")
    assert "We weighed it with care." in page.inner_text("main")
