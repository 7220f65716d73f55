"""Two who write at the same time: whoever is second is told what the first made of it, and loses nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MARK_LENGTH = 20


class LookAgain(ValidationError):
    """What was decided about is not what is there now."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody changed it while you had this page open. Look at it again, then do it once more.")
        )


class ChangedMeanwhile(ValidationError):
    """Somebody else saved the same text while its form was open.

    `now`: what it says now, by field. `mark`: of that, for saving over it.
    """

    def __init__(self, now: Mapping[str, Any]) -> None:
        super().__init__(_("Somebody changed this while you were writing. Nothing you typed is lost."))
        self.now = dict(now)
        self.mark = mark_of(now)


def mark_of(said: Mapping[str, Any]) -> str:
    """A short mark that differs where anything said differs: it travels with the form."""
    text = json.dumps(dict(said), sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:MARK_LENGTH]


def check_edition(now: int, read: int) -> None:
    """Raises LookAgain where an edition is not the one that was read."""
    if now != read:
        raise LookAgain


def check_mark(now: Mapping[str, Any], mark: str, wanted: Mapping[str, Any]) -> None:
    """Raises ChangedMeanwhile where a text is not what the form was opened with, nor what is wanted of it."""
    if mark != mark_of(now) and dict(now) != dict(wanted):
        raise ChangedMeanwhile(now)
