"""The programs of production as they are composed: two database roles, an ordinary user, a read-only tree."""

import http.client
import os
import signal
import subprocess
from collections.abc import Iterator

import psycopg
import pytest
import redis
from psycopg import errors, sql

from hub.local.binaries import valkey_program
from hub.local.home import open_home
from hub.local.ports import free_port
from tests.deploy import ROOT, services
from tests.earnest import run
from tests.earnest_stack import PASSWORDS, Container, Stack, container, earnest_stack, tables
from tests.hub.local.runs import eventually, running

FEWEST_TABLES = 25


@pytest.fixture(scope="module")
def empty() -> Iterator[Stack]:
    with earnest_stack() as stack:
        yield stack


@pytest.fixture(scope="module")
def box() -> Iterator[Container]:
    with container() as made:
        yield made


@pytest.fixture(scope="module")
def stack(empty: Stack, box: Container) -> Stack:
    """With the tables, made by the very command of the service `migrate`."""
    done = subprocess.run(
        box.program("migrate", empty),
        cwd=box.clone.folder,
        capture_output=True,
        text=True,
        check=False,
        **box.options(empty.environment("migrate")),
    )
    assert done.returncode == 0, done.stderr
    return empty


def refused(stack: Stack, statement: sql.Composable | str) -> type[Exception] | None:
    """How the hub's role is refused a statement; None where it is not. Nothing is kept."""
    with psycopg.connect(stack.app) as connection:
        try:
            text = statement.as_string() if isinstance(statement, sql.Composable) else statement
            connection.execute(text.encode())
        except psycopg.Error as error:
            return type(error)
        finally:
            connection.rollback()
    return None


def test_roles_are_neither_superusers_nor_makers_of_others(stack):
    rights = "rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin"
    rows = stack.query(
        stack.superuser, f"SELECT rolname, {rights} FROM pg_roles WHERE rolname LIKE 'hub\\_%' ORDER BY 1"
    )
    assert rows == [
        ("hub_app", False, False, False, False, False, True),
        ("hub_owner", False, False, False, False, False, True),
    ]
    in_each_other = (
        "SELECT pg_has_role('hub_app', 'hub_owner', 'MEMBER'), pg_has_role('hub_app', 'postgres', 'MEMBER')"
    )
    assert stack.query(stack.superuser, in_each_other) == [(False, False)]


def test_every_table_belongs_to_the_owner(stack):
    rows = stack.query(
        stack.owner, "SELECT tableowner, count(*) FROM pg_tables WHERE schemaname = 'public' GROUP BY 1"
    )
    ((owner, count),) = rows
    assert owner == "hub_owner"
    assert count >= FEWEST_TABLES
    (database,) = stack.query(
        stack.owner, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'earnest'"
    )
    assert database == ("hub_owner",)


def test_hub_reads_and_writes_rows_of_every_table(stack):
    for name in tables(stack):
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            asked = sql.SQL("SELECT has_table_privilege({}, {})").format(name.as_string(), right)
            assert stack.query(stack.app, asked.as_string()) == [(True,)], (name, right)


def test_hub_changes_drops_and_empties_no_table(stack):
    names = tables(stack)
    assert len(names) >= FEWEST_TABLES
    for name in names:
        for statement in (
            "ALTER TABLE {} ADD COLUMN surprise text",
            "ALTER TABLE {} DISABLE TRIGGER ALL",
            "DROP TABLE {} CASCADE",
            "TRUNCATE {} CASCADE",
            "CREATE TRIGGER t BEFORE UPDATE ON {} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        ):
            assert refused(stack, sql.SQL(statement).format(name)) is errors.InsufficientPrivilege, statement


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE surprise (word text)",
        "CREATE TEMPORARY TABLE surprise (word text)",
        "CREATE SCHEMA surprise",
        "CREATE FUNCTION surprise() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE EXTENSION hstore",
        "SET session_replication_role = replica",
        "SET ROLE hub_owner",
        "ALTER ROLE hub_app SUPERUSER",
        "CREATE ROLE surprise",
        "DROP DATABASE earnest",
        "COPY people_person TO PROGRAM 'cat'",
        "SELECT pg_read_file('PG_VERSION')",
    ],
)
def test_hub_cannot_widen_what_it_may(stack, statement):
    assert refused(stack, statement) in (errors.InsufficientPrivilege, errors.ActiveSqlTransaction)


def test_hub_fills_a_town_as_its_own_role_and_what_is_kept_is_kept(stack, tmp_path):
    """Everything that the demo town writes, and then what a trigger refuses."""
    demo = {"HUB_DEMO": "true", "ALLOWED_HOSTS": "localhost", "HUB_URL": "http://localhost", "HTTPS": "false"}
    given = {**stack.environment("web"), **demo, "MEDIA_ROOT": str(tmp_path), "DATABASE_POOL": "false"}
    done = run("manage.py", "load_demo_town", **given)
    assert done.returncode == 0, done.stderr
    ((organisations, checks),) = stack.query(
        stack.app,
        "SELECT (SELECT count(*) FROM people_organisation), (SELECT count(*) FROM people_verification)",
    )
    assert organisations > 10
    assert checks > 5
    assert refused(stack, "UPDATE people_verification SET checked = 'nothing'") is errors.RaiseException
    assert refused(stack, "UPDATE people_organisation SET name = upper(name)") is None


def test_roles_are_not_made_without_passwords(empty):
    done = empty.run_roles()
    assert done.returncode == 3
    assert "syntax error" in done.stderr


