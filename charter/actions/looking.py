"""Two at one text: whoever is second is told, and loses nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class Meanwhile(ValidationError):
    """What is changed is no longer what the page showed; the message says so kindly."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody changed this while you had it open. "
                "What you typed is still here: look, and save again."
            ),
            code="changed",
        )


def seen_of(said: Mapping[str, Any]) -> str:
    """What a form carries of the text it was opened with: 20 hexadecimal digits that differ where it does."""
    text = json.dumps(dict(said), sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def check_seen(now: Mapping[str, Any], seen: str, wanted: Mapping[str, Any]) -> None:
    """Raise Meanwhile unless the text is as it was seen, or already as it is wanted."""
    if seen != seen_of(now) and dict(now) != dict(wanted):
        raise Meanwhile


def check_edition(now: int, seen: int) -> None:
    """Raise Meanwhile where an edition is not the one that the page showed."""
    if now != seen:
        raise Meanwhile
