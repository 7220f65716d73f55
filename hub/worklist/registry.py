"""The queues. Each part of the hub registers its own, so that this one knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Queue:
    """Something that waits to be done, and can be done where it stands.

    key: its part of the address, "verify-organisations" at /worklist/verify-organisations/.
    title: its heading. empty: what its own page says when nothing is left.
    template: draws one item, inside a card: what it is, under an <h3>, and the forms that decide it. It gets
        `row`, `worklist_url` (where its forms lead back to), and what `context` adds.
    rows: what waits for an actor, in order: a scope(), so that the rule is the policy. It runs no query, and
        has `actor.id` in conditions only: the header counts by what it composed for everybody.
    context: what the template needs for these rows beside them, fetched at once for all of them.
    order: smallest first.
    serves: whether this actor could ever have something here; where it says so the header keeps its link
        when nothing waits. Asked only then.
    only_for: whose queue it is, where it is no one else's by its rule: asked first, with one cheap query for
        all queues that name the same, so that nobody's page counts what can only be empty for them.
    """

    key: str
    title: Words
    template: str
    rows: Callable[[Any], QuerySet[Any]]
    order: int = 100
    empty: Words = ""
    context: Callable[[Any, Sequence[Any]], dict[str, Any] | None] | None = None
    serves: Callable[[Any], bool] | None = None
    only_for: Callable[[Any], bool] | None = None


_queues: dict[str, Queue] = {}


def register_queue(queue: Queue) -> None:
    """Add a queue, or replace the one with the same key."""
    _queues[queue.key] = queue


def queues() -> list[Queue]:
    """Every queue, in order."""
    return sorted(_queues.values(), key=lambda queue: (queue.order, queue.key))


def queue_called(key: str) -> Queue | None:
    """The queue with this key, or None."""
    return _queues.get(key)
