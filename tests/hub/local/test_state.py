import json
import os
import stat
from pathlib import Path

import pytest

from hub.local.state import STATE_FILE, LocalState, local_state, write_state

DEFAULTS = LocalState("postgres://localhost/hub", "redis://localhost:6379/0", "http://localhost:8000", "")
STATE = LocalState(
    "postgres://hub:a@127.0.0.1:5/hub", "redis://:b@127.0.0.1:6/0", "http://localhost:7", "key"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".local").mkdir()
    return tmp_path


def test_state_without_file_is_harmless(tmp_path):
    assert local_state(tmp_path) == DEFAULTS


def test_state_written_is_read_again(folder):
    write_state(folder, STATE)
    assert local_state(folder) == STATE


def test_state_file_is_for_its_owner_only(folder):
    before = os.umask(0)
    try:
        write_state(folder, STATE)
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / STATE_FILE).stat().st_mode) == 0o600


def test_state_written_again_leaves_one_file(folder):
    write_state(folder, STATE)
    write_state(folder, DEFAULTS)
    assert local_state(folder) == DEFAULTS
    assert [path.name for path in (folder / ".local").iterdir()] == ["state.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "\ud83d".encode("utf-16", "surrogatepass").decode("latin1")]
)
def test_state_damaged_is_harmless(folder, text):
    (folder / STATE_FILE).write_text(text, encoding="utf-8")
    assert local_state(folder) == DEFAULTS


def test_state_with_foreign_and_missing_entries_keeps_what_it_knows(folder):
    (folder / STATE_FILE).write_text(json.dumps({"url": "http://localhost:9", "secret_key": 5, "else": 1}))
    assert local_state(folder) == LocalState(url="http://localhost:9")
