"""The supervisor over small programs that say what happens to them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from hub.local.guard import Guard
from hub.local.home import Problem
from hub.local.supervisor import Floor, Program, Stopped, Supervisor
from tests.hub.local.runs import eventually, plain_environment

# Writes its name into a file when it is told to stop, after a moment, so that an order can be seen.
ORDERLY = """
import pathlib, signal, sys, time
name, book, moment = sys.argv[1], pathlib.Path(sys.argv[2]), float(sys.argv[3])
def stop(*_):
    time.sleep(moment)
    with book.open("a") as lines:
        lines.write(name + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print("started", flush=True)
while True:
    time.sleep(60)
"""
# Ignores every request, and has a child of its own that does so too.
STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGQUIT, signal.SIG_IGN)
os.fork()
print("started", flush=True)
while True:
    time.sleep(60)
"""


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    logs = tmp_path / "logs"
    logs.mkdir()
    supervisor = Supervisor(logs)
    yield supervisor
    supervisor.stop()


def program(name: str, code: str, *arguments: object, **more: object) -> Program:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return Program(name, command, plain_environment(), Path("/"), **more)  # type: ignore[arg-type]


def started(supervisor: Supervisor, *programs: Program) -> list[psutil.Process]:
    children = [supervisor.start(each) for each in programs]
    assert eventually(lambda: all("started" in child.log.read_text() for child in children))
    found = [psutil.Process(child.process.pid) for child in children]
    return found + [grandchild for child in found for grandchild in child.children(recursive=True)]


def test_stop_takes_higher_floors_first_and_the_database_last(supervisor, tmp_path):
    book = tmp_path / "book"
    # The lower the floor, the quicker its program would be.
    moment = {Floor.DATABASE: 0.0, Floor.QUEUE: 0.1, Floor.HUB: 0.3}
    processes = started(
        supervisor,
        *(
            program(f"floor {floor}", ORDERLY, floor.name, book, moment[floor], floor=floor)
            for floor in Floor
        ),
    )
    supervisor.stop()
    assert book.read_text().split() == ["HUB", "QUEUE", "DATABASE"]
    assert psutil.wait_procs(processes, timeout=0)[1] == []


def test_stop_kills_the_stubborn_and_their_children(supervisor):
    processes = started(supervisor, program("stubborn", STUBBORN, patience=0.1))
    assert len(processes) == 2
    supervisor.stop()
    assert eventually(lambda: not any(process.is_running() for process in processes), 2)


def test_child_that_ends_by_itself_is_a_problem_with_its_last_lines(supervisor):
    code = "import sys\nfor number in range(40): print('line', number)\nsys.exit(3)"
    supervisor.start(program("web server", code))
    with pytest.raises(Problem) as problem:
        supervisor.wait_until(lambda: False, seconds=10)
    lines = str(problem.value).split("\n")
    assert lines[0] == (
        f"The web server ended with exit code 3. The end of its log, {supervisor.logs / 'web-server.log'}:"
    )
    assert [line.strip() for line in lines[1:]] == [f"line {number}" for number in range(25, 40)]


def test_child_that_is_killed_is_a_problem_that_names_the_signal(supervisor, tmp_path):
    (process,) = started(supervisor, program("worker", ORDERLY, "worker", tmp_path / "book", 0))
    process.kill()
    with pytest.raises(Problem, match=r"^The worker ended by signal SIGKILL\."):
        supervisor.wait_until(lambda: False, seconds=10)


def test_task_that_succeeds_is_forgotten(supervisor):
    supervisor.run(program("task", "print('done')", task=True))
    assert (supervisor.logs / "task.log").read_text() == "done\n"
    assert supervisor.children == []


def test_task_that_fails_is_a_problem(supervisor):
    with pytest.raises(Problem, match=r"^The migrations ended with exit code 2\."):
        supervisor.run(program("migrations", "raise SystemExit(2)", task=True))


def test_program_that_is_not_there_is_a_problem(supervisor):
    with pytest.raises(Problem, match=r"^The queue could not be started: .*No such file"):
        supervisor.start(Program("queue", ["/nowhere/at/all"], {}, Path("/")))


def test_request_to_stop_ends_every_wait(supervisor, tmp_path):
    started(supervisor, program("worker", ORDERLY, "worker", tmp_path / "book", 0))
    supervisor.ask_to_stop()
    with pytest.raises(Stopped):
        supervisor.wait_until(lambda: False)
    with pytest.raises(Stopped):
        supervisor.start(program("late", "print()"))


def test_condition_that_never_comes_is_a_problem(supervisor, tmp_path):
    started(supervisor, program("database", ORDERLY, "database", tmp_path / "book", 0))
    with pytest.raises(Problem, match=r"^The database was not ready in time\."):
        supervisor.wait_until(lambda: False, seconds=0.1)


def test_log_of_the_last_run_is_kept_beside_the_new_one(supervisor):
    for word in ("first", "second"):
        supervisor.run(program("task", f"print('{word}')", task=True))
    assert (supervisor.logs / "task.log").read_text() == "second\n"
    assert (supervisor.logs / "task.log.old").read_text() == "first\n"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own signal is Linux's")
def test_child_gets_its_stop_signal_when_its_parent_is_killed(tmp_path):
    book, logs = tmp_path / "book", tmp_path / "logs"
    logs.mkdir()
    parent = f"""
import sys, time
from pathlib import Path
from tests.hub.local.test_supervisor import ORDERLY, program
from hub.local.supervisor import Supervisor
supervisor = Supervisor(Path({str(logs)!r}))
supervisor.start(program("child", ORDERLY, "child", {str(book)!r}, 0))
time.sleep(60)
"""
    process = subprocess.Popen([sys.executable, "-c", parent], env=plain_environment())
    log = logs / "child.log"
    assert eventually(lambda: log.exists() and "started" in log.read_text())
    process.kill()
    process.wait()
    assert eventually(lambda: book.exists() and book.read_text() == "child\n")


def test_guard_stops_children_when_its_parent_is_killed(tmp_path):
    book = tmp_path / "book"
    parent = f"""
import signal, subprocess, sys, time
from hub.local.guard import Guard
from tests.hub.local.test_supervisor import ORDERLY, STUBBORN
guard = Guard(patience=0.5)
for code in (ORDERLY, STUBBORN):
    command = [sys.executable, "-c", code, "child", {str(book)!r}, "0"]
    child = subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE)
    child.stdout.readline()
    guard.watch(child.pid, signal.SIGTERM)
    print(child.pid, flush=True)
time.sleep(60)
"""
    command = [sys.executable, "-c", parent]
    process = subprocess.Popen(command, env=plain_environment(), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    children = [psutil.Process(int(process.stdout.readline())) for _ in range(2)]
    with process:
        process.kill()
    assert eventually(lambda: book.exists() and book.read_text() == "child\n")
    assert eventually(lambda: not any(child.is_running() for child in children), 20)


def test_guard_that_is_dismissed_stops_nothing():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    guard = Guard()
    guard.watch(child.pid, signal.SIGTERM)
    guard.dismiss()
    time.sleep(0.2)
    assert child.poll() is None
    os.kill(child.pid, signal.SIGKILL)
    assert child.wait() == -9
