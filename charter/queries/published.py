"""What the public reads of what people said: published rows, and nothing else (rules.md D9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, OuterRef, QuerySet

from charter import rules
from charter.models import Consultation, PublishedAnswer, PublishedResponse, Wording
from hub.access import scope
from hub.documents.sheets import Cell
from hub.people.actor import Actor

# So much of an answer stands in the list; the rest is on the response's own page.
SHOWN = 280
CHUNK = 500


@dataclass(frozen=True)
class Asked:
    """How the newest version puts a question. place sorts as the version does."""

    place: tuple[int, int]
    section: str
    section_title: str
    label: str
    text: str


@dataclass(frozen=True)
class Said:
    """One published answer in words."""

    question: str
    label: str
    rating: str
    choice: str
    text: str
    cut: bool = False


@dataclass
class Card:
    """One published response in the list."""

    public_id: str
    url: str
    who: str
    kind: str
    channel: str
    said: list[Said] = field(default_factory=list)
    more: int = 0


def questions_of(consultation: Consultation) -> dict[int, Asked]:
    """Every question that a published version asks, by its key, as the newest asks it. One query."""
    rows = Wording.objects.filter(
        version__consultation=consultation, version__published_at__isnull=False
    ).select_related("section", "version")
    found: dict[int, Asked] = {}
    for row in rows.order_by("version__number", "section__position", "position"):
        place = (row.section.position, row.position)
        found[row.question_id] = Asked(place, row.section.key, row.section.title, row.label, row.text)
    return dict(sorted(found.items(), key=lambda one: one[1].place))


def responses_of(
    actor: Actor,
    consultation: Consultation,
    *,
    words: str = "",
    questions: Iterable[int] | None = None,
    kind: str = "",
    channel: str = "",
) -> QuerySet[PublishedResponse]:
    """Published responses that fit, in the order of their ids, which nobody chose.

    words: all of them stand in one published answer. questions: one of these was answered, and where there
    are words, they stand there.
    """
    rows = scope(actor, rules.view_published_response, PublishedResponse).filter(consultation=consultation)
    rows = rows.select_related("consultation")
    if kind:
        rows = rows.filter(kind=kind)
    if channel:
        rows = rows.filter(channel=channel)
    if words or questions is not None:
        said = PublishedAnswer.objects.filter(published=OuterRef("pk"))
        rows = rows.filter(Exists(_fitting(said, words, questions)))
    return rows.order_by("public_id")


def cards_of(
    rows: Iterable[PublishedResponse],
    asked: dict[int, Asked],
    *,
    words: str = "",
    questions: Iterable[int] | None = None,
) -> list[Card]:
    """A card for each: the answers that fit first, two of them, and how many there are beside. One query."""
    rows = list(rows)
    fitting = _fitting(PublishedAnswer.objects.filter(published__in=rows), words, questions)
    every = PublishedAnswer.objects.filter(published__in=rows)
    wanted = set(fitting.values_list("pk", flat=True)) if words or questions is not None else set()
    by_response: dict[int, list[PublishedAnswer]] = defaultdict(list)
    for one in every:
        by_response[one.published_id].append(one)
    cards = []
    for row in rows:
        answers = sorted(by_response[row.pk], key=lambda one: _order(one, asked, wanted))
        card = Card(row.public_id, row.get_absolute_url(), *who_of(row))
        card.said = [_said(one, asked, cut=SHOWN) for one in answers[:2]]
        card.more = max(0, len(answers) - 2)
        cards.append(card)
    return cards


def shelves_of(actor: Actor, row: PublishedResponse, asked: dict[int, Asked]) -> list[tuple[str, list[Said]]]:
    """The answers of one published response by section. One query."""
    answers = scope(actor, rules.view_published_answer, PublishedAnswer).filter(published=row)
    shelves: dict[tuple[int, str], list[Said]] = {}
    for one in sorted(answers, key=lambda one: _place(one, asked)):
        where = asked.get(one.question_id)
        key = (where.place[0], where.section_title) if where else (9_999, "")
        shelves.setdefault(key, []).append(_said(one, asked))
    return [(title, said) for (_place, title), said in shelves.items()]


def who_of(row: PublishedResponse) -> tuple[str, str, str]:
    """Who it is from, if they are named; who they are; how it came. Empty where that is not known."""
    who = ", ".join(one for one in (row.name, row.organisation_name) if one)
    return who, row.get_kind_display(), row.get_channel_display()


def table_of(rows: QuerySet[PublishedResponse], asked: dict[int, Asked]) -> Iterator[list[Cell]]:
    """A line for each published answer of these responses, read in pieces of so many answers."""
    answers = PublishedAnswer.objects.filter(published__in=rows.order_by()).select_related("published")
    for one in answers.order_by("published__public_id", "pk").iterator(chunk_size=CHUNK):
        where, said = asked.get(one.question_id), _said(one, asked)
        who, kind, channel = who_of(one.published)
        yield [
            one.published.public_id,
            who,
            kind,
            channel,
            where.section_title if where else "",
            said.label,
            said.question,
            said.rating,
            said.choice,
            said.text,
        ]


def _fitting(
    rows: QuerySet[PublishedAnswer], words: str, questions: Iterable[int] | None
) -> QuerySet[PublishedAnswer]:
    if questions is not None:
        rows = rows.filter(question__in=list(questions))
    if words:
        query = SearchQuery(words, config="english", search_type="websearch")
        rows = rows.annotate(words=SearchVector("text", config="english")).filter(words=query)
    return rows


def _order(one: PublishedAnswer, asked: dict[int, Asked], wanted: set[int]) -> tuple[Any, ...]:
    # What fits first, then words before bare numbers, then as it was asked.
    return one.pk not in wanted, not one.text, _place(one, asked)


def _place(one: PublishedAnswer, asked: dict[int, Asked]) -> tuple[int, int]:
    where = asked.get(one.question_id)
    return where.place if where else (9_999, 0)


def _said(one: PublishedAnswer, asked: dict[int, Asked], cut: int = 0) -> Said:
    where = asked.get(one.question_id)
    long = bool(cut) and len(one.text) > cut
    return Said(
        question=where.text if where else "",
        label=where.label if where else "",
        rating=str(one.get_rating_display() or "") if one.rating else "",
        choice=one.get_choice_display(),
        text=one.text[:cut].rsplit(" ", 1)[0] + " …" if long else one.text,
        cut=long,
    )