def test_nobody_else_reaches_the_database(stack):
    stack.query(stack.superuser, "CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(stack.url("stranger", "stranger"))
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(stack.url("hub_app", PASSWORDS["HUB_OWNER_PASSWORD"]))


READY = """
from django.core.wsgi import get_wsgi_application
get_wsgi_application()
from django.test import Client
response = Client(headers={"Host": "hub.example"}).get("/readyz")
print(response.status_code, response.json()["missing"])
"""


def ready(stack: Stack, address: str) -> str:
    given = {**stack.environment("web"), "DATABASE_URL": address}
    done = run("-c", READY, **given)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_hub_with_the_role_of_a_superuser_is_not_ready(stack):
    assert ready(stack, stack.app) == "200 []"
    assert ready(stack, stack.superuser) == "503 ['a database role that is no superuser']"


def health(box: Container, stack: Stack, service: str, **more: str) -> int:
    """The exit code of a service's own health check."""
    kind, *words = services()[service]["healthcheck"]["test"]
    if kind == "CMD-SHELL":
        celery = words[0].replace("$$", "$").replace("celery --app", f'"{box.clone.python}" -m celery --app')
        words = ["sh", "-c", celery]
    else:
        words = [box.clone.python, *words[1:]]
    options = box.options({**stack.environment(service), **more})
    done = subprocess.run(words, cwd=box.clone.folder, check=False, capture_output=True, **options)
    return done.returncode


def test_tree_can_not_be_written_to_by_who_runs_the_hub(box):
    script = "import pathlib; pathlib.Path('hub/surprise.py').write_text('')"
    done = subprocess.run(
        [box.clone.python, "-c", script],
        cwd=box.clone.folder,
        capture_output=True,
        text=True,
        check=False,
        **box.options({}),
    )
    assert done.returncode == 1
    assert "PermissionError" in done.stderr


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    asking.request("GET", path, headers={"Host": "hub.example", **given})
    answer = asking.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read().decode()
    asking.close()
    return found


def test_web_serves_as_an_ordinary_user_from_a_read_only_tree(box, stack):
    collect = [box.clone.python, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    options = box.options(stack.environment("web"))
    subprocess.run(collect, cwd=box.clone.folder, check=True, **options)
    before = box.written()
    port = free_port()
    words = [part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in box.program("web", stack)]
    assert f"127.0.0.1:{port}" in words
    with running(words, folder=box.clone.folder, **options) as web:
        web.wait_for("Listening at")
        assert eventually(lambda: health(box, stack, "web", HUB_PORT=str(port)) == 0)
        status, headers, _ = ask(port, "/groups/")
        assert (status, headers["Location"]) == (301, "https://hub.example/groups/")
        status, headers, page = ask(
            port, "/about/safety/", X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.7"
        )
        assert (status, "0121 496 0201" in page) == (200, True)
        assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
        _, headers, page = ask(
            port, "/account/sign-in/", X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.7"
        )
        assert "Secure" in headers["Set-Cookie"]
        assert ask(port, "/", Host="evil.example")[0] == 400
        web.process.send_signal(signal.SIGTERM)
        assert web.close() == 0
    assert health(box, stack, "web", HUB_PORT=str(port)) == 1
    assert box.written() == before


def test_worker_and_beat_run_as_an_ordinary_user_from_a_read_only_tree(box, stack):
    before = box.written()
    folder = {"BEAT_FOLDER": str(box.scratch / "tmp" / "beat")}
    assert health(box, stack, "beat", **folder) == 1
    options = box.options(stack.environment("worker"))
    with (
        running(box.program("worker", stack), folder=box.clone.folder, **options) as worker,
        running(box.program("beat", stack), folder=box.clone.folder, **options) as beat,
    ):
        worker.wait_for("ready.")
        assert health(box, stack, "worker", HOSTNAME=hostname()) == 0
        assert health(box, stack, "worker", HOSTNAME="somewhere-else") != 0
        assert eventually(lambda: health(box, stack, "beat", **folder) == 0)
        for one in (worker, beat):
            one.process.send_signal(signal.SIGTERM)
            assert one.close() == 0
    assert box.written() == before


def hostname() -> str:
    return subprocess.run(["hostname"], capture_output=True, text=True, check=True).stdout.strip()


def test_unsafe_setting_stops_web_and_migrations_in_the_composed_environment(box, stack):
    for service in ("web", "migrate"):
        given = {**stack.environment(service), "HUB_URL": "http://hub.example"}
        done = subprocess.run(
            box.program(service, stack),
            cwd=box.clone.folder,
            capture_output=True,
            text=True,
            check=False,
            **box.options(given),
        )
        assert done.returncode != 0
        assert "HUB_URL has to begin with https://" in done.stderr + done.stdout


def test_queue_takes_its_settings_and_its_password_as_composed(tmp_path):
    """The very shell command, with the server of this machine under the name that the image has."""
    program = valkey_program(open_home(ROOT))
    named = tmp_path / "bin" / "valkey-server"
    named.parent.mkdir()
    named.symlink_to(program)
    port = free_port()
    shell, flag, script = services()["queue"]["command"]
    script = script.replace("$$", "$").replace("dir /data", f"dir {tmp_path}\nport {port}\nbind 127.0.0.1")
    given = {"PATH": f"{named.parent}:{os.defpath}", "QUEUE_PASSWORD": "three"}
    with running([shell, flag, script], folder=tmp_path, env=given) as server:
        server.wait_for("Ready to accept connections")
        with redis.Redis(port=port, password="three") as client:
            assert client.set("kept", "yes") is True
            kept = client.config_get("*")
            assert (kept["appendonly"], kept["maxmemory-policy"], kept["save"]) == ("yes", "noeviction", "")
        with redis.Redis(port=port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        server.process.send_signal(signal.SIGTERM)
        assert server.close() == 0
    assert list(tmp_path.glob("appendonlydir/*"))
