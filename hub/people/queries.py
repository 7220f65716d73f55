"""Reads about people that more than one caller needs."""

from __future__ import annotations

from hub.people.models import Membership, Person, Role


def managed_alone(person: Person) -> list[Membership]:
    """Where nobody else looks after an organisation: its page and people would be left to nobody."""
    own = Membership.objects.filter(person=person, role=Role.MANAGER)
    others = Membership.objects.filter(
        role=Role.MANAGER, organisation__in=own.values("organisation"), person__is_active=True
    ).exclude(person=person)
    return list(
        own.exclude(organisation__in=others.values("organisation"))
        .select_related("organisation")
        .order_by("organisation__name")
    )
