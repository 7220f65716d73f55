"""How much waits for somebody: one bounded count for each queue, once a request."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.worklist.registry import queues

MOST = 99


def counts(request: HttpRequest) -> dict[str, int]:
    """How many rows each queue has for whoever asks, by its key; 100 where there are more than 99."""
    found: dict[str, int] | None = getattr(request, "worklist_counts", None)
    if found is None:
        actor = request.actor  # type: ignore[attr-defined]
        found = {queue.key: queue.rows(actor).order_by()[: MOST + 1].count() for queue in queues()}
        request.worklist_counts = found  # type: ignore[attr-defined]
    return found


def figure(count: int) -> str:
    """A count as it is shown: "3", or "99+"."""
    return f"{MOST}+" if count > MOST else str(count)


def in_words(count: int) -> str:
    """A count as it is read out: "3 things", or "more than 99 things"."""
    if count > MOST:
        return _("more than %d things") % MOST
    return ngettext("%d thing", "%d things", count) % count
