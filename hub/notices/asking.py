"""Asks Celery to deliver. Where the queue is out of reach nobody waits and nobody is shown an error."""

from __future__ import annotations

import logging
import time
from uuid import UUID

log = logging.getLogger(__name__)
# After a queue was found out of reach it is left alone for so many seconds: the sweep finds what waits.
PAUSE = 10.0
_away_until = 0.0


def ask_to_deliver(key: UUID) -> None:
    """Put the delivery of one message into the queue, at once or not at all."""
    global _away_until
    from hub.notices.tasks import deliver

    if time.monotonic() < _away_until:
        return
    try:
        deliver.apply_async((str(key),), retry=False)
    except Exception as error:
        # Whatever keeps the queue away, the row is committed, and the sweep picks it up.
        _away_until = time.monotonic() + PAUSE
        log.warning(
            "the queue is out of reach; the sweep will deliver", extra={"problem": type(error).__name__}
        )
