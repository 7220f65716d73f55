"""What docs/consultation-file.md shows and promises is so."""

import re

from charter import models
from charter.charter_file import model as limits
from charter.charter_file import read_charter, write_charter
from charter.consultation_file import model, read_consultation, write_consultation
from tests.source import ROOT

DOCS = (ROOT / "docs" / "consultation-file.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
EXAMPLES = [text for language, text in BLOCKS if not language]


def room(kind: type, field: str) -> int | None:
    return kind._meta.get_field(field).max_length


def test_example_of_a_consultation_is_right_and_uses_every_kind():
    text = read_consultation(EXAMPLES[0])
    assert write_consultation(text) == EXAMPLES[0]
    assert {question.kind for question in text.questions} == set(model.KINDS.values())


def test_example_of_a_charter_is_right():
    assert write_charter(read_charter(EXAMPLES[1])) == EXAMPLES[1]
    assert len(EXAMPLES) == 2


def test_limits_are_those_of_the_reader():
    for most in (
        model.LONGEST_TITLE,
        model.LONGEST_SUMMARY,
        model.LONGEST_PROSE,
        model.LONGEST_WAYS,
        model.LONGEST_SECTION_TITLE,
        model.LONGEST_ITEM,
        model.LONGEST_LIST,
        model.LONGEST_QUESTION,
        model.LONGEST_HINT,
        model.MOST_SECTIONS,
        model.MOST_QUESTIONS,
    ):
        assert re.search(rf"(?<![\d,]){most:,}(?!,?\d)", DOCS), most


def test_limits_fit_the_hubs_tables():
    assert room(models.Consultation, "title") == model.LONGEST_TITLE
    assert room(models.Consultation, "summary") == model.LONGEST_SUMMARY
    assert room(models.Consultation, "introduction") == model.LONGEST_PROSE
    assert room(models.Consultation, "how_to_answer") == model.LONGEST_WAYS
    assert room(models.Section, "title") == model.LONGEST_SECTION_TITLE
    assert room(models.Section, "narrative") == model.LONGEST_PROSE
    assert room(models.Section, "barriers") == room(models.Section, "helps") == model.LONGEST_LIST
    assert room(models.Wording, "text") == model.LONGEST_QUESTION
    assert room(models.Wording, "hint") == model.LONGEST_HINT
    assert room(models.Wording, "label") == model.LONGEST_LABEL


def test_limits_of_a_charter_fit_the_hubs_tables():
    assert room(models.Charter, "title") == limits.LONGEST_TITLE
    assert room(models.Charter, "summary") == limits.LONGEST_SUMMARY
    assert room(models.CharterVersion, "introduction") == limits.LONGEST_PROSE
    assert room(models.CharterVersion, "note") == limits.LONGEST_NOTE
    assert room(models.CharterSection, "title") == limits.LONGEST_SECTION_TITLE
    assert room(models.CharterSection, "says") == limits.LONGEST_PROSE
    assert room(models.CharterSection, "barriers") == limits.LONGEST_LIST
    assert room(models.Clause, "text") == limits.LONGEST_CLAUSE
    assert room(models.Responsibility, "text") == limits.LONGEST_RESPONSIBILITY
