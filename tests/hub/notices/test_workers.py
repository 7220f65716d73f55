"""The outbox with real Celery workers: killed, two at once, without a queue."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import psutil
import pytest
import redis
from celery.schedules import crontab
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hub.celery import app
from hub.local.ports import free_port
from hub.notices.models import Message, State
from hub.notices.tasks import deliver, forget, sweep
from tests.factories.notices import make_message
from tests.hub.notices.smtp import MailServer, mail_server
from tests.hub.notices.workers import until, worker
from tests.support.databases import database_url
from tests.support.servers import ROOT


@pytest.fixture
def post() -> Iterator[MailServer]:
    """A mail server for the workers."""
    with mail_server() as server:
        yield server


def states() -> set[str]:
    return set(Message.objects.values_list("state", flat=True))


def a_minute_and_a_half_goes_by() -> None:
    """The workers have the machine's own clock, so what is due in a minute is made due now."""
    for message in Message.objects.all():
        message.due_at -= timedelta(seconds=90)
        message.save(update_fields=["due_at"])


def test_message_is_delivered_soon_after_the_commit(fresh_database, post, tmp_path):
    with worker(fresh_database, post.url, tmp_path / "worker.log") as one:
        message = make_message()
        post.wait_for(1)
        until(lambda: states() == {State.SENT})
        log = one.log.read_text()
    (mail,) = post.mails
    assert (mail.recipients, mail.content["Message-ID"]) == (("amina@people.test",), message.message_id)
    assert str(message.pk) in log
    assert "amina" not in log
    assert "fair" not in log


@pytest.mark.parametrize("answered", [False, True], ids=["before the answer", "as the answer comes"])
def test_worker_killed_while_it_sends_loses_nothing(fresh_database, post, tmp_path, answered):
    """The mail server has the mail: it is sent once more, under the same name, and that is the worst."""
    post.holds = True
    with worker(fresh_database, post.url, tmp_path / "first.log") as first:
        message = make_message()
        post.wait_for(1)
        if answered:
            # Stopped, it cannot hear the answer that is there when it dies.
            psutil.Process(first.process.pid).suspend()
            post.let_go.set()
        first.kill()
    post.let_go.set()
    until(lambda: _is_unlocked(message))
    message.refresh_from_db()
    assert (message.state, message.attempts, message.sent_at) == (State.WAITING, 1, None)
    # What was taken off the queue by the dead worker is gone from it; only the row is left.
    post.holds = False
    with worker(fresh_database, post.url, tmp_path / "second.log") as second:
        assert sweep() == 0
        assert len(post.mails) == 1
        a_minute_and_a_half_goes_by()
        assert sweep() == 1
        post.wait_for(1)
        until(lambda: states() == {State.SENT})
        assert sweep() == 0
        until(lambda: second.said("succeeded") == 1)
    assert post.by_id() == {message.message_id: 2}
    first_mail, second_mail = post.mails
    assert first_mail.texts == second_mail.texts == [message.text, message.html]
    assert first_mail.content["Date"] == second_mail.content["Date"]
    message.refresh_from_db()
    assert message.attempts == 2


def _is_unlocked(message: Message) -> bool:
    with transaction.atomic():
        return Message.objects.select_for_update(skip_locked=True).filter(pk=message.pk).exists()


def test_child_of_a_worker_killed_while_it_sends_loses_nothing(fresh_database, post, tmp_path):
    """As production runs it: the worker lives on, makes a new child, and is asked again by the sweep."""
    post.holds = True
    with worker(fresh_database, post.url, tmp_path / "worker.log", pool="prefork") as parent:
        message = make_message()
        post.wait_for(1)
        (child,) = psutil.Process(parent.process.pid).children()
        child.kill()
        post.holds = False
        post.let_go.set()
        # Given back to the queue and found not to be due yet: a mail that kills workers does not kill on.
        until(lambda: parent.said("not due") == 1)
        assert len(post.mails) == 1
        a_minute_and_a_half_goes_by()
        assert sweep() == 1
        until(lambda: states() == {State.SENT})
    assert post.by_id() == {message.message_id: 2}


def test_two_workers_that_are_both_asked_deliver_once(fresh_database, post, tmp_path):
    messages = [make_message(f"person.{number}@people.test") for number in range(30)]
    # Each is asked for three times by now, and the workers begin together.
    assert sweep() == sweep() == 30
    with ExitStack() as stack:
        workers = [
            stack.enter_context(worker(fresh_database, post.url, tmp_path / f"{name}.log"))
            for name in ("one", "two")
        ]
        until(lambda: sum(one.said("succeeded") for one in workers) == 90)
        assert all(one.said("'sent'") for one in workers)
    assert states() == {State.SENT}
    assert post.by_id() == {message.message_id: 1 for message in messages}


