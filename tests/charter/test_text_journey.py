"""Writing the charter and adopting it, and standing behind it with an account, in a browser."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from charter.models import Charter, CharterVersion, Clause, Stage, Supporter
from charter.shipped import shipped_charters
from hub.notices.models import Message
from hub.people.models import Kind, Organisation, Role
from tests.browsing import PHONE, WIDE, Watch, press, sign_in_as
from tests.factories.charter_signing import make_signature, make_text
from tests.factories.people import OrganisationFactory, PersonFactory, make_member

SIZES = pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
ADMIN = "admin@steward.test"


@pytest.fixture
def hub(live_server_url: str) -> str:
    """An adopted version, signed by a school whose head can be asked again."""
    first = make_text(Stage.ADOPTED, 1)
    school = OrganisationFactory(school=True, name="Grange Lane Primary School", slug="grange-lane")
    make_member(school, Role.HEAD, email="head@school.test")
    make_signature(first, school)
    steward = Organisation.objects.filter(kind=Kind.STEWARD).first() or OrganisationFactory(steward=True)
    make_member(steward, Role.ADMINISTRATOR, email=ADMIN)
    return live_server_url


@SIZES
def test_administrator_writes_puts_to_the_public_and_adopts_a_version(
    hub: str, page: Page, context: BrowserContext, browser: Browser, size: dict[str, int]
) -> None:
    sign_in_as(context, hub, ADMIN)
    page.set_viewport_size(size)
    watch = Watch(page)
    page.goto(f"{hub}/charter/manage/text/")
    watch.check(page, "no draft", size["width"])
    press(page.get_by_role("button", name="Start the next version"))
    watch.check(page, "draft", size["width"])
    page.goto(f"{hub}/charter/manage/text/words/")
    watch.check(page, "words", size["width"])
    page.get_by_label("What changed, in a sentence").fill("Gardens were added.")
    press(page.get_by_role("button", name="Save"))
    page.goto(f"{hub}/charter/manage/text/add/section/")
    press(page.get_by_role("button", name="Save"))
    watch.check(page, "section with errors", size["width"])
    page.get_by_label("Title").fill("Gardens")
    press(page.get_by_role("button", name="Save"))
    press(page.get_by_role("link", name="Add a clause").last)
    page.get_by_label("Clause").fill("We open school gardens in the holidays.")
    watch.check(page, "clause", size["width"])
    press(page.get_by_role("button", name="Save"))
    press(page.get_by_role("link", name="Add a responsibility").last)
    page.get_by_label("What they take on").fill("Say on which days the garden is open.")
    watch.check(page, "responsibility", size["width"])
    press(page.get_by_role("button", name="Save"))
    page.goto(f"{hub}/charter/manage/text/preview/")
    assert page.locator("ins", has_text="We open school gardens in the holidays.").count() == 1
    watch.check(page, "preview", size["width"])
    visitor = browser.new_context(java_script_enabled=False, viewport=size).new_page()
    assert visitor.goto(f"{hub}/charter/text/2/").status == 404
    page.goto(f"{hub}/charter/manage/text/publish/")
    watch.check(page, "put to the public", size["width"])
    press(page.get_by_role("button", name="Put it to the public"))
    page.wait_for_url("**/charter/text/2/")
    visitor.goto(f"{hub}/charter/text/2/")
    assert "We open school gardens in the holidays." in visitor.inner_text("main")
    visitor.goto(f"{hub}/charter/text/")
    assert "We open school gardens in the holidays." not in visitor.inner_text("main")
    page.goto(f"{hub}/charter/manage/text/")
    press(page.get_by_role("link", name="Adopt version 2 as it stands"))
    watch.check(page, "adopt", size["width"])
    assert "1 organisation will be asked to sign again" in page.inner_text("main")
    page.get_by_label("Agreed on").fill("1 January 2099")
    press(page.get_by_role("button", name="Adopt version 2"))
    assert "today or before" in page.inner_text("main")
    assert page.get_by_label("Agreed on").input_value() == "1 January 2099"
    page.get_by_label("Agreed on").fill(f"{timezone.localdate():%-d %B %Y}")
    press(page.get_by_role("button", name="Adopt version 2"))
    page.wait_for_selector("text=Version 2 is adopted.")
    watch.check(page, "adopted", size["width"])
    visitor.goto(f"{hub}/charter/text/")
    assert "We open school gardens in the holidays." in visitor.inner_text("main")
    press(visitor.get_by_role("link", name="See what changed"))
    assert "Gardens were added." in visitor.inner_text("main")
    assert [one.address for one in Message.objects.filter(kind="charter.sign-again")] == ["head@school.test"]
    visitor.context.close()


def test_administrator_writes_and_throws_away_a_version_without_javascript(
    hub: str, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    sign_in_as(context, hub, ADMIN)
    page = context.new_page()
    page.goto(f"{hub}/charter/manage/text/")
    press(page.get_by_role("button", name="Start the next version"))
    page.goto(f"{hub}/charter/manage/text/clause/open-halls/")
    page.get_by_label("Clause").fill("We open our halls and our yards.")
    press(page.get_by_role("button", name="Save"))
    assert "We open our halls and our yards." in page.inner_text("main")
    press(page.get_by_role("link", name="Throw it away"))
    press(page.get_by_role("button").last)
    assert "Version 2 was thrown away." in page.inner_text("body")
    assert list(CharterVersion.objects.values_list("number", flat=True)) == [1]
    context.close()


@SIZES
def test_administrator_begins_the_charter_from_nothing_and_with_a_file(
    live_server_url: str, page: Page, context: BrowserContext, size: dict[str, int]
) -> None:
    hub = live_server_url
    make_member(OrganisationFactory(steward=True), Role.ADMINISTRATOR, email=ADMIN)
    sign_in_as(context, hub, ADMIN)
    page.set_viewport_size(size)
    watch = Watch(page)
    page.goto(f"{hub}/charter/manage/")
    press(page.get_by_role("link", name="Its text"))
    watch.check(page, "begin", size["width"])
    press(page.get_by_role("button", name="Begin it"))
    watch.check(page, "begin, with errors", size["width"])
    page.get_by_label("What it is called").fill("Our charter")
    page.get_by_label("In one sentence").fill("We help each other.")
    press(page.get_by_role("button", name="Begin it"))
    watch.check(page, "begun", size["width"])
    assert Charter.objects.get().title == "Our charter"
    press(page.get_by_role("link", name="Take it from a file"))
    watch.check(page, "file", size["width"])
    page.get_by_label("Or paste what is in it").fill(
        "# Ours\nIn a sentence.\n\n## Rooms {#rooms}\nArea: 12\nWe share."
    )
    press(page.get_by_role("button", name="Read the file"))
    watch.check(page, "file, with a wrong line", size["width"])
    assert "“12” is no area." in page.inner_text("main")
    text = page.get_by_label("Or paste what is in it").input_value().replace("12", "2")
    page.get_by_label("Or paste what is in it").fill(f"{text}\n\n### Clause {{#halls}}\nWe open our halls.\n")
    press(page.get_by_role("button", name="Read the file"))
    assert "Version 1 is in preparation, with 1 clause." in page.inner_text("body")
    press(page.get_by_role("link", name="Take it from a file"))
    page.get_by_label("Choose the file").set_input_files(
        {"name": "charter.txt", "mimeType": "text/plain", "buffer": shipped_charters()[0].encode()}
    )
    press(page.get_by_role("button", name="Read the file"))
    watch.check(page, "in the way", size["width"])
    assert Clause.objects.get().text == "We open our halls."
    page.get_by_label("Put it in the place of what is in preparation").check()
    press(page.get_by_role("button", name="Read the file"))
    page.wait_for_url("**/charter/manage/text/")
    assert Clause.objects.count() > 10
    press(page.get_by_role("link", name="Change what it is called"))
    watch.check(page, "name", size["width"])
    page.get_by_label("What it is called").fill("The charter of all of us")
    press(page.get_by_role("button", name="Save"))
    assert Charter.objects.get().title == "The charter of all of us"


def test_administrator_begins_with_the_shipped_text_without_scripts(
    live_server_url: str, browser: Browser
) -> None:
    make_member(OrganisationFactory(steward=True), Role.ADMINISTRATOR, email=ADMIN)
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    sign_in_as(context, live_server_url, ADMIN)
    page = context.new_page()
    page.goto(f"{live_server_url}/charter/manage/text/")
    press(page.get_by_role("button", name="Begin with it"))
    assert "Version 1 is in preparation, with" in page.inner_text("body")
    assert CharterVersion.objects.get().stage == Stage.DRAFT
    context.close()


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PRIVACY])
def test_others_of_the_steward_do_not_write_the_charter(
    hub: str, page: Page, context: BrowserContext, role: Role
) -> None:
    make_member(Organisation.objects.get(kind=Kind.STEWARD), role, email="other@steward.test")
    sign_in_as(context, hub, "other@steward.test")
    assert page.goto(f"{hub}/charter/manage/text/").status == 403
    page.goto(f"{hub}/charter/manage/")
    assert page.locator("a[href^='/charter/manage/text/']").count() == 0


@SIZES
def test_parent_with_an_account_stands_behind_the_charter_and_takes_it_back(
    hub: str, page: Page, context: BrowserContext, size: dict[str, int]
) -> None:
    """Counted at once: the account's address was confirmed before."""
    PersonFactory(email="parent@people.test", name="Petra Parent")
    sign_in_as(context, hub, "parent@people.test")
    page.set_viewport_size(size)
    watch = Watch(page)
    page.goto(f"{hub}/charter/")
    watch.check(page, "charter", size["width"])
    page.goto(f"{hub}/charter/support/")
    watch.check(page, "support", size["width"])
    press(page.locator("main form button").first)
    watch.check(page, "supported", size["width"])
    assert Supporter.objects.get().confirmed_at is not None
    page.goto(f"{hub}/charter/support/")
    press(page.get_by_role("button", name="Take it back"))
    assert not Supporter.objects.exists()
    assert page.goto(f"{hub}/charter/sign/").status == 200
    assert page.get_by_role("link", name="Sign for").count() == 0
