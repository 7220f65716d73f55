"""A charter's file: what it is read into, what is wrong with one, and the two that the hub ships."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import charter
from charter.charter_file import (
    CharterFileError,
    CharterText,
    ClauseText,
    ResponsibilityText,
    SectionText,
    read_charter,
    write_charter,
)
from charter.models import SignatoryKind, Stage
from tests.charter.texts import items, keys, lines, proses, some

DATA = Path(charter.__file__).parent / "data"
WORKED = """\
# Our street’s charter
Stage: consulted
Note: As it was asked about.
What we promise.

## Introduction
See [cars](#cars).

## Cars {#cars}
Area: 2
They are slow here.

### What is in the way
- Habit

### What helps
- Signs, see [the clause](#slow)

### Clause {#slow}
We drive slowly.

#### Schools {#school-slow}
Tell parents, see [this](#cars).

#### Community groups {#group-slow}
Put up signs.
"""


def problems(data: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(CharterFileError) as raised:
        read_charter(data)
    return [(problem.line, problem.reason) for problem in raised.value.problems]


def changed(old: str, new: str) -> str:
    assert WORKED.count(old) == 1
    return WORKED.replace(old, new)


def test_file_is_read_into_its_parts():
    assert read_charter(WORKED) == CharterText(
        title="Our street’s charter",
        summary="What we promise.",
        stage="consulted",
        note="As it was asked about.",
        introduction="See [cars](#cars).",
        sections=(
            SectionText(
                key="cars",
                area=2,
                title="Cars",
                says="They are slow here.",
                barriers=("Habit",),
                helps=("Signs, see [the clause](#slow)",),
                clauses=(
                    ClauseText(
                        "slow",
                        "We drive slowly.",
                        (
                            ResponsibilityText("school-slow", "school", "Tell parents, see [this](#cars)."),
                            ResponsibilityText("group-slow", "community", "Put up signs."),
                        ),
                    ),
                ),
            ),
        ),
    )


def test_words_of_a_file_are_kinds_of_the_hub():
    headings = "".join(
        f"#### {words} {{#k{at}}}\nDo it.\n"
        for at, words in enumerate(["Schools", "Community groups", "Councils", "Government", "Others"])
    )
    for stage in Stage.values:
        text = read_charter(f"# T\nStage: {stage}\nS\n## A {{#a}}\n### Clause {{#c}}\nWe do.\n{headings}")
        assert text.stage == stage
        assert [one.kind for one in text.responsibilities] == SignatoryKind.values


def test_file_without_a_stage_is_a_draft():
    assert read_charter(changed("Stage: consulted\n", "")).stage == "draft"


@pytest.mark.parametrize(
    ("file", "line", "reason"),
    [
        ("", 1, "The file is empty."),
        (b"\xff", 1, "The file is not plain text in UTF-8. Save it as “Plain text, UTF-8”."),
        (changed("# Our street’s charter\n", "#\n"), 1, "The title is missing."),
        (
            changed("What we promise.\n", ""),
            1,
            "The summary is missing. Write a sentence or two under the title.",
        ),
        (
            changed("consulted", "signed"),
            2,
            "“signed” is no stage of a charter. The stages are “draft”, “consulted”, “adopted”.",
        ),
        (
            changed("As it was", "x" * 500),
            3,
            "This is too long: 513 characters, where there is room for 500.",
        ),
        (changed("Area: 2", "Stage: draft"), 10, "“Stage:” does not belong to this heading."),
        (changed("Area: 2", "Area: 0"), 10, "“0” is no area. Areas have the numbers 1 to 8."),
        (changed("## Cars", "##"), 9, "The section has no title."),
        (
            changed("We drive slowly.", "x" * 4_001),
            20,
            "This is too long: 4,001 characters, where there is room for 4,000.",
        ),
        (
            changed("Put up signs.", "x" * 1_001),
            26,
            "This is too long: 1,001 characters, where there is room for 1,000.",
        ),
        (changed("We drive slowly.\n", ""), 19, "The clause says nothing. Write it under its heading."),
        (changed("Put up signs.", ""), 25, "The responsibility says nothing. Write it under its heading."),
        (
            changed("Community groups", "Neighbours"),
            25,
            (
                "“Neighbours” is no kind of signatory. The kinds are “Schools”, “Community groups”, "
                "“Councils”, “Government”, “Others”."
            ),
        ),
        (
            changed("### Clause {#slow}\n", "### Promise {#slow}\n"),
            19,
            "“Promise” is not known here. Write “What is in the way”, “What helps” or “Clause”.",
        ),
        (
            changed("### Clause {#slow}\n", "### Promise {#slow}\n"),
            22,
            "A responsibility belongs to a clause. Put it under one.",
        ),
        (
            changed(" {#group-slow}", ""),
            25,
            "This heading needs a key. Write it at the end, as in {#our-key}.",
        ),
        (changed("#group-slow", "#slow"), 25, "The key “slow” is taken: line 19 has it."),
        (
            changed("{#slow}", "{#introduction}"),
            19,
            "The key “introduction” is the hub’s own. Choose another.",
        ),
        (
            changed("## Introduction", "## Introduction\nA\n## Introduction"),
            8,
            "“Introduction” stands here a second time.",
        ),
        (changed("See [cars](#cars).\n", ""), 6, "Nothing is written under “Introduction”."),
        (
            changed("### What helps", "### What is in the way"),
            16,
            "“What is in the way” stands here a second time.",
        ),
        (
            changed("see [this](#cars)", "see [this](#car)"),
            23,
            "The link to “#car” leads nowhere: nothing in this file has that key.",
        ),
        (
            changed("(#slow)", "(#introductions)"),
            17,
            "The link to “#introductions” leads nowhere: nothing in this file has that key.",
        ),
        ("# T\nS\n## A {#a}", 3, "Nothing is written under this section."),
        ("# T\nS\n## A {#a}\nText", 3, "The file promises nothing. Write at least one clause."),
        ("## A {#a}\nText", 1, "The file has no title. Begin it with # and the title."),
        (
            "# T\nS\n### Clause {#c}\nWe do.",
            3,
            "This clause stands before any section. Put a section’s heading, with ##, above it.",
        ),
        ("# T\nS\n### What helps\n- It", 3, "“What helps” stands before any section."),
        (
            changed("They are slow here.", "# Another"),
            11,
            "The title stands at the head of the file, and once.",
        ),
    ],
)
def test_wrong_file_gets_its_line_and_reason(file, line, reason):
    assert (line, reason) in problems(file)


@st.composite
def charters(draw: st.DrawFn) -> CharterText:
    """Any charter that a file can hold."""
    named = iter(draw(st.lists(keys, min_size=30, max_size=30, unique=True)))
    kinds = st.sampled_from(SignatoryKind.values)

    def clause() -> ClauseText:
        taken = [
            ResponsibilityText(next(named), draw(kinds), draw(lines(200)))
            for _one in range(draw(st.integers(0, 3)))
        ]
        return ClauseText(next(named), draw(proses), tuple(taken))

    sections = tuple(
        SectionText(
            next(named),
            draw(st.none() | st.integers(1, 8)),
            draw(lines(100)),
            draw(some(proses)),
            draw(items),
            draw(items),
            tuple(clause() for _one in range(draw(st.integers(1, 2)))),
        )
        for _one in range(draw(st.integers(1, 3)))
    )
    stage = draw(st.sampled_from(Stage.values))
    return CharterText(
        draw(lines(100)), draw(lines(200)), stage, draw(some(lines(100))), draw(some(proses)), sections
    )


@given(charters())
@settings(deadline=None, max_examples=100)
def test_what_is_written_reads_back_as_the_same(text):
    assert read_charter(write_charter(text)) == text


PIECES = [*WORKED.splitlines(), "#### Others", "### Clause", "{#a}", "Area:", "Note: ", "\\", "#####"]


@given(st.text() | st.binary() | st.lists(st.sampled_from(PIECES) | st.text(max_size=20)).map("\n".join))
@settings(deadline=None, max_examples=300)
def test_no_file_raises_anything_else_and_what_reads_reads_again(data):
    try:
        text = read_charter(data)
    except CharterFileError as error:
        assert_tells(error)
    else:
        assert read_charter(write_charter(text)) == text


def assert_tells(error: CharterFileError) -> None:
    assert error.problems
    assert all(problem.line >= 1 and problem.reason for problem in error.problems)


@pytest.mark.parametrize(("file", "stage"), [("charter-1.txt", "consulted"), ("charter-2.txt", "adopted")])
def test_shipped_charter_has_its_eight_areas_and_says_who_does_what(file, stage):
    raw = (DATA / file).read_text(encoding="utf-8")
    text = read_charter(raw)
    assert write_charter(text) == raw
    assert (text.stage, [section.area for section in text.sections]) == (stage, [1, 2, 3, 4, 5, 6, 7, 8])
    assert {one.kind for one in text.responsibilities} == set(SignatoryKind.values)
    assert all(section.barriers and section.helps and section.clauses for section in text.sections)
    for section in text.sections:
        kinds = {one.kind for clause in section.clauses for one in clause.responsibilities}
        assert kinds >= {"school", "community"}, section.key


def test_adopted_charter_keeps_the_keys_of_what_it_did_not_replace():
    before, after = (read_charter((DATA / f"charter-{number}.txt").read_bytes()) for number in (1, 2))
    old, new = ({clause.key for clause in text.clauses} for text in (before, after))
    assert new - old == {"communities-young-people", "lifelong-every-age"}
    assert old - new == {"lifelong-adults"}
    assert after.clauses != before.clauses
