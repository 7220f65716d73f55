"""What is forgotten about people by night (rules.md D3)."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from hub.people.models import Invitation, Role
from hub.people.retention import forget_people
from tests.factories.people import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def signed_in() -> str:
    """Somebody signs in on a device; their session's key."""
    client = Client()
    person = PersonFactory()
    client.force_login(person)
    key = client.session.session_key
    assert key is not None
    device = {"ip": "127.0.0.1", "user_agent": "Firefox on Android"}
    UserSession.objects.get_or_create(user=person, session_key=key, defaults=device)
    return key


def test_session_that_ran_out_goes_with_its_device_and_another_stays():
    old, new = signed_in(), signed_in()
    Session.objects.filter(session_key=old).update(expire_date=timezone.now() - timedelta(minutes=1))
    assert forget_people() == {"sessions": 1, "devices": 1, "invitations": 0}
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [new]
    assert list(Session.objects.values_list("session_key", flat=True)) == [new]


def test_invitation_goes_a_year_after_it_ended_and_not_a_day_before():
    group = OrganisationFactory()
    with time_machine.travel(timezone.now() - timedelta(days=400), tick=False):
        then = timezone.now()
        ends = {
            "accepted": {"accepted_at": then + timedelta(days=34)},
            "revoked": {"revoked_at": then + timedelta(days=36)},
            "ran out": {},
        }
        for number, end in enumerate(ends.values()):
            Invitation.objects.create(
                organisation=group,
                email=f"{number}@people.test",
                roles=[Role.CONTRIBUTOR],
                secret_hash=str(number),
                expires_at=then + timedelta(days=35, hours=1),
                **end,
            )
    assert forget_people()["invitations"] == 1
    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["1@people.test", "2@people.test"]
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert forget_people()["invitations"] == 2
