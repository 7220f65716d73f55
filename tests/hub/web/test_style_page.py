"""The style page shows every part of the look, and each part is usable by everyone."""

import re
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from tests.browsing import axe_report

ROOT = Path(__file__).resolve().parents[3]
TAPPED = (
    "a.btn, a.chip, button.btn, .nav a, .tabs a, .foot li a, "
    ".form-control, .form-select, summary, .form-check, .tick"
)


@pytest.fixture
def style_page(settings: Settings) -> str:
    settings.DEMO = True
    response = Client().get("/style/")
    assert response.status_code == 200
    return response.content.decode()


def classes_of_style_sheet() -> set[str]:
    style = (ROOT / "static" / "hub.css").read_text()
    style = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", style, flags=re.DOTALL)
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"{[^{}]*}", "{}", style)))


@pytest.mark.django_db
def test_style_page_outside_debug_and_demo() -> None:
    assert Client().get("/style/").status_code == 404


@pytest.mark.django_db
def test_style_page_shows_every_class_of_the_style_sheet(style_page: str) -> None:
    shown = {name for found in re.findall(r'class="([^"]*)"', style_page) for name in found.split()}
    classes = classes_of_style_sheet()
    assert len(classes) > 100
    assert classes - shown == set()


@pytest.mark.django_db
def test_style_page_shows_every_mark(style_page: str) -> None:
    marks = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static" / "marks.svg").read_text()))
    assert marks == {"logo", *(f"area-{number}" for number in range(1, 8))}
    assert set(re.findall(r'marks[.\w]*\.svg#([\w-]+)"', style_page)) == marks


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_style_page_is_accessible(
    live_server_url: str, settings: Settings, page: Page, width: int, scheme: str, direction: str
) -> None:
    settings.DEMO = True
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{live_server_url}/style/")
    assert complaints == []
    page.evaluate("dir => { document.documentElement.dir = dir }", direction)
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_report(page) == ""


def test_style_page_targets_on_a_phone(live_server_url: str, settings: Settings, page: Page) -> None:
    settings.DEMO = True
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server_url}/style/")
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    heights = page.eval_on_selector_all(
        TAPPED, "found => found.map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().height])"
    )
    assert len(heights) > 40
    assert [one for one in heights if one[1] < 44] == []


def test_focus_is_ink_with_a_ring_of_sun(live_server_url: str, settings: Settings, page: Page) -> None:
    settings.DEMO = True
    page.emulate_media(color_scheme="light")
    page.goto(f"{live_server_url}/style/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    look = page.evaluate(
        "() => { const look = getComputedStyle(document.activeElement);"
        " return [look.outlineWidth, look.outlineStyle, look.outlineColor, look.boxShadow] }"
    )
    assert look == ["3px", "solid", "rgb(28, 36, 48)", "rgb(244, 182, 63) 0px 0px 0px 3px"]


def test_skip_link_leads_to_the_main_part(live_server_url: str, settings: Settings, page: Page) -> None:
    settings.DEMO = True
    page.goto(f"{live_server_url}/style/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_style_page_on_paper(live_server_url: str, settings: Settings, page: Page) -> None:
    settings.DEMO = True
    page.goto(f"{live_server_url}/style/")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(28, 36, 48)"
    for hidden in (".nav", ".search", ".chips", ".pager", ".no-print"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator(".day").first.is_visible()


def test_nothing_moves_or_fades_in(live_server_url: str, settings: Settings, page: Page) -> None:
    settings.DEMO = True
    page.goto(f"{live_server_url}/style/")
    moving = page.evaluate(
        "() => [...document.querySelectorAll('*')].filter(one => { const style = getComputedStyle(one);"
        " return style.transitionDuration !== '0s' || style.animationName !== 'none' }).length"
    )
    assert moving == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_text_twice_as_long_still_fits(
    live_server_url: str, settings: Settings, page: Page, width: int
) -> None:
    settings.DEMO = True
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server_url}/style/")
    doubled = page.evaluate(
        "() => { const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];"
        " while (walk.nextNode()) if (walk.currentNode.data.trim()) found.push(walk.currentNode);"
        " found.forEach(text => { text.data = `${text.data} ${text.data}` }); return found.length }"
    )
    assert doubled > 100
    assert page.evaluate("document.documentElement.scrollWidth") <= width
