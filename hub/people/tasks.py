"""What happens to people and organisations by night."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from hub.people.reminders import remind_managers

log = logging.getLogger(__name__)


@shared_task
def remind_of_checks() -> dict[str, int]:
    """Tell managers whose check runs out soon. Run twice it writes once. Returns {"organisations": …}."""
    counts = {"organisations": remind_managers(timezone.localdate())}
    log.info("reminded of checks", extra=counts)
    return counts
