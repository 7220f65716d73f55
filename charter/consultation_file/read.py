"""Reads a consultation from its file, and says everything that is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from charter.consultation_file import model
from charter.consultation_file.model import ConsultationText, QuestionText, SectionText
from charter.lines import FileError, Part, Reading, one_line, short

_LABEL = re.compile(rf"[0-9A-Za-z.-]{{1,{model.LONGEST_LABEL}}}")
_RESERVED = (model.INTRODUCTION_KEY, model.WAYS_KEY)


class ConsultationFileError(FileError):
    """A file that holds no consultation; `problems` says why, line by line."""


def read_consultation(data: str | bytes) -> ConsultationText:
    """The consultation in a file's text or bytes. Raises ConsultationFileError, and nothing else."""
    reading = Reading(data, model.FIELDS, deepest=3)
    reading.stop_if_unreadable(ConsultationFileError)
    text = _Reader(reading).read()
    reading.stop_if_wrong(ConsultationFileError)
    return text


@dataclass(slots=True)
class _Section:
    """A section while its parts come in."""

    key: str
    area: int | None
    title: str
    narrative: str
    line: int
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    questions: list[QuestionText] = field(default_factory=list)

    def text(self) -> SectionText:
        return SectionText(
            self.key,
            self.area,
            self.title,
            self.narrative,
            self.lists.get(model.BARRIERS, ()),
            self.lists.get(model.HELPS, ()),
            tuple(self.questions),
        )


