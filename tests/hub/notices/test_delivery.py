"""Delivering one message: what goes out, what comes of it, and when it is tried again."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from hub.local.ports import free_port
from hub.notices import Notice
from hub.notices.delivery import deliver_message, wait_after
from hub.notices.models import Message, State
from hub.web.logs import JsonFormatter
from tests.concurrency import Someone
from tests.factories.notices import make_message
from tests.factories.people import PersonFactory
from tests.hub.notices.smtp import MailServer

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
# The shortest wait after each attempt.
WAITS = [MINUTE, 3 * MINUTE, 9 * MINUTE, 27 * MINUTE, 81 * MINUTE, 243 * MINUTE, *[12 * HOUR] * 3]


def again(message: Message) -> tuple[str, int, str]:
    """State, attempts and problem as the database has them."""
    message.refresh_from_db()
    return message.state, message.attempts, message.problem


def test_mail_is_what_was_written(db, post: MailServer, settings: Settings):
    settings.HUB_URL, settings.DEFAULT_FROM_EMAIL = "https://hub.example.org", "The Hub <hub@example.org>"
    long = "Ünïcode – “so” " * 100
    with time_machine.travel(datetime(2026, 11, 20, 9, 30, tzinfo=UTC), tick=False):
        message = make_message(notice=Notice("Grüße – “from us”", (long,), ("Go", "/x/"), ("Why.",)))
    assert deliver_message(message.pk) == "sent"
    (mail,) = post.mails
    assert (mail.sender, mail.recipients) == ("hub@example.org", ("amina@people.test",))
    content = mail.content
    assert content["From"] == "The Hub <hub@example.org>"
    assert (content["To"], content["Subject"]) == ("amina@people.test", "Grüße – “from us”")
    assert content["Message-ID"] == message.message_id
    assert parsedate_to_datetime(content["Date"]) == message.created
    assert content["Auto-Submitted"] == "auto-generated"
    assert content.get_content_type() == "multipart/alternative"
    text, html = content.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert mail.texts == [message.text, message.html]
    assert again(message) == (State.SENT, 1, "")
    assert timezone.now() - MINUTE < message.sent_at <= timezone.now()
    assert deliver_message(message.pk) == "not due"
    assert len(post.mails) == 1


def test_way_out_of_a_list_is_in_the_head_of_the_mail_in_one_piece(db, post: MailServer, settings: Settings):
    """rules.md D13: a mail program finds it there, and presses for its reader (RFC 8058)."""
    settings.HUB_URL = "https://hub.childrens-quarter.example.org"
    leave = f"/charter/decisions/stop/{'s3cr3t-' * 6}s/"
    message = make_message(notice=Notice("News", ("Something came of it.",), leave=leave))
    assert deliver_message(message.pk) == "sent"
    (mail,) = post.mails
    assert mail.content["List-Unsubscribe"].strip() == f"<{settings.HUB_URL}{leave}>"
    assert mail.content["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_message_to_one_person_has_no_way_out_of_a_list(db, post: MailServer):
    assert deliver_message(make_message().pk) == "sent"
    assert "List-Unsubscribe" not in post.mails[0].content


def test_message_that_is_gone_is_nothing_to_deliver(db, post: MailServer):
    message = make_message()
    Message.objects.all().delete()
    assert deliver_message(message.pk) == "not due"
    assert post.mails == []


@pytest.mark.parametrize("trouble", ["451 4.7.1 busy, Amina", "nobody listens"])
def test_failure_is_tried_again_ever_later_and_in_the_end_given_up(db, post, settings, trouble, caplog):
    post.recipient_answer = trouble
    if trouble == "nobody listens":
        settings.EMAIL_PORT = free_port()
    message = make_message()
    problem = "SMTPRecipientsRefused" if trouble.startswith("4") else "ConnectionRefusedError"
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=False) as clock:
        Message.objects.update(due_at=timezone.now())
        for number, wait in enumerate(WAITS, start=1):
            assert deliver_message(message.pk) == "tried"
            assert again(message) == (State.WAITING, number, problem)
            assert wait <= message.due_at - timezone.now() <= wait * 1.25
            assert deliver_message(message.pk) == "not due"
            clock.move_to(message.due_at)
        assert deliver_message(message.pk) == "failed"
        assert again(message) == (State.FAILED, 10, problem)
        clock.shift(30 * 24 * HOUR)
        assert deliver_message(message.pk) == "not due"
    assert post.mails == []
    for record in caplog.records:
        line = JsonFormatter().format(record)
        assert str(message.pk) in line
        assert "amina" not in line.lower()
        assert "fair" not in line


def test_waits_are_spread_so_that_what_failed_together_comes_back_apart():
    waits = {wait_after(9) for _ in range(100)}
    assert len(waits) > 90
    assert 12 * HOUR <= min(waits) < max(waits) <= 15 * HOUR


@pytest.mark.parametrize(
    ("answers", "state", "problem"),
    [
        ({"recipient_answer": "550 5.1.1 no such person"}, State.FAILED, "SMTPRecipientsRefused"),
        ({"recipient_answer": "450 4.2.0 greylisted"}, State.WAITING, "SMTPRecipientsRefused"),
        ({"data_answer": "554 5.7.1 not that"}, State.FAILED, "SMTPDataError"),
        ({"data_answer": "452 4.3.1 disk full"}, State.WAITING, "SMTPDataError"),
        ({"data_answer": "250 taken", "rude": True}, State.SENT, ""),
    ],
    ids=str,
)
def test_answer_of_the_mail_server_decides(db, post: MailServer, answers, state, problem):
    for name, value in answers.items():
        setattr(post, name, value)
    message = make_message()
    deliver_message(message.pk)
    assert again(message) == (state, 1, problem)
    assert message.text


def test_mail_server_that_says_nothing_is_given_up(db, post: MailServer, settings: Settings):
    settings.EMAIL_TIMEOUT = 0.2
    post.holds = True
    message = make_message()
    assert deliver_message(message.pk) == "tried"
    assert again(message) == (State.WAITING, 1, "SMTPServerDisconnected")


def test_message_that_is_no_mail_fails_at_once(db, post: MailServer, settings: Settings):
    settings.DEFAULT_FROM_EMAIL = "hub@example.org\nBcc: eve@evil.test"
    message = make_message()
    assert deliver_message(message.pk) == "failed"
    assert again(message)[0] == State.FAILED
    assert post.mails == []


def test_closed_account_is_written_to_no_more(db, post: MailServer):
    amina = PersonFactory()
    message = make_message(amina, secret=True)
    type(amina).objects.filter(pk=amina.pk).update(is_active=False)
    assert deliver_message(message.pk) == "failed"
    assert again(message) == (State.FAILED, 1, "closed account")
    assert (message.text, message.html, post.mails) == ("", "", [])


@pytest.mark.parametrize(("demo", "kept"), [(False, False), (True, True)])
def test_secret_is_wiped_once_sent_except_in_the_demo(db, post: MailServer, settings: Settings, demo, kept):
    settings.DEMO = demo
    message = make_message(secret=True, leave="https://hub.example.org/stop/secret/")
    text = message.text
    assert deliver_message(message.pk) == "sent"
    message.refresh_from_db()
    assert (message.text == text, bool(message.html), bool(message.leave)) == (kept, kept, kept)
    assert message.text == (text if kept else "")
    assert post.mails[0].texts[0] == text


def test_secret_waits_whole_for_its_next_attempt(db, post: MailServer):
    post.recipient_answer = "450 4.2.0 greylisted"
    message = make_message(secret=True)
    assert deliver_message(message.pk) == "tried"
    message.refresh_from_db()
    assert "Everyone can see it now." in message.text


def test_two_at_once_deliver_once(fresh_database, post: MailServer):
    post.holds = True
    message = make_message()
    first = Someone(lambda: deliver_message(message.pk))
    post.wait_for(1)
    # Even when it is due again, because the mail server takes its time.
    with time_machine.travel(timezone.now() + 2 * MINUTE, tick=False):
        assert Someone(lambda: deliver_message(message.pk)).done() == "not due"
    post.let_go.set()
    assert first.done() == "sent"
    assert len(post.mails) == 1
    assert again(message) == (State.SENT, 1, "")


def test_last_attempt_of_a_worker_that_died_is_the_last(db, post: MailServer, caplog):
    caplog.set_level(logging.ERROR)
    message = make_message(attempts=10)
    assert deliver_message(message.pk) == "not due"
    assert again(message) == (State.FAILED, 10, "worker lost")
    assert post.mails == []
