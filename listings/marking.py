"""A listing's public words with what the checks found marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from hub.privacy.scan import Words
from listings.findings import FIELDS, Found, Written
from listings.models import Criterion


@dataclass(frozen=True)
class Field:
    """One field with words in it, as HTML; `long` for one that has paragraphs."""

    key: str
    label: Words
    html: SafeString
    long: bool


@dataclass(frozen=True)
class Sign:
    """One finding in words: what it is, what it says, in which field, and which criterion it touches."""

    words: Words
    said: str
    label: Words
    criterion: str
    criterion_words: Words


def marked_fields(content: Written, found: Iterable[Found]) -> list[Field]:
    """Every field that says something, in the order of the page."""
    found = list(found)
    return [
        Field(field, label, _html(text, [one for one in found if one.field == field]), field == "description")
        for field, label in FIELDS.items()
        for text in [getattr(content, field)]
        if text
    ]


def signs(content: Written, found: Iterable[Found]) -> list[Sign]:
    """What was found, one line each."""
    return [
        Sign(
            one.words,
            _short(getattr(content, one.field)[one.start : one.end]),
            FIELDS[one.field],
            one.criterion,
            Criterion(one.criterion).label,
        )
        for one in found
    ]


def _short(said: str, most: int = 60) -> str:
    said = " ".join(said.split())
    return said if len(said) <= most else said[: most - 1] + "…"


def _html(text: str, found: list[Found]) -> SafeString:
    """The text in paragraphs. What reaches over several lines is marked in each of them."""
    lines, begin = [], 0
    for line in text.split("\n"):
        lines.append("".join(_line(line, begin, found)))
        begin += len(line) + 1
    # Every piece was escaped by itself.
    return mark_safe(linebreaks("\n".join(lines), autoescape=False))  # noqa: S308


def _line(line: str, begin: int, found: list[Found]) -> Iterator[SafeString]:
    """One line in pieces; where two findings share letters the first has them."""
    done = 0
    for one in found:
        start, end = max(one.start - begin, done), min(one.end - begin, len(line))
        if start >= end:
            continue
        yield conditional_escape(line[done:start])
        yield format_html(
            '<mark>{}<span class="visually-hidden"> ({})</span></mark>', line[start:end], one.words
        )
        done = end
    yield conditional_escape(line[done:])
