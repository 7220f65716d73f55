"""What happens once a consultation has closed and whoever had begun has had their hour.

What was begun in time and holds an answer is counted; equality answers are cut loose from the responses. The
rule is told to everyone in charter.words.closing_rule.
"""

from __future__ import annotations

import logging
import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from charter.letters.consultation import administrators, tell_settled
from charter.models import (
    GRACE,
    Answer,
    Channel,
    Consultation,
    EqualityRecord,
    Progress,
    Publish,
    Response,
)
from hub.web.pagecache import clear_pages

log = logging.getLogger(__name__)
EQUALITY = ("age_band", "disability", "ethnic_group", "language")


def settle_due(now: datetime | None = None) -> dict[str, int]:
    """Settle every consultation whose time has come, each in a transaction of its own.

    Run twice, also at once, it settles each once: who comes second skips what another has in hand. One that
    fails stops no other. Returns counts: {"settled", "counted", "loosened", "failed"}.
    """
    now = now or timezone.now()
    counts = {"settled": 0, "counted": 0, "loosened": 0, "failed": 0}
    for pk in list(_due(now).order_by("closes_at").values_list("pk", flat=True)):
        try:
            counted = settle(pk, now)
        except Exception:
            # Whatever is wrong with this one, the others have closed too.
            log.exception("a consultation could not be settled", extra={"consultation": pk})
            counts["failed"] += 1
        else:
            if counted is not None:
                counts["settled"] += 1
                counts["counted"] += counted
    counts["loosened"] = loosen_late()
    return counts


def _due(now: datetime) -> QuerySet[Consultation]:
    return Consultation.objects.filter(
        published_at__isnull=False, settled_at=None, closes_at__lte=now - GRACE
    )


@transaction.atomic
def settle(pk: int, now: datetime) -> int | None:
    """Settle one consultation. Returns how many responses it counted, None where it was not its time."""
    people = administrators(pk)
    held = _due(now).filter(pk=pk).select_for_update(skip_locked=True, of=("self",), no_key=True).first()
    if held is None:
        return None
    counted = _count_begun(held, now)
    cut_loose(held.pk)
    held.settled_at = now
    held.edition += 1
    held.save(update_fields=["settled_at", "edition"])
    sent = Response.objects.filter(consultation=held, state=Progress.SENT).count()
    tell_settled(people, held, sent=sent, counted=counted)
    clear_pages()
    log.info("consultation settled", extra={"consultation": pk, "responses": counted})
    return counted


def _count_begun(consultation: Consultation, now: datetime) -> int:
    """What was begun online and holds an answer becomes sent. What somebody is writing out stays theirs."""
    begun = Response.objects.filter(consultation=consultation, state=Progress.BEGUN, channel=Channel.ONLINE)
    # Whoever saves at this moment is waited for: what they save is then seen by the next statement.
    keys = list(
        begun.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True)
    )
    answered = Exists(Answer.objects.filter(response=OuterRef("pk")))
    return Response.objects.filter(answered, pk__in=keys, state=Progress.BEGUN).update(
        state=Progress.SENT,
        sent_at=now,
        sent_by_closing=True,
        publish=Case(When(publish="", then=Value(Publish.NOT)), default=F("publish")),
        edition=F("edition") + 1,
    )


def cut_loose(consultation: int) -> int:
    """Part the equality answers of a consultation from its responses, and write them anew in a random order.

    The order of rows, and their keys, then tell nothing of who came when. Those of responses that are not
    counted go; those of one that is still being written out stay with it. Returns how many were parted.
    """
    records = EqualityRecord.objects.filter(consultation=consultation)
    attached = Q(response__isnull=False)
    writing = Q(response__state=Progress.BEGUN) & ~Q(response__channel=Channel.ONLINE)
    records.filter(attached & ~writing & ~Q(response__state=Progress.SENT)).delete()
    loose = list(records.exclude(attached & writing))
    parted = sum(record.response_id is not None for record in loose)
    if not parted:
        return 0
    kept = [{name: getattr(record, name) for name in EQUALITY} for record in loose]
    records.filter(pk__in=[record.pk for record in loose]).delete()
    secrets.SystemRandom().shuffle(kept)
    EqualityRecord.objects.bulk_create(
        EqualityRecord(consultation_id=consultation, response=None, **values) for values in kept
    )
    return parted


def loosen_late() -> int:
    """The same for what was entered on paper after a consultation was settled, once it is sent."""
    late = EqualityRecord.objects.filter(
        response__state=Progress.SENT, consultation__settled_at__isnull=False
    )
    parted = 0
    for pk in set(late.values_list("consultation", flat=True)):
        with transaction.atomic():
            held = Consultation.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
            if held.filter(pk=pk).exists():
                parted += cut_loose(pk)
    return parted
