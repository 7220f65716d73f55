"""The header's and footer's links."""

import pytest

from hub.web import navigation
from hub.web.navigation import NavItem, address, footer_links, header_links, register, register_footer


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_header", {})
    monkeypatch.setattr(navigation, "_footer", {})


def currents(path: str) -> list[str]:
    return [link["current"] for link in header_links(path)]


def test_links_come_in_order() -> None:
    register(NavItem("Groups and schools", "groups", order=20))
    register(NavItem("What’s on", "whats-on", order=10))
    assert [(link["label"], link["url"]) for link in header_links("/")] == [
        ("What’s on", "/"),
        ("Groups and schools", "/groups/"),
    ]


def test_registering_a_url_name_again_replaces_it() -> None:
    register(NavItem("What’s on", "whats-on"))
    register(NavItem("Diary", "whats-on"))
    assert [link["label"] for link in header_links("/")] == ["Diary"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", ["page", ""]),
        ("/whats-on/story-time/", ["true", ""]),
        ("/groups/", ["", "page"]),
        ("/groups/heath-young-voices/", ["", "true"]),
        ("/account/sign-in/", ["", ""]),
    ],
)
def test_current_link(path: str, expected: list[str]) -> None:
    register(NavItem("What’s on", "whats-on", order=10, under=("/whats-on/",)))
    register(NavItem("Groups and schools", "groups", order=20))
    assert currents(path) == expected


def test_footer_is_apart_from_the_header() -> None:
    register_footer(NavItem("The criteria", "criteria"))
    assert header_links("/") == []
    assert [link["label"] for link in footer_links("/")] == ["The criteria"]


def test_address_of_a_page_that_nobody_registered() -> None:
    assert address("criteria") == ""
    register_footer(NavItem("The criteria", "criteria"))
    assert address("criteria").endswith("/criteria/")
