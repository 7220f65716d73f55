"""Stretches of a text: the sentences to choose from, and where what was marked overlaps.

Places in a text are counted in characters (code points) from 0; a stretch goes from `start` up to `end`.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from itertools import pairwise
from typing import NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)
# What has no full stop is cut at a space, so that a page-long line can be marked in parts.
LONGEST_SENTENCE = 600
_END = re.compile(r"""[.!?…]+[)"'’”\]]*(?=\s)""")
_LINE = re.compile(r"[^\r\n]+")
# What ends with a full stop in the middle of a sentence, in lower case.
_SHORT = {"mr", "mrs", "ms", "dr", "st", "rd", "prof", "rev", "nos", "e.g", "i.e", "etc", "approx", "vs"}
_WORD_BEFORE = re.compile(r"([A-Za-z.]+)\.$")


class Span(NamedTuple):
    """A stretch of a text."""

    start: int
    end: int


class Segment(NamedTuple):
    """A part of a text in which the same is marked from beginning to end."""

    start: int
    end: int
    text: str
    keys: frozenset[Hashable]


def sentences(text: str) -> list[list[Span]]:
    """The sentences of each line of a text, without the space around them. Empty lines are left out."""
    lines = []
    for line in _LINE.finditer(text):
        found = list(_sentences_in(text, line.start(), line.end()))
        if found:
            lines.append(found)
    return lines


def _sentences_in(text: str, start: int, end: int) -> Iterable[Span]:
    begin = start
    for stop in _END.finditer(text, start, end):
        if stop.end() < end and not _goes_on(text, begin, stop):
            yield from _pieces(text, begin, stop.end())
            begin = stop.end()
    yield from _pieces(text, begin, end)


def _goes_on(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether the sentence goes on after what looks like its end: a lower-case letter, or “Mrs.” before."""
    after = text[stop.end() : stop.end() + 40].lstrip()
    if after[:1].islower():
        return True
    word = _WORD_BEFORE.search(text, max(begin, stop.start() - 12), stop.start() + 1)
    if stop.group() != "." or word is None:
        return False
    said = word.group(1)
    return said.lower() in _SHORT or (len(said) == 1 and said.isupper() and said not in "AI")


def _pieces(text: str, start: int, end: int) -> Iterable[Span]:
    """What is between, without the space around it, in parts that are not too long."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE + 1)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield from _pieces(text, start, cut)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        yield Span(start, end)


def joined(spans: Iterable[Span], text: str) -> list[Span]:
    """The same stretches in order, those made one that nothing but space lies between."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and (span.start <= found[-1].end or not text[found[-1].end : span.start].strip()):
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def whole(text: str) -> Span:
    """All of a text but the space around it. Empty for a text that says nothing."""
    start = len(text) - len(text.lstrip())
    return Span(start, max(start, len(text.rstrip())))


def segments(
    text: str, marked: Iterable[tuple[int, int, K]], start: int = 0, end: int | None = None
) -> list[Segment]:
    """A text cut wherever what is marked changes: the pieces from `start` up to `end`, in order.

    marked: (start, end, key), which may overlap. What lies outside the text is cut off. The pieces joined are
    the text again.
    """
    end = len(text) if end is None else min(end, len(text))
    inside = [(max(first, start), min(last, end), key) for first, last, key in marked]
    inside = [one for one in inside if one[0] < one[1]]
    cuts = sorted({start, end, *(place for first, last, _key in inside for place in (first, last))})
    return [
        Segment(
            first,
            last,
            text[first:last],
            frozenset(key for begin, stop, key in inside if begin <= first and last <= stop),
        )
        for first, last in pairwise(cuts)
    ]
