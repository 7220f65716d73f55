"""What happens to listings by night."""

from __future__ import annotations

import logging
from datetime import date

from celery import shared_task
from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from hub.calendar.london import DAY
from hub.calendar.recurrence import dates
from hub.web.pagecache import clear_pages
from listings.actions.derive import reconcile
from listings.models import Listing, Occurrence, State

log = logging.getLogger(__name__)
# How far off a next date is looked for before a series counts as over: some come round every few years.
SEARCHED = relativedelta(years=12)


@shared_task
def extend_occurrences() -> dict[str, int]:
    """Give every series its dates up to 18 months from today, and mark as over what has no date left.

    Each series is its own transaction: one that fails stops no other, and running twice changes nothing.
    Returns counts: {"series", "dates", "over", "failed"}.
    """
    today = timezone.localdate()
    counts = {"series": 0, "dates": 0, "over": 0, "failed": 0}
    for pk in list(_unfinished().order_by("pk").values_list("pk", flat=True)):
        try:
            counts["dates"] += _extend(pk, today)
            counts["series"] += 1
        except Exception:
            # Whatever is wrong with this one, the others need their dates.
            log.exception("a series could not be extended", extra={"listing": pk})
            counts["failed"] += 1
    counts["over"] = mark_over()
    if counts["dates"] or counts["over"]:
        clear_pages()
    log.info("occurrences extended", extra=counts)
    return counts


def mark_over() -> int:
    """Published listings whose last date has gone by become past. Returns how many."""
    today = timezone.localdate()
    ended = Listing.objects.filter(~Exists(_dates(over__gte=timezone.now())), state=State.PUBLISHED)
    over = [listing.pk for listing in ended.select_related("schedule") if not _comes_again(listing, today)]
    # One at a time, so that none waits for a row while it keeps another from somebody else.
    return sum(ended.filter(pk=pk).update(state=State.PAST) for pk in over)


def _dates(**having: object) -> QuerySet[Occurrence]:
    return Occurrence.objects.filter(listing=OuterRef("pk"), **having)


def _unfinished() -> QuerySet[Listing]:
    """Published listings that may have dates which are not there yet: series, and what begins far ahead."""
    may_have_more = ~Q(schedule__rrule="") | ~Q(schedule__rdates=[]) | ~Exists(_dates())
    return Listing.objects.filter(may_have_more, state=State.PUBLISHED)


def _extend(pk: int, today: date) -> int:
    """Returns how many dates were made, changed and removed."""
    with transaction.atomic():
        held = Listing.objects.select_for_update(of=("self",), no_key=True).filter(
            pk=pk, state=State.PUBLISHED
        )
        listing = held.first()
        return sum(reconcile(listing, listing.changes.all(), today)) if listing else 0


def _comes_again(listing: Listing, today: date) -> bool:
    """Whether a listing without a date in the coming 18 months has one after."""
    try:
        return bool(dates(listing.schedule.pattern(), today + DAY, today + SEARCHED, most=1))
    except (ValueError, LookupError):
        # Too many to count, or not to be read: neither is over.
        return True
