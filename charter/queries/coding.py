"""What the pages of the analysis read. Who may read it was asked before, or is asked here by `scope`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from charter import rules
from charter.models import (
    Answer,
    AnswerTheme,
    Change,
    Consultation,
    Passage,
    Place,
    Progress,
    Reading,
    Theme,
    ThemeChange,
    Wording,
)
from hub.access import scope
from hub.people.actor import Actor


@dataclass(frozen=True)
class Asked:
    """A question as it is shown: its key, the number before it, and its words."""

    pk: int
    key: str
    label: str
    text: str


def questions_of(consultation: Consultation) -> dict[int, Asked]:
    """Every question that a published version asks, in its newest words and in order; one query."""
    rows = (
        Wording.objects.filter(version__consultation=consultation, version__published_at__isnull=False)
        .order_by("version__number", "section__position", "position", "pk")
        .values_list("question", "question__key", "label", "text")
    )
    newest: dict[int, Asked] = {}
    for question, key, label, text in rows:
        # What is asked again takes its place among the newer ones.
        newest.pop(question, None)
        newest[question] = Asked(question, key, label, text)
    return newest


def wording_of(answer: Answer) -> Wording | None:
    """How the question was asked of whoever gave this answer."""
    return Wording.objects.filter(version=answer.version_id, question=answer.question_id).first()


def _number(rows: QuerySet[Any], by: str) -> Coalesce:
    """A count for each row of the outer query, as a subquery of its own."""
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


SENT = Progress.SENT


def codebook(
    actor: Actor, consultation: Consultation, words: str = "", retired: bool = False
) -> QuerySet[Theme]:
    """Themes in use (or retired) that say the words, each with `used`: in how many answers it counts."""
    found = scope(actor, rules.edit_theme, Theme).filter(
        consultation=consultation, retired_at__isnull=not retired
    )
    for word in words.split()[:8]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(definition__icontains=word)
            | Q(includes__icontains=word)
            | Q(excludes__icontains=word)
            | Q(example__icontains=word)
        )
    counts = AnswerTheme.objects.filter(theme=OuterRef("pk"), answer__response__state=SENT)
    return found.annotate(used=_number(counts, "theme")).order_by("name", "pk")


@dataclass(frozen=True)
class Use:
    """What moves with a theme: marks, the answers they are in, and those that nobody else may see yet."""

    marks: int
    answer_count: int
    hidden: int = 0


def use_of(actor: Actor, theme: Theme) -> Use:
    """How much is marked with a theme, by everybody; two queries."""
    marked = Passage.objects.filter(theme=theme)
    both = marked.aggregate(marks=Count("pk"), answer_count=Count("reading__answer", distinct=True))
    seen = scope(actor, rules.view_passage, Passage).filter(theme=theme).count()
    return Use(both["marks"], both["answer_count"], both["marks"] - seen)


def marked_with(actor: Actor, theme: Theme) -> QuerySet[Passage]:
    """Passages of a theme that the actor may see, with their answer and whoever read it."""
    found = scope(actor, rules.view_passage, Passage).filter(theme=theme)
    return found.select_related("reading__answer", "reading__reader").order_by(
        "reading__answer", "start", "pk"
    )


def history_of(theme: Theme) -> QuerySet[ThemeChange]:
    """What was done to a theme, the newest first."""
    return ThemeChange.objects.filter(theme=theme).select_related("into", "made_by")


def came_from(theme: Theme) -> list[ThemeChange]:
    """Which themes became part of this one, or were split into it."""
    return list(ThemeChange.objects.filter(into=theme).select_related("theme"))


def split_into(theme: Theme) -> list[Theme]:
    """What a theme was split into, as far as it is still used."""
    parts = ThemeChange.objects.filter(theme=theme, change=Change.SPLIT).values("into")
    return list(Theme.objects.filter(pk__in=parts, retired_at=None).order_by("name"))


@dataclass
class Progressed:
    """How far the reading of one question has come. All are numbers of answers in words that were sent."""

    asked: Asked
    total: int = 0
    once: int = 0
    begun: int = 0
    twice: int = 0
    for_two: int = 0

    @property
    def left(self) -> int:
        """How many nobody has finished."""
        return self.total - self.once

    @property
    def left_for_two(self) -> int:
        """How many a second reader has still to finish."""
        return max(0, self.for_two - self.twice)


def progress_of(actor: Actor, consultation: Consultation) -> list[Progressed]:
    """How far each question that was answered in words has come; two queries."""
    done = {
        name: Exists(Reading.objects.filter(answer=OuterRef("pk"), place=place, finished_at__isnull=False))
        for name, place in (("one", Place.FIRST), ("two", Place.SECOND))
    }
    begun = Exists(Reading.objects.filter(answer=OuterRef("pk"), place=Place.FIRST, finished_at=None))
    for_two = rules.chosen_for_two() | Q(done["two"])
    rows = (
        scope(actor, rules.read_answer, Answer)
        .filter(response__consultation=consultation)
        .exclude(text="")
        .annotate(**done, started=begun)
        .values("question")
        .annotate(
            total=Count("pk"),
            once=Count("pk", filter=Q(one=True)),
            twice=Count("pk", filter=Q(one=True, two=True)),
            begun=Count("pk", filter=Q(started=True)),
            for_two=Count("pk", filter=for_two),
        )
    )
    counts = {row["question"]: row for row in rows}
    return [
        Progressed(asked, *(counts[pk][name] for name in ("total", "once", "begun", "twice", "for_two")))
        for pk, asked in questions_of(consultation).items()
        if pk in counts
    ]


@dataclass(frozen=True)
class Reader:
    """Who read how many answers, and has how many begun and not finished."""

    name: str
    first: int
    second: int
    open: int


def readers_of(actor: Actor, consultation: Consultation) -> list[Reader]:
    """Who read how much; what was found is not told. One query."""
    rows = (
        Reading.objects.filter(
            answer__in=scope(actor, rules.read_answer, Answer).values("pk"),
            answer__response__consultation=consultation,
            place__in=(Place.FIRST, Place.SECOND),
        )
        .values("reader", "reader__name")
        .annotate(
            first=Count("pk", filter=Q(place=Place.FIRST, finished_at__isnull=False)),
            second=Count("pk", filter=Q(place=Place.SECOND, finished_at__isnull=False)),
            open=Count("pk", filter=Q(finished_at=None)),
        )
        .order_by("reader__name", "reader")
    )
    return [Reader(row["reader__name"] or "", row["first"], row["second"], row["open"]) for row in rows]


def lying_about(actor: Actor, consultation: Consultation) -> QuerySet[Reading]:
    """Readings that were begun and not finished, and that the actor may put back; the oldest first."""
    found = scope(actor, rules.put_back_reading, Reading)
    return (
        found.filter(answer__response__consultation=consultation)
        .select_related("reader", "answer")
        .order_by("begun_at", "pk")
    )


def outdated(actor: Actor, consultation: Consultation) -> QuerySet[Reading]:
    """The actor's own readings whose answer was changed since."""
    found = scope(actor, rules.change_reading, Reading).filter(answer__response__consultation=consultation)
    return found.exclude(answer_edition=F("answer__edition")).order_by("begun_at", "pk")


