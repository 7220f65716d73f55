"""Reading, signing and standing behind the charter, as everyone whom it concerns, in a browser."""

import pytest
from playwright.sync_api import BrowserContext, Page

from charter.models import Signature, Stage, Supporter
from hub.notices.models import Message
from hub.people.models import Role
from tests.browsing import PHONE, WIDE, Watch, press, sign_in_as
from tests.factories.charter_signing import make_signature, make_supporter, make_text
from tests.factories.people import OrganisationFactory, make_member

SIZES = pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])


@pytest.fixture
def hub(live_server_url: str) -> str:
    make_text(Stage.ADOPTED, 1)
    return live_server_url


@SIZES
def test_head_signs_for_a_school_shows_it_and_takes_it_back(
    hub: str, page: Page, context: BrowserContext, size: dict[str, int]
) -> None:
    school = OrganisationFactory(school=True, name="Grange Lane Primary School", slug="grange-lane")
    make_member(school, Role.HEAD, email="head@school.test", name="Hettie Quill")
    sign_in_as(context, hub, "head@school.test")
    page.set_viewport_size(size)
    watch = Watch(page)
    page.goto(f"{hub}/charter/sign/")
    watch.check(page, "sign", size["width"])
    press(page.get_by_role("link", name="Sign for Grange Lane"))
    watch.check(page, "form", size["width"])
    assert page.locator("input[type=checkbox]:checked").count() == 0
    press(page.get_by_role("button", name="Check before you sign"))
    assert "Choose at least one thing that you take on." in page.inner_text("main")
    watch.check(page, "form with errors", size["width"])
    page.get_by_label("Name a price for each room.").check()
    page.get_by_label("On whose authority you sign").fill("Headteacher, agreed by governors")
    page.get_by_label("A pledge of your own").fill("Ring 0121 496 0123 for our hall.")
    page.get_by_label("By when").fill("31 July 2031")
    press(page.get_by_role("button", name="Check before you sign"))
    assert "Leave out a telephone number." in page.inner_text("main")
    page.get_by_label("A pledge of your own").fill("We open the hall on Thursdays.")
    press(page.get_by_role("button", name="Check before you sign"))
    watch.check(page, "check", size["width"])
    assert Signature.objects.count() == 0
    press(page.get_by_role("button", name="Sign the charter"))
    page.wait_for_selector("text=has signed version 1")
    watch.check(page, "signed", size["width"])
    page.goto(f"{hub}/charter/signatories/")
    watch.check(page, "signatories", size["width"])
    words = page.inner_text("main")
    assert "We open the hall on Thursdays." in words
    assert "agreed by governors" not in page.content()
    assert "Hettie" not in page.inner_text("main")
    page.goto(f"{hub}/groups/grange-lane/")
    watch.check(page, "panel", size["width"])
    page.goto(f"{hub}/charter/sign/grange-lane/withdraw/")
    watch.check(page, "withdraw", size["width"])
    press(page.get_by_role("button", name="Take it back"))
    page.goto(f"{hub}/charter/signatories/")
    assert "Grange Lane" not in page.inner_text("main")
    assert Signature.objects.get().withdrawn_at is not None
    assert {message.kind for message in Message.objects.all()} == {"charter.signed", "charter.taken-back"}


@SIZES
def test_visitor_reads_the_text_what_changed_and_stands_behind_it_without_javascript(
    hub: str, browser, size: dict[str, int]
) -> None:
    second = make_text(Stage.ADOPTED, 2, extra=" And our fields.", note="Fields were added.")
    make_signature(second, OrganisationFactory(name="Puddle Hoppers"), pledge="", kind="community")
    make_supporter(second, "shown@people.test", name="Shona Shown", show_name=True)
    context = browser.new_context(java_script_enabled=False, viewport=size)
    page = context.new_page()
    page.goto(f"{hub}/charter/text/")
    assert "We open our halls. And our fields." in page.inner_text("main")
    press(page.get_by_role("link", name="See what changed"))
    assert page.locator("ins", has_text="And our fields.").count() == 1
    page.goto(f"{hub}/charter/text/2/?for=council")
    assert "Pay for the lights." in page.inner_text("main")
    assert "Name a price" not in page.inner_text("main")
    page.goto(f"{hub}/charter/signatories/")
    assert "Shona Shown" in page.inner_text("main")
    page.goto(f"{hub}/charter/support/")
    page.get_by_label("Your e-mail address").fill("ada@people.test")
    press(page.get_by_role("button", name="Send me the link"))
    assert "Look in your mailbox" in page.inner_text("main")
    assert Supporter.objects.get(email="ada@people.test").confirmed_at is None
    link = next(
        line for line in Message.objects.get(kind="charter.support").text.splitlines() if "/link/" in line
    )
    page.goto(link)
    press(page.get_by_role("button", name="Yes, count me"))
    assert Supporter.objects.get(email="ada@people.test").confirmed_at is not None
    press(page.get_by_role("button", name="Take it back"))
    assert not Supporter.objects.filter(email="ada@people.test").exists()
    context.close()


@SIZES
def test_public_pages_are_whole_for_screen_readers(hub: str, page: Page, size: dict[str, int]) -> None:
    second = make_text(Stage.CONSULTED, 2, extra=" And our fields.")
    make_signature(second, OrganisationFactory(name="Puddle Hoppers"), kind="community")
    page.set_viewport_size(size)
    watch = Watch(page)
    for where in ("text/", "text/2/", "text/2/changes/", "signatories/?kind=community", "support/", "sign/"):
        page.goto(f"{hub}/charter/{where}")
        watch.check(page, where, size["width"])


@SIZES
def test_organiser_chooses_as_what_a_group_signs(
    hub: str, page: Page, context: BrowserContext, size: dict[str, int]
) -> None:
    group = OrganisationFactory(name="Puddle Hoppers", slug="puddle-hoppers")
    make_member(group, Role.MANAGER, email="manager@group.test")
    sign_in_as(context, hub, "manager@group.test")
    page.set_viewport_size(size)
    watch = Watch(page)
    page.goto(f"{hub}/charter/sign/puddle-hoppers/")
    watch.check(page, "as what", size["width"])
    press(page.get_by_role("link", name="Community groups"))
    watch.check(page, "form", size["width"])
    page.get_by_label("Ask for a room a month before.").check()
    page.get_by_label("On whose authority you sign").fill("Chair")
    press(page.get_by_role("button", name="Check before you sign"))
    press(page.get_by_role("button", name="Sign the charter"))
    page.wait_for_selector("text=has signed version 1")
    press(page.get_by_role("link", name="Change what you take on"))
    page.get_by_label("On whose authority you sign").fill("Chair and committee")
    press(page.get_by_role("button", name="Save"))
    page.wait_for_selector("text=Chair and committee")
    assert Signature.objects.get().authority == "Chair and committee"
