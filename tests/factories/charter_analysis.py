"""Themes, readings and marks, and the people who read."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone

from charter.actions.derive import derive_themes
from charter.actions.themes import ThemeWords, create_theme
from charter.models import (
    Answer,
    AnswerTheme,
    Consultation,
    DoubleReading,
    Passage,
    Place,
    Reading,
    Theme,
)
from hub.people.actor import Actor
from hub.people.models import Organisation, Person, Role
from tests.factories.charter import make_consultation, make_response
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.personas import Persona

_numbers = itertools.count(1)
TEXT = "The gate is locked at four. Nobody knows who to ask. The hall costs too much."


def make_theme(consultation: Consultation, name: str = "", **fields: Any) -> Theme:
    """A theme in use, made past the actions."""
    number = next(_numbers)
    made = {"key": f"theme-{number}", "name": name or f"Theme {number}", "definition": "What it means."}
    return Theme.objects.create(**{"consultation": consultation, **made, **fields})


def make_answers(consultation: Consultation, number: int, text: str = TEXT) -> list[Answer]:
    """So many answers to one question, each in a response of its own."""
    return [
        make_response(consultation, answers={"premises-barriers": text}).answers.get()
        for _row in range(number)
    ]


def make_reading(
    answer: Answer,
    place: Place,
    reader: Person | None,
    *found: Theme | tuple[Theme, int, int],
    finished: bool = True,
    **fields: Any,
) -> Reading:
    """A reading with these themes marked in the first sentence, or where they say; what it counts for too."""
    with transaction.atomic():
        reading = Reading.objects.create(
            **{
                "answer": answer,
                "place": place,
                "reader": reader,
                "answer_edition": answer.edition,
                "finished_at": timezone.now() if finished else None,
                **fields,
            }
        )
        for one in found:
            theme, start, end = one if isinstance(one, tuple) else (one, 0, 27)
            Passage.objects.create(reading=reading, theme=theme, start=start, end=end)
        derive_themes([answer.pk])
    return reading


def counts(answer: Answer) -> set[str]:
    """The names of the themes that an answer counts for."""
    return set(AnswerTheme.objects.filter(answer=answer).values_list("theme__name", flat=True))


@dataclass
class Room:
    """A closed consultation of which two people read all answers, an analyst and an administrator."""

    consultation: Consultation = field(
        default_factory=lambda: make_consultation("closed", double_reading=DoubleReading.ALL)
    )
    steward: Organisation = field(default_factory=lambda: OrganisationFactory(steward=True))

    def __post_init__(self) -> None:
        self.analyst = make_member(self.steward, Role.ANALYST, name="Ada Larkspur", email="ada@steward.test")
        self.admin = make_member(
            self.steward, Role.ADMINISTRATOR, name="Ben Fennel", email="ben@steward.test"
        )
        self.third = make_member(self.steward, Role.ANALYST, name="Cleo Marrow", email="cleo@steward.test")
        self.gate = make_theme(self.consultation, "Locked gates", key="gates")
        self.cost = make_theme(self.consultation, "Too dear", key="cost")

    @property
    def first(self) -> Actor:
        return acting(self.analyst)

    @property
    def second(self) -> Actor:
        return acting(self.admin)

    @property
    def other(self) -> Actor:
        return acting(self.third)

    def answer(self, text: str = TEXT) -> Answer:
        (answer,) = make_answers(self.consultation, 1, text)
        return answer

    def theme(self, name: str) -> Theme:
        return create_theme(self.consultation.pk, ThemeWords(name, "What it means."), by=self.first)

    def differing(self, *, first: tuple[Any, ...] = (), second: tuple[Any, ...] = ()) -> Answer:
        """An answer that both have read; by default one saw the gates, and the other that it is too dear."""
        answer = self.answer()
        make_reading(answer, Place.FIRST, self.analyst, *(first or (self.gate,)))
        make_reading(answer, Place.SECOND, self.admin, *(second or (self.cost,)))
        return answer

    def url(self, path: str = "") -> str:
        return f"/charter/manage/{self.consultation.slug}/{path}"


def client_of(person: Person | None, *, second_factor: bool = True) -> Client:
    """A browser, signed in with the second factor; of a visitor where there is no person."""
    if person is None:
        return Client(raise_request_exception=False)
    return Persona("someone", person, acting(person, second_factor=second_factor)).client()
