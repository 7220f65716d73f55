"""Consultations with so many answers that there are results, and readers who sorted them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from charter.models import (
    Answer,
    AnswerTheme,
    Channel,
    Consultation,
    Place,
    Reading,
    RespondentKind,
    Response,
    Theme,
)
from tests.factories.charter import make_consultation, make_response

# How many of which kind, by which channel, and what each of them answers.
Lot = tuple[int, str, str, dict[str, Any]]
LOTS: tuple[Lot, ...] = (
    (
        20,
        RespondentKind.PARENT,
        Channel.ONLINE,
        {"rate-premises": 1, "rate-training": 2, "premises-right": ("yes", "")},
    ),
    (10, RespondentKind.PARENT, Channel.FORM, {"rate-premises": 2, "premises-right": ("no", "Not quite.")}),
    (12, RespondentKind.SCHOOL, Channel.ONLINE, {"rate-premises": 1, "rate-training": 1}),
    (8, RespondentKind.SCHOOL, Channel.EMAIL, {"rate-premises": 3, "premises-right": ("yes", "")}),
    (3, RespondentKind.GOVERNOR, Channel.EMAIL, {"rate-premises": 3, "premises-right": ("no", "")}),
    (9, RespondentKind.RESIDENT, Channel.EVENT, {"rate-premises": 2, "premises-right": ("unsure", "")}),
    (2, "", Channel.LETTER, {"premises-barriers": "Nobody answers the telephone."}),
)
TOTAL = sum(lot[0] for lot in LOTS)


def make_results(state: str = "results", lots: Sequence[Lot] = LOTS, **fields: Any) -> Consultation:
    """A consultation with the answers of `lots`, and one response begun, one withdrawn, that never count."""
    consultation = make_consultation(state, **fields)
    at = timezone.now() - timedelta(days=20)
    for count, kind, channel, answers in lots:
        for _number in range(count):
            people = 4 if channel == Channel.EVENT else 1
            make_response(consultation, kind=kind, channel=channel, answers=answers, at=at, people=people)
    for progress in ("begun", "withdrawn"):
        make_response(
            consultation, state=progress, answers={"rate-premises": 3, "premises-right": ("no", "x")}
        )
    return consultation


def make_theme(consultation: Consultation, name: str, **fields: Any) -> Theme:
    """A theme in the codebook."""
    key = name.lower().replace(" ", "-")
    return Theme.objects.create(
        **{
            "consultation": consultation,
            "key": key,
            "name": name,
            "definition": f"Whoever says it means: {name.lower()}.",
            **fields,
        }
    )


def sort_answer(answer: Answer, *themes: Theme) -> None:
    """One reader has read the answer and found these themes in it."""
    Reading.objects.create(answer=answer, place=Place.FIRST, finished_at=timezone.now())
    for theme in themes:
        AnswerTheme.objects.create(answer=answer, theme=theme)


def make_words(
    consultation: Consultation, count: int, text: str = "The gate is locked at four. {}"
) -> list[Answer]:
    """So many more responses that say something about premises-barriers, from parents online."""
    made: list[Response] = [
        make_response(consultation, answers={"premises-barriers": text.format(number)})
        for number in range(count)
    ]
    return [response.answers.get() for response in made]
