"""Writes a consultation as a file that reads back as the same."""

from __future__ import annotations

from collections.abc import Iterator

from charter.consultation_file import model
from charter.consultation_file.model import ConsultationText, QuestionText, SectionText
from charter.lines import block, listed, one_line

_WORDS = {kind: word for word, kind in reversed(model.KINDS.items())}


def write_consultation(text: ConsultationText) -> str:
    """A consultation as a file. What is wrong in it is written as it is: reading says what that is."""
    return "\n\n".join(_blocks(text)) + "\n"


def _blocks(text: ConsultationText) -> Iterator[str]:
    yield _block(f"# {one_line(text.title)}", one_line(text.summary))
    for name, said in ((model.INTRODUCTION, text.introduction), (model.WAYS, text.ways_to_answer)):
        if said:
            yield _block(f"## {name}", said)
    for section in text.sections:
        yield from _section(section)


def _section(section: SectionText) -> Iterator[str]:
    heading = [f"## {one_line(section.title)} {{#{one_line(section.key)}}}"]
    if section.area is not None:
        heading.append(f"Area: {section.area}")
    yield _block("\n".join(heading), section.narrative)
    for name, items in ((model.BARRIERS, section.barriers), (model.HELPS, section.helps)):
        if items:
            yield f"### {name}\n{listed(items)}"
    for question in section.questions:
        yield _question(question)


def _question(question: QuestionText) -> str:
    words = one_line(f"{model.QUESTION} {question.label}")
    heading = [
        f"### {words} {{#{one_line(question.key)}}}",
        f"Kind: {_WORDS.get(question.kind, question.kind)}",
    ]
    if question.area is not None:
        heading.append(f"Area: {question.area}")
    if question.hint:
        heading.append(f"Hint: {one_line(question.hint)}")
    return _block("\n".join(heading), one_line(question.text))


def _block(heading: str, said: str) -> str:
    return block(heading, said, model.FIELDS)
