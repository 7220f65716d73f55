"""Puts a message into the outbox, inside the transaction of what caused it."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.encoding import punycode

from hub.notices.asking import ask_to_deliver
from hub.notices.notice import Notice, absolute, as_html, as_text, subject_of

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from hub.notices.models import Message


def send(notice: Notice, *, to: AbstractBaseUser | str, kind: str, secret: bool = False) -> Message:
    """Write a message to one person, or to one address, and have it delivered once this is committed.

    kind: what it is about, as "people.invitation". secret: its text opens a door, and is wiped once sent.

    Raises RuntimeError outside a transaction, ValidationError for what is no single e-mail address, and
    ValueError for a notice without a subject or with a link that leads nowhere.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("send() belongs inside the transaction of what causes the message")
    # This package is named to Django before there are models.
    from hub.notices.models import Message

    address = to if isinstance(to, str) else str(getattr(to, to.get_email_field_name()))
    recipient: Any = None if isinstance(to, str) else to
    key, now = uuid.uuid4(), timezone.now()
    message = Message(
        pk=key,
        recipient=recipient,
        address=Message._meta.get_field("address").clean(address.strip(), None),
        kind=kind,
        subject=subject_of(notice),
        text=as_text(notice),
        html=as_html(notice),
        leave=absolute(notice.leave) if notice.leave else "",
        message_id=f"<{key}@{_host()}>",
        secret=secret,
        created=now,
        due_at=now,
    )
    message.save(force_insert=True)
    transaction.on_commit(partial(ask_to_deliver, key), robust=True)
    return message


def _host() -> str:
    """The hub's own name, as it stands in a Message-ID."""
    return punycode(urlsplit(settings.HUB_URL).hostname or "localhost")
