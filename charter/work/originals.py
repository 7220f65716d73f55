"""What waits for the steward: what came by another way, written out, to be checked by somebody else."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from charter import rules
from charter.models import Response
from hub.access import scope
from hub.people.actor import Actor
from hub.people.whose import administers
from hub.worklist import Queue


def to_check(actor: Actor) -> QuerySet[Response]:
    """What somebody else wrote out and nobody has checked, the oldest first."""
    rows = scope(actor, rules.check_original, Response)
    return rows.select_related("consultation", "original__transcriber").order_by("sent_at", "pk")


QUEUES = (
    Queue(
        key="originals",
        title=_("Written out, to be checked"),
        template="charter/originals/work.html",
        rows=to_check,
        order=34,
        only_for=administers,
        empty=_("Everything that others wrote out has been checked."),
    ),
)
