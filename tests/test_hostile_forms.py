"""Whatever is sent to any form, by somebody who may send it: a clear answer, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings

from hub.people.models import Organisation, Person
from listings.models import Listing, Report
from tests.hostile import VALUES
from tests.hostile_answers import clear, lost
from tests.hostile_forms import ASKED, FORMS, Form, forms_at, path_of, taking, values_in
from tests.town import Town, open_town

QUICK_HASHES = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EACH_ROUTE = pytest.mark.parametrize("route", FORMS)
PICTURED = {"picture_alt": "A choir in a hall"}
TABLES = (Listing, Organisation, Person, Report)


@pytest.fixture(scope="module")
def town(django_db_blocker) -> Iterator[Town]:
    with override_settings(PASSWORD_HASHERS=QUICK_HASHES), open_town(django_db_blocker) as town:
        yield town


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """What is sent meanwhile meets a town as it was built: the database and the browser forget it after."""
    cache.clear()
    kept = client.cookies.copy()
    with transaction.atomic():
        yield
        if connection.is_usable() and not connection.needs_rollback:
            with connection.cursor() as cursor:
                # What the database would refuse at the end of the transaction.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    client.cookies = kept


def counted() -> list[int]:
    return [table.objects.count() for table in TABLES]


def send(client: Client, form: Form, path: str, sent: dict[str, str]) -> HttpResponse:
    """Send a form, after what comes before it."""
    if form.first:
        client.post(form.first[0], form.first[1])
    if "/password/reset/key/" in path:
        # The link's key is put aside, and the form has an address without it.
        path = client.get(path).headers["Location"]
    return client.post(path, sent)


def test_every_route_that_takes_a_form_is_listed(town):
    said = taking(town)
    assert {route for route, takes in said.items() if takes is not False} == set(FORMS)
    assert len(FORMS) >= 78
    assert set(ASKED) <= set(said)


@EACH_ROUTE
def test_every_field_of_the_page_is_listed(town, route):
    form = FORMS[route]
    client = town.persona(form.who).client()
    shown = {name for one in forms_at(client, path_of(route, form, town), route) for name in values_in(one)}
    assert shown <= {*form.fields, "picture"}


@EACH_ROUTE
def test_form_takes_every_value(town, route):
    """One field after the other, then all at once; the next form begins with another field."""
    form = FORMS[route]
    client = town.persona(form.who).client()
    path = path_of(route, form, town)
    before = counted()
    good = dict(form.fields)
    for one in forms_at(client, path, route)[:1]:
        good |= {name: value for name, value in values_in(one).items() if value and not good.get(name)}
    names = sorted(form.fields)
    turn = list(FORMS).index(route)
    for number, (label, value) in enumerate(VALUES.items(), start=turn):
        alone = number % (len(names) + 1)
        changed = names[alone : alone + 1] or [*names, "next", "page"]
        sent = {**good, **dict.fromkeys(changed, value)}
        with undone(client):
            answer = send(client, form, path, sent)
        what = (route, label, changed)
        clear(answer, what)
        # Whoever changes what a button says is no person who types.
        typed = form.chooses not in changed and answer.status_code == 200
        if typed and answer.headers["Content-Type"].startswith("text/html"):
            assert lost(answer, {name: sent[name] for name in changed}) == {}, what
    assert counted() == before


@pytest.mark.parametrize("route", ASKED)
def test_page_takes_every_value_in_its_address(town, route):
    form = ASKED[route]
    client = town.persona(form.who).client()
    path = path_of(route, form, town)
    for label, value in VALUES.items():
        cache.clear()
        clear(client.get(path, dict.fromkeys(form.fields, value)), (route, label))


@pytest.mark.parametrize("who", ["visitor", "organiser", "admin"])
def test_file_that_is_no_picture_loses_nothing_typed(town, who):
    client = town.persona(who).client()
    for route in ("groups/<slug:slug>/edit/", "post/<slug:slug>/picture/"):
        form = FORMS[route]
        path = path_of(route, form, town)
        good = {
            name: value for one in forms_at(client, path, route) for name, value in values_in(one).items()
        }
        for label, value in VALUES.items():
            upload = SimpleUploadedFile("x.png", value.encode("utf-8", "surrogatepass"), "image/png")
            with undone(client):
                answer = client.post(path, {**good, **PICTURED, "picture": upload})
            clear(answer, (route, label))
            if who == "organiser" and value:
                assert answer.status_code == 200, (route, label)
                assert lost(answer, PICTURED) == {}, (route, label)
