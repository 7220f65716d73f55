"""What the matrix does not show: when a rule changes its answer, and addresses that are withheld."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from hub.access import can, scope, who_can
from hub.people import rules as people_rules
from hub.people.actor import VISITOR, OnBehalf
from hub.people.models import Organisation, Role
from hub.places.models import Address
from listings import rules
from listings.models import Listing, Occurrence, State
from tests.factories.listings import make_listing, weekly
from tests.factories.people import OrganisationFactory, acting, make_administrator, make_member, today
from tests.factories.places import make_place

pytestmark = pytest.mark.django_db


def test_verification_holds_to_the_end_of_its_last_day_in_london():
    group = OrganisationFactory(verified_until=today() + timedelta(days=3))
    poster = acting(make_member(group, Role.CONTRIBUTOR))
    for offset, holds in ((3, True), (4, False)):
        day = timezone.localtime() + timedelta(days=offset)
        for hour, minute in ((0, 1), (23, 59)):
            with time_machine.travel(day.replace(hour=hour, minute=minute), tick=False):
                assert poster.organisations(Role.CONTRIBUTOR, verified=True).exists() is holds
                assert (
                    OnBehalf(organisation=group.pk).organisations(Role.CONTRIBUTOR, verified=True).exists()
                    is holds
                )
                assert poster.organisations(Role.CONTRIBUTOR).exists() is True


def test_verification_that_ran_out_takes_nothing_public_down():
    """The page says that it is not verified at present; families keep what they rely on."""
    group = OrganisationFactory(verified_until=today())
    listing = make_listing(group)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert can(VISITOR, rules.view, listing)
        assert can(VISITOR, people_rules.view_organisation, group)


def test_suspending_a_group_takes_everything_of_it_down_at_once_and_gives_it_back_after():
    group = OrganisationFactory()
    poster = acting(make_member(group, Role.CONTRIBUTOR, Role.MANAGER))
    listing = make_listing(group, pattern=weekly(3))
    date = Occurrence.objects.filter(listing=listing).first()
    assert date is not None
    asked = [
        (rules.view, listing),
        (rules.view_public, listing),
        (rules.view_occurrence, date),
        (rules.view_public_occurrence, date),
        (people_rules.view_organisation, group),
    ]
    assert [can(VISITOR, rule, row) for rule, row in asked] == [True] * 5
    Organisation.objects.filter(pk=group.pk).update(suspended_at=timezone.now(), suspension_reason="Why.")
    assert [can(VISITOR, rule, row) for rule, row in asked] == [False] * 5
    assert [can(poster, rule, row) for rule, row in asked] == [False] * 5
    assert not can(poster, rules.add_listing, group)
    Organisation.objects.filter(pk=group.pk).update(suspended_at=None, suspension_reason="")
    assert [can(VISITOR, rule, row) for rule, row in asked] == [True] * 5


def test_feeds_hold_the_same_whoever_asks():
    """A member's calendar feed, forwarded to somebody else, holds no draft."""
    group = OrganisationFactory()
    poster = acting(make_member(group, Role.CONTRIBUTOR, Role.MANAGER))
    for state in State:
        make_listing(group, state)
    asked = (VISITOR, poster, make_administrator())
    listings = [
        set(scope(actor, rules.view_public, Listing).values_list("state", flat=True)) for actor in asked
    ]
    assert listings == [{State.PUBLISHED, State.CANCELLED, State.PAST}] * 3
    dates = [scope(actor, rules.view_public_occurrence, Occurrence).count() for actor in asked]
    assert len(set(dates)) == 1


def test_withheld_address_is_for_the_members_of_whoever_meets_there():
    place = make_place(withheld=True, street="4 Teasel Walk")
    one, other = OrganisationFactory(place=place), OrganisationFactory(place=place)
    members = [acting(make_member(group, Role.CARETAKER)) for group in (one, other)]
    stranger = acting(make_member(OrganisationFactory(), Role.MANAGER))
    address = place.address
    assert [can(actor, people_rules.view_address, address) for actor in members] == [True, True]
    assert not can(stranger, people_rules.view_address, address)
    assert not can(make_administrator(), people_rules.view_address, address)
    assert set(who_can(people_rules.view_address, address)) == {
        who for group in (one, other) for who in [group.memberships.get().person]
    }


def test_withheld_address_is_not_for_who_only_lists_something_there():
    """A listing at another group's hidden place does not open it, not even to those who posted it."""
    place = make_place(withheld=True, street="4 Teasel Walk")
    OrganisationFactory(place=place)
    guest = OrganisationFactory()
    poster = acting(make_member(guest, Role.CONTRIBUTOR))
    make_listing(guest, place=place)
    assert not scope(poster, people_rules.view_address, Address).filter(pk=place.address.pk).exists()


def test_organisation_without_a_place_opens_no_address():
    """Its missing place matches nothing, though SQL's null is like no other."""
    member = acting(make_member(OrganisationFactory(place=None), Role.MANAGER))
    hidden = make_place(withheld=True).address
    assert not can(member, people_rules.view_address, hidden)


def test_dates_of_a_listing_are_seen_by_exactly_those_who_see_it():
    group = OrganisationFactory()
    listing = make_listing(group, State.DRAFT, pattern=weekly(3))
    members = [make_member(group, Role.CONTRIBUTOR), make_member(group, Role.CARETAKER)]
    make_member(OrganisationFactory(), Role.MANAGER)
    make_administrator()
    for date in Occurrence.objects.filter(listing=listing):
        assert set(who_can(rules.view_occurrence, date)) == set(members)
    assert set(who_can(rules.view, listing)) == set(members)


def test_own_members_see_a_draft_on_its_page_and_the_public_does_not():
    group = OrganisationFactory()
    member = make_member(group, Role.CONTRIBUTOR)
    listing = make_listing(group, State.DRAFT)
    client = Client()
    assert client.get(listing.get_absolute_url()).status_code == 404
    client.force_login(member)
    response = client.get(listing.get_absolute_url())
    assert response.status_code == 200
    assert listing.title in response.text
