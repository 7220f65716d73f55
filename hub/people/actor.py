"""Whoever acts: a person with their roles, a visitor, or the hub working for one organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import BigAutoField, Exists, Expression, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from hub.access import NOBODY, RuleError
from hub.people.models import Membership, Organisation, Person, Role
from hub.people.models.membership import GUARDED_ROLES, STEWARD_ROLES


@dataclass(frozen=True)
class Actor:
    """What every rule is asked about.

    `id` is the person's primary key, None for a visitor. `second_factor` says whether they
    proved it is them twice: without it, roles that decide or see others' data count for nothing.
    """

    id: Any = None
    second_factor: bool = False
    name: str = ""

    def organisations(
        self, *roles: Role, verified: bool = False, proved: bool = False
    ) -> QuerySet[Organisation, int]:
        """Keys of the organisations where the actor has one of `roles`, as a subquery.

        Suspended organisations and closed accounts give nothing; with `verified`, nor do those
        whose verification has run out; with `proved`, no role counts without a second factor,
        guarded or not. Read afresh whenever it runs: nothing is remembered.
        """
        held = [role for role in roles if self.second_factor or not (proved or role in GUARDED_ROLES)]
        if self.id is None or not held:
            return Organisation.objects.none().values_list("pk", flat=True)
        memberships = Membership.objects.filter(
            person=self.id, person__is_active=True, role__in=held, organisation__suspended_at=None
        )
        if verified:
            memberships = memberships.filter(organisation__verified_until__gte=timezone.localdate())
        return memberships.values_list("organisation", flat=True)  # type: ignore[return-value]

    def member_of(self) -> QuerySet[Organisation, int]:
        """Keys of the organisations where the actor has any role at all."""
        return self.organisations(*Role)

    def once_proved(self) -> Actor:
        """The same person as they would be with a second factor: only to say what is missing."""
        return replace(self, second_factor=True)

    def unnamed(self) -> Actor:
        """Anybody who proved as much: for what is composed once for many, not to be run as it is.

        A visitor is nobody in particular already.
        """
        return self if self.id is None else replace(self, id=_SOMEBODY, name="")

    def named_in(self, values: Iterable[Any]) -> tuple[Any, ...]:
        """The values of what was composed for `unnamed`, with this person in it."""
        return tuple(self.id if value is _SOMEBODY else value for value in values)

    def steward(self, *roles: Role) -> Q:
        """A condition that is true of every row, or of none, as the actor has a role at the steward.

        Raises RuleError for a role that other organisations give too.
        """
        if not set(roles) <= set(STEWARD_ROLES):
            raise RuleError(f"{', '.join(roles)}: not the steward's alone")
        # Said outright, so that a rule of the steward's is seen not to open to visitors.
        return NOBODY if self.id is None else Q(Exists(self.organisations(*roles)))


class _Asked(Expression):
    """The person of the outer query, wherever in it the rule's own subqueries stand.

    Subqueries rename their own tables, so that the outer one keeps its name at every depth.
    """

    def __init__(self) -> None:
        super().__init__(output_field=BigAutoField())

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        quote = connection.ops.quote_name
        return f"{quote(Person._meta.db_table)}.{quote(Person._meta.pk.column)}", []


class _Somebody(Expression):
    """A person's key that is still to be filled in, among the values of a statement."""

    def __init__(self) -> None:
        super().__init__(output_field=BigAutoField())

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [_SOMEBODY]


_SOMEBODY = _Somebody()


@dataclass(frozen=True)
class OnBehalf(Actor):
    """The hub itself, working for one organisation, as in an import. It may what contributors may."""

    organisation: int = 0

    def organisations(
        self, *roles: Role, verified: bool = False, proved: bool = False
    ) -> QuerySet[Organisation, int]:
        """The one organisation, unless it is suspended, a person is asked for, or contributors are not."""
        own = Organisation.objects.filter(pk=self.organisation, suspended_at=None)
        if Role.CONTRIBUTOR not in roles or proved:
            own = own.none()
        if verified:
            own = own.filter(verified_until__gte=timezone.localdate())
        return own.values_list("pk", flat=True)


VISITOR = Actor()
SYMBOLIC = Actor(id=_Asked(), second_factor=True)
