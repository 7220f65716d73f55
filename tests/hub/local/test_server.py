"""The whole hub, as script/server starts it, in a clone of its own."""

import re
import socket
import stat
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from hub.local.home import open_home
from hub.local.ports import free_port
from tests.hub.local.clones import Clone
from tests.hub.local.runs import Run, outcome, running, state_of
from tests.hub.local.whole import LAST, manage, page, start

ASK_DATABASE = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT inet_server_port(), current_database()")
    print(*cursor.fetchone())
"""


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


def test_server_on_a_taken_port_is_a_sentence_before_anything_starts(clone):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, text = outcome(start(clone, port), folder=clone.folder, **clone.options())
    assert code == 1
    assert re.fullmatch(
        rf"\nPort {port} is taken by another program\. Stop that, or choose another:\n"
        r"script/server --port \d+\n",
        text,
    )
    assert not (open_home(clone.folder).data / "postgres").exists()


@pytest.fixture(scope="module")
def up(clone: Clone, port: int) -> Iterator[Run]:
    """The hub, without the demo town, for tests that leave it as it is."""
    with running(start(clone, port, "--no-demo"), folder=clone.folder, **clone.options()) as run:
        run.wait_for(LAST)
        yield run


def test_server_says_where_it_is_once_it_answers(up, port):
    assert f"The hub is open at http://localhost:{port}\n" in up.text()
    # Nothing was installed: the clone has it all.
    assert "Installing" not in up.text()
    assert "demo" not in up.text()
    assert page(port)[0] == 200
    assert page(port, "/readyz")[0] == 200


@pytest.mark.usefixtures("up")
def test_server_serves_its_style_sheets_for_ever(port):
    _, text = page(port)
    sheets = re.findall(r'href="(/static/[^"]+\.css)"', text)
    assert sheets
    for sheet in sheets:
        with urllib.request.urlopen(f"http://localhost:{port}{sheet}") as response:
            assert response.status == 200
            assert "immutable" in response.headers["Cache-Control"]


def test_server_consists_of_its_programs(up):
    commands = up.of_each(lambda child: " ".join(child.cmdline()))
    for part in (
        "gunicorn hub.wsgi",
        "celery --app hub worker",
        "celery --app hub beat",
        "postgres -D",
        "valkey",
    ):
        assert [command for command in commands if part in command], part


def test_server_lets_manage_find_the_same_database(up, clone):
    code, text = manage(clone, "shell", "--no-imports", "--command", ASK_DATABASE)
    assert code == 0, text
    address, name = text.split()
    assert urlsplit(state_of(clone.folder).database_url).port == int(address)
    assert name == "hub"


def test_server_refuses_a_second_start_of_its_clone(up, clone):
    code, text = outcome(start(clone, free_port()), folder=clone.folder, **clone.options())
    assert (code, text) == (
        1,
        (
            "\nThe hub already runs from this folder. Stop it first (Ctrl-C in its terminal), "
            "or start another from another clone.\n"
        ),
    )


def test_server_writes_no_path_of_a_visitor_into_a_log(up, clone, port):
    page(port, "/private-link-0123456789/?q=somebody")
    assert page(port, "/healthz")[0] == 200
    logs = "".join(path.read_text() for path in (clone.folder / ".local" / "logs").iterdir())
    assert "private-link" not in logs
    assert "somebody" not in logs


def test_server_keeps_what_it_writes_to_its_owner(up, clone):
    local = clone.folder / ".local"
    # Django makes static files readable, and they hold nothing of anybody's.
    private = [path for path in local.rglob("*") if (local / "static") not in (path, *path.parents)]
    assert len(private) > 10
    assert stat.S_IMODE(local.stat().st_mode) == 0o700
    assert [path for path in private if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


@pytest.mark.parametrize("word", ["0", "65536", "http", "-1", "٨٠٠٠", ""])
def test_server_at_a_port_that_is_none_is_a_sentence(clone, word):
    code, text = outcome(
        [clone.python, "-m", "hub.local.server", f"--port={word}"], folder=clone.folder, **clone.options()
    )
    assert code == 2
    assert f"a port is a number from 1 to 65535, not {word!r}" in text
    assert "Traceback" not in text
