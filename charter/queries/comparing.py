"""Where two readers of one answer differ, and what was settled between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from charter import rules
from charter.models import Answer, Consultation, Passage, Place, Reading
from charter.queries.coding import Asked, questions_of
from hub.access import scope
from hub.people.actor import Actor


def _only_in(one: Place, other: Place) -> Exists:
    """The outer answer has a theme in one reading that the other reading has not."""
    too = Passage.objects.filter(
        reading__answer=OuterRef("reading__answer"), reading__place=other, theme=OuterRef("theme")
    )
    marked = Passage.objects.filter(reading__answer=OuterRef("pk"), reading__place=one)
    return Exists(marked.filter(~Exists(too)))


def to_settle(actor: Actor) -> QuerySet[Answer]:
    """Answers in which two readers found different themes, and that nobody has settled."""
    settled = Reading.objects.filter(answer=OuterRef("pk"), place=Place.SETTLED, finished_at__isnull=False)
    differ = Q(_only_in(Place.FIRST, Place.SECOND)) | Q(_only_in(Place.SECOND, Place.FIRST))
    found = scope(actor, rules.settle_answer, Answer).filter(differ, ~Exists(settled))
    return found.select_related("response__consultation").order_by("pk")


def settled(actor: Actor, consultation: Consultation) -> QuerySet[Answer]:
    """Answers that somebody settled, the newest first."""
    done = Reading.objects.filter(answer=OuterRef("pk"), place=Place.SETTLED, finished_at__isnull=False)
    found = scope(actor, rules.settle_answer, Answer).filter(response__consultation=consultation)
    when = Subquery(done.values("finished_at")[:1])
    return found.annotate(settled_at=when).exclude(settled_at=None).order_by("-settled_at", "pk")


@dataclass
class Found:
    """What one reading of an answer found."""

    reading: Reading
    names: dict[int, str] = field(default_factory=dict)
    marks: list[tuple[int, int, int]] = field(default_factory=list)


def found_in(actor: Actor, answer_keys: Iterable[int]) -> dict[int, dict[int, Found]]:
    """By answer and place: every reading that the actor may see, with its marks; two queries."""
    seen = scope(actor, rules.view_reading, Reading).filter(answer__in=list(answer_keys))
    readings = {one.pk: Found(one) for one in seen.select_related("reader")}
    marked = Passage.objects.filter(reading__in=readings).order_by("start", "end", "theme__name")
    for reading, theme, name, start, end in marked.values_list(
        "reading", "theme", "theme__name", "start", "end"
    ):
        readings[reading].names[theme] = name
        readings[reading].marks.append((start, end, theme))
    found: dict[int, dict[int, Found]] = {}
    for one in readings.values():
        found.setdefault(one.reading.answer_id, {})[one.reading.place] = one
    return found


@dataclass(frozen=True)
class Compared:
    """Which themes both readers found in an answer, and which only one of them."""

    both: list[str]
    first: list[str]
    second: list[str]

    @classmethod
    def of(cls, first: Found | None, second: Found | None) -> Compared:
        """Names in order; a reading that may not be seen found nothing."""
        one = first.names if first else {}
        other = second.names if second else {}
        return cls(
            both=sorted(name for theme, name in one.items() if theme in other),
            first=sorted(name for theme, name in one.items() if theme not in other),
            second=sorted(name for theme, name in other.items() if theme not in one),
        )

    @property
    def agree(self) -> bool:
        """Whether both found the same themes."""
        return not self.first and not self.second


@dataclass(frozen=True)
class Differs:
    """An answer in a list of those to settle: nothing of its words."""

    pk: int
    slug: str
    title: str
    asked: Asked | None
    compared: Compared
    settled: Found | None


def differences(actor: Actor, consultation: Consultation | None, rows: Iterable[Answer]) -> list[Differs]:
    """What two readers differ about in each of these answers; three queries for those of one consultation."""
    answers = list(rows)
    found = found_in(actor, [one.pk for one in answers])
    asked: dict[int, dict[int, Asked]] = {}
    shown = []
    for one in answers:
        own = consultation or one.response.consultation
        if own.pk not in asked:
            asked[own.pk] = questions_of(own)
        sides = found.get(one.pk, {})
        compared = Compared.of(sides.get(Place.FIRST), sides.get(Place.SECOND))
        about = asked[own.pk].get(one.question_id)
        shown.append(Differs(one.pk, own.slug, own.title, about, compared, sides.get(Place.SETTLED)))
    return shown