def test_sweep_asks_for_what_is_due_and_for_nothing_else(fresh_database):
    now = timezone.now()
    minute = timedelta(minutes=1)
    lost = make_message(due_at=now - 5 * minute)
    retried = make_message(due_at=now - 2 * minute, attempts=3, problem="SMTPDataError")
    make_message(due_at=now + minute)
    make_message(state=State.SENT, sent_at=now, due_at=now - minute)
    make_message(state=State.FAILED, problem="SMTPDataError", due_at=now - minute)
    with redis.Redis.from_url(settings.REDIS_URL) as queue:
        queue.flushdb()
        assert sweep() == 2
        asked = [message.decode() for message in queue.lrange("celery", 0, -1)]
    assert len(asked) == 2
    assert all(any(str(one.pk) in line for line in asked) for one in (lost, retried))


ACTION = """
import sys, time
import django
django.setup()
from django.db import transaction
from tests.factories.notices import make_message
from hub.notices import tasks
began = time.monotonic()
for _each in range(20):
    make_message()
print(time.monotonic() - began)
"""


@pytest.mark.parametrize("queue", ["closed", "silent"])
def test_without_a_queue_people_notice_nothing_and_the_sweep_delivers(fresh_database, post, tmp_path, queue):
    """An action in a program of its own, where Redis is away or takes calls and says nothing."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1] if queue == "silent" else free_port()
        done = subprocess.run(
            [sys.executable, "-c", ACTION],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "hub.settings",
                "DATABASE_URL": database_url(fresh_database),
                "REDIS_URL": f"redis://127.0.0.1:{port}/0",
            },
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr
    # All twenty together: at once where nobody is there, and one time-out where nobody answers.
    assert float(done.stdout) < (2 if queue == "closed" else 6)
    assert done.stderr.count("the queue is out of reach") == 1
    assert "amina" not in done.stderr
    assert states() == {State.WAITING}
    assert sweep() == 20
    with worker(fresh_database, post.url, tmp_path / "worker.log"):
        until(lambda: states() == {State.SENT})
    assert len(post.mails) == len(post.by_id()) == 20


def test_timetable_sweeps_every_minute_and_forgets_every_night():
    app.loader.import_default_modules()
    timetable = app.conf.beat_schedule
    assert timetable["sweep-outbox"]["task"] == sweep.name
    assert timetable["sweep-outbox"]["schedule"] == 60
    # A sweep that nobody took is dropped before the next.
    assert timetable["sweep-outbox"]["options"] == {"expires": 55}
    assert timetable["forget-messages"] == {"task": forget.name, "schedule": crontab(hour=3, minute=40)}
    assert {sweep.name, forget.name, deliver.name} <= set(app.tasks)


def test_idle_worker_keeps_its_queue(fresh_database, post, tmp_path):
    """The limits on waiting for the queue do not end a worker that has nothing to do."""
    with worker(fresh_database, post.url, tmp_path / "worker.log") as one:
        until(lambda: one.said("ready.") == 1)
        time.sleep(7)
        make_message()
        post.wait_for(1)
        assert one.said("Connection to broker lost") == 0
        until(lambda: states() == {State.SENT})


def test_error_in_a_task_is_logged_by_its_kind_alone(fresh_database, post, tmp_path):
    """Nor does the log hold what the task was given (rules.md D12)."""
    with worker(fresh_database, post.url, tmp_path / "worker.log") as one:
        deliver.delay("amina@people.test")
        until(lambda: one.said("raised unexpected") == 1)
        lines = [json.loads(line) for line in one.log.read_text().splitlines() if line.startswith("{")]
    (error,) = [line for line in lines if line["level"] == "ERROR"]
    assert error["message"].endswith("raised unexpected: ValueError")
    assert error["exc_info"].startswith("builtins.ValueError\n")
    assert "deliver" in error["exc_info"]
    assert one.said("amina") == one.said("hexadecimal") == 0


def test_mail_that_takes_too_long_lets_the_worker_go(fresh_database, post, tmp_path):
    """A mail server that holds on: the attempt ends by the task's own limit, here a second, and counts."""
    post.holds = True
    message = make_message()
    with redis.Redis.from_url(settings.REDIS_URL) as queue:
        queue.flushdb()
    deliver.apply_async([str(message.pk)], soft_time_limit=1)
    with worker(fresh_database, post.url, tmp_path / "worker.log", pool="prefork"):
        until(lambda: Message.objects.get().problem != "")
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.WAITING, 1)
    assert message.problem == "SoftTimeLimitExceeded"
    assert (deliver.soft_time_limit, deliver.time_limit) == (120, 150)
