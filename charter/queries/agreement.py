"""What the page on agreement compares: answers that two people read apart and finished."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from charter import rules
from charter.agreement import Agreement, agreement
from charter.models import Answer, Consultation, Passage, Place, Reading, Theme
from charter.queries.coding import Asked, questions_of
from hub.access import scope
from hub.people.actor import Actor

Themes = frozenset[int]


@dataclass(frozen=True)
class ThemeAgreement:
    """How two readers agreed about one theme."""

    name: str
    retired: bool
    found: Agreement
    both: int
    one: int


@dataclass(frozen=True)
class QuestionAgreement:
    """How often two readers found exactly the same themes in the answers to one question."""

    asked: Asked
    found: Agreement


@dataclass(frozen=True)
class Compared:
    """All that the page shows."""

    number: int
    overall: Agreement
    by_theme: list[ThemeAgreement]
    by_question: list[QuestionAgreement]


def compare(actor: Actor, consultation: Consultation, question: int | None = None) -> Compared:
    """Compare the two readings of every answer that has two, of one question or of all; four queries.

    What was settled is left out: it says what counts, not what each saw alone. So are readings of words that
    were changed since.
    """
    done = Reading.objects.filter(
        answer__in=scope(actor, rules.settle_answer, Answer).values("pk"),
        answer__response__consultation=consultation,
        place__in=(Place.FIRST, Place.SECOND),
        finished_at__isnull=False,
        answer_edition=F("answer__edition"),
    )
    asked_of: dict[int, int] = {}
    found: dict[int, dict[int, set[int]]] = {}
    for answer, place, about in done.values_list("answer", "place", "answer__question"):
        found.setdefault(answer, {})[place] = set()
        asked_of[answer] = about
    marked = Passage.objects.filter(reading__in=done)
    for answer, place, theme in marked.values_list("reading__answer", "reading__place", "theme").distinct():
        found[answer][place].add(theme)
    pairs = {
        answer: (frozenset(two[Place.FIRST]), frozenset(two[Place.SECOND]))
        for answer, two in found.items()
        if len(two) == 2
    }
    shown = [pair for answer, pair in pairs.items() if question in (None, asked_of[answer])]
    by_question: dict[int, list[tuple[Themes, Themes]]] = {}
    for answer, pair in pairs.items():
        by_question.setdefault(asked_of[answer], []).append(pair)
    return Compared(
        number=len(shown),
        overall=agreement(_sets(shown)),
        by_theme=[_about(theme, shown) for theme in _themes(actor, consultation, shown)],
        by_question=[
            QuestionAgreement(asked, agreement(_sets(by_question[pk])))
            for pk, asked in questions_of(consultation).items()
            if pk in by_question
        ],
    )


def _sets(pairs: list[tuple[Themes, Themes]]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Whole sets of themes as labels: the same only where every theme is."""
    return [(tuple(sorted(first)), tuple(sorted(second))) for first, second in pairs]


def _themes(actor: Actor, consultation: Consultation, pairs: list[tuple[Themes, Themes]]) -> list[Theme]:
    """Those in use, and those that are not but were marked."""
    seen = {theme for pair in pairs for side in pair for theme in side}
    every = scope(actor, rules.edit_theme, Theme).filter(consultation=consultation).order_by("name", "pk")
    return [theme for theme in every if theme.retired_at is None or theme.pk in seen]


def _about(theme: Theme, pairs: list[tuple[Themes, Themes]]) -> ThemeAgreement:
    """Whether each saw the theme in an answer, wherever in it."""
    saw = [(theme.pk in first, theme.pk in second) for first, second in pairs]
    return ThemeAgreement(
        name=theme.name,
        retired=theme.retired_at is not None,
        found=agreement(saw),
        both=sum(first and second for first, second in saw),
        one=sum(first != second for first, second in saw),
    )
