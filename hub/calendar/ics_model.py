"""What a calendar file was read into."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from hub.calendar.ics_lines import CalendarError
from hub.calendar.recurrence import Pattern

__all__ = ["Calendar", "CalendarError", "Event", "Limits", "Notes", "Skipped", "Status"]

Status = Literal["confirmed", "tentative", "cancelled"]
MOST_NOTES = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken from one file. Lengths are in characters; texts over them are cut, with a note."""

    size: int = 10_000_000  # bytes
    events: int = 20_000
    title: int = 120
    description: int = 5000
    location: int = 250
    url: int = 500
    uid: int = 255
    category: int = 60
    categories: int = 20
    changes: int = 1000  # single dates of one series cancelled or moved
    longest: timedelta = timedelta(days=31)  # of one date, on the clock


@dataclass(frozen=True, slots=True)
class Event:
    """One event, or one series with its changed dates. `line` is where it begins in the file, from 1."""

    uid: str
    title: str
    description: str
    location: str
    url: str
    pattern: Pattern
    status: Status
    sequence: int
    last_modified: datetime | None
    categories: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was left out, and why; `reason` is what follows "because"."""

    line: int
    uid: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A file's events in its order, what was left out, and sentences about what had to be judged."""

    name: str
    events: list[Event]
    skipped: list[Skipped]
    notes: list[str]


@dataclass(slots=True)
class Notes:
    """Sentences and omissions gathered while reading; each sentence is kept once."""

    sentences: dict[str, None] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        if len(self.sentences) < MOST_NOTES:
            self.sentences.setdefault(sentence)

    def skip(self, line: int, uid: str, title: str, reason: str) -> None:
        self.skipped.append(Skipped(line, uid, title, reason))
