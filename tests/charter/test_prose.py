"""The charter's longer texts: drawn safely, with links to their own parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.prose import Link, drawn, drawn_line, links_of
from hub.web.formatting import formatted

AT = {"premises": "/charter/areas/2/", "how-to-answer": "#how-to-answer"}


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("See [it](#premises).", '<p>See <a href="/charter/areas/2/">it</a>.</p>\n'),
        ("[us](#how-to-answer)", '<p><a href="#how-to-answer">us</a></p>\n'),
        ("[it](#gone)", "<p>it</p>\n"),
        ("[it](/elsewhere/)", "<p>it</p>\n"),
        ("[it](//elsewhere.example)", "<p>it</p>\n"),
        ("[it](javascript:alert)", "<p>it</p>\n"),
        ("[it]()", "<p>it</p>\n"),
        (
            "[it](https://it.example)",
            '<p><a href="https://it.example" rel="nofollow noopener ugc">it</a></p>\n',
        ),
        ("<b onclick=x>no</b>", "<p>&lt;b onclick=x&gt;no&lt;/b&gt;</p>\n"),
        ("**yes**\nand\n\n- so", "<p><strong>yes</strong><br>\nand</p>\n<ul>\n<li>so</li>\n</ul>\n"),
    ],
)
def test_text_is_drawn_with_the_links_that_lead_somewhere(text, markup):
    assert drawn(text, AT) == markup


def test_line_is_drawn_without_a_paragraph():
    assert (
        drawn_line("- **See** [it](#premises)", AT)
        == '- <strong>See</strong> <a href="/charter/areas/2/">it</a>'
    )


def test_links_are_found_with_their_lines():
    text = 'One\n[two](#premises)\n\n- three\n- [a [b] c](<#how-to-answer> "title") <https://four.example>'
    found = [Link("#premises", 1), Link("#how-to-answer", 4), Link("https://four.example", 4)]
    assert links_of(text) == found
    assert [(link.key, link.is_whole) for link in found] == [
        ("premises", False),
        ("how-to-answer", False),
        ("", True),
    ]


@given(st.text(st.sampled_from("[]()<>#*-\\ab:/\n&\"'") | st.characters(exclude_categories=["Cs"])))
def test_text_without_links_is_drawn_as_everywhere_on_the_hub(text):
    if not links_of(text):
        assert drawn(text, {}) == formatted(text)
