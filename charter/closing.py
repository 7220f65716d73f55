"""Opening and closing in words, and the one rule about closing, as every page tells it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from charter.models import GRACE, Consultation
from hub.calendar.london import to_wall
from hub.calendar.words import say_date, say_time


class Phase(TextChoices):
    """Where the clock has a published consultation."""

    COMING = "coming"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


def phase_of(consultation: Consultation, now: datetime | None = None) -> Phase:
    """CLOSING: closed, and whoever had begun may go on for an hour."""
    now = now or timezone.now()
    opens, closes = consultation.opens_at, consultation.closes_at
    if opens is None or closes is None or now < opens:
        return Phase.COMING
    if now < closes:
        return Phase.OPEN
    return Phase.CLOSING if now < closes + GRACE and consultation.settled_at is None else Phase.CLOSED


def say_moment(moment: datetime) -> str:
    """ "Friday 5 December, 5pm", in London."""
    return _("%(day)s, %(time)s") % {"day": say_date(to_wall(moment).date()), "time": say_time(moment)}


def closing_rule(consultation: Consultation) -> str:
    """What counts when it closes, in words."""
    if consultation.closes_at is None:
        return ""
    return _(
        "What is saved by %(closes)s counts, sent or not. Whoever has begun by then may go on saving for one "
        "more hour, until %(last)s."
    ) % {
        "closes": say_moment(consultation.closes_at),
        "last": say_time(consultation.closes_at + GRACE),
    }
