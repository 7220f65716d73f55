"""The base of every test. The servers start here, before anything imports a model."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from hub.local.home import Problem
from tests.support import browser, servers

try:
    servers.begin()
except Problem as problem:
    pytest.exit(str(problem), returncode=1)

import django  # the settings read what begin() has set

django.setup()
# xdist's workers inherit the environment, and pytest-django would read their settings from it before they
# have chosen a logical database of Redis of their own: all would empty the same one.
os.environ.pop("DJANGO_SETTINGS_MODULE", None)

from django.core.cache import cache  # noqa: E402
from pytest_django import DjangoDbBlocker, Settings  # noqa: E402

from tests.support.databases import database_copy, using_database  # noqa: E402
from tests.support.live import live_server  # noqa: E402


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    browser.mark(items)
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
            raise pytest.UsageError(
                f"{item.nodeid}: append-only tables cannot be flushed; use fresh_database"
            )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    browser.notice(terminalreporter)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of this worker's ordinary tests, which roll back what they do."""
    with django_db_blocker.unblock(), database_copy("empty") as name, using_database(name):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Each test begins with nothing remembered in this worker's part of Redis, and leaves nothing there."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def fresh_database(django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of this test's own, for real commits and for connections from several threads. Its name."""
    with django_db_blocker.unblock(), database_copy("empty") as name, using_database(name):
        yield name


@pytest.fixture
def demo_database(django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """As fresh_database, with the demo town in it."""
    with django_db_blocker.unblock(), database_copy("demo") as name, using_database(name):
        yield name


@pytest.fixture
def live_server_url(fresh_database: str, settings: Settings) -> Iterator[str]:
    """The address of a live hub over this test's own database."""
    with live_server() as url:
        settings.HUB_URL = url
        yield url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Open the machine's own Chromium."""
    return {
        **browser_type_launch_args,
        "executable_path": browser.chromium(),
        "args": browser.launch_arguments(),
    }
