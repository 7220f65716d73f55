"""What the steward's pages read of consultations: how they stand, what they ask, what differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from charter.consultation_file import ConsultationText, QuestionText, SectionText
from charter.lines import items_of
from charter.models import (
    Answer,
    Consultation,
    Decision,
    Progress,
    Question,
    Response,
    Section,
    Version,
    Wording,
)


@dataclass(frozen=True)
class Stand:
    """Where a consultation stands: a key, in words, and the class that shows it."""

    key: str
    words: str | Promise
    style: str


PREPARED = Stand("prepared", _("In preparation"), "state-off")
COMING = Stand("coming", _("Launched, not open yet"), "state-wait")
OPEN = Stand("open", _("Open"), "state-ok")
LAST_HOUR = Stand("last-hour", _("Closed; whoever had begun may finish"), "state-wait")
CLOSED = Stand("closed", _("Closed, being counted"), "state-wait")
SETTLED = Stand("settled", _("Closed and counted"), "state-ok")
RESULTS = Stand("results", _("Results published"), "state-ok")


def stand_of(consultation: Consultation, now: datetime | None = None) -> Stand:
    """Where a consultation stands at a moment, by the clock and by what was done."""
    now = now or timezone.now()
    if consultation.published_at is None or consultation.opens_at is None:
        return PREPARED
    if consultation.results_published_at:
        return RESULTS
    if consultation.settled_at:
        return SETTLED
    if now < consultation.opens_at:
        return COMING
    if not consultation.is_closed(now):
        return OPEN
    last = consultation.last_moment()
    return LAST_HOUR if last and now < last else CLOSED


@dataclass(frozen=True)
class Counts:
    """How many responses of a consultation were begun and not sent, sent, and published; and decisions."""

    begun: int = 0
    sent: int = 0
    outcomes: int = 0


def counts_of(consultations: Sequence[Consultation]) -> dict[int, Counts]:
    """By primary key, in two queries: counts and nothing else."""
    keys = [one.pk for one in consultations if one.published_at]
    counted: dict[int, dict[str, int]] = {one.pk: {} for one in consultations}
    if not keys:
        return {pk: Counts() for pk in counted}
    rows = Response.objects.filter(consultation__in=keys).order_by()
    for pk, state, number in rows.values_list("consultation", "state").annotate(Count("pk")):
        counted[pk][state] = number
    decided = Decision.objects.filter(consultation__in=keys, published_at__isnull=False).order_by()
    for pk, number in decided.values_list("consultation").annotate(Count("pk")):
        counted[pk]["decisions"] = number
    return {
        pk: Counts(
            told.get(Progress.BEGUN, 0),
            told.get(Progress.SENT, 0),
            told.get("decisions", 0),
        )
        for pk, told in counted.items()
    }


@dataclass(frozen=True)
class Part:
    """A section of a version, with how it asks its questions, in order."""

    section: Section
    wordings: list[Wording] = field(default_factory=list)


def outline(version: Version) -> list[Part]:
    """What a version says and asks, in two queries."""
    parts = {one.pk: Part(one) for one in version.sections.order_by("position", "pk")}
    for wording in version.wordings.select_related("question").order_by("position", "pk"):
        parts[wording.section_id].wordings.append(wording)
    return list(parts.values())


def text_of(version: Version) -> ConsultationText:
    """A version as it stands in a file. Two queries, and one where its consultation is not there yet."""
    consultation = version.consultation
    return ConsultationText(
        consultation.title,
        consultation.summary,
        consultation.introduction,
        consultation.how_to_answer,
        tuple(
            SectionText(
                part.section.key,
                part.section.area,
                part.section.title,
                part.section.narrative,
                tuple(items_of(part.section.barriers)),
                tuple(items_of(part.section.helps)),
                tuple(
                    QuestionText(one.question.key, one.label, one.question.kind, one.text, one.hint, one.area)
                    for one in part.wordings
                ),
            )
            for part in outline(version)
        ),
    )


def draft_and_published(consultation: Consultation) -> tuple[Version | None, Version | None]:
    """The version in preparation, and the newest that is published, of a consultation whose page it is."""
    newest = list(Version.objects.filter(consultation=consultation).order_by("-number")[:2])
    draft = next((one for one in newest if one.published_at is None), None)
    return draft, next((one for one in newest if one.published_at), None)


def answers_to(questions: Iterable[Question]) -> int:
    """How many answers there are to these questions, whatever became of their responses."""
    return Answer.objects.filter(question__in=list(questions)).count()


def left_out_of(version: Version) -> list[Wording]:
    """Questions of the consultation that this version does not ask, in their last words."""
    asked = version.wordings.values("question")
    rows = Wording.objects.filter(version__consultation=version.consultation_id).exclude(question__in=asked)
    return list(
        rows.select_related("question", "section")
        .order_by("question_id", "-version__number")
        .distinct("question_id")
    )


def size_of(version: Version) -> dict[str, int]:
    """How many sections and questions a version has: {"sections", "questions"}."""
    found = Version.objects.filter(pk=version.pk).aggregate(
        sections=Count("sections", distinct=True), questions=Count("wordings", distinct=True)
    )
    return {"sections": found["sections"], "questions": found["questions"]}


def latest_public(consultation: Consultation, before: int) -> Version | None:
    """The published version before a number."""
    return (
        Version.objects.filter(Q(published_at__isnull=False), consultation=consultation, number__lt=before)
        .order_by("-number")
        .first()
    )
