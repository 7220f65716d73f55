"""Whether we may write once about what came of a consultation (rules.md D13)."""

from __future__ import annotations

import pghistory
from django.db import transaction
from django.utils import timezone

from charter import rules
from charter.models import Answer, Contact
from charter.secret import hash_of
from hub.access import NotAllowed, hold
from hub.people.actor import Actor


def _contact(secret: str) -> Contact:
    found = Contact.objects.filter(news_secret_hash=hash_of(secret)).first() if secret else None
    if found is None:
        raise NotAllowed(rules.hear_news)
    return found


def _held(secret: str, by: Actor) -> Contact:
    response = hold(by, rules.hear_news, _contact(secret).response_id)
    pghistory.context(user=None)
    # Read again: somebody who pressed the other button at the same moment has been waited for.
    contact = _contact(secret)
    contact.response = response
    return contact


@transaction.atomic
def confirm_news(secret: str, *, by: Actor) -> Contact:
    """Say yes, from the mailbox itself. Pressed again, the first yes stands. Raises NotAllowed."""
    contact = _held(secret, by)
    hold(by, rules.hear_news, contact.response_id)
    if contact.news_confirmed_at is None:
        contact.news_confirmed_at = timezone.now()
        contact.save(update_fields=["news_confirmed_at"])
    return contact


@transaction.atomic
def stop_news(secret: str, *, by: Actor) -> None:
    """Say no. The address goes too, where nothing else was asked for. Raises NotAllowed."""
    contact = _held(secret, by)
    hold(by, rules.hear_news, contact.response_id)
    contact.wants_news, contact.news_confirmed_at, contact.news_secret_hash = False, None, ""
    needed = Answer.objects.filter(response=contact.response_id, may_contact=True).exists()
    if not needed:
        contact.email, contact.wants_copy = "", False
    contact.save()
    if not (contact.email or contact.phone or contact.name):
        contact.delete()
