"""What the hub ships: the draft charter’s consultation in plain English, and a charter to begin from."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


@lru_cache(maxsize=1)
def shipped_consultation() -> str:
    """Its file, as it reads."""
    (path,) = sorted(DATA.glob("draft-charter.*"))[:1]
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def shipped_charters() -> tuple[str, ...]:
    """The charter’s files, the oldest version first."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(DATA.glob("charter-*.txt")))
