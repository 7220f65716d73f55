"""Start-up checks: every rule compiles for every kind of actor, and joins nothing that is to-many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldError
from django.db.models import Model, Q
from django.db.models.constants import LOOKUP_SEP
from django.db.models.sql import Query

from hub.access.errors import RuleError
from hub.access.registry import RULES, Asking, Rule, actors, compiles_to_rows


def lookups(q: Q) -> Iterator[str]:
    """Every lookup path in a Q, however deep."""
    for child in q.children:
        if isinstance(child, Q):
            yield from lookups(child)
        elif isinstance(child, tuple):
            yield child[0]


def joins_many(model: type[Model], path: str) -> bool:
    """Whether a lookup path crosses a to-many relation, which would repeat rows and leak by count."""
    infos, *_ = Query(model).names_to_path(path.split(LOOKUP_SEP), model._meta)
    return any(info.m2m for info in infos)


def faults(rule: Rule[Any], asking: Sequence[Asking]) -> Iterator[str]:
    """What is wrong with a rule, in words."""
    for actor in asking:
        try:
            q = rule(actor)
            compiles_to_rows(rule, actor)
        except (RuleError, FieldError, TypeError, ValueError) as error:
            yield f"{rule.name}: {error}"
            return
        for path in lookups(q):
            if joins_many(rule.model, path):
                yield f"{rule.name}: {path} joins many rows; use Exists or __in a subquery"


@register("access")
def every_rule_compiles(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Runs with `manage.py check`, and so before the server starts."""
    asking = [actors().visitor, actors().symbolic]
    return [
        Error(fault, id="access.E001")
        for rule in RULES.values()
        for fault in dict.fromkeys(faults(rule, asking))
    ]
