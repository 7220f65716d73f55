"""The longer texts of a consultation and of the charter: a little Markdown, with links inside the text.

`[words](#key)` leads to the part with that key. Where such a part is shown, pages alone know, so they hand in
the addresses. What else may be written is what hub.web.formatting lets through.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from hub.web.formatting import ATTRIBUTES, LINK_REL, SCHEMES, TAGS

_OPTIONS = {"html": False, "breaks": True, "linkify": False, "typographer": False}
# Without one of these there is no link, and most texts have neither.
_MAY_LINK = frozenset("[<")
_PARTS = ("list", "emphasis", "link", "autolink", "escape", "newline", "balance_pairs", "fragments_join")


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text: where it leads, and in which line of the text it begins, from 0."""

    target: str
    line: int

    @property
    def key(self) -> str:
        """The key of the part it leads to; "" for an address elsewhere."""
        return self.target[1:] if self.target.startswith("#") else ""

    @property
    def is_whole(self) -> bool:
        """Whether it is an address elsewhere that says with its beginning what it is, as https://."""
        return is_whole(self.target)


def is_whole(address: str) -> bool:
    """Whether an address begins with one of the schemes that a text may use."""
    return address.partition(":")[0].strip().lower() in SCHEMES


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", _OPTIONS).enable(list(_PARTS))
    # Every address is read here, so that a wrong one can be named; drawing keeps the right ones alone.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def links_of(text: str) -> list[Link]:
    """Every link of a text, in its order."""
    if not _MAY_LINK.intersection(text):
        return []
    found = []
    for block in _parser().parse(text):
        line = block.map[0] if block.map else 0
        for token in block.children or ():
            if token.type in ("softbreak", "hardbreak"):
                line += 1
            elif token.type == "link_open":
                found.append(Link(str(token.attrGet("href") or ""), line))
    return found


def drawn(text: str, addresses: Mapping[str, str]) -> SafeString:
    """The markup of a text. `addresses` says by key where its parts are; a link to another is its words."""
    tokens = _parser().parse(text)
    return _clean(tokens, addresses)


def drawn_line(text: str, addresses: Mapping[str, str]) -> SafeString:
    """The same for one line, such as an item of a list or a hint, without a paragraph around it."""
    return _clean(_parser().parseInline(text), addresses)


def _clean(tokens: list[Token], addresses: Mapping[str, str]) -> SafeString:
    for opens, closes in _links(tokens):
        link = Link(str(opens.attrGet("href") or ""), 0)
        if link.is_whole:
            opens.attrSet("rel", LINK_REL)
        elif link.key in addresses:
            opens.attrSet("href", addresses[link.key])
        else:
            opens.hidden = closes.hidden = True
    parser = _parser()
    inside = set(addresses.values())

    def kept(element: str, attribute: str, value: str) -> str | None:
        if attribute == "href":
            return value if is_whole(value) or value in inside else None
        return value if attribute in (*ATTRIBUTES.get(element, ()), "rel") else None

    clean = nh3.clean(
        parser.renderer.render(tokens, parser.options, {}),
        tags=TAGS,
        attributes={**ATTRIBUTES, "a": {"href", "rel"}},
        url_schemes=SCHEMES,
        attribute_filter=kept,
        link_rel=None,
    )
    return mark_safe(clean)  # noqa: S308  (nh3 has just cleaned it)


def _links(tokens: list[Token]) -> Iterator[tuple[Token, Token]]:
    """The tokens that open and close each link. There is never a link inside another."""
    for token in tokens:
        ends = [child for child in token.children or () if child.type in ("link_open", "link_close")]
        yield from zip(ends[::2], ends[1::2], strict=True)
