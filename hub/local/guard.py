"""Stands in for the parent-death signal where the kernel has none (macOS).

A small process of its own that holds the other end of a pipe. When the pipe closes without a farewell,
whoever held it was killed, and the guard stops what that process had started.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

FAREWELL = "farewell"
PATIENCE = 10.0


class Guard:
    """The end of the pipe that lives and dies with this process."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "hub.local.guard", str(patience)],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def watch(self, pid: int, stop_signal: signal.Signals) -> None:
        """Have a child, the leader of its own session, stopped should this process be killed."""
        self._tell(f"{pid} {int(stop_signal)}")

    def dismiss(self) -> None:
        """End the guard: everything it watched has been stopped."""
        self._tell(FAREWELL)
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()


def main(patience: float) -> None:
    watched: list[tuple[int, int]] = []
    for line in sys.stdin:
        if line.strip() == FAREWELL:
            return
        pid, stop_signal = line.split()
        watched.append((int(pid), int(stop_signal)))
    for pid, stop_signal in reversed(watched):
        _quietly(os.kill, pid, stop_signal)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(_quietly(os.kill, pid, 0) for pid, _ in watched):
        time.sleep(0.1)
    for pid, _ in watched:
        _quietly(os.killpg, pid, int(signal.SIGKILL))


def _quietly(send: Callable[[int, int], None], pid: int, signum: int) -> bool:
    """Send a signal and say whether there was still something to receive it."""
    try:
        send(pid, signum)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main(float(sys.argv[1]))
