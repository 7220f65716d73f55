"""What Celery does with the outbox: deliver, look for what was missed, and forget."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from hub.notices import queries
from hub.notices.delivery import deliver_message

log = logging.getLogger(__name__)
# A mail server that says a word now and then could hold a worker for ever: seconds until it is let go, and
# until the process that holds on is ended.
LET_GO, END = 120, 150
BATCH = 500
TEXT_KEPT = timedelta(days=30)
ROW_KEPT = relativedelta(months=6)


@shared_task(soft_time_limit=LET_GO, time_limit=END)
def deliver(key: str) -> str:
    """Deliver the message with this key, if it is due. Returns what came of it, as `deliver_message`."""
    return deliver_message(UUID(key))


@shared_task
def sweep() -> int:
    """Ask again for whatever is due: its turn to be retried, its worker killed, its queue emptied.

    The oldest 500 at a time. Asking for one that is asked for already is harmless: the second finds it
    taken. Returns how many.
    """
    keys = queries.due(timezone.now(), most=BATCH)
    for key in keys:
        deliver.delay(str(key))
    return len(keys)


@shared_task
def forget() -> dict[str, int]:
    """Empty the text of messages after 30 days, and drop them after six months, as privacy.py declares.

    Returns counts: {"emptied", "dropped"}.
    """
    now = timezone.now()
    counts = {
        "dropped": queries.written_before(now - ROW_KEPT).delete()[0],
        "emptied": queries.done_before(now - TEXT_KEPT).update(text="", html="", leave=""),
    }
    log.info("messages forgotten", extra=counts)
    return counts
