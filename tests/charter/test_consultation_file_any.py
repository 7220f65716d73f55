"""Any consultation is written and read back as the same; any file is read or refused, and soon."""

from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.consultation_file import (
    ConsultationFileError,
    ConsultationText,
    QuestionText,
    SectionText,
    read_consultation,
    write_consultation,
)
from tests.charter.texts import WORKED, items, keys, lines, proses, some


def questions(key: str, label: str) -> st.SearchStrategy[QuestionText]:
    return st.builds(
        QuestionText,
        key=st.just(key),
        label=st.sampled_from(["", label]),
        kind=st.sampled_from(["open", "yes-no", "example"]),
        text=lines(200),
        hint=some(lines(200)),
    )


@st.composite
def consultations(draw: st.DrawFn) -> ConsultationText:
    """Any consultation that a file can hold."""
    named = iter(draw(st.lists(keys, min_size=30, max_size=30, unique=True)))
    areas = draw(st.permutations(range(1, 9)))
    sections = []
    for number in range(draw(st.integers(1, 3))):
        asked = [
            draw(questions(next(named), f"{number}{letter}")) for letter in "abc"[: draw(st.integers(1, 3))]
        ]
        if draw(st.booleans()):
            rating = QuestionText(
                next(named), "", "rating", draw(lines(100)), draw(some(lines(50))), areas[number]
            )
            asked.insert(0, rating)
        sections.append(
            SectionText(
                next(named),
                draw(st.none() | st.integers(1, 8)),
                draw(lines(100)),
                draw(some(proses)),
                draw(items),
                draw(items),
                tuple(asked),
            )
        )
    return ConsultationText(
        draw(lines(100)), draw(lines(200)), draw(some(proses)), draw(some(proses)), tuple(sections)
    )


@given(consultations())
@settings(deadline=None, max_examples=100)
def test_what_is_written_reads_back_as_the_same(text):
    assert read_consultation(write_consultation(text)) == text


def assert_tells(error: ConsultationFileError) -> None:
    assert error.problems
    assert all(problem.line >= 1 and problem.reason for problem in error.problems)


PIECES = [
    *WORKED.splitlines(),
    "## Introduction",
    "### Question",
    "{#a}",
    "Area:",
    "Hint: ",
    "Kind: rating",
    "\\",
    "#",
]


@given(st.text() | st.binary() | st.lists(st.sampled_from(PIECES) | st.text(max_size=20)).map("\n".join))
@settings(deadline=None, max_examples=300)
def test_no_file_raises_anything_else_and_what_reads_reads_again(data):
    try:
        text = read_consultation(data)
    except ConsultationFileError as error:
        assert_tells(error)
    else:
        assert read_consultation(write_consultation(text)) == text


@given(lines(50), st.text(max_size=200))
@settings(deadline=None)
def test_whatever_was_typed_can_be_written(title, narrative):
    text = ConsultationText(title, "S", narrative, sections=(SectionText("a", 1, "A", narrative),))
    try:
        read_consultation(write_consultation(text))
    except ConsultationFileError as error:
        assert_tells(error)


@pytest.mark.parametrize(
    "file",
    [
        "# " + " " * 400_000 + "x" + " {#" * 100_000,
        "# T\nS\n" + "## A {#a}\n" * 90_000,
        "# T\nS\n## A {#a}\n### What would help\n" + "- [a](#\n" * 100_000,
        "# T\nS\n## A {#a}\n" + "[" * 900_000,
        "\\" * 900_000,
        "# T\nS\n" + "\t" * 900_000 + "x",
    ],
    ids=["braces", "headings", "items", "brackets", "backslashes", "tabs"],
)
def test_hostile_file_is_refused_in_seconds(file):
    started = monotonic()
    with pytest.raises(ConsultationFileError):
        read_consultation(file)
    assert monotonic() - started < 20
