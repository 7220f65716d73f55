"""Originals as the steward's pages show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from charter import rules
from charter.actions.writing_out import Written
from charter.models import (
    Answer,
    Consultation,
    Original,
    Progress,
    QuestionKind,
    Rating,
    Response,
    Wording,
    YesNo,
)
from charter.passages import sentences
from hub.access import scope
from hub.people.actor import Actor

STATES = {
    "writing": _("Being written out"),
    "checking": _("Waits for a check"),
    "checked": _("Checked"),
}
# Begun, or sent back by whoever checked it.
WRITING = Q(state=Progress.BEGUN) | Q(state=Progress.SENT, original__transcribed_at=None)
WRITTEN = Q(state=Progress.SENT, original__transcribed_at__isnull=False)


@dataclass
class Asked:
    """One question on the page where an original is written out, and what is written so far."""

    key: str
    label: str
    text: str
    kind: str
    written: Written
    wrong: str = ""
    # What is kept, where somebody else changed it while this form was open and it is not what was typed.
    theirs: Written | None = None

    @property
    def theirs_said(self) -> str:
        """What is kept, in one line; "" where nothing is to be compared."""
        return said(self.theirs) if self.theirs else ""

    @property
    def rating_words(self) -> str:
        """The chosen rating in words."""
        return next((words for _value, words, on in self.rated if on), "")

    @property
    def choice_words(self) -> str:
        """Yes, no or not sure, as it was chosen."""
        return next((words for _value, words, on in self.choices if on), "")

    @property
    def rated(self) -> list[tuple[str, str, bool]]:
        """The three choices of a rating: value, words, whether it is chosen."""
        return [
            (str(value), str(words), str(value) == self.written.rating) for value, words in Rating.choices
        ]

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Yes, no and not sure: value, words, whether it is chosen."""
        return [(value, str(words), value == self.written.choice) for value, words in YesNo.choices]


@dataclass
class Part:
    """One section of the questionnaire, with its questions."""

    key: str
    title: str
    area: int | None
    questions: list[Asked] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Whether one of its questions is to be looked at again."""
        return any(one.wrong or one.theirs for one in self.questions)

    @property
    def written(self) -> int:
        """How many of its questions are answered."""
        return sum(not one.written.empty for one in self.questions)


@dataclass
class Sentence:
    """One sentence of an original's text: its place as "12-48", its words, the keys of what it answers."""

    place: str
    words: str
    used: list[str]
    where: str = ""


def originals(actor: Actor, consultation: Consultation, state: str) -> QuerySet[Response]:
    """What came by another way, the newest first; `state` of STATES, or "" for all."""
    rows = scope(actor, rules.view_original, Response).filter(consultation=consultation)
    rows = {
        "writing": rows.filter(WRITING),
        "checking": rows.filter(WRITTEN, original__checked_at=None),
        "checked": rows.filter(state=Progress.SENT, original__checked_at__isnull=False),
    }.get(state, rows)
    return rows.select_related("original__transcriber", "original__checker").order_by("-begun_at", "-pk")


def state_of(response: Response) -> str:
    """Of STATES; "" for what was withdrawn."""
    if response.state == Progress.BEGUN:
        return "writing"
    if response.state != Progress.SENT:
        return ""
    if response.original.transcribed_at is None:
        return "writing"
    return "checked" if response.original.checked_at else "checking"


def parts(
    response: Response, typed: dict[str, Written] | None = None, *, compare: bool = False
) -> list[Part]:
    """The questions by section, with what is written; where a form came back, with what was typed.

    compare: name what is kept beside what was typed, where the two differ.
    """
    written = {answer.question_id: _written(answer) for answer in Answer.objects.filter(response=response)}
    rows = Wording.objects.filter(version=response.version_id).select_related("section", "question")
    made: dict[int, Part] = {}
    for row in rows.order_by("section__position", "section", "position", "pk"):
        part = made.setdefault(row.section_id, Part(row.section.key, row.section.title, row.section.area))
        key = row.question.key
        kept = written.get(row.question_id, Written())
        shown = (typed or {}).get(key, kept)
        asked = Asked(key, row.label, row.text, row.question.kind, shown)
        if compare and shown != kept:
            asked.theirs = kept
        part.questions.append(asked)
    return list(made.values())


def _written(answer: Answer) -> Written:
    return Written(
        rating=str(answer.rating or ""),
        choice=answer.choice,
        text=answer.text,
        may_contact=answer.may_contact,
    )


def sentences_of(original: Original) -> list[list[Sentence]]:
    """The sentences of an original's text by line, each with the questions that it answers already."""
    excerpts = list(original.excerpts.select_related("question").order_by("start"))
    return [
        [
            Sentence(
                f"{span.start}-{span.end}",
                original.text[span.start : span.end],
                list(
                    dict.fromkeys(
                        one.question.key for one in excerpts if one.start < span.end and span.start < one.end
                    )
                ),
            )
            for span in line
        ]
        for line in sentences(original.text)
    ]


def said(written: Written) -> str:
    """An answer in one line, to be shown beside another."""
    rating = dict(zip(map(str, Rating.values), map(str, Rating.labels), strict=True)).get(written.rating, "")
    choice = {value: str(words) for value, words in YesNo.choices}.get(written.choice, "")
    return " – ".join(filter(None, (rating, choice, written.text))) or str(_("no answer"))


def in_words(asked: Asked) -> bool:
    """Whether a question takes words."""
    return asked.kind != QuestionKind.RATING


def named(lines: list[list[Sentence]], made: list[Part]) -> tuple[int, int]:
    """How many sentences a text has, and how many of them are in no answer yet; names those that are.

    A question is called by its number, or by its first words where it has none.
    """
    names = {
        asked.key: asked.label or f"“{asked.text[:40].strip()}…”" for part in made for asked in part.questions
    }
    every = [sentence for line in lines for sentence in line]
    for sentence in every:
        sentence.where = ", ".join(names.get(key, key) for key in sentence.used)
    return len(every), sum(not sentence.used for sentence in every)


def wrong_of(made: list[Part], errors: dict[str, Any]) -> None:
    """Put what is wrong beside each question."""
    for part in made:
        for asked in part.questions:
            if asked.key in errors:
                asked.wrong = " ".join(map(str, errors[asked.key]))
