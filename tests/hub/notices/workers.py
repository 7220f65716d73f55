"""Celery workers, each a program of its own, that deliver to the tests' mail server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.databases import database_url
from tests.support.servers import ROOT

PATIENCE = 30.0
QUIET = ("--without-mingle", "--without-gossip", "--without-heartbeat", "--loglevel=INFO")


@dataclass
class Worker:
    """A worker that runs, and where it logs."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self, words: str) -> int:
        """How often it has logged these words."""
        return self.log.read_text().count(words)

    def kill(self) -> None:
        """End it as a machine that fails does, in the middle of whatever it does."""
        self.process.kill()
        self.process.wait(PATIENCE)


@contextmanager
def worker(
    database: str, email_url: str, log: Path, *, pool: str = "solo", **environment: str
) -> Iterator[Worker]:
    """Run a worker over a test's own database and queue. It may be ready only a little later."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "hub", "worker", f"--pool={pool}", "-c1", *QUIET],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": database_url(database),
                "EMAIL_URL": email_url,
                **environment,
            },
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Worker(process, log)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def until(true: Callable[[], bool]) -> None:
    """Return once it is true. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.05)
