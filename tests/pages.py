"""Reads a page as a visitor does: its words, its links, its list by day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """One element of a page with what is in it: elements and text, in order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words, with single spaces."""
        parts = [
            # Where a long word may break there is no space.
            part if isinstance(part, str) else "" if part.name == "wbr" else f" {part.text} "
            for part in self.inside
        ]
        return " ".join("".join(parts).split())

    def __iter__(self) -> Iterator[Element]:
        """Every element inside, in the order of the page."""
        for part in self.inside:
            if isinstance(part, Element):
                yield part
                yield from part

    def all(self, selector: str, **attributes: str) -> list[Element]:
        """Elements inside that fit "name", ".class" or "name.class", with these attributes."""
        name, _, style = selector.partition(".")
        return [
            one
            for one in self
            if name in ("", one.name)
            and (not style or style in one.attributes.get("class", "").split())
            and all(one.attributes.get(key) == value for key, value in attributes.items())
        ]

    def one(self, selector: str, **attributes: str) -> Element:
        """The only element that fits. Fails where there are none or several."""
        (found,) = self.all(selector, **attributes)
        return found

    def said(self, selector: str) -> str:
        """The words of the first element that fits, "" where there is none."""
        found = self.all(selector)
        return found[0].text if found else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read(response: HttpResponse) -> Element:
    """The page of an answer. Fails for elements that are not closed in their order."""
    reader = _Reader()
    reader.feed(response.content.decode())
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].name}> is not closed"
    return reader.open[0]


Day = tuple[str, list[tuple[str, str]]]


def days_of(response: HttpResponse) -> list[Day]:
    """The list by day, as [("Saturday 28 November", [("10am to 12 noon", "Stay and play")])]."""
    assert response.status_code == 200, response
    return [
        (day.said("h2"), [(row.said(".entry-when"), row.said("h3")) for row in day.all("li.entry")])
        for day in read(response).all("section.day")
    ]


def titles_of(response: HttpResponse) -> list[str]:
    """The titles listed, in order."""
    return [title for _day, rows in days_of(response) for _when, title in rows]


def facts_of(element: Element) -> dict[str, str]:
    """What a list of terms says: {"Cost": "Free"}."""
    terms = [one.text for one in element.all("dt")]
    said = [one.text for one in element.all("dd")]
    assert len(terms) == len(said)
    return dict(zip(terms, said, strict=True))


def structured_data(response: HttpResponse) -> Any:
    """The one block of structured data in a page."""
    return json.loads("".join(map(str, read(response).one("script", type="application/ld+json").inside)))
