"""The forms of the charter’s analysis: who sends them, and what they say when they are filled in well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

F = TypeVar("F")
MANAGE = "charter/manage/<slug:slug>/"
THEME = {
    "name": "Whom to ask",
    "definition": "Nobody knows.",
    "includes": "Keys",
    "excludes": "Prices",
    "example": "It was shut.",
    "area": "2",
}
PARTS = {
    **{f"name_{number}": name for number, name in enumerate(("Gates", "Doors", "", ""), start=1)},
    **{f"definition_{number}": name for number, name in enumerate(("Of yards", "Of halls", "", ""), start=1)},
    "note": "",
    "edition": "1",
}
MERGE = {"into": "", "note": "The same.", "edition": "1", "sure": ""}
DESK = {
    **dict.fromkeys(("s", "t", "start", "end", "quote", "unmark"), ""),
    "text_edition": "1",
    "name": "Whom to ask",
    "definition": "Nobody knows.",
    "do": "theme",
}


def forms(make: Callable[..., F]) -> Mapping[str, F]:
    """By route, each made as `make(who, fields, at)`."""
    theme = f"{MANAGE}themes/<slug:key>/"
    return {
        f"{MANAGE}themes/new/": make("analyst", THEME, "closed"),
        f"{theme}edit/": make("analyst", {**THEME, "edition": "1"}, "in use"),
        f"{theme}merge/": make("analyst", MERGE, "in use"),
        f"{theme}split/": make("analyst", PARTS, "in use"),
        f"{theme}sort/": make("analyst", {"p1": "1", "p0": "", "px": "1"}, "retired"),
        f"{theme}retire/": make("analyst", {"note": "Too wide."}, "in use"),
        f"{theme}restore/": make("analyst", {}, "retired"),
        f"{MANAGE}reading/": make("analyst", {"question": "premises-barriers", "as": "first"}, "closed"),
        f"{MANAGE}reading/share/": make("admin", {"share": "5"}, "closed"),
        f"{MANAGE}reading/<int:pk>/": make("analyst", DESK, "first begun, the analyst's", chooses="do"),
        f"{MANAGE}reading/<int:pk>/put-back/": make("analyst", {}, "first begun, the analyst's"),
        f"{MANAGE}settle/<int:pk>/": make(
            "analyst", {"choice": "both", "edition": "0"}, "first of two finished", chooses="choice"
        ),
    }


def asked(make: Callable[..., F]) -> Mapping[str, F]:
    """Pages that take something in their address, by route."""
    return {
        f"{MANAGE}themes/": make("analyst", dict.fromkeys(("q", "show", "page"), ""), "closed"),
        f"{MANAGE}agreement/": make("analyst", {"question": ""}, "closed"),
        f"{MANAGE}settle/": make("analyst", dict.fromkeys(("show", "page"), ""), "closed"),
        f"{MANAGE}reading/<int:pk>/": make(
            "analyst", dict.fromkeys(("s", "t", "start", "end", "quote"), ""), "first begun, the analyst's"
        ),
        f"{MANAGE}themes/<slug:key>/passages/": make("analyst", {"page": ""}, "in use"),
    }
