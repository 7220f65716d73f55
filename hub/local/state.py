"""Where the servers that run on this machine can be reached.

script/server and the test run write the state file; settings read it, so that `manage.py` in a second
terminal reaches the same database. Only the standard library is used: settings import this first.
"""

import json
import os
import tempfile
from dataclasses import asdict, dataclass, fields
from pathlib import Path

STATE_FILE = Path(".local") / "state.json"


@dataclass(frozen=True)
class LocalState:
    """Addresses, passwords in them, and the secret key, all of this machine only."""

    database_url: str = "postgres://localhost/hub"
    redis_url: str = "redis://localhost:6379/0"
    url: str = "http://localhost:8000"
    secret_key: str = ""


def local_state(base_dir: Path) -> LocalState:
    """Return what was last started from the folder, or harmless defaults where nothing readable is."""
    try:
        stored = json.loads((base_dir / STATE_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return LocalState()
    if not isinstance(stored, dict):
        return LocalState()
    names = [field.name for field in fields(LocalState)]
    return LocalState(**{name: stored[name] for name in names if isinstance(stored.get(name), str)})


def write_state(base_dir: Path, state: LocalState) -> None:
    """Store the state for this folder, readable by its owner only, whole or not at all."""
    write_private(base_dir / STATE_FILE, json.dumps(asdict(state), indent=2) + "\n")


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read (0600), whole or not at all."""
    # mkstemp makes the file 0600 from its first moment, so nobody can open it in between.
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