def last_read(actor: Actor, consultation: Consultation, other_than: int) -> Reading | None:
    """The reading that the actor finished last and may still go back to."""
    found = scope(actor, rules.change_reading, Reading).filter(
        answer__response__consultation=consultation, finished_at__isnull=False
    )
    return found.exclude(pk=other_than).order_by("-finished_at").first()


@dataclass(frozen=True)
class Mark:
    """One mark in a reading."""

    pk: int
    theme: int
    name: str
    start: int
    end: int


def marks_in(reading: Reading) -> list[Mark]:
    """What is marked in a reading that was found through `scope`, in the order of the text."""
    rows = Passage.objects.filter(reading=reading).order_by("start", "end", "theme__name")
    return [Mark(*row) for row in rows.values_list("pk", "theme", "theme__name", "start", "end")]


def counted_in(theme: Theme) -> int:
    """In how many answers a theme counts."""
    return AnswerTheme.objects.filter(theme=theme, answer__response__state=SENT).count()


@dataclass(frozen=True)
class Quoted:
    """A passage as a list shows it."""

    pk: int
    before: str
    text: str
    after: str
    asked: Asked | None
    who: str


AROUND = 160


def quoted(consultation: Consultation, rows: Iterable[Passage]) -> list[Quoted]:
    """Passages that were found through `scope` with their answer, each with some of the words around it."""
    asked = questions_of(consultation)
    shown = []
    for one in rows:
        text, answer = one.reading.answer.text, one.reading.answer
        begin, stop = max(0, one.start - AROUND), one.end + AROUND
        shown.append(
            Quoted(
                one.pk,
                ("…" if begin else "") + text[begin : one.start],
                text[one.start : one.end],
                text[one.end : stop] + ("…" if stop < len(text) else ""),
                asked.get(answer.question_id),
                str(one.reading.reader or ""),
            )
        )
    return shown
