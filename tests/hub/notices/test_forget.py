"""By night the outbox forgets: texts after 30 days, rows after six months."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import time_machine
from django.utils import timezone

from hub.notices.models import Message, State
from hub.notices.tasks import forget
from hub.web.logs import JsonFormatter
from tests.factories.notices import make_message

NOW = datetime(2026, 11, 20, 3, 40, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def sent(when: datetime) -> Message:
    return make_message(state=State.SENT, created=when, sent_at=when)


def failed(when: datetime) -> Message:
    return make_message(state=State.FAILED, problem="SMTPDataError", created=when)


@time_machine.travel(NOW, tick=False)
def test_text_goes_after_30_days_and_the_row_after_six_months(db):
    young = {
        sent(NOW - 30 * DAY).pk,
        failed(NOW - 30 * DAY).pk,
        # Written long ago, sent only now: the 30 days begin with the sending.
        make_message(state=State.SENT, created=NOW - 60 * DAY, sent_at=NOW - DAY).pk,
        make_message(created=NOW - 31 * DAY).pk,
    }
    old = {
        sent(NOW - 30 * DAY - SECOND).pk,
        failed(NOW - 30 * DAY - SECOND).pk,
        sent(datetime(2026, 5, 20, 3, 40, tzinfo=UTC)).pk,
    }
    for make in (sent, failed):
        make(datetime(2026, 5, 20, 3, 39, 59, tzinfo=UTC))
    make_message(created=NOW - 365 * DAY)
    assert forget() == {"dropped": 3, "emptied": 3}
    whole = {message.pk for message in Message.objects.exclude(text="").exclude(html="")}
    empty = {message.pk for message in Message.objects.filter(text="", html="")}
    assert (whole, empty) == (young, old)
    assert forget() == {"dropped": 0, "emptied": 0}


def test_what_was_forgotten_is_logged_as_counts(db, caplog):
    caplog.set_level("INFO")
    sent(timezone.now() - 31 * DAY)
    forget()
    line = json.loads(JsonFormatter().format(caplog.records[-1]))
    assert (line["message"], line["dropped"], line["emptied"]) == ("messages forgotten", 0, 1)
    assert "amina" not in json.dumps(line)
