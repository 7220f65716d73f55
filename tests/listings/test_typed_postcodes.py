"""A postcode that somebody types is its district before it is anything else (rules.md D14, D12)."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from hub.people.models import Person
from hub.web.logs import JsonFormatter
from tests.factories.listings import make_listing
from tests.factories.people import PersonFactory, acting
from tests.personas import Persona

pytestmark = pytest.mark.django_db

# A postcode that stands nowhere else, as people write it.
WRITTEN = (
    "B13 9ZX",
    "b13 9zx",
    "B139ZX",
    "b13  9zx",
    "B13-9ZX",
    "Ｂ１３ ９ＺＸ",
    "B13\u00a09ZX",
    "13 High Street B13 9ZX",
)


def traces(text: str) -> bool:
    """Whether the second half stands in a text, however it is written there; not within a random key."""
    plain = text.lower().replace("ｚ", "z").replace("ｘ", "x").replace("９", "9").replace("%ef%bd%9a", "z")
    return re.search(r"(?<![a-z0-9])9zx(?![a-z0-9])|139zx", plain) is not None or "%ef%bc%99" in plain


def all_of(response: HttpResponse) -> str:
    return response.text + json.dumps(dict(response.items())) + str(response.cookies)


def in_redis() -> Iterator[str]:
    """Every key with its value as it lies there."""
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    for key in client.keys("*"):
        value = client.get(key) if client.type(key) == b"string" else b""
        yield key.decode() + value.decode("utf-8", "replace")


def in_tables() -> Iterator[str]:
    """Every row of every table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        assert len(tables) > 15
        for table in tables:
            cursor.execute(f'SELECT rows::text FROM "{table}" AS rows')
            yield from (row for (row,) in cursor.fetchall())


@pytest.fixture
def person() -> Person:
    made: Person = PersonFactory()
    return made


@pytest.mark.parametrize("written", WRITTEN)
def test_postcode_leaves_no_trace(written, person, caplog):
    caplog.set_level(logging.DEBUG)
    make_listing(title="Story time")
    for client in (Client(), Persona("someone", person, acting(person)).client()):
        for name in ("near", "q", "after", "before", "age", "organiser", "page", "other"):
            for answer in (
                client.post("/whats-on/find/", {name: written}),
                client.get("/", {name: written}),
                client.get("/whats-on/calendar.ics", {name: written}),
                client.get("/groups/", {name: written}, follow=True),
                client.get("/no-such-page/", {name: written}),
            ):
                assert answer.status_code in (200, 302, 400, 404)
                assert not traces(all_of(answer)), (name, answer)
                if answer.status_code == 302:
                    following = client.get(answer["Location"])
                    assert following.status_code in (200, 404)
                    assert not traces(all_of(following)), (name, answer["Location"])
    lines = [JsonFormatter().format(record) for record in caplog.records if record.name.startswith("hub")]
    assert len(lines) > 80
    assert [line for line in lines if traces(line)] == []
    kept = list(in_redis())
    assert any("Story time" in value for value in kept)
    assert [value[:200] for value in kept if traces(value)] == []
    assert [row for row in in_tables() if traces(row)] == []


@pytest.mark.parametrize("written", WRITTEN)
def test_postcode_still_says_where_one_is(written):
    response = Client().post("/whats-on/find/", {"near": written, "within": "2"})
    assert response["Location"] == "/?near=B13&within=2"


def test_traces_would_be_found():
    """Without this, the test above could not fail."""
    for written in WRITTEN:
        assert traces(written)
    make_listing(title="Meet at B13 9ZX")
    Client().get("/")
    assert any(traces(value) for value in in_redis())
    assert any(traces(row) for row in in_tables())
