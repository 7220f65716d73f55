"""The consultation that the hub ships: everything that the draft charter says and asks is there."""

import re
from pathlib import Path

import pytest

import charter
from charter.consultation_file import ConsultationText, read_consultation, write_consultation
from charter.prose import links_of

FILE = Path(charter.__file__).parent / "data" / "draft-charter.txt"
LABELS = [
    f"{number}{letter}"
    for number, letters in {
        1: "abcd",
        2: "abc",
        3: "abc",
        4: "abc",
        5: "abc",
        6: "abc",
        7: "abc",
        8: "abcd",
    }.items()
    for letter in letters
]


@pytest.fixture(scope="module")
def draft() -> ConsultationText:
    return read_consultation(FILE.read_bytes())


def test_draft_is_written_as_the_hub_would_write_it(draft):
    assert FILE.read_text(encoding="utf-8") == write_consultation(draft)


def test_draft_has_the_ratings_and_its_eight_sections(draft):
    assert [(section.key, section.area) for section in draft.sections] == [
        ("priorities", None),
        ("communities", 1),
        ("premises", 2),
        ("information", 3),
        ("training", 4),
        ("education", 5),
        ("people", 6),
        ("lifelong", 7),
        ("risk", 8),
    ]


def test_draft_asks_for_each_of_the_seven_areas_how_important_it_is(draft):
    ratings = [question for question in draft.questions if question.kind == "rating"]
    assert [question.area for question in ratings] == [1, 2, 3, 4, 5, 6, 7]
    assert set(ratings) <= set(draft.sections[0].questions)
    sections = {section.area: section.key for section in draft.sections}
    assert [[link.key for link in links_of(rating.hint)] for rating in ratings] == [
        [sections[rating.area]] for rating in ratings
    ]


def test_draft_asks_the_unnumbered_question_after_the_ratings(draft):
    last = draft.sections[0].questions[-1]
    assert (last.key, last.label, last.kind) == ("priorities-others", "", "yes-no")
    assert len(draft.sections[0].questions) == 8


def test_draft_asks_each_of_the_26_lettered_questions_once_in_its_section(draft):
    assert len(LABELS) == 26
    assert [question.label for question in draft.questions if question.label] == LABELS
    assert all(
        question.label[:1] in ("", str(section.area))
        for section in draft.sections
        for question in section.questions
    )


def test_draft_asks_in_words_what_is_more_than_one_question(draft):
    assert {question.label for question in draft.questions if question.kind == "open"} == {
        "1a", "1b", "1d", "4b", "5c", "6c", "7c", "8c", "8d",
    }  # fmt: skip
    asked_at_once = [
        question.label
        for question in draft.questions
        if question.kind == "yes-no" and question.text.count("?") != 1
    ]
    assert asked_at_once == []


def test_draft_invites_an_example_for_each_area_but_the_eighth(draft):
    examples = {
        section.area: [question for question in section.questions if question.kind == "example"]
        for section in draft.sections
    }
    assert {area: len(found) for area, found in examples.items()} == {
        None: 0, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 0,
    }  # fmt: skip
    hints = [example.hint for found in examples.values() for example in found]
    assert all([link.key for link in links_of(hint)] == ["how-to-answer"] for hint in hints)


def test_draft_names_what_is_in_the_way_and_what_would_help_in_areas_two_to_seven(draft):
    assert {section.area: (len(section.barriers), len(section.helps)) for section in draft.sections} == {
        None: (0, 0),
        1: (0, 0),
        2: (5, 4),
        3: (4, 3),
        4: (4, 4),
        5: (3, 3),
        6: (2, 3),
        7: (1, 2),
        8: (0, 0),
    }


def test_draft_gives_every_section_and_question_a_key_of_its_own(draft):
    keys = [section.key for section in draft.sections] + [question.key for question in draft.questions]
    assert len(keys) == len(set(keys)) == 9 + 7 + 1 + 26 + 7


def test_draft_names_no_day_no_page_and_no_address(draft):
    said = re.compile(r"\bpage \d|November|\d{4}|@|www\.|https?:|\bB14\b")
    assert said.findall(write_consultation(draft)) == []
