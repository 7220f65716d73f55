"""Tells each who asked what became of what they said: once, in batches, whatever happens to a worker.

A batch is one transaction: the contacts are locked, their messages written, and `told_at` set. A worker that
is killed leaves a batch told or untold as a whole, and two workers skip each other's rows.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from functools import partial

from celery import shared_task
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from charter.letters.decisions import what_came_of_it
from charter.models import AnswerTheme, Consultation, Contact, Decision, Progress
from hub.notices import send
from hub.people.invitations import hash_of, new_secret

log = logging.getLogger(__name__)
BATCH = 25


def to_be_told(consultation: int) -> QuerySet[Contact]:
    """Contacts who asked for news, said yes from their mailbox, and were not told yet."""
    return Contact.objects.filter(
        response__consultation=consultation,
        response__state=Progress.SENT,
        wants_news=True,
        news_confirmed_at__isnull=False,
        told_at=None,
    ).exclude(email="")


def decisions_for(responses: list[int]) -> dict[int, list[Decision]]:
    """By response: the published decisions about the themes of its own answers, in one query."""
    found: dict[int, dict[int, Decision]] = defaultdict(dict)
    links = (
        AnswerTheme.objects.filter(answer__response__in=responses, theme__decided__published_at__isnull=False)
        .order_by("theme__area", "theme__name", "theme")
        .values_list("answer__response", "theme")
    )
    pairs = list(links)
    decided = {
        one.theme_id: one
        for one in Decision.objects.filter(
            theme__in={theme for _response, theme in pairs}, published_at__isnull=False
        )
    }
    for response, theme in pairs:
        if theme in decided:
            found[response].setdefault(theme, decided[theme])
    return {response: list(by_theme.values()) for response, by_theme in found.items()}


@transaction.atomic
def tell_batch(consultation: Consultation) -> int:
    """Tell the next 25. Returns how many were told; 0 where nobody is left."""
    waiting = to_be_told(consultation.pk).order_by("pk").select_for_update(skip_locked=True, of=("self",))
    contacts = list(waiting[:BATCH])
    decisions = decisions_for([one.response_id for one in contacts])
    for contact in contacts:
        secret = new_secret()
        contact.news_secret_hash, contact.told_at = hash_of(secret), timezone.now()
        contact.save(update_fields=["news_secret_hash", "told_at"])
        notice = what_came_of_it(consultation, decisions.get(contact.response_id, []), secret)
        send(notice, to=contact.email, kind="charter.decided", secret=True)
    return len(contacts)


def go_on_after_commit(consultation: int) -> None:
    """Have a worker tell the rest once this is committed. Where the queue is away, the sweep finds it."""
    transaction.on_commit(partial(_ask, consultation), robust=True)


def _ask(consultation: int) -> None:
    tell_the_rest.apply_async((consultation,), retry=False)


@shared_task
def tell_the_rest(pk: int) -> int:
    """Tell batch after batch until nobody is left. Returns how many were told."""
    consultation = Consultation.objects.filter(pk=pk).first()
    told = 0
    while consultation is not None and (done := tell_batch(consultation)):
        told += done
    log.info("respondents told what was decided", extra={"consultation": pk, "told": told})
    return told


@shared_task
def sweep_telling() -> int:
    """Go on where telling was begun and left off. Returns how many were told."""
    of_this = Contact.objects.filter(response__consultation=OuterRef("pk"))
    begun = Consultation.objects.filter(
        Exists(of_this.filter(told_at__isnull=False)),
        Exists(of_this.filter(wants_news=True, news_confirmed_at__isnull=False, told_at=None)),
    )
    return sum(tell_the_rest(pk) for pk in begun.order_by("pk").values_list("pk", flat=True))
