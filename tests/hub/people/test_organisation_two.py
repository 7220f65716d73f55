"""Two at one organisation at the same moment, over two real connections with real commits."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from hub.access import NotAllowed
from hub.people.actions.organisation import ask_verification, edit_organisation, register_organisation
from hub.people.actions.place import ChangedMeanwhile, set_place
from hub.people.meeting import Meeting
from hub.people.models import Membership, Organisation, Role
from hub.people.profile import Profile, profile_of
from hub.places.models import Place
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.people import OrganisationFactory, PersonFactory, acting, make_member
from tests.factories.places import make_place


@pytest.fixture
def group(fresh_database: str) -> Organisation:
    made: Organisation = OrganisationFactory(slug="heathfield", place=make_place())
    return made


def test_double_click_makes_one_organisation(fresh_database):
    person = PersonFactory()
    profile, meeting = Profile(name="Zinnia", sort="play"), Meeting(district="B14")

    def act() -> Any:
        return register_organisation(profile, kind="group", meeting=meeting, by=acting(person))

    with transaction.atomic():
        first = act()
        other = Someone(act)
        wait_until_waiting(1)
    second = other.done()
    assert (first.made, second.made) == (True, False)
    assert first.organisation.pk == second.organisation.pk
    assert (Organisation.objects.count(), Membership.objects.count()) == (1, 2)


def test_two_people_may_give_the_same_name_and_get_addresses_of_their_own(fresh_database):
    people = [PersonFactory(), PersonFactory()]
    profile, meeting = Profile(name="Zinnia", sort="play"), Meeting(district="B14")

    def act(person: Any) -> Any:
        return register_organisation(profile, kind="group", meeting=meeting, by=acting(person))

    with transaction.atomic():
        first = act(people[0])
        other = Someone(lambda: act(people[1]))
        wait_until_waiting(1)
    second = other.done()
    assert (first.organisation.slug, second.made) == ("zinnia", True)
    assert second.organisation.slug.startswith("zinnia-")


def test_second_editor_of_the_same_moment_is_told(group):
    first, second = (acting(make_member(group, Role.MANAGER)) for _ in range(2))
    now = profile_of(group)

    def act(words: str, by: Any) -> Any:
        changed = Profile(**{**now.columns(), "offers": (), "summary": words})
        return edit_organisation(group.pk, changed, logo=None, edition=1, by=by)

    with transaction.atomic():
        act("First.", first)
        other = Someone(lambda: act("Second.", second))
        wait_until_waiting(1)
    met = other.done()
    assert isinstance(met, ChangedMeanwhile)
    assert met.organisation.summary == "First."
    group.refresh_from_db()
    assert (group.summary, group.edition) == ("First.", 2)


def test_role_taken_away_meanwhile_changes_nothing(group):
    stays, goes = make_member(group, Role.MANAGER), make_member(group, Role.MANAGER)
    with transaction.atomic():
        set_place(group.pk, Meeting(district="B13"), edition=1, by=acting(stays))
        other = Someone(lambda: set_place(group.pk, Meeting(district="B12"), edition=2, by=acting(goes)))
        wait_until_waiting(1)
        Membership.objects.filter(person=goes).delete()
    assert isinstance(other.done(), NotAllowed)
    assert Place.objects.get(organisations=group).district_id == "B13"


def test_check_is_asked_for_once(group):
    Organisation.objects.filter(pk=group.pk).update(verified_until=None)
    by = acting(make_member(group, Role.MANAGER))
    with transaction.atomic():
        ask_verification(group.pk, by=by)
        other = Someone(lambda: ask_verification(group.pk, by=by))
        wait_until_waiting(1)
    assert isinstance(other.done(), NotAllowed)
