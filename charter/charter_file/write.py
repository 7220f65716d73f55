"""Writes a version of the charter as a file that reads back as the same."""

from __future__ import annotations

from collections.abc import Iterator

from charter.charter_file import model
from charter.charter_file.model import CharterText, ClauseText, SectionText
from charter.lines import block, listed, one_line

_HEADINGS = {kind: words for words, kind in model.SIGNATORIES.items()}


def write_charter(text: CharterText) -> str:
    """A charter as a file. What is wrong in it is written as it is: reading says what that is."""
    return "\n\n".join(_blocks(text)) + "\n"


def _blocks(text: CharterText) -> Iterator[str]:
    heading = [f"# {one_line(text.title)}", f"Stage: {one_line(text.stage)}"]
    if text.note:
        heading.append(f"Note: {one_line(text.note)}")
    yield _block("\n".join(heading), one_line(text.summary))
    if text.introduction:
        yield _block(f"## {model.INTRODUCTION}", text.introduction)
    for section in text.sections:
        yield from _section(section)


def _section(section: SectionText) -> Iterator[str]:
    heading = [f"## {one_line(section.title)} {{#{one_line(section.key)}}}"]
    if section.area is not None:
        heading.append(f"Area: {section.area}")
    yield _block("\n".join(heading), section.says)
    for name, items in ((model.BARRIERS, section.barriers), (model.HELPS, section.helps)):
        if items:
            yield f"### {name}\n{listed(items)}"
    for clause in section.clauses:
        yield from _clause(clause)


def _clause(clause: ClauseText) -> Iterator[str]:
    yield _block(f"### {model.CLAUSE} {{#{one_line(clause.key)}}}", clause.text)
    for one in clause.responsibilities:
        heading = _HEADINGS.get(one.kind, one_line(one.kind))
        yield _block(f"#### {heading} {{#{one_line(one.key)}}}", one_line(one.text))


def _block(heading: str, said: str) -> str:
    return block(heading, said, model.FIELDS)
