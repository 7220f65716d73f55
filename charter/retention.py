"""What the charter part keeps about people goes when it was said that it would (rules.md D3)."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from charter.models import Supporter

log = logging.getLogger(__name__)
UNCONFIRMED = timedelta(days=30)


@shared_task
def forget_unconfirmed_supporters() -> dict[str, int]:
    """Delete who asked to stand behind the charter and did not say yes within 30 days.

    Returns a count of rows: {"supporters"}. Running twice changes nothing.
    """
    old = Supporter.objects.filter(confirmed_at=None, asked_at__lte=timezone.now() - UNCONFIRMED)
    counts = {"supporters": old.delete()[0]}
    log.info("unconfirmed supporters forgotten", extra=counts)
    return counts
