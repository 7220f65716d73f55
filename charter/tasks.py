"""What happens by the clock in the charter part."""

from __future__ import annotations

import logging

from celery import shared_task

from charter.settling import settle_due

log = logging.getLogger(__name__)


@shared_task
def settle_consultations() -> dict[str, int]:
    """Count what was begun in time, and part equality answers from responses, once a consultation is over."""
    counts = settle_due()
    if any(counts.values()):
        log.info("consultations settled", extra=counts)
    return counts
