"""What the charter part keeps about people goes when it was said that it would (rules.md D3).

Each task runs every night, does its work in one transaction a consultation, and changes nothing when it runs
twice. What counts stays: a rating, a yes or no, that something was said, and which themes it said.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime, timedelta

from celery import shared_task
from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from charter.models import (
    AboutYou,
    Answer,
    Consultation,
    Contact,
    EqualityRecord,
    Excerpt,
    LeftIn,
    Original,
    Publish,
    PublishedResponse,
    Reading,
    Redaction,
    Response,
    ResumeLink,
    SealedLook,
    Signature,
    Supporter,
    ThemeChange,
)
from hub.web.pagecache import clear_pages

log = logging.getLogger(__name__)
UNCONFIRMED = timedelta(days=30)
# After somebody was told, the link in the message that has their address forgotten works for so long.
AFTER_TELLING = timedelta(days=30)
CONTACTS, RAW = relativedelta(years=1), relativedelta(years=2)
SIGNATURES, PUBLISHED = relativedelta(years=6), relativedelta(years=10)
# In the place of words: that something was said still counts.
FORGOTTEN = "…"


def _over(since: datetime, place: str = "") -> Q:
    """Of which results were published before, or which closed before and never had any."""
    published, closed = f"{place}results_published_at", f"{place}closes_at"
    return Q(**{f"{published}__lte": since}) | Q(**{published: None, f"{closed}__lte": since})


@shared_task
def forget_unconfirmed_supporters() -> dict[str, int]:
    """Delete who asked to stand behind the charter and did not say yes within 30 days.

    Returns a count of rows: {"supporters"}. Running twice changes nothing.
    """
    old = Supporter.objects.filter(confirmed_at=None, asked_at__lte=timezone.now() - UNCONFIRMED)
    counts = {"supporters": old.delete()[0]}
    log.info("unconfirmed supporters forgotten", extra=counts)
    return counts


@shared_task
def forget_contacts() -> dict[str, int]:
    """Delete addresses of respondents once all is sent that they asked for, and in any case after a year.

    Kept meanwhile: who waits for news and confirmed it, who was told within 30 days, and who may be asked
    about an example. Returns a count of rows: {"contacts"}.
    """
    now = timezone.now()
    example = Answer.objects.filter(response=OuterRef("response"), may_contact=True)
    waits = Q(wants_news=True, news_confirmed_at__isnull=False, told_at=None)
    done = Q(response__consultation__settled_at__lte=now - AFTER_TELLING) & ~waits & ~Exists(example)
    just_told = Q(told_at__gt=now - AFTER_TELLING)
    late = _over(now - CONTACTS, "response__consultation__")
    counts = {"contacts": Contact.objects.filter(late | done & ~just_told).delete()[0]}
    log.info("contacts of respondents forgotten", extra=counts)
    return counts


@shared_task
def forget_answers() -> dict[str, int]:
    """Take the words and whatever tells who spoke out of consultations that have been over for two years.

    What is public stays with the name that stands over it, and with the link by which it can be taken back
    (rules.md D9). Returns counts of rows: {"answers", "originals", "looks"}.
    """
    due = Consultation.objects.filter(_over(timezone.now() - RAW))
    counts: Counter[str] = Counter(answers=0, originals=0, looks=0)
    for pk in due.filter(_something_left()).values_list("pk", flat=True):
        counts.update(_forget_one(pk))
    log.info("answers forgotten", extra=counts)
    return dict(counts)


_PUBLIC = Q(public_response__isnull=False, public_response__withdrawn_at=None)
# What tells who spoke, or who worked on it, once nothing does.
_NOBODY = {"lead": None, "reviewed_by": None, "review_reason": ""}
_UNNAMED = {"public_name": "", "organisation": None, "organisation_name": ""}


def _something_left() -> Q:
    """Of a consultation: there is something yet to forget, also where nobody wrote a word."""
    responses = Response.objects.filter(consultation=OuterRef("pk"))
    of_responses = {"response__consultation": OuterRef("pk")}
    return (
        Q(Exists(Answer.objects.filter(**of_responses).exclude(text__in=["", FORGOTTEN])))
        | Q(Exists(responses.exclude(**_NOBODY)))
        | Q(Exists(responses.exclude(pk__in=_public_responses()).exclude(**_UNNAMED)))
        | Q(Exists(ResumeLink.objects.filter(**of_responses).exclude(response__in=_public_responses())))
        | Q(Exists(Contact.objects.filter(**of_responses)))
        | Q(Exists(AboutYou.objects.filter(**of_responses).exclude(district="")))
        | Q(Exists(EqualityRecord.objects.filter(consultation=OuterRef("pk"))))
        | Q(Exists(SealedLook.objects.filter(consultation=OuterRef("pk"))))
    )


def _public_responses() -> QuerySet[Response, int]:
    return Response.objects.filter(_PUBLIC).values_list("pk", flat=True)


@transaction.atomic
def _forget_one(pk: int) -> dict[str, int]:
    consultation = Consultation.objects.select_for_update().get(pk=pk)
    responses = Response.objects.filter(consultation=consultation)
    theirs = {"response__consultation": consultation}
    unseen = responses.exclude(pk__in=_public_responses())
    ResumeLink.objects.filter(response__in=unseen).delete()
    Contact.objects.filter(**theirs).delete()
    for model in (Redaction, LeftIn):
        model._default_manager.filter(answer__response__consultation=consultation).delete()
    EqualityRecord.objects.filter(consultation=consultation).delete()
    AboutYou.objects.filter(**theirs).exclude(district="").update(district="")
    Reading.objects.filter(answer__response__consultation=consultation).update(reader=None)
    ThemeChange.objects.filter(theme__consultation=consultation).update(made_by=None)
    unseen.filter(publish=Publish.NAMED).update(publish=Publish.UNNAMED)
    unseen.exclude(**_UNNAMED).update(**_UNNAMED)
    responses.exclude(**_NOBODY).update(**_NOBODY)
    PublishedResponse.objects.filter(consultation=consultation).update(published_by=None)
    Excerpt.objects.filter(original__response__consultation=consultation).delete()
    empty = {**dict.fromkeys(("text", "note", "event", "mistake"), ""), "document": None}
    worked = {"transcriber": None, "checker": None}
    originals = Original.objects.filter(**theirs)
    return {
        "answers": Answer.objects.filter(**theirs).exclude(text__in=["", FORGOTTEN]).update(text=FORGOTTEN),
        "originals": originals.exclude(**empty).update(**empty, **worked),
        "looks": SealedLook.objects.filter(consultation=consultation).delete()[0],
    }


@shared_task
def forget_published() -> dict[str, int]:
    """Delete what was published ten years ago, and signatures that were taken back six years ago.

    Returns counts of rows: {"responses", "signatures"}.
    """
    now = timezone.now()
    old = PublishedResponse.objects.filter(_over(now - PUBLISHED, "consultation__"))
    withdrawn = Signature.objects.filter(withdrawn_at__lte=now - SIGNATURES)
    counts = {
        "responses": old.delete()[1].get("charter.PublishedResponse", 0),
        "signatures": withdrawn.delete()[1].get("charter.Signature", 0),
    }
    if counts["responses"]:
        clear_pages()
    log.info("published responses forgotten", extra=counts)
    return counts
