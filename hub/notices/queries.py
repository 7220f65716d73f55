"""What the outbox is asked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from hub.notices.models import Message, State


def newest() -> QuerySet[Message]:
    """Every message, newest first, without its texts."""
    return Message.objects.defer("text", "html")


def message(key: UUID) -> Message | None:
    """One message whole, or None."""
    return Message.objects.filter(pk=key).first()


def due(now: datetime, *, most: int) -> list[UUID]:
    """The keys of the messages that are due, those that have waited longest first."""
    waiting = Message.objects.filter(state=State.WAITING, due_at__lte=now)
    return list(waiting.order_by("due_at").values_list("pk", flat=True)[:most])


def done_before(time: datetime) -> QuerySet[Message]:
    """Messages that were sent before, or written before and could not be sent, and still hold their text."""
    done = Q(state=State.SENT, sent_at__lt=time) | Q(state=State.FAILED, created__lt=time)
    return Message.objects.filter(done).exclude(text="", html="")


def written_before(time: datetime) -> QuerySet[Message]:
    """Messages written before, whatever became of them."""
    return Message.objects.filter(created__lt=time)
