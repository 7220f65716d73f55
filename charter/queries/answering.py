"""What somebody who answers a consultation sees: its sections and questions, with what they gave so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from charter import rules
from charter.models import (
    GRACE,
    AboutYou,
    Answer,
    Consultation,
    Contact,
    EqualityRecord,
    Progress,
    QuestionKind,
    RespondentKind,
    Response,
    ResumeLink,
    Section,
    Version,
    Wording,
)
from charter.secret import hash_of
from hub.access import scope
from hub.people.actor import VISITOR, Actor
from hub.people.models import Organisation

# Far more consultations than one hub asks in years; the rest are found from the charter's own pages.
MOST_LISTED = 30
UNDER_AGE = "16-17"
# Minutes that a question takes, by how it is answered.
MINUTES = {
    QuestionKind.RATING: 0.25,
    QuestionKind.YES_NO: 1.0,
    QuestionKind.OPEN: 1.5,
    QuestionKind.EXAMPLE: 2.0,
}


@dataclass(frozen=True)
class Asked:
    """One question as a version asks it, and the answer to it; `before`: other words that were answered."""

    wording: Wording
    given: Answer | None = None
    before: str = ""

    @property
    def key(self) -> str:
        """The question's stable name."""
        return self.wording.question.key

    @property
    def kind(self) -> str:
        """How it is answered."""
        return self.wording.question.kind


@dataclass
class Part:
    """A section with what it asks."""

    section: Section
    questions: list[Asked] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """How many questions it asks."""
        return len(self.questions)

    @property
    def done(self) -> int:
        """How many of them have an answer."""
        return sum(1 for one in self.questions if one.given)


