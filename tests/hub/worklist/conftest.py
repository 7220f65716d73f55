"""A queue of groups that wait to be checked, for whoever may check them."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as hub_settings
from django.db.models import QuerySet
from django.test import Client
from pytest_django import Settings

from hub.access import scope
from hub.people import rules
from hub.people.actor import Actor
from hub.people.models import Kind, Organisation, Role
from hub.worklist import Queue, register_queue, registry
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.personas import Persona

TEMPLATES = Path(__file__).parent / "templates"


def waiting_groups(actor: Actor) -> QuerySet[Organisation]:
    """Groups that nobody has checked, for those who see them all the same: the steward."""
    seen = scope(actor, rules.view_organisation, Organisation)
    return seen.filter(verified_until=None, kind=Kind.GROUP).order_by("name")


def what_is_needed(actor: Actor, rows: Sequence[Organisation]) -> dict[str, Any]:
    """One fetch for all rows of a page."""
    keys = [row.pk for row in rows]
    return {"words": "Seen together:", "numbers": list(Organisation.objects.filter(pk__in=keys))}


@pytest.fixture(autouse=True)
def _own_queues(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """No queue but the test's own, and its template."""
    monkeypatch.setattr(registry, "_queues", {})
    engines = copy.deepcopy(hub_settings.TEMPLATES)
    engines[0]["DIRS"] = [*engines[0]["DIRS"], TEMPLATES]
    settings.TEMPLATES = engines


@pytest.fixture
def queue() -> Queue:
    """The queue, registered."""
    made = Queue(
        key="check-groups",
        title="Groups to check",
        template="work/check.html",
        rows=waiting_groups,
        order=10,
        empty="Every group is checked.",
        context=what_is_needed,
    )
    register_queue(made)
    return made


@pytest.fixture
def steward(db: None) -> Client:
    """The browser of an administrator at the steward, who proved twice who they are."""
    return browser_of(Role.ADMINISTRATOR)


def browser_of(*roles: Role, second_factor: bool = True) -> Client:
    """The browser of somebody with these roles at the steward."""
    organisation = Organisation.objects.filter(kind=Kind.STEWARD).first() or OrganisationFactory(steward=True)
    person = make_member(organisation, *roles, name="Amina Hollis")
    return Persona("steward", person, acting(person, second_factor=second_factor)).client()


def make_groups(number: int) -> list[Organisation]:
    """Groups that wait, named in the order in which they do."""
    return [OrganisationFactory(unverified=True, name=f"Group {one:03}") for one in range(number)]
