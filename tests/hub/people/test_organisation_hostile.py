"""Whatever is sent to the forms of an organisation: a clear answer, never a 500, no words but its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from hub.people.models import Organisation, Person, Role
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.factories.places import make_place
from tests.hostile import VALUES
from tests.pages import read
from tests.personas import Persona
from tests.support.databases import database_copy, using_database

PROFILE = {
    "name": "Silver Street Singers",
    "sort": "arts",
    "summary": "",
    "about": "",
    "offers": "rooms",
    "website": "",
    "public_email": "",
    "public_phone": "",
    "charity_number": "",
    "trades_for_profit": "",
}
WHERE = {"building": "", "street": "", "town": "", "postcode": "B14", "withheld": "", "access": ""}
CARRIED = {
    "edition": "1",
    "opened": "",
    "kept_picture": "",
    "picture_alt": "",
    "picture_consent": "",
    "seen": "",
}
FORMS: dict[str, dict[str, str]] = {
    "/organisations/new/?kind=group": {**PROFILE, **WHERE, "seen": ""},
    "/organisations/new/?kind=school": {**PROFILE, **WHERE, "sort": "primary", "school_urn": ""},
    "/groups/heathfield/edit/": {**PROFILE, **CARRIED, "remove_picture": "", "preview": ""},
    "/groups/heathfield/place/": {**WHERE, **CARRIED},
    "/groups/heathfield/ask/": {},
    "/groups/find/": {"q": "", "kind": "", "sort": "", "offers": "", "near": "", "within": "", "page": ""},
}
# One field of each kind by itself; the others are of the same kinds.
ALONE = {
    "/organisations/new/?kind=group": ("seen", "postcode"),
    "/organisations/new/?kind=school": ("school_urn",),
    "/groups/heathfield/edit/": (
        *("name", "about", "sort", "offers", "website", "public_email", "public_phone", "charity_number"),
        *("trades_for_profit", "edition", "opened", "kept_picture", "remove_picture"),
    ),
    "/groups/heathfield/place/": ("building", "withheld", "access"),
    "/groups/find/": ("q", "near", "within"),
}
EACH_VALUE = pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())


@pytest.fixture(scope="module", autouse=True)
def client(django_db_blocker: DjangoDbBlocker) -> Iterator[Client]:
    """A manager's browser, in a town of its own."""
    with django_db_blocker.unblock(), database_copy("empty") as name, using_database(name):
        group = OrganisationFactory(name="Heathfield Families", slug="heathfield", place=make_place())
        person = make_member(group, Role.MANAGER)
        yield Persona("manager", person, acting(person)).client()


def clear(response: HttpResponse, sent: object) -> None:
    """Fails for an answer that a person could not use, or that says what an attacker wanted said."""
    assert response.status_code in (200, 302, 400, 404), (response.status_code, sent)
    if response.status_code == 302:
        assert response["Location"].startswith(("/groups/", "/organisations/")), sent
        return
    page = read(response)
    assert page.said("h1"), sent
    assert [one.attributes["src"] for one in page.all("script")] == [page.all("script")[0].attributes["src"]]
    assert [one for one in page if any(name.startswith("on") for name in one.attributes)] == [], sent
    assert page.all("img") == [], sent
    for link in page.all("a"):
        assert not link.attributes.get("href", "").lower().startswith("javascript:"), sent


@EACH_VALUE
def test_each_kind_of_field_by_itself(client, value):
    for path, names in ALONE.items():
        for name in names:
            clear(client.post(path, {**FORMS[path], name: value}), (path, name))


@EACH_VALUE
def test_every_field_at_once_and_each_several_times(client, value):
    for path, fields in FORMS.items():
        clear(client.post(path, {name: [value, value] for name in fields}), path)
    for path in ("/organisations/new/", "/groups/heathfield/edit/", "/groups/heathfield/"):
        clear(client.get(path, dict.fromkeys(("kind", "as", "edition", "name", "seen"), value)), path)


@EACH_VALUE
def test_file_that_is_anything(client, value):
    path = "/groups/heathfield/edit/"
    sent = SimpleUploadedFile("x.png", value.encode(), "image/png")
    clear(client.post(path, {**FORMS[path], "picture": sent}), path)


@EACH_VALUE
def test_page_shows_whatever_was_kept_as_words(client, value):
    """What got past the form is words on every page that shows it."""
    for page in (
        "/groups/heathfield/",
        "/groups/heathfield/?as=visitor",
        "/groups/",
        "/groups/heathfield/edit/",
    ):
        Organisation.objects.filter(slug="heathfield").update(
            name=value.replace("\0", "")[:120].strip() or "x",
            summary=value.replace("\0", "")[:200],
            about=value.replace("\0", "")[:4000],
        )
        cache.clear()
        clear(client.get(page), page)


def test_bodies_that_are_no_form(client):
    for path in FORMS:
        for kind, body in (
            ("application/json", b'{"name": [1'),
            (
                "multipart/form-data; boundary=x",
                b"--x\r\nContent-Disposition: form-data; name=about\r\n\r\ncut",
            ),
            ("application/x-www-form-urlencoded", b"name=%ff%fe&postcode=%00"),
            ("application/x-www-form-urlencoded", b"&".join(b"offers=%d" % number for number in range(400))),
            ("text/html", b"<b>"),
        ):
            clear(client.generic("POST", path, body, kind), (path, kind))


def test_person_is_still_there():
    assert Person.objects.filter(is_active=True).count() == 1
