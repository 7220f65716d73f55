"""An answer as the pages of the analysis draw it: by line and sentence, with what is marked in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from charter.passages import Span, segments, sentences


@dataclass(frozen=True)
class Piece:
    """A part of a sentence in which the same is marked. `start` is its place in the answer."""

    start: int
    text: str
    names: list[str]


@dataclass(frozen=True)
class Sentence:
    """A sentence, its number in the answer from 0, and the names of all themes marked in it."""

    number: int
    span: Span
    pieces: list[Piece]
    names: list[str]
    chosen: bool


def shown_lines(
    text: str,
    marks: Iterable[tuple[int, int, int]],
    names: Mapping[int, str],
    chosen: Collection[int] = (),
) -> list[list[Sentence]]:
    """The sentences of each line.

    marks: (start, end, theme); names: by theme; chosen: numbers of sentences.
    """
    marks = list(marks)
    lines: list[list[Sentence]] = []
    number = 0
    for line in sentences(text):
        shown = []
        for span in line:
            cut = segments(text, marks, span.start, span.end)
            pieces = [Piece(one.start, one.text, sorted(names[key] for key in one.keys)) for one in cut]  # type: ignore[index]
            said = sorted({name for piece in pieces for name in piece.names})
            shown.append(Sentence(number, span, pieces, said, number in chosen))
            number += 1
        lines.append(shown)
    return lines


def spans_of(text: str, numbers: Iterable[int]) -> list[Span]:
    """The sentences of these numbers, as shown_lines numbers them; a number that is none is left out."""
    flat = [span for line in sentences(text) for span in line]
    return [flat[number] for number in sorted(set(numbers)) if 0 <= number < len(flat)]
