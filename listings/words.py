"""Dates of a listing in words, and what a change to a text changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher

from django.utils import timezone
from django.utils.translation import gettext as _

from hub.calendar.recurrence import Pattern
from hub.calendar.words import say_date, say_days, say_rule, say_span
from listings.models import Occurrence
from listings.queries import say_change


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date as the listing's page shows it."""

    starts: datetime
    words: str
    change: str
    change_kind: str
    cancelled: bool


def date_lines(occurrences: Iterable[Occurrence], today: date) -> list[DateLine]:
    """Each date as a sentence, with what became of it."""
    lines = []
    for one in occurrences:
        kind, change = say_change(one.cancelled, one.moved, one.original, one.starts, one.note, today)
        words = say_span(one.starts, one.ends, one.all_day)
        lines.append(DateLine(one.starts, words, change, kind, one.cancelled))
    return lines


def say_pattern(pattern: Pattern | None, *, whole: bool = False) -> str:
    """ "Every Thursday until 16 July 2027, 4pm to 5pm, from Thursday 7 January"; "" for no dates yet.

    `whole` names every date left out and added, also where the rule's own sentence counts them only.
    """
    if pattern is None:
        return ""
    if not pattern.repeats:
        return say_span(pattern.starts, pattern.ends, pattern.all_day)
    today = timezone.localdate()
    clock = say_span(pattern.starts, pattern.ends, pattern.all_day, with_date=False)
    first = _("from %s") % say_date(pattern.starts.date(), today=today)
    # A rule with a count says by itself from when.
    said = [say_rule(pattern, today=today), clock, *([] if "COUNT=" in pattern.rrule else [first])]
    for words, walls in ((_("without %s"), pattern.exdates), (_("and also %s"), pattern.rdates)):
        if whole and walls:
            said.append(words % say_days(sorted({wall.date() for wall in walls}), today=today))
    return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a changed text: "same", "gone" or "new"."""

    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """Two texts as one, word by word: what stayed, what went, what came."""
    old, new = _words(before), _words(after)
    found: list[Piece] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Piece("same", "".join(old[i:j])))
            continue
        found += [Piece("gone", "".join(old[i:j]))] if j > i else []
        found += [Piece("new", "".join(new[k:m]))] if m > k else []
    return found


def _words(text: str) -> Sequence[str]:
    """A text in words, each with the space after it."""
    return re.findall(r"\s+|\S+\s*", text)
