"""Whole runs of pytest: what they say, what they stand on, and what they leave."""

import os
import shutil
import signal
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from tests.hub.local.runs import FOREIGN, ROOT, outcome, running
from tests.support.browser import NAMES
from tests.support.servers import QUEUE, RUN

BASE = "tests/support/test_base.py"


def pytest_run(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a shell, without what this run has set."""
    own = {RUN, QUEUE, "DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST", *FOREIGN}
    return {**{name: value for name, value in os.environ.items() if name not in own}, **more}


@pytest.fixture
def without_chromium(tmp_path: Path) -> str:
    """A PATH with everything that is on this one, but no Chromium."""
    for folder in reversed(os.environ["PATH"].split(os.pathsep)):
        for program in Path(folder).glob("*") if Path(folder).is_dir() else ():
            link = tmp_path / program.name
            if program.name not in NAMES:
                link.unlink(missing_ok=True)
                link.symlink_to(program)
    return str(tmp_path)


def test_run_without_chromium_skips_loudly_and_closes_with_pytests_line(without_chromium):
    command = pytest_run(BASE, "-k", "browser or answers_as_localhost")
    code, text = outcome(command, folder=ROOT, env=environment(PATH=without_chromium))
    assert code == 0, text
    *_, heading, notice, advice, closing = filter(None, text.split("\n"))
    assert "! NOT TESTED IN A BROWSER !" in heading
    assert notice == "1 browser tests were SKIPPED: there is no Chromium on this machine."
    assert advice == "Install it (Debian: apt-get install chromium) and run script/test again."
    assert "1 passed, 1 skipped" in closing


def test_run_uses_the_servers_that_are_given_and_leaves_nothing_in_them(django_db_setup, django_db_blocker):
    given = {"DATABASE_URL": os.environ["DATABASE_URL"], "REDIS_URL": os.environ[QUEUE]}
    # This run's own worker has its database in Redis; the other run takes the next but one.
    more = {**given, "PYTEST_XDIST_WORKER": "gw40"}
    code, text = outcome(pytest_run(BASE, "-k", "fresh or cache"), folder=ROOT, env=environment(**more))
    assert code == 0, text
    with psycopg.connect(given["DATABASE_URL"]) as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test%'").fetchall()
    # Only those of the run that this very test belongs to.
    assert [name for (name,) in rows if not name.startswith(os.environ[RUN])] == []
    with redis.Redis.from_url(given["REDIS_URL"].rpartition("/")[0] + "/41") as queue:
        assert queue.dbsize() == 0


def test_run_that_is_killed_leaves_nothing_running_and_the_next_sweeps(tmp_path):
    slow = tmp_path / "test_slow.py"
    slow.write_text("import time\ndef test_slow():\n    print('sleeping', flush=True)\n    time.sleep(60)\n")
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "conftest.py")
    command = pytest_run("-s", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), str(slow))
    with running(command, folder=ROOT, env=environment()) as run:
        run.wait_for("sleeping")
        assert len(run.family) >= 6
        commands = [command for command in run.of_each(lambda child: child.cmdline()) if "-D" in command]
        left = Path(commands[0][commands[0].index("-D") + 1]).parent
        run.end(signal.SIGKILL)
        assert run.left_after() == []
    assert left.exists()
    assert outcome(pytest_run(BASE, "-k", "cache"), folder=ROOT, env=environment())[0] == 0
    assert not left.exists()
