"""The questions of a version in preparation: added, worded, moved, left out and brought back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.meanwhile import check_edition, check_mark
from charter.actions.sections import free_key, keys_taken, section_of, step
from charter.actions.versions import WORDING_WORDS, bump, forget_unasked
from charter.consultation_file.model import MOST_QUESTIONS
from charter.models import Question, QuestionKind, Section, Version, Wording
from hub.access import NotAllowed, hold
from hub.people.actor import Actor

LABEL = re.compile(r"[0-9A-Za-z.-]+")
Said = dict[str, str | int | None]


@dataclass(frozen=True)
class QuestionWords:
    """How a question is asked: in which section, of which kind, and in which words. `area`: what is rated."""

    section: str
    kind: str
    text: str
    label: str = ""
    hint: str = ""
    area: int | None = None

    def said(self) -> Said:
        """By field; only a rating has an area."""
        area = self.area if self.kind == QuestionKind.RATING else None
        return {
            "section": self.section,
            "kind": self.kind,
            "text": self.text,
            "label": self.label,
            "hint": self.hint,
            "area": area,
        }


def said_of_question(wording: Wording) -> Said:
    """How a version asks a question, by field of QuestionWords."""
    return {
        "section": wording.section.key,
        "kind": wording.question.kind,
        "text": wording.text,
        "label": wording.label,
        "hint": wording.hint,
        "area": wording.area,
    }


def kind_is_settled(question: Question) -> bool:
    """Whether people have seen a question, so that how it is answered stays."""
    return question.wordings.filter(version__published_at__isnull=False).exists()


def wording_of(version: Version, key: str) -> Wording:
    """How a version that the caller holds asks the question. Raises NotAllowed where it has gone."""
    found = version.wordings.filter(question__key=key).select_related("question", "section").first()
    if found is None:
        raise NotAllowed(rules.edit_version)
    return found


@transaction.atomic
def add_question(version: int, words: QuestionWords, *, by: Actor) -> Wording:
    """One more question, the last of its section. Raises NotAllowed, and ValidationError by field."""
    held = hold(by, rules.edit_version, version)
    section = _section(held, words.section)
    _check_rating(held, words, None)
    _check_label(held, words, None)
    asked = held.wordings.count()
    if asked >= MOST_QUESTIONS:
        raise ValidationError(_("There are %d questions already, and that is the most.") % MOST_QUESTIONS)
    key = free_key(f"{section.key[:20]} {words.label or asked + 1}", keys_taken(held), "question")
    question = Question(consultation=held.consultation, key=key, kind=words.kind)
    question.full_clean()
    question.save()
    wording = Wording(version=held, question=question, section=section, position=_end(section))
    _word(wording, words)
    bump(held)
    return wording


@transaction.atomic
def change_question(version: int, key: str, words: QuestionWords, *, mark: str, by: Actor) -> Wording:
    """Ask a question in these words, in this section. `mark`: of what the form was opened with.

    Raises NotAllowed, ChangedMeanwhile, and ValidationError by field: how a question is answered stays once
    it was public.
    """
    held = hold(by, rules.edit_version, version)
    wording = wording_of(held, key)
    check_mark(said_of_question(wording), mark, words.said())
    question = wording.question
    if words.kind != question.kind:
        if kind_is_settled(question):
            stays = _("People have seen this question, so how it is answered stays. Add a new one instead.")
            raise ValidationError({"kind": stays})
        question.kind = words.kind
        question.full_clean()
        question.save(update_fields=["kind"])
    _check_rating(held, words, wording)
    _check_label(held, words, wording)
    section = _section(held, words.section)
    if section != wording.section:
        wording.section, wording.position = section, _end(section)
    _word(wording, words)
    bump(held)
    return wording


@transaction.atomic
def move_question(version: int, key: str, *, up: bool, by: Actor) -> Wording:
    """Put a question one place further up or down in its section. Raises NotAllowed."""
    held = hold(by, rules.edit_version, version)
    wording = wording_of(held, key)
    step(list(wording.section.wordings.order_by("position", "pk")), wording, up=up)
    bump(held)
    return wording


@transaction.atomic
def remove_question(version: int, key: str, *, edition: int, by: Actor) -> None:
    """Leave a question out of this version. What was answered before stays.

    Raises NotAllowed, and LookAgain where the version changed since it was read.
    """
    held = hold(by, rules.edit_version, version)
    check_edition(held.edition, edition)
    wording_of(held, key).delete()
    forget_unasked(held.consultation)
    bump(held)


@transaction.atomic
def restore_question(version: int, key: str, section: str, *, by: Actor) -> Wording:
    """Ask again what an earlier version asked, in its words, at the end of a section.

    A question that is asked is left as it is. Raises NotAllowed.
    """
    held = hold(by, rules.edit_version, version)
    asked = held.wordings.filter(question__key=key).first()
    if asked is not None:
        return asked
    last = (
        Wording.objects.filter(version__consultation=held.consultation_id, question__key=key)
        .order_by("-version__number")
        .first()
    )
    if last is None:
        raise NotAllowed(rules.edit_version)
    into = section_of(held, section)
    words = {name: getattr(last, name) for name in WORDING_WORDS if name != "position"}
    wording = Wording.objects.create(
        version=held, question_id=last.question_id, section=into, position=_end(into), **words
    )
    bump(held)
    return wording


def _section(version: Version, key: str) -> Section:
    found = version.sections.filter(key=key).first()
    if found is None:
        raise ValidationError({"section": _("This section has gone. Choose another.")})
    return found


def _end(section: Section) -> int:
    last = section.wordings.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def _key(wording: Wording | None) -> int:
    """Of a wording that is there already; 0, which none has, for a new one."""
    return (wording.pk or 0) if wording else 0


def _check_label(version: Version, words: QuestionWords, wording: Wording | None) -> None:
    if not words.label:
        return
    if not LABEL.fullmatch(words.label):
        raise ValidationError({"label": _("Letters, digits, full stops and hyphens only, as in 1a.")})
    others = version.wordings.filter(label=words.label).exclude(pk=_key(wording))
    if others.exists():
        raise ValidationError({"label": _("Another question has this number.")})


def _check_rating(version: Version, words: QuestionWords, wording: Wording | None) -> None:
    if words.kind != QuestionKind.RATING:
        return
    if words.area is None:
        raise ValidationError({"area": _("Say which area people rate here.")})
    others = version.wordings.filter(question__kind=QuestionKind.RATING, area=words.area)
    if others.exclude(pk=_key(wording)).exists():
        raise ValidationError({"area": _("Another question rates this area already.")})


def _word(wording: Wording, words: QuestionWords) -> None:
    said = words.said()
    for name in ("text", "label", "hint", "area"):
        setattr(wording, name, said[name])
    wording.full_clean()
    wording.save()
