"""Answers as they are given: begun by the first save, and never written over from another device."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charter import rules
from charter.actions.standing import goes_back_to_review, published_questions, raise_edition
from charter.models import (
    LONGEST_ANSWER,
    AboutYou,
    Answer,
    Consultation,
    Progress,
    Question,
    QuestionKind,
    Rating,
    Response,
    Version,
    YesNo,
)
from hub.access import hold
from hub.people.actor import Actor

MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True)
class Given:
    """What a form says to one question.

    edition: of the answer it was drawn with, 0 for none. drawn: a fingerprint of that answer, to tell what
    was typed from what was left as it was. use: which of two different answers counts, once somebody was
    asked: "mine" (what this form says), "theirs" (what stands) or "both"; "" where nobody was.
    """

    key: str
    edition: int = 0
    rating: str = ""
    choice: str = ""
    text: str = ""
    may_contact: bool = False
    use: str = ""
    drawn: str = ""


@dataclass
class Saved:
    """What became of a save, by question key: the answers' editions and fingerprints now, answers that stand
    against it, and words for what was not taken."""

    response: Response | None
    at: datetime
    editions: dict[str, int] = field(default_factory=dict)
    drawn: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, Answer | None] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether everything was taken."""
        return not self.clashes and not self.refused


@dataclass(frozen=True)
class _Value:
    rating: int | None = None
    choice: str = ""
    text: str = ""
    may_contact: bool = False

    @property
    def empty(self) -> bool:
        return self.rating is None and not self.choice and not self.text

    @property
    def fingerprint(self) -> str:
        parts = (self.rating or "", self.choice, self.may_contact, self.text)
        return hashlib.sha256("\0".join(map(str, parts)).encode(errors="replace")).hexdigest()[:16]

    @classmethod
    def of(cls, answer: Answer | None) -> _Value:
        if answer is None:
            return cls()
        return cls(answer.rating, answer.choice, answer.text, answer.may_contact)


def tidied(text: str) -> str:
    """As it is kept: one kind of line end, nothing around it, and none of what a database refuses."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def fingerprint(answer: Answer | None) -> str:
    """What tells two answers apart, as a page carries it."""
    return _Value.of(answer).fingerprint


def unties(response: Response | None) -> None:
    """Leave out of the history who changed this: nobody's own answers are tied to their account."""
    if response is None or response.organisation_id is None:
        pghistory.context(user=None)


def _read(given: Given, kind: str) -> tuple[_Value, str]:
    """What is kept of an answer, and what is wrong with it in words ("" for nothing)."""
    text = tidied(given.text)
    if kind == QuestionKind.RATING:
        known = {str(value): value for value in Rating.values}
        rating = known.get(given.rating)
        wrong = _("Choose one of the three, or no answer.") if given.rating and rating is None else ""
        return _Value(rating=rating), wrong
    choice = given.choice if kind == QuestionKind.YES_NO else ""
    if choice and choice not in YesNo.values:
        return _Value(), _("Choose yes, no or not sure, or no answer.")
    too_long = len(text) - LONGEST_ANSWER
    if too_long > 0:
        return _Value(), ngettext(
            "This is %(over)s letter too long: there is room for %(most)s. It is not saved yet.",
            "This is %(over)s letters too long: there is room for %(most)s. It is not saved yet.",
            too_long,
        ) % {"over": f"{too_long:,}", "most": f"{LONGEST_ANSWER:,}"}
    may = given.may_contact and kind == QuestionKind.EXAMPLE and bool(text)
    return _Value(choice=choice, text=text, may_contact=may), ""


def _settled(given: Given, value: _Value, standing: Answer | None) -> _Value | None:
    """What is to stand, or None where two devices said different things and nobody has chosen."""
    stands = _Value.of(standing)
    edition = standing.edition if standing else 0
    untouched = not given.use and given.drawn == value.fingerprint
    if value == stands or untouched or given.use == THEIRS:
        return stands
    if given.use == BOTH and given.edition == edition:
        return replace(value, text="\n\n".join(filter(None, (stands.text, value.text))))
    if given.edition == edition:
        return value
    # What only goes on from what stands takes nothing away.
    goes_on = value.text.startswith(stands.text) and stands.choice in ("", value.choice)
    return value if standing and goes_on and stands.rating in (None, value.rating) else None


