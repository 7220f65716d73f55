"""For whom a command acts.

Whoever can run one can read and write the whole database, so nothing is proved by asking for a second factor.
The rules are asked all the same, about a real administrator, so that what a command may is what they may, and
history names somebody.
"""

from __future__ import annotations

from django.core.management.base import CommandError

from hub.people.actor import Actor
from hub.people.models import Membership, Role


def the_administrator(email: str | None) -> tuple[int, Actor]:
    """The steward's key, and an administrator of it: the one with this address, else the first there was.

    Raises CommandError where there is none.
    """
    found = Membership.objects.filter(
        role=Role.ADMINISTRATOR, person__is_active=True, organisation__suspended_at=None
    )
    if email:
        found = found.filter(person__email__iexact=email)
    membership = found.select_related("person").order_by("pk").first()
    if membership is None:
        raise CommandError(
            f"{email} is no administrator of the steward."
            if email
            else "The steward has no administrator yet."
        )
    person = membership.person
    return membership.organisation_id, Actor(id=person.pk, second_factor=True, name=str(person))
