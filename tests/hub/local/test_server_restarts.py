"""The whole hub, started again after every way in which it can end."""

import os
import signal
import time

import psutil
import pytest

from hub.local.home import open_home
from hub.local.ports import free_port
from tests.hub.local.clones import Clone
from tests.hub.local.runs import Run, assert_filled, fill, outcome, query, queue, running, state_of
from tests.hub.local.whole import LAST, page, refused, start

ENDS = [signal.SIGINT, signal.SIGTERM, signal.SIGKILL]


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


def end(run: Run, signum: signal.Signals) -> int:
    """End a run as a terminal does with Ctrl-C (everyone in the foreground hears it), or as kill does."""
    if signum == signal.SIGINT:
        os.killpg(run.process.pid, signum)
        return run.close()
    return run.end(signum)


@pytest.fixture(scope="module")
def filled(clone: Clone, port: int) -> Clone:
    """A clone that was started once and holds something."""
    with running(start(clone, port, "--no-demo"), folder=clone.folder, **clone.options()) as run:
        run.wait_for(LAST)
        fill(clone.folder)
    return clone


@pytest.mark.parametrize("signum", ENDS, ids=lambda signum: signum.name)
def test_server_ended_leaves_nothing_and_starts_in_seconds_with_its_data(filled, port, signum):
    options = {"folder": filled.folder, "start_new_session": True, **filled.options()}
    begun = time.monotonic()
    with running(start(filled, port, "--no-demo"), **options) as run:
        run.wait_for(LAST)
        assert time.monotonic() - begun < 45
        assert_filled(filled.folder)
        assert page(port)[0] == 200
        # Web server, worker and beat with their own, Postgres with its helpers, Valkey.
        assert len(run.family) >= 12
        code = end(run, signum)
        assert code == (-9 if signum == signal.SIGKILL else 0)
        assert run.left_after(20 if signum == signal.SIGKILL else 0) == []
        assert refused(port)
        assert "Traceback" not in run.text()


@pytest.mark.parametrize(
    ("part", "name"),
    [("gunicorn", "web server"), ("celery --app hub worker", "worker"), ("postgres -D", "database")],
)
def test_server_of_which_a_part_dies_stops_and_says_which(filled, port, part, name):
    with running(start(filled, port, "--no-demo"), folder=filled.folder, **filled.options()) as run:
        run.wait_for(LAST)
        children = psutil.Process(run.process.pid).children()
        (child,) = [child for child in children if part in " ".join(child.cmdline())]
        child.kill()
        assert run.close() == 1
        assert f"The {name} ended by signal SIGKILL." in run.text()
        assert run.left_after(5) == []
        assert refused(port)


def test_server_reset_says_what_it_drops_and_begins_anew(filled, port):
    data = open_home(filled.folder).data
    with running(
        start(filled, port, "--no-demo", "--reset"), folder=filled.folder, **filled.options()
    ) as run:
        run.wait_for(LAST)
        assert f"Dropping {data / 'postgres'}\nDropping {data / 'valkey'}\n" in run.text()
        assert query(state_of(filled.folder), "SELECT to_regclass('kept')") == [(None,)]
        assert queue(state_of(filled.folder)).get("kept") is None
        assert page(port)[0] == 200


def test_server_reset_is_refused_where_the_database_is_somebody_elses(clone, port):
    options = clone.options(DATABASE_URL="postgres://somebody@127.0.0.1:1/theirs")
    code, text = outcome(start(clone, port, "--reset"), folder=clone.folder, **options)
    assert code == 1
    assert text.startswith("\n--reset drops only what the hub keeps by itself")
