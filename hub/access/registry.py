"""Rules, and the book they are all written in."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models import Model, Q

from hub.access.errors import RuleError

M = TypeVar("M", bound=Model)

# An empty Q means "all rows" to Django, so nobody may answer with one by accident.
EVERYONE = Q(pk__isnull=False)
NOBODY = Q(pk__in=[])


class Asking(Protocol):
    """Whoever asks. The actor with its roles lives a floor above, in hub.people."""

    @property
    def id(self) -> Any:
        """The person's primary key; None for a visitor; an expression for the symbolic actor."""


# The rules asked while one request is answered: what a view declares, it must have asked.
asked: ContextVar[set[Rule[Any]] | None] = ContextVar("asked", default=None)


class Rule(Generic[M]):
    """One action on one model. Called with an actor, it answers with the rows it may be done to."""

    def __init__(self, model: type[M], ask: Callable[[Any], Q]) -> None:
        self.model = model
        self.ask = ask
        self.action = ask.__name__
        # An app's rules are a module, or a package of them.
        self.app = ask.__module__.split(".rules", 1)[0].rsplit(".", 1)[-1]
        self.name = f"{self.app}.{self.action}"
        if not (ask.__doc__ or "").strip():
            raise RuleError(f"{self.name}: say in a docstring who may do this")
        self.__doc__ = ask.__doc__

    @property
    def sentence(self) -> str:
        """The rule in words, as the person it stops is told."""
        return " ".join((self.ask.__doc__ or "").split())

    def __call__(self, actor: Asking) -> Q:
        """The condition on `model`'s rows. Raises RuleError for an empty or a joining Q."""
        q = self.ask(actor)
        if not isinstance(q, Q) or not q:
            raise RuleError(f"{self.name}: answer with a condition, EVERYONE or NOBODY")
        seen = asked.get()
        if seen is not None:
            seen.add(self)
        return q

    @cached_property
    def opens_to_visitors(self) -> bool:
        """Whether a visitor may do this to any row at all; decides who is asked to sign in."""
        return compiles_to_rows(self, actors().visitor)

    def __repr__(self) -> str:
        return f"<rule {self.name}>"


def compiles_to_rows(rule: Rule[Any], actor: Asking) -> bool:
    """Compile the rule's SQL. False where it can be seen without asking that no row matches."""
    query = rule.model._default_manager.filter(rule.ask(actor)).query
    try:
        query.get_compiler("default").as_sql()
    except EmptyResultSet:
        return False
    except FullResultSet:
        return True
    return True


RULES: dict[str, Rule[Any]] = {}


def rule(model: type[M]) -> Callable[[Callable[[Any], Q]], Rule[M]]:
    """Register a function of an actor as the rule for one action on `model`.

    Raises RuleError if the app already has a rule of that name.
    """

    def register(ask: Callable[[Any], Q]) -> Rule[M]:
        made = Rule(model, ask)
        if made.name in RULES:
            raise RuleError(f"{made.name} is registered twice")
        RULES[made.name] = made
        return made

    return register


@dataclass(frozen=True)
class Actors:
    """The actors that this floor must be able to name without knowing what an actor is."""

    visitor: Asking
    symbolic: Asking


_actors: list[Actors] = []


def register_actors(*, visitor: Asking, symbolic: Asking) -> None:
    """Called once, by the app that owns the people."""
    _actors[:] = [Actors(visitor, symbolic)]


def actors() -> Actors:
    """Raises RuleError before `register_actors` has been called."""
    if not _actors:
        raise RuleError("no app has registered its actors")
    return _actors[0]
