"""Two administrators who decide about one organisation at the same moment, over two real connections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from hub.access import NotAllowed
from hub.notices.models import Message
from hub.people.actions.suspension import suspend_organisation
from hub.people.actions.verification import AlreadyDecided, refuse_organisation, verify_organisation
from hub.people.models import Membership, Organisation, Verification
from hub.people.reminders import remind_managers
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.people import make_administrator, today
from tests.hub.people.members import administrator, group, manager, signed_in
from tests.pages import read


@pytest.fixture
def heath(fresh_database: str) -> Organisation:
    made = group(unverified=True, asked_at=timezone.now())
    manager(made)
    return made


def while_held(organisation: Organisation, *acts: Callable[[], Any]) -> list[Any]:
    """Start the acts while another connection holds the organisation, then let go: what came of each."""
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
        people = [Someone(act) for act in acts]
        wait_until_waiting(len(acts))
    return [someone.done() for someone in people]


def test_of_yes_and_no_at_once_one_counts_and_the_other_is_told(heath):
    first, second = make_administrator(), make_administrator()
    outcomes = while_held(
        heath,
        lambda: verify_organisation(heath.pk, "Who runs it.", by=first),
        lambda: refuse_organisation(heath.pk, "", "Nobody answers.", by=second),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["AlreadyDecided", "Verification"]
    told = next(str(one.message) for one in outcomes if isinstance(one, AlreadyDecided))
    decided = Verification.objects.get()
    assert told.startswith(f"This was decided already: {decided.outcome}, by {decided.decided_by} on ")
    assert Message.objects.filter(kind__in=["people.verified", "people.refused"]).count() == 1


def test_double_click_decides_once_and_answers_both(heath):
    samir = administrator()
    clients = [signed_in(samir), signed_in(samir)]
    sent = {"decision": "verify", "looked_at": ["runs"]}
    acts = [lambda client=client: client.post("/groups/heathfield/check/", sent) for client in clients]
    answers = sorted(while_held(heath, *acts), key=lambda answer: answer.status_code)
    assert [answer.status_code for answer in answers] == [200, 302]
    assert "verified, by Samir Quill on" in read(answers[0]).one("div.notice-error").text
    assert Verification.objects.count() == 1


def test_administrator_removed_while_waiting_decides_nothing(heath):
    by = make_administrator()
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=heath.pk)
        someone = Someone(lambda: verify_organisation(heath.pk, "All.", by=by))
        wait_until_waiting(1)
        Membership.objects.filter(person=by.id).delete()
    assert isinstance(someone.done(), NotAllowed)
    assert Verification.objects.count() == 0


def test_suspended_and_verified_at_once_is_not_seen(heath):
    first, second = make_administrator(), make_administrator()
    while_held(
        heath,
        lambda: suspend_organisation(heath.pk, "It is not a group.", by=first),
        lambda: verify_organisation(heath.pk, "All.", by=second),
    )
    heath.refresh_from_db()
    assert heath.suspended_at is not None


def test_two_nightly_runs_at_once_remind_once(heath):
    Organisation.objects.filter(pk=heath.pk).update(asked_at=None, verified_until=today())
    runs = [Someone(lambda: remind_managers(today())) for _ in range(4)]
    counts = [run.done() for run in runs]
    assert sum(counts) == 1
    assert Message.objects.filter(kind="people.verification-due").count() == 1
