"""What the database refuses to keep as a message, past every notice and task."""

from datetime import UTC, datetime

import pytest

from hub.notices.models import Message, State
from tests.factories.notices import make_message
from tests.refusals import constraints_of, refused_by, triggers_of

pytestmark = pytest.mark.django_db

NOVEMBER = datetime(2026, 11, 20, tzinfo=UTC)
REFUSED = [
    ("message_state_known", {"state": "lost"}),
    ("message_sent_has_time", {"state": State.SENT}),
    ("message_sent_has_time", {"sent_at": NOVEMBER}),
    ("message_sent_has_time", {"state": State.FAILED, "problem": "TimeoutError", "sent_at": NOVEMBER}),
    ("message_failed_has_problem", {"state": State.FAILED}),
    ("message_whole", {"address": ""}),
    ("message_whole", {"kind": ""}),
    ("message_whole", {"subject": ""}),
    ("message_whole", {"message_id": ""}),
]


@pytest.mark.parametrize(("constraint", "wrong"), REFUSED)
def test_database_refuses(constraint, wrong):
    message = make_message()
    assert refused_by(lambda: Message.objects.filter(pk=message.pk).update(**wrong)) == constraint


def test_database_takes_the_same_message_id_once():
    first, second = make_message(), make_message()
    refused = refused_by(lambda: Message.objects.filter(pk=second.pk).update(message_id=first.message_id))
    assert refused == "notices_message_message_id_key"


def test_database_takes_what_was_sent_and_what_failed():
    made = Message.objects.filter(pk=make_message().pk)
    assert made.update(state=State.SENT, sent_at=NOVEMBER) == 1
    assert made.update(state=State.FAILED, sent_at=None, problem="TimeoutError") == 1


def test_every_refusal_of_the_database_is_tried():
    tried = {constraint for constraint, _ in REFUSED} | {"notices_message_message_id_key"}
    assert tried == set(constraints_of("notices"))
    assert triggers_of("notices") == set()
