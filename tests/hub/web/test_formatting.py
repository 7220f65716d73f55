"""A little Markdown: what is drawn, what stays the characters it was typed as, and nothing that runs."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from django.template import engines

from hub.privacy.scan import find_personal
from hub.web.formatting import TAGS, formatted, unformatted
from tests.hostile import VALUES


class Seen(HTMLParser):
    """What a browser would make of some markup."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.addresses |= {value or "" for name, value in attrs if name == "href"}


REL = 'rel="nofollow noopener ugc"'


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("", ""),
        ("Founded in 1901.\n\nWe like apples.", "<p>Founded in 1901.</p>\n<p>We like apples.</p>\n"),
        ("A line\nand the next", "<p>A line<br>\nand the next</p>\n"),
        ("- apples\n- pears", "<ul>\n<li>apples</li>\n<li>pears</li>\n</ul>\n"),
        ("3. third\n4. fourth", '<ol start="3">\n<li>third</li>\n<li>fourth</li>\n</ol>\n'),
        ("**much** and *more*", "<p><strong>much</strong> and <em>more</em></p>\n"),
        ("5 * 3 * 2, a_b_c", "<p>5 * 3 * 2, a_b_c</p>\n"),
        ("[us](https://a.example/x)", f'<p><a href="https://a.example/x" {REL}>us</a></p>\n'),
        ("<https://a.example>", f'<p><a href="https://a.example" {REL}>https://a.example</a></p>\n'),
        ("[write](mailto:a@b.example)", f'<p><a href="mailto:a@b.example" {REL}>write</a></p>\n'),
        ("# No heading", "<p># No heading</p>\n"),
        ("> no quote, `no code`", "<p>&gt; no quote, `no code`</p>\n"),
        ("<b>no HTML</b> &amp; &#64;", "<p>&lt;b&gt;no HTML&lt;/b&gt; &amp;amp; &amp;#64;</p>\n"),
        (
            "![a picture](https://a.example/x.png)",
            f'<p>!<a href="https://a.example/x.png" {REL}>a picture</a></p>\n',
        ),
        ('[x](https://a.example "a title")', f'<p><a href="https://a.example" {REL}>x</a></p>\n'),
    ],
)
def test_text_is_drawn(typed, drawn):
    assert formatted(typed) == drawn


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/",
        "/groups/",
        "tel:0121",
        "ftp://a.example",
        "&#106;avascript:alert(1)",
        "\\javascript:alert(1)",
    ],
)
def test_link_that_is_no_whole_web_address_is_no_link(address):
    for typed in (f"[here]({address})", f"<{address}>", f"[here]\n\n[here]: {address}"):
        assert "<a" not in formatted(typed)
        assert "href" not in formatted(typed)


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_hostile_text_draws_quickly_and_only_what_is_let_through(value):
    begun = time.perf_counter()
    drawn = formatted(value[:5000] + f"\n\n- [{value[:300]}]({value[:300]})")
    assert time.perf_counter() - begun < 2
    seen = Seen()
    seen.feed(drawn)
    assert seen.elements <= TAGS
    assert seen.attributes <= {"href", "rel", "start"}
    assert {address.partition(":")[0] for address in seen.addresses} <= {"http", "https", "mailto"}


@pytest.mark.parametrize(
    "piece", ["*a ", "[", "([", "\\", "[a](", "**_", "<https://a", "- \n", "* _ ", "(", "!["], ids=repr
)
def test_text_made_to_be_slow_is_not(piece):
    begun = time.perf_counter()
    formatted(piece * (5000 // len(piece)))
    assert time.perf_counter() - begun < 2


def test_words_are_found_through_the_markup():
    typed = "Ring 0121 **496** 0123 or write to amina\\@people.example"
    assert [finding.kind for finding in find_personal(typed)] == []
    read = unformatted(typed)
    assert read == "Ring 0121 496 0123 or write to amina@people.example"
    assert [finding.kind for finding in find_personal(read)] == ["phone", "email"]


def test_filter_marks_its_text_as_drawn():
    template = engines["django"].from_string("{% load formatting %}{{ text|formatted }}")
    assert template.render({"text": "**a** <b>"}) == "<p><strong>a</strong> &lt;b&gt;</p>\n"
