"""Two who act on one invitation at the same moment, over two real connections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction

from hub.notices.models import Message
from hub.people.actions.invitations import (
    accept_invitation,
    invite,
    revoke_invitation,
    send_invitation_again,
)
from hub.people.actor import Actor
from hub.people.models import Invitation, Membership, Organisation, Person
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.people import PersonFactory, acting
from tests.hub.people.members import group, manager, roles_of, signed_in, told

NEW = "new.person@people.test"


@dataclass
class World:
    """A group with two managers, and somebody invited to post for it."""

    group: Organisation
    first: Actor
    second: Actor
    invited: Person
    invitation: Invitation


@pytest.fixture
def world(fresh_database: str) -> World:
    heath = group()
    first, second = (acting(manager(heath, name)) for name in ("Amina Hollis", "Farida Sandhar"))
    person = PersonFactory(email=NEW)
    EmailAddress.objects.create(user=person, email=NEW, verified=True, primary=True)
    return World(heath, first, second, person, invite(heath.pk, NEW, ["contributor"], by=first))


def while_held(row: Invitation | Organisation, *acts: Callable[[], Any]) -> list[Any]:
    """Start the acts while another connection holds the row, then let go: what came of each."""
    with transaction.atomic():
        type(row)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
        people = [Someone(act) for act in acts]
        wait_until_waiting(len(acts))
    return [someone.done() for someone in people]


def test_accepting_twice_at_once_makes_one_membership(world):
    acts = [lambda: accept_invitation(world.invitation.pk, by=acting(world.invited))] * 2
    outcomes = while_held(world.invitation, *acts)
    assert sorted(type(one).__name__ for one in outcomes) == ["Invitation", "NotAllowed"]
    assert Membership.objects.filter(person=world.invited).count() == 1


def test_accepting_by_a_double_click_is_answered_twice(world):
    clients = [signed_in(world.invited), signed_in(world.invited)]
    path = f"/invitations/{world.invitation.pk}/accept/"
    acts = [lambda client=client: client.post(path, follow=True) for client in clients]
    said = [told(answer) for answer in while_held(world.invitation, *acts)]
    assert sorted(said) == [["Welcome to Heathfield Families."], ["You accepted this already."]]
    assert roles_of(world.invited, world.group) == {"contributor"}


def test_accepting_and_taking_back_at_once_have_one_outcome(world):
    outcomes = while_held(
        world.invitation,
        lambda: accept_invitation(world.invitation.pk, by=acting(world.invited)),
        lambda: revoke_invitation(world.invitation.pk, by=world.second),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Invitation", "NotAllowed"]
    now = Invitation.objects.get()
    assert (now.accepted_at is None) != (now.revoked_at is None)
    assert bool(roles_of(world.invited, world.group)) == (now.accepted_at is not None)


def test_sending_again_twice_at_once_sends_one_link(world):
    acts = [
        lambda by=by: send_invitation_again(world.invitation.pk, by=by) for by in (world.first, world.second)
    ]
    outcomes = while_held(world.invitation, *acts)
    assert sorted(type(one).__name__ for one in outcomes) == ["Invitation", "NotAllowed"]
    assert Invitation.objects.filter(revoked_at=None).count() == 1
    assert Message.objects.filter(kind="people.invitation").count() == 2


def test_same_address_invited_twice_at_once_is_invited_once(world):
    other = "other@people.test"
    acts = [
        lambda by=by: invite(world.group.pk, other, ["contributor"], by=by)
        for by in (world.first, world.second)
    ]
    outcomes = while_held(world.group, *acts)
    assert sorted(type(one).__name__ for one in outcomes) == ["Invitation", "ValidationError"]
    assert Message.objects.filter(address=other).count() == 1


def test_last_open_place_is_taken_once(world):
    for number in range(18):
        invite(world.group.pk, f"p{number}@people.test", ["contributor"], by=world.first)
    acts = [
        lambda by=by, email=email: invite(world.group.pk, email, ["contributor"], by=by)
        for by, email in ((world.first, "x@people.test"), (world.second, "y@people.test"))
    ]
    outcomes = while_held(world.group, *acts)
    refused = [one for one in outcomes if isinstance(one, ValidationError)]
    assert [one.code for one in refused] == ["too-many"]
    assert Invitation.objects.filter(revoked_at=None).count() == 20
