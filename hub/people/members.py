"""Who belongs to an organisation and who is invited, shaped for pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from hub.calendar.words import say_date
from hub.people.models import Invitation, Membership, Person, Role


@dataclass
class Member:
    """One person with the roles they have, as values and in words, in the order of the list."""

    person: Person
    held: list[str] = field(default_factory=list)

    @property
    def roles(self) -> list[str]:
        return words_of(self.held)

    @property
    def manages(self) -> bool:
        return Role.MANAGER in self.held


@dataclass(frozen=True)
class Invited:
    """One invitation that is neither accepted nor taken back."""

    invitation: Invitation
    roles: list[str]
    until: str
    over: bool


def words_of(roles: Iterable[str]) -> list[str]:
    """Roles in words, in the order in which they are listed everywhere."""
    given = set(roles)
    return [str(one.label) for one in Role if one in given]


def members_of(memberships: Iterable[Membership]) -> list[Member]:
    """The people of these memberships, by name. The memberships come with their person."""
    found: dict[int, Member] = {}
    for membership in memberships:
        member = found.setdefault(membership.person_id, Member(membership.person))
        member.held.append(membership.role)
    return sorted(found.values(), key=lambda member: (str(member.person).casefold(), member.person.pk))


def invited(invitations: Iterable[Invitation]) -> list[Invited]:
    """The invitations as the page of people lists them."""
    now = timezone.now()
    return [
        Invited(
            invitation=one,
            roles=words_of(one.roles),
            until=_until(one, over=one.expires_at <= now),
            over=one.expires_at <= now,
        )
        for one in invitations
    ]


def others_manage(organisation: int, person: int) -> bool:
    """Whether somebody else with an open account looks after an organisation."""
    others = Membership.objects.filter(organisation=organisation, role=Role.MANAGER, person__is_active=True)
    return others.exclude(person=person).exists()


def _until(invitation: Invitation, *, over: bool) -> str:
    day = say_date(timezone.localdate(invitation.expires_at))
    return _("Ran out on %s") % day if over else _("Can be accepted until %s") % day
