"""What was answered, counted: who answered at all, and each question, by channel and kind of respondent.

Only answers of responses that were sent are counted. Nothing here is hidden yet: `results_shown` does that,
and is all that pages and exports read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, QuerySet, Sum, Window
from django.db.models.functions import RowNumber, TruncWeek

from charter.models import (
    Answer,
    AnswerTheme,
    Consultation,
    Progress,
    PublishedAnswer,
    QuestionKind,
    Reading,
    Response,
    Wording,
)

# Channel and kind of respondent; "" is a kind that was not said.
Group = tuple[str, str]
# Answered in words, where there was something to choose.
WORDS = "words"
QUOTES = 2


@dataclass
class Asked:
    """A question in its newest published words. `area` is 1–8, or None."""

    pk: int
    key: str
    kind: str
    label: str
    text: str
    area: int | None
    version: int


@dataclass
class AskedSection:
    """A section in its newest published words, with its questions in the order of the text."""

    key: str
    title: str
    area: int | None
    position: int
    questions: list[Asked] = field(default_factory=list)


@dataclass
class Base:
    """How many responses were sent, by channel and kind, and for how many people they speak."""

    groups: Counter[Group]
    people: int

    @property
    def total(self) -> int:
        """All responses that were sent."""
        return self.groups.total()


@dataclass
class Coded:
    """What readers found in one question's answers in words."""

    words: int = 0
    read: int = 0
    findings: Counter[int] = field(default_factory=Counter)


Values = Counter[tuple[Group, str]]


def asked(consultation: Consultation) -> list[AskedSection]:
    """Every question that was ever put in public, each once, under its newest section. One query."""
    rows = (
        Wording.objects.filter(version__consultation=consultation, version__published_at__isnull=False)
        .select_related("version", "section", "question")
        .order_by("-version__number", "section__position", "position", "pk")
    )
    sections: dict[str, AskedSection] = {}
    seen: set[int] = set()
    for row in rows:
        if row.question_id in seen:
            continue
        seen.add(row.question_id)
        part = row.section
        section = sections.setdefault(
            part.key, AskedSection(part.key, part.title, part.area, part.position, [])
        )
        section.questions.append(
            Asked(
                row.question_id,
                row.question.key,
                row.question.kind,
                row.label,
                row.text,
                row.area or part.area,
                row.version.number,
            )
        )
    return sorted(sections.values(), key=lambda section: section.position)


def base(consultation: Consultation) -> Base:
    """Who answered at all. One query."""
    rows = (
        Response.objects.filter(consultation=consultation, state=Progress.SENT)
        .values_list("channel", "about_you__kind")
        .annotate(count=Count("*"), persons=Sum("people"))
        .order_by()
    )
    groups: Counter[Group] = Counter()
    people = 0
    for channel, kind, count, persons in rows:
        groups[channel, kind or ""] += count
        people += persons
    return Base(groups, people)


def by_district(consultation: Consultation) -> Counter[str]:
    """Responses by postcode district; "" where none was given. One query."""
    rows = (
        Response.objects.filter(consultation=consultation, state=Progress.SENT)
        .values_list("about_you__district")
        .annotate(count=Count("*"))
        .order_by()
    )
    counted: Counter[str] = Counter()
    for district, count in rows:
        counted[district or ""] += count
    return counted


def by_week(consultation: Consultation) -> Counter[date]:
    """Responses by the Monday of the week in which they were sent, London time. One query."""
    rows = (
        Response.objects.filter(consultation=consultation, state=Progress.SENT)
        .annotate(week=TruncWeek("sent_at"))
        .values_list("week")
        .annotate(count=Count("*"))
        .order_by()
    )
    return Counter({week.date(): count for week, count in rows})


def values(consultation: Consultation, questions: Iterable[Asked]) -> dict[int, Values]:
    """How each question was answered, by its primary key: counts by group and value. One query.

    Values are "1" to "3" of a rating, "yes", "no", "unsure", and WORDS where nothing was chosen.
    """
    rows = (
        Answer.objects.filter(
            question__in=[one.pk for one in questions],
            response__consultation=consultation,
            response__state=Progress.SENT,
        )
        .values_list("question", "response__channel", "response__about_you__kind", "rating", "choice")
        .annotate(count=Count("*"))
        .order_by()
    )
    found: dict[int, Values] = {}
    for question, channel, kind, rating, choice, count in rows:
        value = str(rating) if rating else choice or WORDS
        found.setdefault(question, Counter())[(channel, kind or ""), value] += count
    return found


def coded(consultation: Consultation, questions: Iterable[Asked]) -> dict[int, Coded]:
    """How many answers in words each question has, how many were read, and their themes. Three queries."""
    keys = [one.pk for one in questions if one.kind != QuestionKind.RATING]
    sent = {"response__consultation": consultation, "response__state": Progress.SENT}
    found = {key: Coded() for key in keys}
    in_words = Answer.objects.filter(question__in=keys, **sent).exclude(text="")
    for key, count in in_words.values_list("question").annotate(count=Count("*")).order_by():
        found[key].words = count
    behind = {"answer__question__in": keys, **{f"answer__{name}": value for name, value in sent.items()}}
    read = Reading.objects.filter(finished_at__isnull=False, **behind)
    for key, count in (
        read.values_list("answer__question").annotate(count=Count("answer", distinct=True)).order_by()
    ):
        found[key].read = count
    said = AnswerTheme.objects.filter(**behind)
    for key, theme, count in (
        said.values_list("answer__question", "theme").annotate(count=Count("*")).order_by()
    ):
        found[key].findings[theme] = count
    return found


def quotes(
    published: QuerySet[PublishedAnswer], questions: Iterable[Asked]
) -> dict[tuple[int, int], list[dict[str, str]]]:
    """Up to QUOTES published answers for each question and theme. One query.

    `published` is what the actor may read. The order is that of the random public ids: nobody chose it.
    """
    ranked = (
        published.filter(question__in=[one.pk for one in questions], answer__themes__isnull=False)
        .exclude(text="")
        .annotate(
            theme=F("answer__themes__theme"),
            place=Window(
                RowNumber(),
                partition_by=[F("question"), F("answer__themes__theme")],
                order_by=[F("published__public_id")],
            ),
        )
        .filter(place__lte=QUOTES)
        .order_by("question", "theme", "place")
        .values_list("question", "theme", "text", "published__public_id", "published__name")
    )
    found: dict[tuple[int, int], list[dict[str, str]]] = {}
    for question, theme, text, public_id, name in ranked:
        quote = {"text": text, "public_id": public_id, "name": name}
        found.setdefault((question, theme), []).append(quote)
    return found
