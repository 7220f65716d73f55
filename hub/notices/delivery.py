"""Delivers one message: takes its row, hands it to the mail server, and keeps what came of it.

Two transactions. The first takes the row, counts the attempt and says when the next one would be due; so a
worker that dies, in whatever way, has used up one attempt, and the message is due again a little later. The
second locks the row, sends, and marks it sent. A worker that is killed after the mail server said yes and
before that commit leaves the message waiting: it is sent once more, with the same Message-ID.
"""

from __future__ import annotations

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta
from email.utils import format_datetime
from secrets import SystemRandom
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from hub.notices.models import Message, State

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 10
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=12)
CLOSED_ACCOUNT = "closed account"
WORKER_LOST = "worker lost"
_random = SystemRandom()


class NotTaken(Exception):
    """The mail server said neither yes nor no."""


def deliver_message(key: UUID) -> str:
    """Try to deliver a message, if it is due and nobody else is at it.

    Returns what came of it: "sent", "tried" (there will be another attempt), "failed" (there will not), or
    "not due". What goes wrong with the mail is kept in the row; only the database's errors are raised.
    """
    attempt = _take(key)
    if attempt is None:
        return "not due"
    with transaction.atomic():
        message = _waiting(key).select_related("recipient").filter(attempts=attempt).first()
        if message is None:
            return "not due"
        if message.recipient is not None and not message.recipient.is_active:
            return _fail(message, CLOSED_ACCOUNT)
        try:
            _hand_over(message)
        except Exception as error:
            # Nothing that can go wrong with one mail may stop those after it.
            return _went_wrong(message, error)
        return _sent(message)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: from a minute to twelve hours, three times as long each time.

    Up to a quarter more, by chance, so that what failed together is not tried together.
    """
    wait: timedelta = min(FIRST_WAIT * 3 ** (attempts - 1), LONGEST_WAIT)
    return wait * _random.uniform(1, 1.25)


def compose(message: Message) -> EmailMultiAlternatives:
    """The mail as it goes out, the same each time: one Message-ID and one date for life."""
    leave = {}
    if message.leave:
        leave = {
            "List-Unsubscribe": f"<{message.leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.address],
        headers={
            "Message-ID": message.message_id,
            "Date": format_datetime(message.created),
            # No answer by a machine, such as "I am on holiday": RFC 3834, and Microsoft's own way.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **leave,
        },
    )
    mail.attach_alternative(message.html, "text/html")
    return mail


def _waiting(key: UUID) -> QuerySet[Message]:
    """The message, locked, if it waits and nobody else has locked it."""
    locked = Message.objects.select_for_update(skip_locked=True, of=("self",))
    return locked.filter(pk=key, state=State.WAITING)


@transaction.atomic
def _take(key: UUID) -> int | None:
    """Count an attempt and return its number, or None where there is nothing to try."""
    message = _waiting(key).filter(due_at__lte=timezone.now()).first()
    if message is None:
        return None
    if message.attempts >= MOST_ATTEMPTS:
        # Only a worker that died in its last attempt leaves this behind.
        _fail(message, message.problem or WORKER_LOST)
        return None
    message.attempts += 1
    message.due_at = timezone.now() + wait_after(message.attempts)
    message.save(update_fields=["attempts", "due_at"])
    return message.attempts


def _hand_over(message: Message) -> None:
    """Raises whatever the mail server or the way to it raises, and NotTaken."""
    connection = get_connection()
    connection.open()
    try:
        if connection.send_messages([compose(message)]) != 1:
            raise NotTaken
    finally:
        # The server has said yes or no: how it says goodbye changes neither.
        with suppress(OSError):
            connection.close()


def _sent(message: Message) -> str:
    message.state, message.sent_at, message.problem = State.SENT, timezone.now(), ""
    _forget_secret(message)
    message.save(update_fields=["state", "sent_at", "problem", "text", "html", "leave"])
    log.info("message sent", extra={"notice": str(message.pk), "kind": message.kind})
    return "sent"


def _went_wrong(message: Message, error: Exception) -> str:
    problem = type(error).__name__
    if _for_good(error) or message.attempts >= MOST_ATTEMPTS:
        return _fail(message, problem)
    message.problem = problem
    message.save(update_fields=["problem"])
    log.warning(
        "message not sent yet",
        extra={"notice": str(message.pk), "attempt": message.attempts, "problem": problem},
    )
    return "tried"


def _fail(message: Message, problem: str) -> str:
    message.state, message.problem = State.FAILED, problem
    _forget_secret(message)
    message.save(update_fields=["state", "problem", "text", "html", "leave"])
    log.error(
        "message could not be sent",
        extra={"notice": str(message.pk), "kind": message.kind, "problem": problem},
    )
    return "failed"


def _for_good(error: Exception) -> bool:
    """Whether trying again would change nothing: the server refused it with a 5xx, or it is no mail at all.

    A sender refused, or a password, is for whoever runs the hub to put right: what waits, waits for that.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, ValueError)


def _forget_secret(message: Message) -> None:
    if message.secret and not settings.DEMO:
        message.text = message.html = message.leave = ""
