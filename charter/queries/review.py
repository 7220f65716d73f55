"""What a reviewer reads: which responses wait, and one response with all that was found and taken out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import F, Q, QuerySet

from charter import rules
from charter.findings import REASONS, count_waiting, find_in, known_of, settled_in, waiting
from charter.models import (
    Answer,
    Consultation,
    LeftIn,
    Publish,
    Question,
    Redaction,
    RedactionReason,
    Response,
    Review,
    Wording,
)
from charter.redaction import as_shown, merged, redacted
from hub.access import scope
from hub.people.actor import Actor
from hub.privacy.scan import Finding

# So many responses are looked through while somebody opens the list; the rest when it is opened again.
LOOKED_THROUGH = 200


@dataclass(frozen=True)
class Piece:
    """A stretch of the raw text. how: "" plain, "found", "out" (taken out) or "left" (left in)."""

    raw: str
    how: str = ""
    title: Any = ""

    @property
    def text(self) -> str:
        """As a page shows it."""
        return as_shown(self.raw)


@dataclass(frozen=True)
class Found:
    """A finding that waits: its words, a little of what stands around it, and the value of its tick box."""

    value: str
    kind: Any
    words: str
    before: str
    after: str
    reason: str


@dataclass
class Part:
    """One answer as a reviewer reads it."""

    key: int
    label: str
    question: str
    rating: str
    choice: str
    pieces: list[Piece] = field(default_factory=list)
    public: str = ""
    found: list[Found] = field(default_factory=list)
    out: list[tuple[Redaction, str]] = field(default_factory=list)
    left: list[tuple[LeftIn, str]] = field(default_factory=list)
    # Redactions of an earlier text: they count for nothing any more.
    stale: int = 0


@dataclass
class Shelf:
    """A section's title and its answers."""

    title: str
    parts: list[Part] = field(default_factory=list)


def to_review(actor: Actor, consultation: Consultation) -> QuerySet[Response]:
    """The responses of a consultation that the actor may read, those sent first at the top."""
    rows = scope(actor, rules.review_response, Response).filter(consultation=consultation)
    return rows.order_by("sent_at", "pk")


def look_through(rows: QuerySet[Response]) -> bool:
    """Keep what the checks find in responses that changed since. Returns whether some are left for later."""
    changed = rows.filter(Q(found_in=None) | ~Q(found_in=F("edition"))).order_by("pk")[: LOOKED_THROUGH + 1]
    stale = list(changed)
    for response in stale[:LOOKED_THROUGH]:
        found = min(count_waiting(response), 32_000) if response.publish != Publish.NOT else 0
        same = Response.objects.filter(pk=response.pk, edition=response.edition)
        same.update(found=found, found_in=response.edition)
    return len(stale) > LOOKED_THROUGH


def next_waiting(actor: Actor, after: Response) -> int | None:
    """The key of the next response of the same consultation that waits to be read; None for none."""
    rows = to_review(actor, after.consultation).filter(review=Review.WAITING).exclude(pk=after.pk)
    later = rows.filter(Q(sent_at__gt=after.sent_at) | Q(sent_at=after.sent_at, pk__gt=after.pk))
    found = later.values_list("pk", flat=True).first()
    return found or rows.values_list("pk", flat=True).first()


def shelves_of(response: Response) -> list[Shelf]:
    """A response's answers by section, as its own version asked them. Five queries."""
    answers = list(Answer.objects.filter(response=response).order_by("pk"))
    out, left = defaultdict(list), defaultdict(list)
    for redaction in Redaction.objects.filter(answer__in=answers).select_related("made_by"):
        out[redaction.answer_id].append(redaction)
    for one in LeftIn.objects.filter(answer__in=answers).select_related("made_by"):
        left[one.answer_id].append(one)
    known = known_of(response)
    asked = wordings_of({one.question_id: one.version_id for one in answers})
    shelves: dict[tuple[int, str], Shelf] = {}
    for answer in sorted(answers, key=lambda one: asked[one.question_id].place):
        wording = asked[answer.question_id]
        shelf = shelves.setdefault((wording.place[0], wording.section), Shelf(wording.section))
        shelf.parts.append(_part(answer, wording, out[answer.pk], left[answer.pk], known))
    return list(shelves.values())


@dataclass(frozen=True)
class Asked:
    """How a question was put: place sorts them as the version does."""

    place: tuple[int, int, int]
    section: str
    label: str
    text: str


def wordings_of(versions: dict[int, int]) -> dict[int, Asked]:
    """How each question was put, by its key; `versions` tells in which version. One query, at most two."""
    rows = Wording.objects.filter(question__in=versions, version__in=set(versions.values()))
    found = {}
    for row in rows.select_related("section"):
        if versions[row.question_id] == row.version_id:
            place = (row.section.position, row.position, row.pk)
            found[row.question_id] = Asked(place, row.section.title, row.label, row.text)
    if missing := set(versions) - set(found):
        for question in Question.objects.filter(pk__in=missing):
            found[question.pk] = Asked((9_999, 0, question.pk), "", "", question.key)
    return found


def _part(
    answer: Answer, wording: Asked, out: list[Redaction], left: list[LeftIn], known: tuple[str, ...]
) -> Part:
    text = answer.text
    now = [one for one in out if one.answer_edition == answer.edition]
    kept = [one for one in left if one.answer_edition == answer.edition]
    gone = settled_in(answer, now)
    found = find_in(text, known)
    open_ones = waiting(found, [*gone, *settled_in(answer, kept)])
    return Part(
        key=answer.pk,
        label=wording.label,
        question=wording.text,
        rating=answer.get_rating_display() if answer.rating else "",
        choice=answer.get_choice_display(),
        pieces=_pieces(text, now, kept, open_ones),
        public=as_shown(redacted(text, gone)),
        found=[_found(answer, one) for one in open_ones],
        out=[(one, as_shown(text[one.start : one.end])) for one in now],
        left=[(one, as_shown(text[one.start : one.end])) for one in kept],
        stale=len(out) - len(now),
    )


def _found(answer: Answer, one: Finding) -> Found:
    text = answer.text
    return Found(
        value=f"{answer.pk}:{one.start}:{one.end}",
        kind=one.words,
        words=as_shown(text[one.start : one.end]),
        before=as_shown(text[max(0, one.start - 24) : one.start]),
        after=as_shown(text[one.end : one.end + 24]),
        reason=REASONS.get(one.kind, RedactionReason.CONTACT),
    )


def _pieces(text: str, out: list[Redaction], left: list[LeftIn], found: list[Finding]) -> list[Piece]:
    """The raw text cut where something begins or ends: what is taken out covers what is left, and found."""
    how: dict[tuple[int, int], tuple[str, Any]] = {}
    for one in found:
        how[one.start, one.end] = "found", one.words
    for kept in left:
        how[kept.start, kept.end] = "left", ""
    stretches = [*how]
    gone = {}
    for redaction in out:
        gone.update(dict.fromkeys(merged(text, [(redaction.start, redaction.end)]), redaction))
    cuts = sorted({0, len(text), *(place for one in (*stretches, *gone) for place in one)})
    pieces = []
    for start, end in pairwise(cuts):
        taken = next((row for (begin, finish), row in gone.items() if begin <= start and end <= finish), None)
        state: tuple[str, Any] = ("out", taken.get_reason_display()) if taken else ("", "")
        if not taken:
            around = [how[one] for one in stretches if one[0] <= start and end <= one[1]]
            state = next((one for one in around if one[0] == "found"), next(iter(around), ("", "")))
        pieces.append(Piece(text[start:end], *state))
    return pieces
