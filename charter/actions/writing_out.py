"""Splitting an original into answers by question: written, or taken from its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.originals import check_edition, vouch
from charter.models import (
    LONGEST_ANSWER,
    Answer,
    Excerpt,
    Question,
    QuestionKind,
    Rating,
    Response,
    YesNo,
)
from hub.access import hold
from hub.people.actor import Actor


@dataclass(frozen=True)
class Written:
    """What the original answers to one question, as the form has it."""

    rating: str = ""
    choice: str = ""
    text: str = ""
    may_contact: bool = False

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return not (self.rating or self.choice or self.text.strip())


@transaction.atomic
def write_out(pk: int, answers: Mapping[str, Written], *, edition: int, by: Actor) -> Response:
    """Keep what the original answers, by question key. An empty one is no answer; others stay as they are.

    Raises NotAllowed, and ValidationError by question key for what can't be an answer, with nothing kept.
    """
    response = hold(by, rules.write_out, pk)
    check_edition(response, edition)
    questions = _questions(response, answers)
    wrong: dict[str, str] = {}
    for key, written in answers.items():
        if key in questions and (words := _wrong(questions[key], written)):
            wrong[key] = words
    if wrong:
        raise ValidationError(wrong)
    standing = {answer.question_id: answer for answer in response.answers.all()}
    for key, question in questions.items():
        _keep(response, question, standing.get(question.pk), answers[key])
    return _saved(response, by)


@transaction.atomic
def put(pk: int, key: str, stretches: Sequence[tuple[int, int]], *, edition: int, by: Actor) -> Response:
    """Put stretches of the original's text, from `start` up to `end`, to the answer of one question.

    They are added to what is there, in the order of the text. Raises NotAllowed, and ValidationError for
    stretches that are none, and for an answer that would be too long.
    """
    response = hold(by, rules.write_out, pk)
    check_edition(response, edition)
    questions = _questions(response, {key: Written()})
    if key not in questions or questions[key].kind == QuestionKind.RATING:
        raise ValidationError({"question": _("Choose the question that this answers.")})
    question, original = questions[key], response.original
    chosen = sorted(set(stretches))
    if not chosen:
        raise ValidationError({"stretch": _("Choose at least one sentence.")})
    if any(not 0 <= start < end <= len(original.text) for start, end in chosen):
        raise ValidationError({"stretch": _("The text has changed meanwhile. Choose again.")})
    standing = response.answers.filter(question=question).first()
    added = " ".join(original.text[start:end] for start, end in chosen)
    text = f"{standing.text}\n\n{added}" if standing and standing.text else added
    if len(text) > LONGEST_ANSWER:
        raise ValidationError(
            {"stretch": _("With this the answer would be longer than %d letters.") % LONGEST_ANSWER}
        )
    _keep(
        response,
        question,
        standing,
        Written(
            choice=standing.choice if standing else "",
            text=text,
            may_contact=bool(standing and standing.may_contact),
        ),
    )
    Excerpt.objects.bulk_create(
        (Excerpt(original=original, question=question, start=start, end=end) for start, end in chosen),
        ignore_conflicts=True,
    )
    return _saved(response, by)


def _questions(response: Response, answers: Mapping[str, Written]) -> dict[str, Question]:
    found = Question.objects.filter(
        consultation=response.consultation_id, key__in=list(answers), wordings__version=response.version_id
    )
    return {question.key: question for question in found}


def _wrong(question: Question, written: Written) -> str:
    if written.rating and written.rating not in map(str, Rating.values):
        return _("Choose one of the three, or no answer.")
    if written.choice and written.choice not in YesNo.values:
        return _("Choose yes, no or not sure, or no answer.")
    over = len(written.text) - LONGEST_ANSWER
    return _("This is %d letters too long.") % over if over > 0 else ""


def _keep(response: Response, question: Question, standing: Answer | None, written: Written) -> None:
    text = written.text.strip() if question.kind != QuestionKind.RATING else ""
    rating = int(written.rating) if written.rating and question.kind == QuestionKind.RATING else None
    choice = written.choice if question.kind == QuestionKind.YES_NO else ""
    may = written.may_contact and question.kind == QuestionKind.EXAMPLE and bool(text)
    if not (text or rating or choice):
        if standing is not None:
            standing.delete()
        _excerpts(response, question).delete()
        return
    if not text:
        _excerpts(response, question).delete()
    now = timezone.now()
    values = {"text": text, "rating": rating, "choice": choice, "may_contact": may}
    if standing is None:
        Answer.objects.create(
            response=response, question=question, version_id=response.version_id, saved_at=now, **values
        )
    elif any(getattr(standing, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(standing, name, value)
        standing.edition += 1
        standing.saved_at = now
        standing.save()


def _excerpts(response: Response, question: Question) -> QuerySet[Excerpt]:
    return response.original.excerpts.filter(question=question)


def _saved(response: Response, by: Actor) -> Response:
    vouch(response.original, by)
    response.edition += 1
    response.saved_at = timezone.now()
    response.save(update_fields=["edition", "saved_at"])
    return response
