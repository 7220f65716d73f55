"""The hub of an ordinary user, from a clone in a home that is closed to others. Only root can try this."""

import os
import pwd
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.local.ports import free_port
from tests.hub.local.clones import Clone, make_clone, python_for
from tests.hub.local.runs import assert_filled, fill, outcome, running, servers
from tests.hub.local.whole import LAST, page, start
from tests.support.users import drop_user, make_user

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="without root, every other test here is an ordinary user's"
)


@pytest.fixture(scope="module")
def somebody() -> Iterator[pwd.struct_passwd]:
    user = make_user()
    Path(user.pw_dir).chmod(0o700)
    yield user
    drop_user(user)


@pytest.fixture(scope="module")
def clone(somebody: pwd.struct_passwd) -> Clone:
    return make_clone(Path(somebody.pw_dir) / "hub", somebody, python_for(somebody))


def test_servers_of_an_ordinary_user_run_in_a_closed_home(somebody, clone):
    with running(servers(clone.folder, clone.python), folder=clone.folder, **clone.options()) as run:
        run.wait_for("servers are up")
        assert set(run.of_each(lambda child: child.username())) == {somebody.pw_name}
        fill(clone.folder)
        owners = {path.stat().st_uid for path in (clone.folder / ".local").rglob("*")}
        assert owners == {somebody.pw_uid}
        run.end(signal.SIGKILL)
        assert run.left_after() == []
    with running(servers(clone.folder, clone.python), folder=clone.folder, **clone.options()) as run:
        run.wait_for("servers are up")
        assert_filled(clone.folder)
    assert stat.S_IMODE(Path(somebody.pw_dir).stat().st_mode) == 0o700


def test_server_of_an_ordinary_user_runs_in_a_closed_home(somebody, clone):
    port = free_port()
    home = Path(somebody.pw_dir)
    for _ in range(2):
        with running(start(clone, port, "--no-demo"), folder=clone.folder, **clone.options()) as run:
            run.wait_for(LAST)
            assert page(port)[0] == 200
            assert set(run.of_each(lambda child: child.username())) == {somebody.pw_name}
            assert run.end(signal.SIGKILL) == -9
            assert run.left_after() == []
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_home_in_a_folder_of_somebody_elses_is_a_sentence(clone):
    local = clone.folder / ".local"
    local.mkdir(exist_ok=True)
    os.chown(local, 0, 0)
    code, text = outcome(
        servers(clone.folder, clone.python),
        folder=clone.folder,
        **clone.options(),
    )
    assert code == 1
    assert text == (
        f"The hub cannot keep its data: {local} is not yours to write in. "
        "Start the hub as its owner, or from a clone of your own.\n"
    )
