"""Servers that take a connection and never answer are missing, and soon."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections
from django.test import Client

from tests.earnest import run

READY = """
import time
from django.core.wsgi import get_wsgi_application
get_wsgi_application()
from django.test import Client
began = time.monotonic()
response = Client(headers={"Host": "localhost"}).get("/readyz")
print(response.status_code, response.json()["missing"], time.monotonic() - began < 8)
"""


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        yield server.getsockname()[1]


@contextmanager
def database_at(port: int) -> Iterator[None]:
    """The database's address leads elsewhere, in every thread."""
    stored = connections.settings["default"]
    before = stored["PORT"]
    connections.close_all()
    connection.settings_dict["PORT"] = stored["PORT"] = port
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["PORT"] = stored["PORT"] = before


def ready() -> tuple[int, list[str], bool]:
    """Status, what is missing, and whether the answer came in time for whoever watches."""
    began = time.monotonic()
    response = Client().get("/readyz")
    return response.status_code, response.json()["missing"], time.monotonic() - began < 8


def test_database_that_never_answers_is_missing_within_seconds(fresh_database, silent):
    with database_at(silent):
        assert ready() == (503, ["database"], True)
    assert ready() == (200, [], True)


def test_redis_that_never_answers_is_missing_within_seconds(fresh_database, settings, silent):
    address = f"redis://127.0.0.1:{silent}/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": address}}
    assert ready() == (503, ["redis"], True)


def test_pool_whose_database_never_answers_gives_up_within_seconds(silent):
    """As the web process of a hub in earnest has one."""
    done = run(
        "-c",
        READY,
        SECRET_KEY=os.environ["SECRET_KEY"],
        DATABASE_URL=f"postgres://hub:x@127.0.0.1:{silent}/hub",
        DATABASE_POOL="true",
        REDIS_URL=os.environ["REDIS_URL"],
        STATIC_ROOT=os.environ["STATIC_ROOT"],
        HTTPS="false",
        DJANGO_SETTINGS_MODULE="hub.settings",
    )
    assert done.stdout == "503 ['database'] True\n", done.stderr


def test_role_that_is_no_superuser_is_ready_where_others_can_reach_the_hub(fresh_database, settings):
    """tests/test_deploy_runs.py asks as a superuser."""
    settings.ALLOWED_HOSTS = ["hub.example"]
    response = Client(headers={"Host": "hub.example"}).get("/readyz")
    assert (response.status_code, response.json()["missing"]) == (200, [])


def test_silent_server_is_where_the_test_says(silent):
    with socket.create_connection(("127.0.0.1", silent), timeout=1) as client:
        client.settimeout(0.1)
        client.sendall(b"anybody?")
        with pytest.raises(TimeoutError):
            client.recv(1)
    assert urlsplit(os.environ["DATABASE_URL"]).port != silent
