"""What watches the machines is told: alive, ready, or what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

from hub.local.ports import free_port


@contextmanager
def database_away() -> Iterator[None]:
    """No server where the database was, in every thread."""
    stored = connections.settings["default"]
    before = stored["PORT"]
    connections.close_all()
    connection.settings_dict["PORT"] = stored["PORT"] = free_port()
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["PORT"] = stored["PORT"] = before


def redis_away(settings: Settings) -> None:
    """No server where Redis was."""
    address = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": address}}


def ready() -> tuple[int, object]:
    response = Client().get("/readyz")
    return response.status_code, response.json()


def test_ready(fresh_database):
    assert ready() == (200, {"ready": True, "missing": []})


def test_not_ready_without_the_database_and_ready_again_with_it(fresh_database):
    with database_away():
        assert ready() == (503, {"ready": False, "missing": ["database"]})
        response = Client().get("/healthz")
        assert (response.status_code, response.content) == (200, b"ok\n")
    assert ready() == (200, {"ready": True, "missing": []})


def test_not_ready_without_redis(fresh_database, settings):
    redis_away(settings)
    assert ready() == (503, {"ready": False, "missing": ["redis"]})
    assert Client().get("/healthz").status_code == 200


def test_not_ready_without_either(fresh_database, settings):
    redis_away(settings)
    with database_away():
        assert ready() == (503, {"ready": False, "missing": ["database", "redis"]})


def test_not_ready_before_the_tables_are_as_they_should_be(fresh_database):
    MigrationRecorder.Migration.objects.filter(app="listings").delete()
    assert ready() == (503, {"ready": False, "missing": ["migrations"]})


def test_page_without_the_database_is_an_error_page_and_says_no_more(fresh_database):
    client = Client(raise_request_exception=False)
    with database_away():
        response = client.get("/")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    for told in ("127.0.0.1", "psycopg", "OperationalError", fresh_database):
        assert told not in response.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_answer_is_kept_nowhere_and_asks_for_no_secure_address(fresh_database, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get(path)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert Client().head(path).status_code == 200
    assert Client().post(path).status_code == 405
    assert Client().get("/groups/").status_code == 301
