"""Who is told and asked: not the same as who may. Accounts that are closed are told nothing."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from hub.notices import Notice, send
from hub.people.models import Membership, Person, Role


def managers_of(organisation: int) -> QuerySet[Person]:
    """The managers of an organisation, by the order of their accounts, also of one that is suspended."""
    managing = Membership.objects.filter(organisation=organisation, role=Role.MANAGER)
    return Person.objects.filter(pk__in=managing.values("person"), is_active=True).order_by("pk")


def tell_managers(organisation: int, notice: Notice, *, kind: str, but: tuple[Any, ...] = ()) -> int:
    """Write to each manager, except those whose keys are in `but`. Returns to how many.

    Raises RuntimeError outside a transaction.
    """
    told = managers_of(organisation).exclude(pk__in=[pk for pk in but if pk is not None])
    for person in told:
        send(notice, to=person, kind=kind)
    return len(told)


def tell_person(person: int, notice: Notice, *, kind: str) -> None:
    """Write to one person, if their account is open. Raises RuntimeError outside a transaction."""
    found = Person.objects.filter(pk=person, is_active=True).first()
    if found is not None:
        send(notice, to=found, kind=kind)
