"""The form for a picture, with a real file in a real browser, and without JavaScript."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django import Settings

from hub.people.models import Role
from tests.browsing import axe_report, press
from tests.factories.files import picture_bytes, quarters
from tests.factories.people import OrganisationFactory, make_member
from tests.hub.files.hostile import PDF


@pytest.fixture
def at_the_form(live_server_url: str, page: Page, settings: Settings, logos_are_shown: None) -> Page:
    """A manager's browser at the form."""
    settings.ROOT_URLCONF = "tests.hub.files.try_urls"
    organisation = OrganisationFactory(slug="beans", summary="")
    signed_in = Client()
    signed_in.force_login(make_member(organisation, Role.MANAGER))
    cookie = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server_url}]
    )
    page.goto(f"{live_server_url}/try/beans/")
    return page


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    file = tmp_path / "IMG_0042.jpg"
    file.write_bytes(picture_bytes(image=quarters(2000, 1500)))
    return file


@pytest.mark.parametrize("wide", [360, 1280])
def test_picture_survives_a_mistake_and_is_shown(at_the_form: Page, photograph: Path, wide: int):
    page = at_the_form
    page.set_viewport_size({"width": wide, "height": 900})
    assert axe_report(page) == ""
    page.get_by_label("Picture").set_input_files(photograph)
    page.get_by_label("Everybody in it").check()
    press(page.get_by_role("button", name="Save it"))
    expect(page.get_by_role("alert")).to_contain_text("In one sentence")
    expect(page.get_by_text("It is kept while you put the rest right.")).to_be_visible()
    image = page.get_by_role("figure").locator("img")
    assert image.evaluate("image => image.decode().then(() => image.currentSrc)").endswith("-640.webp")
    assert axe_report(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_label("In one sentence").fill("We grow beans")
    page.get_by_label("What can be seen in it").fill("Four coloured beds")
    press(page.get_by_role("button", name="Save it"))
    expect(page.get_by_text("The picture that is shown now.")).to_be_visible()
    expect(page.get_by_role("img", name="Four coloured beds")).to_be_visible()
    assert axe_report(page) == ""


def test_file_that_is_no_picture_is_explained_beside_its_field(at_the_form: Page, tmp_path: Path):
    page = at_the_form
    file = tmp_path / "poster.jpg"
    file.write_bytes(PDF)
    page.get_by_label("In one sentence").fill("We grow beans")
    page.get_by_label("Picture").set_input_files(file)
    press(page.get_by_role("button", name="Save it"))
    field = page.get_by_label("Picture", exact=False).first
    described = page.locator(f"#{field.get_attribute('aria-describedby').split()[-1]}")
    expect(described).to_contain_text("This is not a picture that the hub can read.")
    expect(page.get_by_label("In one sentence")).to_have_value("We grow beans")
    assert axe_report(page) == ""


def test_picture_opened_by_itself_is_saved_and_runs_nothing(at_the_form: Page, photograph: Path):
    page = at_the_form
    page.get_by_label("In one sentence").fill("We grow beans")
    page.get_by_label("Picture").set_input_files(photograph)
    page.get_by_label("What can be seen in it").fill("Four coloured beds")
    page.get_by_label("Everybody in it").check()
    press(page.get_by_role("button", name="Save it"))
    address = page.get_by_role("img", name="Four coloured beds").get_attribute("src")
    with page.expect_download() as download:
        page.evaluate("address => { window.location = address }", address)
    assert download.value.suggested_filename == "picture.webp"
    assert (Path(settings.MEDIA_ROOT) / "pictures").is_dir()
