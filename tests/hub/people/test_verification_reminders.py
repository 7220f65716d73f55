"""Managers are told before a check runs out: 30 days, 7 days and none ahead, once each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from hub.calendar.london import LONDON
from hub.celery import app
from hub.notices.models import Message
from hub.people.actions.verification import verify_organisation
from hub.people.models import Organisation, Role
from hub.people.tasks import remind_of_checks
from tests.factories.people import OrganisationFactory, make_administrator
from tests.hub.people.members import group, manager, member, notices

pytestmark = pytest.mark.django_db

KIND = "people.verification-due"
LAST = date(2027, 3, 31)


@pytest.fixture
def heath() -> Iterator[Organisation]:
    with time_machine.travel(datetime(2026, 11, 25, 4, tzinfo=LONDON)):
        made = group(verified_until=LAST)
        manager(made)
        member(made, "Bethan Okwuosa", Role.CONTRIBUTOR)
        yield made


def night(days_before: int, *, hour: int = 4) -> int:
    """Run the night's task so many days before the last day. How many organisations were told."""
    day = LAST - timedelta(days=days_before)
    with time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)):
        return remind_of_checks()["organisations"]


def test_reminders_come_three_times_over_a_year_of_nights(heath):
    told = [days for days in range(60, -40, -1) if night(days)]
    assert told == [30, 7, 0]
    assert [address for address, _subject in notices(KIND)] == ["amina@people.test"] * 3
    letters = Message.objects.filter(kind=KIND).order_by("created")
    assert "That holds until Wednesday 31 March" in letters[0].text
    assert "Today is the last day of the check of Heathfield Families." in letters[2].text
    assert all("/groups/heathfield/" in letter.text for letter in letters)


def test_night_that_was_missed_is_made_good_and_the_same_night_twice_is_not(heath):
    assert [night(31), night(27), night(27), night(26)] == [0, 1, 0, 0]
    assert [night(5), night(5, hour=5), night(1)] == [1, 0, 0]
    assert [night(-2), night(-3)] == [1, 0]
    letter = Message.objects.filter(kind=KIND).order_by("created").last()
    assert letter is not None
    assert "ran out on Wednesday 31 March" in letter.text
    # A hub that was away for long does not start with what is long over.
    assert night(-8) == 0


def test_nobody_is_reminded_who_has_asked_or_is_suspended_or_is_the_steward(heath):
    steward = OrganisationFactory(steward=True, verified_until=LAST)
    manager(steward, "Samir Quill")
    rows = Organisation.objects.filter(pk=heath.pk)
    rows.update(asked_at=timezone.now())
    assert night(30) == 0
    rows.update(asked_at=None, suspended_at=timezone.now(), suspension_reason="Why.")
    assert night(30) == 0
    rows.update(suspended_at=None, suspension_reason="")
    assert night(30) == 1


def test_each_organisation_of_one_manager_is_told_of(heath):
    other = OrganisationFactory(name="Heath", slug="heath", verified_until=LAST)
    person = heath.memberships.get(role=Role.MANAGER).person
    other.memberships.create(person=person, role=Role.MANAGER)
    assert night(30) == 2
    assert [subject for _address, subject in notices(KIND)] == [
        "Time to have Heath checked again",
        "Time to have Heathfield Families checked again",
    ]


def test_next_year_begins_anew(heath):
    assert night(30) == 1
    with time_machine.travel(datetime(2027, 3, 10, 12, tzinfo=LONDON)):
        verify_organisation(heath.pk, "Who runs it.", by=make_administrator())
    assert [night(7), night(0)] == [0, 0]
    heath.refresh_from_db()
    assert heath.verified_until == date(2028, 3, 10)
    with time_machine.travel(datetime(2028, 2, 9, 4, tzinfo=LONDON)):
        assert remind_of_checks() == {"organisations": 1}


def test_every_night_has_its_turn():
    tasks = [entry["task"] for entry in app.conf.beat_schedule.values()]
    assert tasks.count("hub.people.tasks.remind_of_checks") == 1
