"""Text files that a test compares with what is true now: a change shows in review as a changed line."""

import os
from difflib import unified_diff
from pathlib import Path

import pytest

UPDATE = "UPDATE_MATRIX"


def compare(path: Path, now: str) -> None:
    """Fail with the difference where the committed file differs; with UPDATE_MATRIX=1, rewrite it."""
    if os.environ.get(UPDATE):
        path.write_text(now, encoding="utf-8")
        return
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if before != now:
        changed = "\n".join(
            unified_diff(before.splitlines(), now.splitlines(), "committed", "now", lineterm="", n=2)
        )
        pytest.fail(f"{path.name} is not what the hub does now. Meant? Run with {UPDATE}=1.\n{changed}")
