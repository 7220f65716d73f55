"""Two people who change an organisation's roles at the same moment, over two real connections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hub.access import NotAllowed
from hub.people.actions.roles import change_roles, hand_over, leave_organisation, remove_member
from hub.people.actor import Actor
from hub.people.models import Membership, Organisation, Role
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.people import acting
from tests.hub.people.members import group, manager, member, signed_in
from tests.pages import read


@dataclass
class World:
    """A group that two look after, and somebody who posts for it."""

    group: Organisation
    first: Actor
    second: Actor
    third: Actor


@pytest.fixture
def world(fresh_database: str) -> World:
    heath = group()
    return World(
        heath,
        acting(manager(heath, "Amina Hollis")),
        acting(manager(heath, "Farida Sandhar")),
        acting(member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)),
    )


def while_held(organisation: Organisation, *acts: Callable[[], Any]) -> list[Any]:
    """Start the acts while another connection holds the organisation, then let go: what came of each."""
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
        people = [Someone(act) for act in acts]
        wait_until_waiting(len(acts))
    return [someone.done() for someone in people]


def managers(organisation: Organisation) -> int:
    return Membership.objects.filter(organisation=organisation, role=Role.MANAGER).count()


def test_of_two_managers_who_leave_at_once_one_stays(world):
    pk = world.group.pk
    outcomes = while_held(
        world.group,
        lambda: leave_organisation(pk, by=world.first),
        lambda: leave_organisation(pk, by=world.second),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["LastManager", "NoneType"]
    assert managers(world.group) == 1


def test_of_two_managers_who_leave_at_once_the_other_reads_why_not(world):
    people = [world.first, world.second]
    clients = [signed_in(Membership.objects.get(person=one.id, role=Role.MANAGER).person) for one in people]
    acts = [lambda client=client: client.post("/groups/heathfield/leave/") for client in clients]
    answers = sorted(while_held(world.group, *acts), key=lambda answer: answer.status_code)
    assert [answer.status_code for answer in answers] == [200, 302]
    assert "Nobody else looks after Heathfield Families yet." in read(answers[0]).one("main").text
    assert managers(world.group) == 1


def test_database_lets_only_one_go_where_no_action_looks(world):
    def gone(actor: Actor) -> None:
        with transaction.atomic():
            Membership.objects.filter(person=actor.id, role=Role.MANAGER).delete()

    outcomes = while_held(world.group, lambda: gone(world.first), lambda: gone(world.second))
    assert sorted(type(one).__name__ for one in outcomes) == ["IntegrityError", "NoneType"]
    refused = next(one for one in outcomes if isinstance(one, IntegrityError))
    assert refused.__cause__.diag.constraint_name == "organisation_keeps_a_manager"
    assert managers(world.group) == 1


def test_of_two_managers_who_remove_each_other_one_does(world):
    pk = world.group.pk
    outcomes = while_held(
        world.group,
        lambda: remove_member(pk, world.second.id, by=world.first),
        lambda: remove_member(pk, world.first.id, by=world.second),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "NotAllowed"]
    assert managers(world.group) == 1


def test_handing_over_and_leaving_at_once_leaves_somebody(world):
    pk = world.group.pk
    outcomes = while_held(
        world.group,
        lambda: hand_over(pk, world.second.id, by=world.first),
        lambda: leave_organisation(pk, by=world.second),
    )
    assert managers(world.group) == 1
    names = {type(one).__name__ for one in outcomes if one is not None}
    # Whoever came second is told: that nobody else is there, or that the other is gone.
    assert names <= {"LastManager", "ValidationError"}
    assert len([one for one in outcomes if one is None]) == 1


def test_same_role_given_twice_at_once_is_there_once(world):
    pk, third = world.group.pk, world.third.id
    outcomes = while_held(
        world.group,
        lambda: change_roles(pk, third, ["contributor", "dsl"], by=world.first),
        lambda: change_roles(pk, third, ["contributor", "dsl"], by=world.second),
    )
    assert sorted(outcomes, key=len) == [set(), {Role.DSL}]
    assert Membership.objects.filter(person=third).count() == 2


def test_manager_removed_while_waiting_changes_nothing(world):
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=world.group.pk)
        someone = Someone(lambda: change_roles(world.group.pk, world.third.id, ["manager"], by=world.second))
        wait_until_waiting(1)
        Membership.objects.filter(person=world.second.id).delete()
    assert isinstance(someone.done(), NotAllowed)
    assert managers(world.group) == 1
