"""What happens to listings by night."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from hub.calendar.recurrence import TooMany
from hub.web.pagecache import clear_pages
from listings.actions.derive import reconcile
from listings.models import Listing, Occurrence, State

log = logging.getLogger(__name__)


@shared_task
def extend_occurrences() -> dict[str, int]:
    """Extend every series to 18 months from today, and mark as over what has no date left.

    Each series is its own transaction: one that fails stops no other, and running twice changes nothing.
    Returns counts: {"series", "dates", "over", "failed"}.
    """
    today = timezone.localdate()
    counts = {"series": 0, "dates": 0, "over": 0, "failed": 0}
    recurring = Listing.objects.filter(state=State.PUBLISHED).exclude(schedule__rrule="")
    for pk in recurring.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=500):
        with transaction.atomic():
            listing = Listing.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
            if listing is None or listing.state != State.PUBLISHED:
                continue
            try:
                made, changed, removed = reconcile(listing, listing.changes.all(), today)
            except TooMany:
                log.error("a series makes too many dates", extra={"listing": pk})
                counts["failed"] += 1
                continue
            counts["series"] += 1
            counts["dates"] += made + changed + removed
    counts["over"] = mark_over()
    clear_pages()
    log.info("occurrences extended", extra=counts)
    return counts


def mark_over() -> int:
    """Published listings whose last date has gone by become past. Returns how many."""
    to_come = Occurrence.objects.filter(listing=OuterRef("pk"), over__gte=timezone.now())
    return Listing.objects.filter(~Exists(to_come), state=State.PUBLISHED).update(state=State.PAST)
