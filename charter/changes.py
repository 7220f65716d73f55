"""What changed between two texts, word by word, as markup that a screen reader can follow too."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from charter.diff import Segment, changes
from hub.web.formatting import unformatted


def marked(before: str, after: str) -> SafeString:
    """The later text, with what was taken out and put in. Both texts may hold the hub's Markdown."""
    segments = changes(unformatted(before), unformatted(after))
    return format_html_join("", "{}{}", (_drawn(one) for one in segments))


def _drawn(segment: Segment) -> tuple[SafeString, str]:
    """A stretch as markup, and the space after it: what was taken out touches nothing that came instead."""
    if segment.kind not in ("added", "removed") or not segment.text.strip():
        return _lines(segment.text), ""
    removed = segment.kind == "removed"
    shown = taken_out(segment.text) if removed else put_in(segment.text)
    return shown, " " if removed or segment.text[-1].isspace() else ""


def taken_out(text: str) -> SafeString:
    """A text that is no longer there."""
    return format_html(
        '<del><span class="visually-hidden">{} </span>{}<span class="visually-hidden"> {}</span></del>',
        _("[taken out:"),
        _lines(text.rstrip()),
        _("]"),
    )


def put_in(text: str) -> SafeString:
    """A text that is new."""
    return format_html(
        '<ins><span class="visually-hidden">{} </span>{}<span class="visually-hidden"> {}</span></ins>',
        _("[added:"),
        _lines(text.rstrip()),
        _("]"),
    )


def _lines(text: str) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in text.split("\n")))
