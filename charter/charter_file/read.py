"""Reads a version of the charter from its file, and says everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from charter.charter_file import model
from charter.charter_file.model import CharterText, ClauseText, ResponsibilityText, SectionText
from charter.lines import FileError, Part, Reading, one_line, short

_SIGNATORIES = {words.casefold(): kind for words, kind in model.SIGNATORIES.items()}


class CharterFileError(FileError):
    """A file that holds no charter; `problems` says why, line by line."""


def read_charter(data: str | bytes) -> CharterText:
    """The version of a charter in a file's text or bytes. Raises CharterFileError, and nothing else."""
    reading = Reading(data, model.FIELDS, deepest=4)
    reading.stop_if_unreadable(CharterFileError)
    text = _Reader(reading).read()
    reading.stop_if_wrong(CharterFileError)
    return text


@dataclass(slots=True)
class _Clause:
    """A clause while its responsibilities come in."""

    key: str
    text: str
    responsibilities: list[ResponsibilityText] = field(default_factory=list)


@dataclass(slots=True)
class _Section:
    """A section while its parts come in."""

    key: str
    area: int | None
    title: str
    says: str
    line: int
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    clauses: list[_Clause] = field(default_factory=list)

    def text(self) -> SectionText:
        return SectionText(
            self.key,
            self.area,
            self.title,
            self.says,
            self.lists.get(model.BARRIERS, ()),
            self.lists.get(model.HELPS, ()),
            tuple(ClauseText(one.key, one.text, tuple(one.responsibilities)) for one in self.clauses),
        )


