"""Messages in the outbox."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hub.notices import Notice, send
from hub.notices.models import Message
from hub.people.models import Person

NOTICE = Notice(
    subject="Your fair is published",
    paragraphs=("Everyone can see it now.", "Thank you for posting it."),
    action=("See your listing", "/whats-on/fair/"),
    after=("You get this because you posted it.",),
)


def make_message(
    to: Person | str = "amina@people.test",
    notice: Notice = NOTICE,
    *,
    kind: str = "listings.published",
    secret: bool = False,
    **changed: Any,
) -> Message:
    """A message written as an action writes it, then with these fields changed as time would."""
    with transaction.atomic():
        message = send(notice, to=to, kind=kind, secret=secret)
        if changed:
            Message.objects.filter(pk=message.pk).update(**changed)
            message.refresh_from_db()
    return message
