"""The two servers of a clone, each test with real processes."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
import redis

from hub.local.binaries import postgres_folder, valkey_program
from hub.local.home import open_home
from hub.local.postgres import SUPERUSER
from hub.local.state import STATE_FILE
from tests.hub.local.runs import (
    Run,
    assert_filled,
    eventually,
    fill,
    outcome,
    plain_environment,
    query,
    queue,
    running,
    secrets_of,
    servers,
    state_of,
)

WAYS_TO_END = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]


def assert_starts(folder: Path) -> None:
    with running(servers(folder), folder=folder) as run:
        run.wait_for("servers are up")
        assert_filled(folder)


@pytest.fixture(scope="module")
def up(shared_folder: Path) -> Iterator[Run]:
    """Servers that only tests use which leave them as they are."""
    with running(servers(shared_folder), folder=shared_folder) as run:
        run.wait_for("servers are up")
        fill(shared_folder)
        yield run


def test_servers_started_twice_keep_data_passwords_and_ports(folder):
    with running(servers(folder), folder=folder) as run:
        run.wait_for("servers are up")
        first = state_of(folder)
        fill(folder)
    begun = time.monotonic()
    with running(servers(folder), folder=folder) as run:
        run.wait_for("servers are up")
        assert time.monotonic() - begun < 10
        assert state_of(folder) == first
        assert_filled(folder)


@pytest.mark.parametrize("signum", WAYS_TO_END, ids=lambda signum: signum.name)
def test_servers_ended_leave_nothing_running_or_broken(folder, signum):
    with running(servers(folder), folder=folder) as run:
        run.wait_for("servers are up")
        fill(folder)
        # Postgres, its helpers, and Valkey.
        assert len(run.family) >= 6
        code = run.end(signum)
        assert code == (-9 if signum == signal.SIGKILL else 0)
        assert run.left_after(15 if signum == signal.SIGKILL else 0) == []
    assert_starts(folder)


def test_servers_started_right_after_a_kill_wait_for_the_last_run(folder):
    with running(servers(folder), folder=folder) as run:
        run.wait_for("servers are up")
        fill(folder)
        run.end(signal.SIGKILL)
        assert_starts(folder)


def test_servers_killed_while_the_cluster_is_made_start_afterwards(folder):
    data = open_home(folder).data
    with running(servers(folder), folder=folder) as run:
        assert eventually(lambda: list(data.glob(".postgres-*/PG_VERSION")))
        run.family = psutil.Process(run.process.pid).children(recursive=True)
        run.end(signal.SIGKILL)
        assert run.left_after() == []
        assert not (data / "postgres").exists()
    with running(servers(folder), folder=folder) as run:
        run.wait_for("servers are up")
        assert list(data.glob(".postgres-*")) == []


@pytest.mark.parametrize(("program", "name"), [("postgres", "database"), ("valkey-server", "queue")])
def test_servers_of_which_one_is_killed_all_stop_and_say_which(folder, program, name):
    with running(servers(folder), folder=folder) as run:
        run.wait_for("servers are up")
        fill(folder)
        leaders = [child for child in psutil.Process(run.process.pid).children() if child.name() == program]
        assert len(leaders) == 1
        # Valkey writes what it was told within a second.
        time.sleep(1.1)
        leaders[0].kill()
        assert run.close() == 1
        assert f"The {name} ended by signal SIGKILL. The end of its log, " in run.text()
        assert "Traceback" not in run.text()
        assert run.left_after() == []
    assert_starts(folder)


@pytest.mark.usefixtures("up")
def test_servers_refuse_a_second_start_of_the_folder(shared_folder):
    code, text = outcome(servers(shared_folder), folder=shared_folder)
    assert code == 1
    assert text == (
        "The hub already runs from this folder. Stop it first (Ctrl-C in its terminal), "
        "or start another from another clone.\n"
    )
    assert_filled(shared_folder)


@pytest.mark.usefixtures("up")
def test_servers_of_two_folders_run_beside_each_other(shared_folder, folder):
    with running(servers(folder), folder=folder) as run:
        run.wait_for("servers are up")
        assert query(state_of(folder), "SELECT to_regclass('kept')") == [(None,)]
        assert_filled(shared_folder)


@pytest.mark.usefixtures("up")
def test_servers_want_a_password(shared_folder):
    state = state_of(shared_folder)
    parts = psycopg.conninfo.conninfo_to_dict(state.database_url)
    for user in (SUPERUSER, str(parts["user"])):
        for password in ("", "postgres", "hub"):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(host="127.0.0.1", port=parts["port"], user=user, password=password)
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=queue(state).get_connection_kwargs()["port"]).ping()
    assert query(state, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(False,)]
    rules = (open_home(shared_folder).data / "postgres" / "pg_hba.conf").read_text().splitlines()
    methods = [rule.split()[-1] for rule in rules if rule and not rule.startswith("#")]
    assert methods == ["scram-sha-256"] * 6


@pytest.mark.usefixtures("up")
def test_servers_make_the_role_no_superuser_and_owner_of_one_database(shared_folder):
    rights = "SELECT rolname, rolsuper, rolcreaterole, rolbypassrls FROM pg_roles"
    own = query(state_of(shared_folder), f"{rights} WHERE rolname = current_user")
    assert own == [("hub", False, False, False)]
    owned = "SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = current_user"
    assert query(state_of(shared_folder), owned) == [("hub",)]


def test_servers_listen_on_this_machine_only_and_at_no_socket_file(up, shared_folder):
    connections = [found for each in up.of_each(lambda child: child.net_connections("all")) for found in each]
    listening = {connection.laddr for connection in connections if connection.status == "LISTEN"}
    assert {address.ip for address in listening} == {"127.0.0.1"}
    state = state_of(shared_folder)
    assert {address.port for address in listening} == {
        urlsplit(state.database_url).port,
        urlsplit(state.redis_url).port,
    }
    # An anonymous pair has no name; a socket file would have one.
    assert {connection.laddr for connection in connections if connection.family == socket.AF_UNIX} <= {""}


def test_servers_show_no_password_to_others(up, shared_folder):
    data, local = open_home(shared_folder).data, shared_folder / ".local"
    commands = "\n".join(up.of_each(lambda child: " ".join(child.cmdline())))
    logs = "\n".join(path.read_text() for path in (local / "logs").iterdir())
    passwords = secrets_of(data)
    assert len(passwords) == 4
    assert [name for name, word in passwords.items() if word in commands + logs + up.text()] == []
    private = [data / "secrets.json", shared_folder / STATE_FILE, *(local / "logs").iterdir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}
    folders = [data / "postgres", data / "valkey", local / "logs"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    assert not (data / "superuser-password").exists()


@pytest.mark.usefixtures("up")
def test_servers_collate_the_same_everywhere_and_know_letters(shared_folder):
    state = state_of(shared_folder)
    settings = "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database"
    assert query(state, f"{settings} WHERE datname = 'hub'") == [("b", "C.UTF-8", "UTF8")]
    query(state, "CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gist; CREATE EXTENSION unaccent")
    assert query(state, "SELECT lower('CAFÉ'), similarity('café', 'cafés') > 0.5") == [("café", True)]
    assert query(state, "SHOW server_version")[0][0].startswith("18.")


def test_servers_change_no_existing_permission(folder):
    (folder / ".local").mkdir()
    watched = {path: path.stat().st_mode for path in (*folder.parents, folder, folder / ".local")}
    wheels = {path: path.stat().st_mode for path in map(Path, sys.path) if path.exists()}
    with running(servers(folder), folder=folder) as run:
        run.wait_for("servers are up")
    assert {path: path.stat().st_mode for path in watched} == watched
    assert {path: path.stat().st_mode for path in wheels} == wheels


@pytest.mark.skipif(os.geteuid() != 0, reason="about root's clones")
def test_servers_of_root_run_as_the_system_user_from_a_closed_folder(up, shared_folder):
    assert stat.S_IMODE(shared_folder.stat().st_mode) == 0o700
    assert set(up.of_each(lambda child: child.username())) == {"childrens-quarter-hub"}
    programs = open_home(shared_folder).data / "programs"
    assert [
        exe for exe in up.of_each(lambda child: child.exe()) if not Path(exe).is_relative_to(programs)
    ] == []


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder for programs that others may run too."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def python_without_wheels(tmp_path: Path) -> str:
    """A Python that sees every package, but in whose own folder no wheel lies."""
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    next(venv.glob("lib/*/site-packages")).joinpath("others.pth").write_text(packages + "\n")
    return str(venv / "bin" / "python")


def test_servers_without_wheels_use_those_on_the_path(folder, open_to_all, python_without_wheels):
    home = open_home(folder)
    there = open_to_all / "bin"
    there.mkdir()
    for name in ("initdb", "postgres"):
        (there / name).symlink_to(postgres_folder(home) / name)
    (there / "redis-server").symlink_to(valkey_program(home))
    environment = plain_environment(PATH=f"{there}:/usr/bin:/bin")
    command = servers(folder, python_without_wheels)
    with running(command, folder=folder, env=environment) as run:
        run.wait_for("servers are up")
        fill(folder)
    assert_starts(folder)


def test_servers_that_are_nowhere_are_asked_for_in_a_sentence(folder, tmp_path, python_without_wheels):
    environment = plain_environment(PATH=str(tmp_path))
    code, text = outcome(servers(folder, python_without_wheels), folder=folder, env=environment)
    assert code == 1
    assert "Traceback" not in text
    assert text.startswith(("There is no ready-made Postgres for ", "There is no ready-made Valkey for "))
    assert "Install " in text


def test_servers_of_another_version_are_a_sentence(folder):
    with running(servers(folder), folder=folder) as run:
        run.wait_for("servers are up")
    data = open_home(folder).data / "postgres"
    (data / "PG_VERSION").write_text("12\n")
    code, text = outcome(servers(folder), folder=folder)
    assert code == 1
    assert text == (
        f"The data in {data} were written by Postgres 12, and this is Postgres 18. "
        "Carry them over with pg_dump, or start afresh with --reset.\n"
    )
