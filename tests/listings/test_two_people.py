"""Two people at one listing at the same moment, over two real connections with real commits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from hub.access import NotAllowed, hold
from hub.people.actor import Actor
from hub.people.models import Membership, Organisation, Person, Role
from listings import rules
from listings.actions import cancel_listing, create_listing, publish_listing, submit_listing
from listings.models import DateChange, Listing, Occurrence, State
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.listings import make_draft, make_listing
from tests.factories.people import OrganisationFactory, acting, make_administrator, make_member

SUSPENDED = {"suspended_at": timezone.now(), "suspension_reason": "It is not a group at all."}


@dataclass
class World:
    """A verified group, two who post for it, an administrator at the steward."""

    group: Organisation
    first: Actor
    second: Actor
    administrator: Actor


@pytest.fixture
def world(fresh_database: str) -> World:
    group = OrganisationFactory()
    posters = [acting(make_member(group, Role.CONTRIBUTOR)) for _ in range(2)]
    return World(group, *posters, make_administrator())


def while_held(listing: Listing, meanwhile: Callable[[], Any], *acts: Callable[[], Any]) -> list[Any]:
    """Start the acts while another connection holds the listing, do something, let go: what came of each."""
    with transaction.atomic():
        Listing.objects.select_for_update(of=("self",), no_key=True).get(pk=listing.pk)
        people = [Someone(act) for act in acts]
        wait_until_waiting(len(acts))
        meanwhile()
    return [someone.done() for someone in people]


def nothing() -> None:
    """Only wait."""


def test_role_revoked_while_waiting_for_the_lock_counts_at_once(world):
    listing = make_listing(world.group)
    (outcome,) = while_held(
        listing,
        lambda: Membership.objects.filter(person=world.first.id).delete(),
        lambda: cancel_listing(listing.pk, reason="Too late.", by=world.first),
    )
    assert isinstance(outcome, NotAllowed)
    assert Listing.objects.get(pk=listing.pk).state == State.PUBLISHED


def test_role_kept_while_waiting_for_the_lock_still_counts(world):
    """The counterpart: waiting alone refuses nobody."""
    listing = make_listing(world.group)
    (outcome,) = while_held(
        listing, nothing, lambda: cancel_listing(listing.pk, reason="The hall is shut.", by=world.first)
    )
    assert outcome.state == State.CANCELLED
    assert Listing.objects.get(pk=listing.pk).reason == "The hall is shut."


def test_account_closed_while_waiting_for_the_lock_counts_at_once(world):
    listing = make_listing(world.group)
    (outcome,) = while_held(
        listing,
        lambda: Person.objects.filter(pk=world.first.id).update(is_active=False),
        lambda: cancel_listing(listing.pk, reason="Too late.", by=world.first),
    )
    assert isinstance(outcome, NotAllowed)


def test_group_suspended_while_its_listing_waits_to_be_published_counts_at_once(world):
    listing = make_listing(world.group, State.SUBMITTED)
    (outcome,) = while_held(
        listing,
        lambda: Organisation.objects.filter(pk=world.group.pk).update(**SUSPENDED),
        lambda: publish_listing(listing.pk, by=world.administrator),
    )
    assert isinstance(outcome, NotAllowed)
    assert Listing.objects.get(pk=listing.pk).state == State.SUBMITTED


@pytest.mark.parametrize(
    ("before", "act", "after"),
    [
        (State.DRAFT, lambda pk, by, world: submit_listing(pk, by=by), State.SUBMITTED),
        (State.SUBMITTED, lambda pk, by, world: publish_listing(pk, by=world.administrator), State.PUBLISHED),
        (State.PUBLISHED, lambda pk, by, world: cancel_listing(pk, reason="Rain.", by=by), State.CANCELLED),
    ],
)
def test_of_two_who_do_the_same_at_once_one_succeeds(world, before, act, after):
    listing = make_listing(world.group, before)
    sequence = listing.sequence
    outcomes = while_held(
        listing,
        nothing,
        lambda: act(listing.pk, world.first, world),
        lambda: act(listing.pk, world.second, world),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Listing", "NotAllowed"]
    now = Listing.objects.get(pk=listing.pk)
    assert now.state == after
    assert now.sequence - sequence == (0 if after == State.SUBMITTED else 1)
    assert Occurrence.objects.filter(listing=listing).count() == 1


def test_two_who_do_what_excludes_the_other_leave_no_mixture(world):
    """One cancels what the other suspends from being published: whoever is first decides."""
    listing = make_listing(world.group, State.SUBMITTED)
    outcomes = while_held(
        listing,
        nothing,
        lambda: publish_listing(listing.pk, by=world.administrator),
        lambda: cancel_listing(listing.pk, reason="Rain.", by=world.first),
    )
    published, cancelled = outcomes
    assert isinstance(published, Listing)
    now = Listing.objects.get(pk=listing.pk)
    if isinstance(cancelled, NotAllowed):
        assert (now.state, now.reason) == (State.PUBLISHED, "")
    else:
        assert (now.state, now.reason) == (State.CANCELLED, "Rain.")


def test_group_suspended_while_someone_waits_to_post_for_it_counts_at_once(world):
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=world.group.pk)
        someone = Someone(lambda: create_listing(make_draft(), world.group.pk, by=world.first))
        wait_until_waiting(1)
        Organisation.objects.filter(pk=world.group.pk).update(**SUSPENDED)
    assert isinstance(someone.done(), NotAllowed)
    assert Listing.objects.count() == 0


def test_title_that_another_group_takes_at_the_same_moment_gets_an_address_of_its_own(world):
    with transaction.atomic():
        first = make_listing(OrganisationFactory(), State.DRAFT, title="Story time")
        someone = Someone(
            lambda: create_listing(make_draft(title="Story time"), world.group.pk, by=world.first)
        )
        # Nobody sees the other's listing yet; the second finds the address free, and waits for the first.
        wait_until_waiting(1)
    second = someone.done()
    assert (first.slug, second.title) == ("story-time", "Story time")
    assert second.slug.startswith("story-time-")


def test_hold_outside_a_transaction_is_a_mistake_of_the_code(world):
    listing = make_listing(world.group)
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError, match="inside the action's transaction"):
        hold(world.first, rules.cancel, listing.pk)


def test_lock_keeps_out_a_second_holder_and_nobody_else(world):
    """Others may read the row and add rows that refer to it: only who would change it waits."""
    listing = make_listing(world.group)
    starts = timezone.now() + timedelta(days=3)
    with transaction.atomic():
        hold(world.first, rules.change_date, listing.pk)
        seen = Someone(lambda: Listing.objects.get(pk=listing.pk).title).done()
        change = Someone(
            lambda: DateChange.objects.create(listing=listing, original=starts, cancelled=True)
        ).done()
        second = Someone(lambda: cancel_listing(listing.pk, reason="Rain.", by=world.second))
        wait_until_waiting(1)
    assert seen == listing.title
    assert isinstance(change, DateChange)
    assert second.done().state == State.CANCELLED


def test_hold_locks_the_row_alone_and_not_its_organisation(world):
    """Someone may edit another listing of the same group meanwhile."""
    one, other = make_listing(world.group), make_listing(world.group)
    with transaction.atomic():
        hold(world.first, rules.cancel, one.pk)
        outcome = Someone(lambda: cancel_listing(other.pk, reason="Rain.", by=world.second)).done()
    assert outcome.state == State.CANCELLED