class _Reader:
    """Goes through the parts of a file once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.title = self.summary = self.note = ""
        self.stage = model.STAGES[0]
        self.introduction: str | None = None
        self.sections: list[_Section] = []
        # The clause that responsibilities belong to; None where a list stands in between.
        self.clause: _Clause | None = None

    def read(self) -> CharterText:
        reading = self.reading
        for at, part in enumerate(reading.parts):
            if at == 0 and part.level != 1:
                reading.wrong(part.line, _("The file has no title. Begin it with # and the title."))
            if part.level == 1:
                self._title(part, first=at == 0)
            elif part.level == 2:
                self._section_or_introduction(part)
            elif part.level == 3:
                self._in_section(part)
            elif part.level == 4:
                self._responsibility(part)
        self._whole()
        reading.follow_links(*([] if self.introduction is None else [model.INTRODUCTION_KEY]))
        return CharterText(
            self.title,
            self.summary,
            self.stage,
            self.note,
            self.introduction or "",
            tuple(section.text() for section in self.sections),
        )

    def _title(self, part: Part, *, first: bool) -> None:
        reading = self.reading
        if not first:
            reading.wrong(part.line, _("The title stands at the head of the file, and once."))
            return
        reading.only(part, "Stage", "Note")
        self.title = part.words
        reading.needed(part.line, self.title, _("The title is missing."))
        reading.plain(part.line, self.title, model.LONGEST_TITLE)
        line, self.summary = part.sentence()
        missing = _("The summary is missing. Write a sentence or two under the title.")
        reading.needed(line, self.summary, missing)
        reading.plain(line, self.summary, model.LONGEST_SUMMARY)
        line, note = part.fields.get("Note", (part.line, ""))
        self.note = one_line(note)
        reading.plain(line, self.note, model.LONGEST_NOTE)
        line, stage = part.fields.get("Stage", (part.line, self.stage))
        self.stage = stage.casefold()
        if self.stage not in model.STAGES:
            known = ", ".join(f"“{one}”" for one in model.STAGES)
            reason = _("“%(stage)s” is no stage of a charter. The stages are %(known)s.")
            reading.wrong(line, reason % {"stage": short(stage), "known": known})

    def _section_or_introduction(self, part: Part) -> None:
        reading = self.reading
        self.clause = None
        line, text = part.prose()
        reading.formatted(line, text, model.LONGEST_PROSE)
        if part.key is None and part.words.casefold() == model.INTRODUCTION.casefold():
            reading.only(part)
            reading.needed(part.line, text, _("Nothing is written under “%s”.") % model.INTRODUCTION)
            if self.introduction is not None:
                reading.wrong(part.line, _("“%s” stands here a second time.") % model.INTRODUCTION)
            self.introduction = text
            return
        reading.only(part, "Area")
        reading.needed(part.line, part.words, _("The section has no title."))
        reading.plain(part.line, part.words, model.LONGEST_SECTION_TITLE)
        key = reading.key(part, (model.INTRODUCTION_KEY,))
        self.sections.append(_Section(key, reading.area(part), part.words, text, part.line))
        if len(self.sections) == model.MOST_SECTIONS + 1:
            reading.wrong(part.line, _("There are more than %d sections.") % model.MOST_SECTIONS)

    def _in_section(self, part: Part) -> None:
        for name in (model.BARRIERS, model.HELPS):
            if part.key is None and part.words.casefold() == name.casefold():
                self._list(part, name)
                return
        if part.words.casefold() == model.CLAUSE.casefold():
            self._clause(part)
            return
        self.clause = None
        reason = _("“%(words)s” is not known here. Write “%(barriers)s”, “%(helps)s” or “Clause”.")
        named = {"words": short(part.words), "barriers": model.BARRIERS, "helps": model.HELPS}
        self.reading.wrong(part.line, reason % named)

    def _list(self, part: Part, name: str) -> None:
        reading = self.reading
        self.clause = None
        items = reading.list_of(part, model.LONGEST_ITEM, model.LONGEST_LIST)
        if not self.sections:
            reading.wrong(part.line, _("“%s” stands before any section.") % name)
        elif name in self.sections[-1].lists:
            reading.wrong(part.line, _("“%s” stands here a second time.") % name)
        else:
            self.sections[-1].lists[name] = items

    def _clause(self, part: Part) -> None:
        reading = self.reading
        reading.only(part)
        line, text = part.prose()
        reading.needed(part.line, text, _("The clause says nothing. Write it under its heading."))
        reading.formatted(line, text, model.LONGEST_CLAUSE)
        self.clause = _Clause(reading.key(part, (model.INTRODUCTION_KEY,)), text)
        if not self.sections:
            reason = _("This clause stands before any section. Put a section’s heading, with ##, above it.")
            reading.wrong(part.line, reason)
        else:
            self.sections[-1].clauses.append(self.clause)

    def _responsibility(self, part: Part) -> None:
        reading = self.reading
        reading.only(part)
        kind = _SIGNATORIES.get(part.words.casefold(), "")
        if not kind:
            known = ", ".join(f"“{words}”" for words in model.SIGNATORIES)
            reason = _("“%(words)s” is no kind of signatory. The kinds are %(known)s.")
            reading.wrong(part.line, reason % {"words": short(part.words), "known": known})
        line, text = part.sentence()
        reading.needed(line, text, _("The responsibility says nothing. Write it under its heading."))
        reading.formatted(line, text, model.LONGEST_RESPONSIBILITY)
        one = ResponsibilityText(reading.key(part, (model.INTRODUCTION_KEY,)), kind, text)
        if self.clause is None:
            reading.wrong(part.line, _("A responsibility belongs to a clause. Put it under one."))
        else:
            self.clause.responsibilities.append(one)

    def _whole(self) -> None:
        """What is wrong with the file as a whole."""
        reading = self.reading
        for section in self.sections:
            if not (section.says or section.lists or section.clauses):
                reading.wrong(section.line, _("Nothing is written under this section."))
        last = reading.parts[-1].line if reading.parts else 1
        clauses = [clause for section in self.sections for clause in section.clauses]
        if len(clauses) > model.MOST_CLAUSES:
            reading.wrong(last, _("There are more than %d clauses.") % model.MOST_CLAUSES)
        if sum(len(clause.responsibilities) for clause in clauses) > model.MOST_RESPONSIBILITIES:
            reading.wrong(last, _("There are more than %d responsibilities.") % model.MOST_RESPONSIBILITIES)
        if not reading.parts:
            reading.wrong(last, _("The file has no title. Begin it with # and the title."))
        elif not clauses and not reading.problems:
            reading.wrong(last, _("The file promises nothing. Write at least one clause."))