def _write(response: Response, all_given: Iterable[Given], version: Version, now: datetime) -> Saved:
    saved = Saved(response, now)
    keys = {given.key: given for given in all_given}
    questions = {
        one.key: one
        for one in Question.objects.filter(consultation=response.consultation_id, key__in=list(keys))
    }
    standing = {
        one.question_id: one
        for one in Answer.objects.filter(response=response, question__in=questions.values())
    }
    published = published_questions(response)
    changed: set[int] = set()
    for key, question in questions.items():
        before = standing.get(question.pk)
        value, wrong = _read(keys[key], question.kind)
        saved.editions[key] = before.edition if before else 0
        saved.drawn[key] = fingerprint(before)
        if wrong:
            saved.refused[key] = wrong
            continue
        becomes = _settled(keys[key], value, before)
        if becomes is None:
            saved.clashes[key] = before
        elif len(becomes.text) > LONGEST_ANSWER:
            saved.refused[key] = _("Both together are too long. Shorten yours, or choose one.")
        elif becomes != _Value.of(before):
            if not changed:
                raise_edition(response)
            changed.add(question.pk)
            saved.editions[key] = _put(response, question, before, becomes, version, now)
            saved.drawn[key] = becomes.fingerprint
    if changed:
        response.saved_at = now
        response.save(update_fields=["saved_at", "edition"])
        goes_back_to_review(response, changed, published)
    return saved


def _put(
    response: Response,
    question: Question,
    before: Answer | None,
    value: _Value,
    version: Version,
    now: datetime,
) -> int:
    """Write one answer, or take it out; the edition it has now."""
    if value.empty:
        if before is not None:
            before.delete()
        return 0
    answer = before or Answer(response=response, question=question)
    answer.rating, answer.choice, answer.text = value.rating, value.choice, value.text
    answer.may_contact, answer.version = value.may_contact, version
    answer.edition, answer.saved_at = response.edition, now
    answer.save()
    return answer.edition


def _says_something(given: Given) -> bool:
    return bool(given.rating or given.choice or tidied(given.text))


@transaction.atomic
def save_answers(pk: int, given: Iterable[Given], version: Version, *, by: Actor) -> Saved:
    """Save what one page says. An empty answer is taken out; what another device changed stays beside it.

    Raises NotAllowed where the response is not theirs, or the time to change it is over.
    """
    response = hold(by, rules.change_response, pk)
    unties(response)
    return _write(response, given, version, timezone.now())


@transaction.atomic
def begin_and_save(
    consultation_pk: int, given: Iterable[Given], version: Version, *, key: uuid.UUID | None, by: Actor
) -> Saved:
    """Begin a response with what a page says; nothing is begun where it says nothing that can be kept.

    `key` was given out with the page: sent twice, it begins one. Raises NotAllowed outside the time for it.
    """
    given = list(given)
    now = timezone.now()
    standing = begun_with(consultation_pk, key)
    if standing is not None:
        held = hold(by, rules.change_response, standing)
        unties(held)
        return _write(held, given, version, now)
    if not any(map(_says_something, given)):
        return Saved(None, now)
    consultation = hold(by, rules.begin_response, consultation_pk)
    # Whoever pressed the same button twice has waited for the consultation.
    standing = begun_with(consultation_pk, key)
    if standing is not None:
        return _write(hold(by, rules.change_response, standing), given, version, now)
    unties(None)
    response = new_response(consultation, version, key=key)
    saved = _write(response, given, version, now)
    if not any(saved.editions.values()):
        # Nothing that it says could be kept: as if it had not been sent.
        transaction.set_rollback(True)
        saved.response = None
    return saved


def begun_with(consultation_pk: int, key: uuid.UUID | None) -> int | None:
    """The response that the same page began a moment ago."""
    if key is None:
        return None
    rows = Response.objects.filter(consultation=consultation_pk, begun_with=key)
    return rows.exclude(state=Progress.WITHDRAWN).values_list("pk", flat=True).first()


def new_response(consultation: Consultation, version: Version, *, key: uuid.UUID | None = None) -> Response:
    """An empty response of nobody's, to a consultation that the caller holds."""
    now = timezone.now()
    response = Response.objects.create(
        consultation=consultation, version=version, begun_at=now, saved_at=now, begun_with=key
    )
    AboutYou.objects.create(response=response)
    return response
