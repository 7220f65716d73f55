"""How much waits for somebody: bounded counts of all their queues, in one query, once a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.worklist.registry import Queue, queues

MOST = 99
Statement = tuple[str, tuple[Any, ...]]
# By a queue's rows and who asks: None where it can be seen without asking that nothing waits.
Statements = dict[tuple[Callable[[Any], Any], Any], Statement | None]
_composed: tuple[datetime, Statements] = (datetime.min, {})


def counts(request: HttpRequest) -> dict[str, int]:
    """How many rows each queue has for whoever asks, by its key; 100 where there are more than 99."""
    found: dict[str, int] | None = getattr(request, "worklist_counts", None)
    if found is None:
        found = _counted(request.actor)  # type: ignore[attr-defined]
        request.worklist_counts = found  # type: ignore[attr-defined]
    return found


def _counted(actor: Any) -> dict[str, int]:
    found = {queue.key: 0 for queue in queues()}
    keys: list[str] = []
    asked: list[str] = []
    given: list[Any] = []
    for queue in _theirs(actor):
        statement = _statement(queue, actor)
        if statement is not None:
            sql, values = statement
            asked.append(f"SELECT {len(keys)}, COUNT(*) FROM ({sql}) AS waiting")  # noqa: S608  (Django's own SQL)
            keys.append(queue.key)
            given += actor.named_in(values)
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked), given)
            found |= {keys[number]: count for number, count in cursor.fetchall()}
    return found


def _statement(queue: Queue, actor: Any) -> Statement | None:
    """What asks for the rows of a queue, for anybody who proved as much: the key is to be filled in.

    Rules are put together from many conditions, which takes ten times as long as to count by them, on each
    page; but what they ask is the same for everybody. They hold the time, so they are put together anew as
    each minute begins: what closes on the minute counts at once, what runs out within one until the next.
    """
    global _composed
    minute = timezone.now().replace(second=0, microsecond=0)
    if _composed[0] != minute:
        _composed = (minute, {})
    statements, key = _composed[1], (queue.rows, actor.unnamed())
    if key not in statements:
        rows = queue.rows(key[1]).order_by()[: MOST + 1].values("pk")
        try:
            statements[key] = rows.query.sql_with_params()
        except EmptyResultSet:
            statements[key] = None
    return statements[key]


def _theirs(actor: Any) -> Iterator[Queue]:
    """The queues in which this actor could have something. Those that name the same people ask once."""
    said: dict[Callable[[Any], bool], bool] = {}
    for queue in queues():
        whose = queue.only_for
        if whose is not None and whose not in said:
            said[whose] = whose(actor)
        if whose is None or said[whose]:
            yield queue


def figure(count: int) -> str:
    """A count as it is shown: "3", or "99+"."""
    return f"{MOST}+" if count > MOST else str(count)


def in_words(count: int) -> str:
    """A count as it is read out: "3 things", or "more than 99 things"."""
    if count > MOST:
        return _("more than %d things") % MOST
    return ngettext("%d thing", "%d things", count) % count
