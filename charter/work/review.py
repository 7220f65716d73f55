"""What waits for the steward: responses to read before the public does."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from charter import rules
from charter.models import Channel, Publish, Response, Review
from hub.access import scope
from hub.people.actor import Actor
from hub.people.whose import administers
from hub.worklist import Queue


def to_read(actor: Actor) -> QuerySet[Response]:
    """Responses that may be published and wait, the oldest first; what came on paper once it was checked."""
    ready = Q(channel=Channel.ONLINE) | Q(original__checked_at__isnull=False)
    rows = scope(actor, rules.review_response, Response).filter(ready, review=Review.WAITING)
    return rows.exclude(publish=Publish.NOT).select_related("consultation").order_by("sent_at", "pk")


QUEUES = (
    Queue(
        key="responses",
        title=_("Responses to read"),
        template="charter/review/work.html",
        rows=to_read,
        order=35,
        only_for=administers,
        empty=_("Every response that may be published has been read."),
    ),
)
