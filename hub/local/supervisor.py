"""Starts programs as children of this process, watches them, and leaves none behind.

Each child runs in a session of its own, so that Ctrl-C in the terminal reaches only this process, which
then stops them in order: higher floors first, the database last. Should this process be killed outright,
the kernel sends every child its stop signal (Linux); elsewhere hub.local.guard does.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from hub.local.guard import Guard
from hub.local.home import Account, Home, Problem, claim

PR_SET_PDEATHSIG = 1
LAST_LINES = 15
LOOK_SECONDS = 0.05
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class Floor(IntEnum):
    """What stands on what: a higher floor is stopped before a lower one."""

    DATABASE = 0
    QUEUE = 1
    HUB = 2


class Stopped(Exception):
    """Somebody asked this process to stop."""


@dataclass(frozen=True)
class Program:
    """One program to run. `name` is what people are told, and names its log file; a `task` ends by itself."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    task: bool = False
    floor: Floor = Floor.HUB
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    account: Account | None = None
    standard_input: bytes = b""


@dataclass
class Child:
    """A program that was started, with the log it writes."""

    program: Program
    process: subprocess.Popen[bytes]
    log: Path

    def alive(self) -> bool:
        return self.process.poll() is None

    def send(self, signum: signal.Signals) -> None:
        if self.alive():
            self.process.send_signal(signum)

    def kill_group(self) -> None:
        """End what is left of the child's session, such as a pool whose parent has gone."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_lines(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
        return "\n    ".join([f"The end of its log, {self.log}:", *lines])


@dataclass
class Supervisor:
    """Holds the children of one run. `kept_open` are file numbers that each child inherits."""

    logs: Path
    kept_open: tuple[int, ...] = ()
    children: list[Child] = field(default_factory=list)
    _asked: int = 0
    _guard: Guard | None = None

    def ask_to_stop(self) -> None:
        """Make the next wait raise Stopped. Asked a second time, stopping loses its patience."""
        # Called by signal handlers, which may come between any two steps of this very thread: nothing here
        # takes a lock (threading.Event.set does, and waited for the thread that it had interrupted).
        self._asked += 1

    def start(self, program: Program) -> Child:
        """Start a program; its output goes to a log of its own.

        Raises Problem if it cannot be executed.
        """
        self.check()
        if LIBC is None and self._guard is None:
            self._guard = Guard()
        log = self.logs / f"{program.name.replace(' ', '-')}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.old"))
        with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as output:
            try:
                process = _spawn(program, output, self.kept_open)
            except OSError as error:
                raise Problem(f"The {program.name} could not be started: {error}.") from error
        child = Child(program, process, log)
        self.children.append(child)
        if self._guard is not None:
            self._guard.watch(process.pid, program.stop_signal)
        if process.stdin is not None:
            try:
                with process.stdin as stream:
                    stream.write(program.standard_input)
            except BrokenPipeError:
                # It has ended already; whoever waits for it will say so with its log.
                pass
        return child

    def run(self, task: Program) -> None:
        """Run a task to its end. Raises Problem if it fails, Stopped if asked to stop meanwhile."""
        self.finish(self.start(task))

    def finish(self, child: Child) -> None:
        """Wait until a task has ended. Raises as `run` does."""
        self.wait_until(lambda: not child.alive())
        self.check()
        self.children.remove(child)

    def wait_until(self, condition: Callable[[], bool], *, seconds: float | None = None) -> None:
        """Wait for a condition, looking after the children meanwhile.

        Raises Stopped when asked to stop, Problem when a child has failed or the seconds are over.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            self.check()
            if condition():
                return
            if deadline is not None and time.monotonic() > deadline:
                newest = self.children[-1]
                raise Problem(f"The {newest.program.name} was not ready in time. {newest.last_lines()}")
            time.sleep(LOOK_SECONDS)

    def check(self) -> None:
        """Raise Stopped when asked to stop, Problem when a task has failed or another child has ended."""
        if self._asked:
            raise Stopped
        for child in self.children:
            code = child.process.poll()
            if code is not None and (code or not child.program.task):
                raise Problem(f"The {child.program.name} ended {_how(code)}. {child.last_lines()}")

    def stop(self) -> None:
        """Stop every child, the higher floors first, and return when none is left."""
        for floor in sorted(Floor, reverse=True):
            self._stop([child for child in self.children if child.program.floor == floor])
        self.children.clear()
        if self._guard is not None:
            self._guard.dismiss()
            self._guard = None

    def _stop(self, children: list[Child]) -> None:
        for child in children:
            child.send(child.program.stop_signal)
        self._give_time(children, [child.program.patience for child in children])
        # To all that is run here SIGQUIT means: at once, but leaving everything in order.
        for child in children:
            child.send(signal.SIGQUIT)
        self._give_time(children, [3.0 for child in children])
        for child in children:
            child.kill_group()

    def _give_time(self, children: list[Child], patience: list[float]) -> None:
        begun = time.monotonic()
        impatient = self._asked
        while any(
            child.alive() and time.monotonic() < begun + seconds
            for child, seconds in zip(children, patience, strict=True)
        ):
            if self._asked > max(impatient, 1):
                return
            time.sleep(0.02)


def _spawn(program: Program, output: BinaryIO, kept_open: tuple[int, ...]) -> subprocess.Popen[bytes]:
    parent = os.getpid()

    def before_program() -> None:
        # Runs in the child after it has become the other user, which would undo it.
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, int(program.stop_signal), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    account = program.account
    return subprocess.Popen(
        program.command,
        env=program.environment,
        cwd=program.folder,
        stdin=subprocess.PIPE if program.standard_input else subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        pass_fds=kept_open,
        start_new_session=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        preexec_fn=before_program,
    )


def _how(code: int) -> str:
    return f"by signal {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"


@contextmanager
def supervised(home: Home) -> Iterator[Supervisor]:
    """Claim the clone and yield a supervisor. At the end, however it comes, no child is left.

    Being asked to stop (Ctrl-C, SIGTERM, a closed terminal) ends the block quietly. Raises Problem if the
    hub already runs from this folder.
    """
    with claim(home) as children_lock:
        logs = home.local / "logs"
        logs.mkdir(mode=0o700, exist_ok=True)
        supervisor = Supervisor(logs, kept_open=(children_lock,))
        with _signals_to(supervisor):
            try:
                yield supervisor
            except Stopped:
                print("\nStopping …", flush=True)
            finally:
                supervisor.stop()


@contextmanager
def _signals_to(supervisor: Supervisor) -> Iterator[None]:
    def asked(_signum: int, _frame: FrameType | None) -> None:
        supervisor.ask_to_stop()

    # Set explicitly, since a shell starts background jobs with SIGINT ignored.
    handled = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {signum: signal.signal(signum, asked) for signum in handled}
    try:
        yield
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)
