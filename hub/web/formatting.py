"""What people write with a little Markdown, as safe markup: paragraphs, lists, emphasis and links.

It is drawn twice guarded: the parser knows no HTML, and of what it draws only a few elements are let through.
"""

from __future__ import annotations

from functools import lru_cache
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

HINT = _(
    "Leave an empty line between paragraphs. Begin lines with a dash for a list. "
    "Put **two stars** around what is important, and write a link as [words](https://address)."
)
TAGS = {"a", "br", "em", "li", "ol", "p", "strong", "ul"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
# A link that somebody wrote is no recommendation of the hub's, and tells the other site nothing.
LINK_REL = "nofollow noopener ugc"
# A line that ends is a line that ends, as in a letter.
_OPTIONS = {"html": False, "breaks": True, "linkify": False, "typographer": False}
_PARTS = ("list", "emphasis", "link", "autolink", "escape", "newline", "balance_pairs", "fragments_join")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Headings, pictures, tables and code are left out: they stay the characters they were typed as."""
    parser = MarkdownIt("zero", _OPTIONS).enable(list(_PARTS))
    parser.validateLink = _whole_address  # type: ignore[method-assign]
    return parser


def _whole_address(url: str) -> bool:
    """Whether it names what it leads to: "//elsewhere" and "/here" do not, nor does what runs a program."""
    return url.partition(":")[0].strip().lower() in SCHEMES


def _kept(element: str, attribute: str, value: str) -> str | None:
    """Attributes that every element may have in HTML, such as a title, are none of the few."""
    if attribute == "href":
        # The parser lets an empty address pass.
        return value if _whole_address(value) else None
    return value if attribute in (*ATTRIBUTES.get(element, ()), "rel") else None


def formatted(text: str) -> SafeString:
    """The markup of a text. Its own HTML shows as the characters it is made of; "" gives ""."""
    drawn = _parser().render(text)
    clean = nh3.clean(
        drawn,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=_kept,
        link_rel=LINK_REL,
    )
    return mark_safe(clean)  # noqa: S308  (nh3 has just cleaned it)


def unformatted(text: str) -> str:
    """The words as they are read once drawn, without markup: what a look through a text has to look at.

    Signs of the markup can stand in the middle of a telephone number, and it is one all the same.
    """
    return unescape(nh3.clean(formatted(text), tags=set())).strip()
