"""The base of the tests, tested."""

import threading
import urllib.request

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, connections

from tests.support.databases import database_copy, using_database


def models() -> list[str]:
    found = ContentType.objects.filter(app_label="left_behind").values_list("model", flat=True)
    return sorted(found)


def leave(name: str) -> None:
    ContentType.objects.create(app_label="left_behind", model=name)


def test_fresh_database_commits_for_real_and_is_seen_by_other_threads(fresh_database):
    leave("main")

    def elsewhere() -> None:
        assert connection.settings_dict["NAME"] == fresh_database
        leave("thread")
        connections.close_all()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert models() == ["main", "thread"]
    assert connection.in_atomic_block is False


@pytest.mark.parametrize("again", [1, 2])
def test_fresh_database_begins_anew_each_time(fresh_database, again):
    assert models() == []
    leave("this")
    assert models() == ["this"]


@pytest.mark.parametrize("again", [1, 2])
def test_ordinary_database_rolls_back(db, again):
    assert connection.in_atomic_block is True
    assert models() == []
    leave("this")


def test_ordinary_database_is_back_after_a_fresh_one(db):
    assert connection.settings_dict["NAME"] == settings.DATABASES["default"]["NAME"]
    assert models() == []


def test_database_copy_is_dropped(db, django_db_blocker):
    with database_copy("empty") as name:
        assert name != connection.settings_dict["NAME"]
        assert exists(name)
    assert not exists(name)


def exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
        return bool(cursor.fetchone()[0])


def test_using_database_holds_for_its_block_only(fresh_database):
    leave("outer")
    with database_copy("empty") as name, using_database(name):
        assert models() == []
    assert models() == ["outer"]


@pytest.mark.parametrize("again", [1, 2])
def test_cache_is_empty_at_the_beginning(again):
    assert cache.get("left-behind") is None
    cache.set("left-behind", 1)
    assert cache.get("left-behind") == 1


def test_live_server_answers_as_localhost(live_server_url):
    assert live_server_url.startswith("http://localhost:")
    assert live_server_url == settings.HUB_URL
    with urllib.request.urlopen(f"{live_server_url}/readyz") as response:
        assert response.status == 200


def test_live_server_shows_pages_in_a_browser(live_server_url, page):
    response = page.goto(f"{live_server_url}/")
    assert response.status == 200
    assert page.evaluate("document.styleSheets.length > 0 && document.styleSheets[0].cssRules.length > 0")
    # The queries of a browser test and of those after it run beside Playwright's event loop.
    assert models() == []
