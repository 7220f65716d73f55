"""What listings keep about people goes when it was said that it would (rules.md D3; listings/privacy.py)."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from listings.models import Appeal, Finding, Proposal, Report, Unsaved

log = logging.getLogger(__name__)
ANSWERED = relativedelta(years=1)
WRITTEN = timedelta(days=90)


@shared_task
def forget_listings_texts() -> dict[str, int]:
    """Delete reports and appeals a year after they were answered, and what was typed and never saved.

    A report stays for as long as an appeal about it waits, or was answered less than a year ago. Returns
    counts of rows: {"reports", "appeals", "unsaved", "proposals"}. Running twice changes nothing.
    """
    now = timezone.now()
    year_ago, days_ago = now - ANSWERED, now - WRITTEN
    late = Appeal.objects.filter(report=OuterRef("pk")).filter(
        Q(finding=Finding.OPEN) | Q(answered_at__gt=year_ago)
    )
    reports = Report.objects.filter(~Exists(late), answered_at__lte=year_ago)
    appeals = Appeal.objects.filter(report=None, answered_at__lte=year_ago)
    counts = {
        "reports": reports.delete()[1].get(Report._meta.label, 0),
        "appeals": appeals.delete()[1].get(Appeal._meta.label, 0),
        "unsaved": Unsaved.objects.filter(saved_at__lte=days_ago).delete()[0],
        "proposals": Proposal.objects.filter(proposed_at__lte=days_ago).delete()[0],
    }
    log.info("texts about listings forgotten", extra=counts)
    return counts
