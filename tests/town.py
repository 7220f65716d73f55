"""A small town in which every kind of row stands in every state, for the tests of the permission model."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from pytest_django import DjangoDbBlocker

from hub.access import Rule
from hub.access.registry import RULES
from tests.personas import Organisations, Persona, make_organisations, make_personas, settle
from tests.support.databases import database_copy, using_database

Specimens = dict[str, Model]
MakesSpecimens = Callable[["Town"], Specimens]
_makers: list[tuple[type[Model], MakesSpecimens]] = []


@dataclass
class Town:
    """The organisations, who asks, and the rows they ask about, by model and by the row's label."""

    organisations: Organisations
    personas: list[Persona]
    specimens: dict[type[Model], Specimens] = field(default_factory=dict)

    def persona(self, name: str) -> Persona:
        """Raises KeyError."""
        return {persona.name: persona for persona in self.personas}[name]

    @property
    def browsing(self) -> list[Persona]:
        """Those who open pages."""
        return [persona for persona in self.personas if persona.browses]


def specimens(model: type[Model]) -> Callable[[MakesSpecimens], MakesSpecimens]:
    """Register what makes rows of a model, one for each state that a rule could tell apart.

    Several rooms may each make some of the same model; their labels differ.
    """

    def register(make: MakesSpecimens) -> MakesSpecimens:
        _makers.append((model, make))
        return make

    return register


def build_town() -> Town:
    """Make everything: organisations while they may still post, their rows, then what became of them."""
    from tests.hub.access import specimens as _registered  # noqa: F401  (each file registers its models)

    organisations = make_organisations()
    town = Town(organisations, make_personas(organisations))
    for model, make in _makers:
        made, there = make(town), town.specimens.setdefault(model, {})
        if twice := there.keys() & made.keys():
            raise LookupError(f"two specimens of {model.__name__} are called {sorted(twice)}")
        there.update(made)
    settle(organisations)
    return town


@contextmanager
def open_town(blocker: DjangoDbBlocker) -> Iterator[Town]:
    """A town in a database of its own, for the tests of one module. What they change stays for the next."""
    with blocker.unblock(), database_copy("empty") as name, using_database(name):
        yield build_town()


def rules() -> list[Rule[Any]]:
    """Every registered rule, by name."""
    return [RULES[name] for name in sorted(RULES)]
