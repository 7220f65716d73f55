"""Starts what hub.local starts, in a process of its own that a test can stop or kill."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psutil
import psycopg
import redis

from hub.local.state import LocalState, local_state

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[3]
# The servers of a clone with nothing above them, until they are asked to stop.
SERVERS = """
import os, sys
from pathlib import Path
from hub.local.home import Problem, open_home
from hub.local.stack import open_servers, remember
from hub.local.supervisor import supervised

os.umask(0o077)
try:
    home = open_home(Path(sys.argv[1]))
    with supervised(home) as supervisor:
        servers = open_servers(home, "http://localhost:8000", {})
        servers.start(supervisor)
        remember(home, servers.state)
        print("servers are up", flush=True)
        supervisor.wait_until(lambda: False)
except Problem as problem:
    sys.exit(str(problem))
"""
# What a test's own settings would otherwise lead astray.
FOREIGN = {
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "STATIC_ROOT",
    "MEDIA_ROOT",
    "HUB_URL",
    "HUB_DEMO",
    "HTTPS",
    "EMAIL_URL",
}


def plain_environment(**more: str) -> dict[str, str]:
    """Return the environment of a shell in which nothing of the test run is set."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


@dataclass
class Run:
    """One run: the process, what it has printed, and everything it started."""

    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)
    family: list[psutil.Process] = field(default_factory=list)

    def wait_for(self, words: str) -> str:
        """Read what is printed up to a line with these words; return that line. Fails if it never comes."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line)
            if words in line:
                self.family = psutil.Process(self.process.pid).children(recursive=True)
                return line
        raise AssertionError(f"{words!r} was never printed, but:\n{''.join(self.printed)}")

    def end(self, signum: signal.Signals) -> int:
        """Send a signal, wait, and return the exit code."""
        self.process.send_signal(signum)
        return self.close()

    def close(self) -> int:
        """Wait until the process has ended by itself, and return its exit code."""
        rest, _ = self.process.communicate(timeout=60)
        self.printed.append(rest)
        return self.process.returncode

    def text(self) -> str:
        return "".join(self.printed)

    def of_each(self, ask: Callable[[psutil.Process], T]) -> list[T]:
        """Ask something of everything that runs now; what ends meanwhile does not count."""
        answers = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                answers.append(ask(child))
        return answers

    def left_after(self, seconds: float = 15.0) -> list[str]:
        """Return the command lines of what still runs after some time, or [] as soon as nothing does."""
        _, alive = psutil.wait_procs(self.family, timeout=seconds)
        return [" ".join(process.cmdline()) for process in alive]


@contextmanager
def running(command: Sequence[str], *, folder: Path, **options: Any) -> Iterator[Run]:
    """Start a command, and end whatever is left of it when the test is over."""
    options.setdefault("env", plain_environment())
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )
    run = Run(process)
    try:
        yield run
    finally:
        if process.poll() is None:
            run.end(signal.SIGTERM)
        for child in run.family:
            if child.is_running():
                child.kill()


def servers(folder: Path, python: str = sys.executable) -> list[str]:
    """Return the command that runs the servers of a clone."""
    return [python, "-c", SERVERS, str(folder)]


def outcome(command: Sequence[str], *, folder: Path, **options: Any) -> tuple[int, str]:
    """Run a command to its end, and return its exit code and all it printed."""
    options.setdefault("env", plain_environment())
    done = subprocess.run(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **options,
    )
    return done.returncode, done.stdout


def query(state: LocalState, statement: str) -> list[tuple[Any, ...]]:
    """Run a statement in the database of a run, committed, and return its rows."""
    with psycopg.connect(state.database_url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def queue(state: LocalState) -> redis.Redis:
    """Return a client of the queue of a run."""
    return redis.Redis.from_url(state.redis_url, decode_responses=True)


def fill(folder: Path) -> None:
    """Put something into both servers of a run."""
    query(state_of(folder), "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('still here')")
    queue(state_of(folder)).set("kept", "still here")


def assert_filled(folder: Path) -> None:
    """Fail unless both servers still hold it."""
    assert query(state_of(folder), "SELECT word FROM kept") == [("still here",)]
    assert queue(state_of(folder)).get("kept") == "still here"


def state_of(folder: Path) -> LocalState:
    return local_state(folder)


def secrets_of(data: Path) -> dict[str, str]:
    return dict(json.loads((data / "secrets.json").read_text()))


def eventually(condition: Any, seconds: float = 15.0) -> bool:
    """Say whether a condition comes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False