@dataclass
class Sheet:
    """A version whole, with one response's answers; `left_out`: answers to what it no longer asks."""

    version: Version
    parts: list[Part]
    left_out: list[Asked]

    @property
    def asked(self) -> int:
        """How many questions there are."""
        return sum(part.asked for part in self.parts)

    @property
    def done(self) -> int:
        """How many questions have an answer, those that are no longer asked too."""
        return sum(part.done for part in self.parts) + len(self.left_out)

    @property
    def minutes(self) -> int:
        """How long answering everything takes, to the next five minutes."""
        whole = sum(MINUTES[QuestionKind(one.kind)] for part in self.parts for one in part.questions)
        return max(5, int(-(-whole // 5)) * 5)


@dataclass(frozen=True)
class Consultations:
    """All that everyone sees, by where the clock has them; the newest first."""

    open: list[Consultation]
    closing: list[Consultation]
    coming: list[Consultation]
    past: list[Consultation]


def consultations(now: datetime | None = None) -> Consultations:
    """The published ones, in one query."""
    now = now or timezone.now()
    rows = scope(VISITOR, rules.view_public_consultation, Consultation).order_by("-opens_at", "-pk")
    found = Consultations([], [], [], [])
    for one in rows[:MOST_LISTED]:
        if one.opens_at is None or one.closes_at is None:
            continue
        if now < one.opens_at:
            found.coming.insert(0, one)
        elif now < one.closes_at:
            found.open.append(one)
        elif now < one.closes_at + GRACE:
            found.closing.append(one)
        else:
            found.past.append(one)
    return found


def current_version(consultation: Consultation) -> Version | None:
    """The newest published version: what is asked now."""
    versions = scope(VISITOR, rules.view_version, Version).filter(
        consultation=consultation, published_at__isnull=False
    )
    return versions.order_by("-number").first()


def drawn_version(consultation: Consultation, number: str) -> Version | None:
    """The published version that a page says it was drawn from."""
    if not (number.isascii() and number.isdigit() and len(number) <= 4):
        return None
    versions = scope(VISITOR, rules.view_version, Version)
    return versions.filter(consultation=consultation, published_at__isnull=False, number=int(number)).first()


def has_had_section(consultation: Consultation, key: str) -> bool:
    """Whether any published version has or had a section with that key."""
    return Section.objects.filter(
        version__consultation=consultation, version__published_at__isnull=False, key=key
    ).exists()


def sheet(version: Version, response: Response | None = None) -> Sheet:
    """The version with all it asks, and what was answered: two queries, and two more for a response."""
    parts = {section.pk: Part(section) for section in Section.objects.filter(version=version)}
    given = _answers(response)
    before = _before(version, given.values())
    wordings = Wording.objects.filter(version=version).select_related("question")
    for wording in wordings.order_by("section__position", "position", "pk"):
        answer = given.pop(wording.question_id, None)
        old = before.get((answer.version_id, wording.question_id)) if answer else None
        changed = old.text if old and old.text != wording.text else ""
        parts[wording.section_id].questions.append(Asked(wording, answer, changed))
    left = [
        Asked(before[answer.version_id, answer.question_id], answer)
        for answer in given.values()
        if (answer.version_id, answer.question_id) in before
    ]
    ordered = sorted(parts.values(), key=lambda part: (part.section.position, part.section.pk))
    return Sheet(version, ordered, left)


def _answers(response: Response | None) -> dict[int, Answer]:
    if response is None:
        return {}
    return {answer.question_id: answer for answer in Answer.objects.filter(response=response)}


def _before(version: Version, answers: Iterable[Answer]) -> dict[tuple[int, int], Wording]:
    """The words that were answered, where an answer is to another version than this, or is asked no more."""
    answers = list(answers)
    if not answers:
        return {}
    rows = Wording.objects.filter(
        version__in={answer.version_id for answer in answers},
        question__in=[answer.question_id for answer in answers],
    ).select_related("question")
    return {(row.version_id, row.question_id): row for row in rows}


def response_in_hand(actor: Actor, consultation: Consultation, pk: int, link: int | None) -> Response | None:
    """The response that a browser was given; `link`: the private link by which it came, if it works still."""
    rows = scope(actor, rules.view_own_response, Response).filter(pk=pk, consultation=consultation)
    if link is not None:
        rows = rows.filter(
            Exists(ResumeLink.objects.filter(pk=link, response=OuterRef("pk"), revoked_at=None))
        )
    return rows.select_related("about_you", "contact", "organisation").first()


def live_links(response: Response) -> QuerySet[ResumeLink]:
    """The private links that open it, the newest first."""
    return ResumeLink.objects.filter(response=response, revoked_at=None).order_by("-created_at", "-pk")


@dataclass(frozen=True)
class ForWhom:
    """An organisation that somebody may answer for, and how far its answer is."""

    organisation: Organisation
    begun: bool
    leads: bool


def for_whom(actor: Actor, consultation: Consultation) -> list[ForWhom]:
    """The organisations that this person may answer for, in two queries; [] for a visitor, in none."""
    if actor.id is None:
        return []
    organisations = list(scope(actor, rules.answer_for, Organisation).order_by("name")[:50])
    begun: dict[Any, Any] = {}
    if organisations:
        standing = Q(organisation__in=[one.pk for one in organisations]) & ~Q(state=Progress.WITHDRAWN)
        begun = dict(
            scope(actor, rules.take_over_response, Response)
            .filter(standing, consultation=consultation)
            .values_list("organisation", "lead")
        )
    return [ForWhom(one, one.pk in begun, begun.get(one.pk) == actor.id) for one in organisations]


@dataclass(frozen=True)
class Who:
    """What somebody said about themselves; equality: by field, "" where they said nothing."""

    kind: str = ""
    district: str = ""
    equality: dict[str, str] = field(default_factory=dict)


def who_answers(response: Response) -> Who:
    """What stands apart from the answers, for whoever gave it."""
    you = AboutYou.objects.filter(response=response).first()
    names = ("age_band", "disability", "ethnic_group", "language")
    row = EqualityRecord.objects.filter(response=response).values(*names).first()
    return Who(you.kind if you else "", you.district if you else "", row or {})


def news_of(actor: Actor, secret: str) -> Contact | None:
    """Who asked for news with this secret, where there is still something to say yes or no to."""
    found = Contact.objects.filter(
        news_secret_hash=hash_of(secret), response__in=scope(actor, rules.hear_news, Response).values("pk")
    )
    return found.select_related("response__consultation").first()


def is_young(response: Response) -> bool:
    """Whether whoever answers said that they are a young person: then no name is ever published."""
    young = AboutYou.objects.filter(response=response, kind=RespondentKind.YOUNG)
    under = EqualityRecord.objects.filter(response=response, age_band=UNDER_AGE)
    return young.exists() or under.exists()
