"""Responses in the states that the review tells apart, and its people."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from charter.models import Answer, Consultation, Original, Response
from hub.people.actor import Actor
from hub.people.models import Organisation, Role
from tests.factories.charter import make_consultation, make_response
from tests.factories.people import OrganisationFactory, acting, make_member

# What a person wrote who named others: each of these is found by the checks.
TELLING = "Mrs Okafor at the gate was kind to my son Jamie. Ring me on 0121 496 0199."
PLAIN = "The gate is locked at four."


@dataclass
class Desk:
    """A consultation that has closed, and a steward with two administrators who read responses."""

    consultation: Consultation = field(default_factory=lambda: make_consultation("closed"))
    steward: Organisation = field(default_factory=lambda: OrganisationFactory(steward=True))

    def __post_init__(self) -> None:
        self.first = make_member(
            self.steward, Role.ADMINISTRATOR, name="Samir Quill", email="one@steward.test"
        )
        self.second = make_member(
            self.steward, Role.ADMINISTRATOR, name="Wren Abbott", email="two@steward.test"
        )

    @property
    def reads(self) -> Actor:
        return acting(self.first)

    @property
    def reads_too(self) -> Actor:
        return acting(self.second)

    def response(self, text: str = TELLING, **fields: object) -> Response:
        """A response with these words to one question, and a rating."""
        answers = fields.pop("answers", {"premises-barriers": text, "rate-premises": 1})
        return make_response(self.consultation, answers=answers, **fields)  # type: ignore[arg-type]

    def path(self, response: Response) -> str:
        """Where it is read."""
        return f"/charter/manage/{self.consultation.slug}/review/{response.pk}/"


def words_of(response: Response) -> Answer:
    """The answer in words."""
    return response.answers.exclude(text="").get()


def check_original(response: Response, by: object = None) -> None:
    """A second person has checked that it was written out rightly."""
    Original.objects.filter(response=response).update(checked_at=timezone.now())
