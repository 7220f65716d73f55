"""What waits for those who sort answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from charter.queries.comparing import differences, to_settle
from hub.people.actor import Actor
from hub.people.whose import sorts_answers
from hub.worklist import Queue


def _differ(actor: Actor, rows: Sequence[Any]) -> None:
    """What the template needs of each answer: what its two readers differ about."""
    for row, differs in zip(rows, differences(actor, None, rows), strict=True):
        row.differs = differs


QUEUES = (
    Queue(
        key="answers-to-settle",
        title=_("Answers to settle"),
        template="charter/work/settle.html",
        rows=to_settle,
        order=70,
        only_for=sorts_answers,
        empty=_("No answer waits to be settled."),
        context=_differ,
    ),
)
