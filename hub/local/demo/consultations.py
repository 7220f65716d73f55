"""The demo town’s consultations: one that has just closed, sorted and decided in part, and one open."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pgtrigger
from django.db import transaction
from django.utils import timezone

from charter.actions.derive import derive_themes
from charter.actions.loading import load_consultation
from charter.models import (
    Channel,
    Charter,
    Consultation,
    Look,
    Passage,
    Response,
    SealedLook,
    Signature,
    Supporter,
)
from charter.shipped import shipped_consultation
from hub.calendar.london import LONDON
from hub.local.demo.charter_text import load_versions
from hub.local.demo.responses import load_responses
from hub.local.demo.schools import STEWARD
from hub.local.demo.signatories import load_decisions, load_signatories, load_supporters
from hub.local.demo.sorting import load_codebook, publish_some, read_some
from hub.people.actor import Actor
from hub.people.models import Organisation, Person

CLOSED, OPEN = "the-draft-charter", "after-school"
CHARTER = "charter"
ADMINISTRATOR = "admin@demo.test"
AFTER_SCHOOL = Path(__file__).with_name("after-school.txt")


@transaction.atomic
def load_charter_part(organisations: dict[str, Organisation], people: dict[str, Person]) -> int:
    """Make the charter, its consultations and what came of them, once. Returns how many responses it made."""
    if Consultation.objects.filter(slug__in=[CLOSED, OPEN]).exists():
        return 0
    by = Actor(id=people[ADMINISTRATOR].pk, second_factor=True)
    now = timezone.now()
    closed = _asked(
        shipped_consultation(),
        CLOSED,
        organisations,
        by,
        opens=now - timedelta(days=84),
        days=50,
        settled=True,
    )
    open_now = _asked(
        AFTER_SCHOOL.read_text(encoding="utf-8"),
        OPEN,
        organisations,
        by,
        opens=now - timedelta(days=6),
        days=34,
    )
    answered = load_responses(closed, people)
    publish_some(answered, people)
    themes = load_codebook(closed, people)
    derive_themes([answer.pk for answer in read_some(answered, themes, people)])
    adopted, changed = load_versions(CHARTER, closed)
    load_decisions(themes, adopted, changed, people[ADMINISTRATOR])
    load_signatories(adopted, organisations)
    load_supporters(adopted)
    _looked(closed, people)
    few = load_responses(open_now, people, channels={Channel.ONLINE: 9, Channel.EVENT: 2})
    return len(answered) + len(few)


def _asked(
    text: str,
    slug: str,
    organisations: dict[str, Organisation],
    by: Actor,
    *,
    opens: datetime,
    days: int,
    settled: bool = False,
) -> Consultation:
    """A consultation from its file, open from a morning for so many days; with its results, once settled."""
    loaded = load_consultation(text, organisations[STEWARD.slug].pk, slug=slug, by=by)
    opens_at = opens.astimezone(LONDON).replace(hour=9, minute=0, second=0, microsecond=0)
    closes_at = opens_at + timedelta(days=days, hours=8)
    published_at = opens_at - timedelta(days=3)
    loaded.consultation.versions.update(published_at=published_at)
    Consultation.objects.filter(pk=loaded.consultation.pk).update(
        published_at=published_at,
        opens_at=opens_at,
        closes_at=closes_at,
        settled_at=closes_at + timedelta(hours=1) if settled else None,
        results_published_at=closes_at + timedelta(days=5) if settled else None,
    )
    return Consultation.objects.get(pk=loaded.consultation.pk)


def _looked(consultation: Consultation, people: dict[str, Person]) -> None:
    """Who read responses while they were sealed: each is on record."""
    first = Response.objects.filter(consultation=consultation).order_by("pk")[:12]
    SealedLook.objects.bulk_create(
        SealedLook(
            consultation=consultation,
            response=response,
            person=people[ADMINISTRATOR],
            what=Look.RESPONSE,
            while_open=number < 3,
        )
        for number, response in enumerate(first)
    )


def remove_charter_part() -> int:
    """Take the demo town’s consultations and its charter out. Returns how many responses there were."""
    consultations = Consultation.objects.filter(slug__in=[CLOSED, OPEN])
    responses = Response.objects.filter(consultation__in=consultations)
    count = responses.count()
    charter = Charter.objects.filter(slug=CHARTER)
    # What was published is never changed or taken apart, but for a town that nobody lives in.
    with pgtrigger.ignore(
        "charter.Section:section_published_stays",
        "charter.Wording:wording_published_stays",
        "charter.CharterSection:charter_section_published_stays",
        "charter.Clause:clause_published_stays",
        "charter.Responsibility:responsibility_published_stays",
    ):
        Signature.objects.filter(charter__in=charter).delete()
        Supporter.objects.filter(charter__in=charter).delete()
        Passage.objects.filter(theme__consultation__in=consultations).delete()
        responses.delete()
        charter.delete()
        consultations.delete()
    return count