class _Reader:
    """Goes through the parts of a file once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.title = self.summary = ""
        self.opening: dict[str, str] = {}
        self.sections: list[_Section] = []
        self.labels: dict[str, int] = {}
        self.rated: dict[int, int] = {}

    def read(self) -> ConsultationText:
        reading = self.reading
        for at, part in enumerate(reading.parts):
            if at == 0 and part.level != 1:
                reading.wrong(part.line, _("The file has no title. Begin it with # and the title."))
            if part.level == 1:
                self._title(part, first=at == 0)
            elif part.level == 2:
                self._section_or_opening(part)
            elif part.level == 3:
                self._in_section(part)
        self._whole()
        reading.follow_links(*self._opening_keys())
        return ConsultationText(
            self.title,
            self.summary,
            self.opening.get(model.INTRODUCTION, ""),
            self.opening.get(model.WAYS, ""),
            tuple(section.text() for section in self.sections),
        )

    def _opening_keys(self) -> list[str]:
        keys = {model.INTRODUCTION: model.INTRODUCTION_KEY, model.WAYS: model.WAYS_KEY}
        return [keys[name] for name in self.opening]

    def _title(self, part: Part, *, first: bool) -> None:
        if not first:
            self.reading.wrong(part.line, _("The title stands at the head of the file, and once."))
            return
        self.reading.only(part)
        self.title = part.words
        self.reading.needed(part.line, self.title, _("The title is missing."))
        self.reading.plain(part.line, self.title, model.LONGEST_TITLE)
        line, self.summary = part.sentence()
        missing = _("The summary is missing. Write a sentence or two under the title.")
        self.reading.needed(line, self.summary, missing)
        self.reading.plain(line, self.summary, model.LONGEST_SUMMARY)

    def _section_or_opening(self, part: Part) -> None:
        for name, most in ((model.INTRODUCTION, model.LONGEST_PROSE), (model.WAYS, model.LONGEST_WAYS)):
            if part.key is None and part.words.casefold() == name.casefold():
                self._opening(part, name, most)
                return
        reading = self.reading
        reading.only(part, "Area")
        line, narrative = part.prose()
        reading.formatted(line, narrative, model.LONGEST_PROSE)
        reading.needed(part.line, part.words, _("The section has no title."))
        reading.plain(part.line, part.words, model.LONGEST_SECTION_TITLE)
        key = reading.key(part, _RESERVED)
        self.sections.append(_Section(key, reading.area(part), part.words, narrative, part.line))
        if len(self.sections) == model.MOST_SECTIONS + 1:
            reading.wrong(part.line, _("There are more than %d sections.") % model.MOST_SECTIONS)

    def _opening(self, part: Part, name: str, most: int) -> None:
        reading = self.reading
        reading.only(part)
        line, text = part.prose()
        if name in self.opening:
            reading.wrong(part.line, _("“%s” stands here a second time.") % name)
        reading.needed(part.line, text, _("Nothing is written under “%s”.") % name)
        reading.formatted(line, text, most)
        self.opening[name] = text

    def _in_section(self, part: Part) -> None:
        for name in (model.BARRIERS, model.HELPS):
            if part.key is None and part.words.casefold() == name.casefold():
                self._list(part, name)
                return
        first, _space, label = part.words.partition(" ")
        if first.casefold() == model.QUESTION.casefold():
            self._question(part, label.strip(" "))
            return
        reason = _("“%(words)s” is not known here. Write “%(barriers)s”, “%(helps)s” or “Question”.")
        named = {"words": short(part.words), "barriers": model.BARRIERS, "helps": model.HELPS}
        self.reading.wrong(part.line, reason % named)

    def _list(self, part: Part, name: str) -> None:
        reading = self.reading
        items = reading.list_of(part, model.LONGEST_ITEM, model.LONGEST_LIST)
        if not self.sections:
            reading.wrong(part.line, _("“%s” stands before any section.") % name)
        elif name in self.sections[-1].lists:
            reading.wrong(part.line, _("“%s” stands here a second time.") % name)
        else:
            self.sections[-1].lists[name] = items

    def _question(self, part: Part, label: str) -> None:
        reading = self.reading
        kind = self._kind(part)
        reading.only(part, "Kind", "Hint", *(["Area"] if kind in ("rating", "") else []))
        line, text = part.sentence()
        reading.needed(line, text, _("The question says nothing. Write it under its heading."))
        reading.plain(line, text, model.LONGEST_QUESTION)
        hint_line, hint = part.fields.get("Hint", (part.line, ""))
        hint = one_line(hint)
        reading.formatted(hint_line, hint, model.LONGEST_HINT)
        key = reading.key(part, _RESERVED)
        self._label(part, label)
        question = QuestionText(key, label, kind, text, hint, self._rated_area(part, kind))
        if not self.sections:
            reason = _("This question stands before any section. Put a section’s heading, with ##, above it.")
            reading.wrong(part.line, reason)
            return
        self.sections[-1].questions.append(question)

    def _kind(self, part: Part) -> str:
        line, word = part.fields.get("Kind", (part.line, ""))
        kind = model.KINDS.get(word.casefold(), "")
        known = ", ".join(f"“{name}”" for name in ("rating", "open", "yes-no-because", "example"))
        if not word:
            self.reading.wrong(line, _("The question has no kind. Write “Kind:” and one of %s.") % known)
        elif not kind:
            reason = _("“%(word)s” is no kind of question. The kinds are %(known)s.")
            self.reading.wrong(line, reason % {"word": short(word), "known": known})
        return kind

    def _label(self, part: Part, label: str) -> None:
        if not label:
            return
        if not _LABEL.fullmatch(label):
            reason = _("“%(label)s” can’t stand before a question: up to %(most)d letters and digits.")
            self.reading.wrong(part.line, reason % {"label": short(label), "most": model.LONGEST_LABEL})
        elif label in self.labels:
            reason = _("Two questions have the number %(label)s: the other is on line %(line)d.")
            self.reading.wrong(part.line, reason % {"label": label, "line": self.labels[label]})
        self.labels.setdefault(label, part.line)

    def _rated_area(self, part: Part, kind: str) -> int | None:
        if kind != "rating":
            return None
        area = self.reading.area(part)
        if "Area" not in part.fields:
            self.reading.wrong(part.line, _("A rating needs its area. Write “Area:” and a number, 1 to 8."))
        elif area in self.rated:
            reason = _("Area %(area)d is rated twice: the other rating is on line %(line)d.")
            self.reading.wrong(part.line, reason % {"area": area, "line": self.rated[area]})
        if area is not None:
            self.rated.setdefault(area, part.line)
        return area

    def _whole(self) -> None:
        """What is wrong with the file as a whole."""
        reading = self.reading
        for section in self.sections:
            if not (section.narrative or section.lists or section.questions):
                reading.wrong(section.line, _("Nothing is written under this section, and nothing is asked."))
        asked = sum(len(section.questions) for section in self.sections)
        last = reading.parts[-1].line if reading.parts else 1
        if asked > model.MOST_QUESTIONS:
            reading.wrong(last, _("There are more than %d questions.") % model.MOST_QUESTIONS)
        if not reading.parts:
            reading.wrong(last, _("The file has no title. Begin it with # and the title."))
        elif not asked and not reading.problems:
            reading.wrong(last, _("The file asks nothing. Write at least one question."))
