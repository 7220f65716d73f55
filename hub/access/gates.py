"""The five questions one can ask of a rule. Nothing else reads or changes protected rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, Model, Q, QuerySet, Value, When

from hub.access.errors import NotAllowed, RuleError
from hub.access.registry import Asking, Rule, actors

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

M = TypeVar("M", bound=Model)


def scope(actor: Asking, rule: Rule[M], model: type[M]) -> QuerySet[M]:
    """The rows of `model` that `actor` may do the rule's action to. Lazy; one condition in SQL."""
    if rule.model is not model:
        raise RuleError(f"{rule.name} is about {rule.model.__name__}, not {model.__name__}")
    return model._default_manager.filter(_condition(actor, rule))


def hold(actor: Asking, rule: Rule[M], pk: Any) -> M:
    """Lock one row and give it to the action that changes it, if the rule allows.

    The row is locked first, by primary key; the rule is asked second, as a statement of its own,
    so that it sees what others committed while this one waited. Other rows may still refer to the
    locked one (FOR NO KEY UPDATE): only a second holder waits.

    Raises NotAllowed if there is no such row or the rule refuses, RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("hold() belongs inside the action's transaction")
    held = rule.model._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if held is None or not scope(actor, rule, rule.model).filter(pk=pk).exists():
        raise NotAllowed(rule)
    return held


def can(actor: Asking, rule: Rule[M], row: M) -> bool:
    """Whether the rule allows this one row now: to show or hide, never to decide a change."""
    return scope(actor, rule, rule.model).filter(pk=row.pk).exists()


def flags(keys: Iterable[Any], actor: Asking, *rules: Rule[Any]) -> dict[Any, dict[str, bool]]:
    """What each row of a page allows: `{pk: {action: allowed}}`, in one query.

    All rules must be about one model. A visitor is answered without a query, unless a rule is open to them.
    """
    keys = list(keys)
    none_of_it = {key: {rule.action: False for rule in rules} for key in keys}
    nobody = actor == actors().visitor and not any(rule.opens_to_visitors for rule in rules)
    if nobody or not keys:
        return none_of_it
    (model,) = {rule.model for rule in rules}
    rows = (
        model._default_manager.filter(pk__in=keys)
        .annotate(
            **{
                f"may_{rule.action}": ExpressionWrapper(rule(actor), output_field=BooleanField())
                for rule in rules
            }
        )
        .values_list("pk", *(f"may_{rule.action}" for rule in rules))
    )
    found = {
        pk: {rule.action: bool(may) for rule, may in zip(rules, mays, strict=True)} for pk, *mays in rows
    }
    # A row that went since its key was read allows nothing.
    return none_of_it | found


def who_can(rule: Rule[M], row: M) -> QuerySet[AbstractBaseUser]:
    """Everyone who may do this to `row`, in one query, by asking the rule about nobody in particular.

    Who may is not who is asked: notices go by a duty rule of their own.
    """
    allowed = scope(actors().symbolic, rule, rule.model).filter(pk=row.pk)
    return get_user_model()._default_manager.filter(Exists(allowed), is_active=True)


def _condition(actor: Asking, rule: Rule[M]) -> Q:
    q = rule(actor)
    if actor is not actors().symbolic:
        return q
    # One opaque condition. Postgres (seen in 18.6) copies the arms of an OR over a join down to the scan,
    # and the copies of one hashed subquery share its state: for the next person, one still answers for
    # the last.
    return Q(Case(When(q, then=Value(True)), default=Value(False)))
