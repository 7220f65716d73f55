"""A steward’s desk with two who enter what came another way, and originals in each state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from charter.actions import originals as actions
from charter.actions.originals import Details
from charter.actions.writing_out import Written, write_out
from charter.models import Channel, Consultation, Publish, Response
from hub.files.models import Document
from hub.people.actor import Actor
from hub.people.models import Organisation, Person, Role
from tests.factories.charter import make_consultation
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.personas import Persona

LETTER = (
    "Dear all 🙂,\n"
    "The gate is locked at four. Mrs. Plumtree has the key, and she goes home at three.\n"
    "My cafe\u0301 would lend its tables! 👩‍👧‍👦 We would come on Saturdays.\n"
    "Yours, a neighbour"
)


@dataclass
class Desk:
    """Ada writes out, Bo checks; Cleo sorts, and enters nothing. One consultation is open."""

    steward: Organisation = field(default_factory=lambda: OrganisationFactory(steward=True))
    consultation: Consultation = field(default_factory=make_consultation)

    def __post_init__(self) -> None:
        self.ada = self._member(Role.ADMINISTRATOR, "Ada Lovelock")
        self.bo = self._member(Role.ADMINISTRATOR, "Bo Thistle")
        self.cleo = self._member(Role.ANALYST, "Cleo Marsh")

    def _member(self, role: Role, name: str) -> Person:
        email = f"{name.split()[0].lower()}@steward.test"
        return make_member(self.steward, role, name=name, email=email)

    @property
    def writes(self) -> Actor:
        return acting(self.ada)

    @property
    def checks(self) -> Actor:
        return acting(self.bo)

    def path(self, page: str = "originals/", response: Response | None = None) -> str:
        """An address below the consultation's, or below one response's: `page` is "", "check/"…"""
        start = f"/charter/manage/{self.consultation.slug}/"
        return f"{start}enter/{response.pk}/{page}" if response else start + page

    def enter(self, keep: Document | None = None, **changes: Any) -> Response:
        """A letter of LETTER's words that came today, with these details changed."""
        found = details(**changes)
        return actions.enter(self.consultation.pk, found, by=self.writes, keep=lambda: keep)

    def written(self, answers: dict[str, Written] | None = None, **changes: Any) -> Response:
        """A letter that Ada has written out whole."""
        response = self.enter(**changes)
        answers = answers or {"premises-barriers": Written(text="The gate is locked at four.")}
        response = write_out(response.pk, answers, edition=response.edition, by=self.writes)
        return actions.finish(response.pk, edition=response.edition, by=self.writes)

    def checked(self, **changes: Any) -> Response:
        """A letter that Bo has found right."""
        response = self.written(**changes)
        return actions.check(response.pk, edition=response.edition, by=self.checks)


def details(**changes: Any) -> Details:
    """A letter that came today."""
    today = timezone.localdate()
    known = {"channel": Channel.LETTER, "received_on": today, "text": LETTER, "publish": Publish.NOT}
    return Details(**{**known, **changes})


def sent(**changes: Any) -> dict[str, Any]:
    """What a browser sends of the form of details: a letter that came yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return {
        "channel": Channel.LETTER,
        "received_on": f"{yesterday:%d/%m/%Y}",
        "people": "1",
        "text": LETTER,
        "publish": Publish.NOT,
        **changes,
    }


def browser_of(person: Person | None) -> Client:
    """A browser with both steps of signing in done; a visitor's for None."""
    if person is None:
        return Client(raise_request_exception=False)
    return Persona("someone", person, acting(person)).client()
