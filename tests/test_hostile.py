"""Whatever is sent, the answer is clear and the hub stands: never a 500, never a page that somebody else wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from hub.people.filters import DirectoryFilter
from hub.people.models import Person, Role
from listings.filters import PARAMETERS
from tests.factories.listings import make_listing, weekly
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.pages import read
from tests.personas import Persona
from tests.support.databases import database_copy, using_database
from tests.urls import every_url

CLEAR = {200, 301, 302, 400, 403, 404, 405}
QUICK_HASHES = ["django.contrib.auth.hashers.MD5PasswordHasher"]

VALUES = {
    "empty": "",
    "a space": " ",
    "NUL": "\0",
    "NUL inside": "story\0time",
    "every control character": "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "lines": "a\r\nSet-Cookie: evil=1\r\n\r\n<h1>evil</h1>",
    "over-long": "x" * 10_000,
    "over-long words": "story " * 1_700,
    "over-long digits": "9" * 10_000,
    "over-long postcodes": "B14 7RA " * 1_250,
    "over-long accents": "\u0301" * 10_000,
    "right to left": "\u202eسلام שלום\u202c",
    "emoji": "🎉👩‍👩‍👧‍👦🏳️‍🌈",
    "combining": "Z̸̢̛a̵͝l̶g̷o̸" * 20,
    "replacement and private": "\ufffd\ufffe\uffff\ue000\U0010ffff",
    "full-width": "１２",
    "other digits": "٣",
    "superscript": "²",
    "zero": "0",
    "below zero": "-1",
    "1e9": "1e9",
    "10**9": "10**9",
    "10 to the 9": "1000000000",
    "10 to the 30": "1" + "0" * 30,
    "past every integer": str(2**63),
    "infinity": "Infinity",
    "no number": "NaN",
    "year 1": "01/01/0001",
    "year 9999": "31/12/9999",
    "year 0": "0000-00-00",
    "year 10000": "10000-01-01",
    "no such day": "29/02/2027",
    "no such month": "2027-13-45",
    "last day": "2100-12-31",
    "SQL": "'; DROP TABLE listings_listing; --",
    "SQL comment": "1 OR 1=1 /*",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "HTML attribute": '" autofocus onfocus=alert(1) x="',
    "HTML entity": "&lt;b&gt;&amp;&#0;",
    "template": "{{ 7|add:7 }}{% debug %}{% include 'base.html' %}",
    "format": "%s %d %(name)s {0} {name} %n",
    "pattern": "%_%\\_\\%\\",
    "regular expression": "(((((a+)+)+)+)+)$[",
    "tsquery": "a & !b | (c <-> d):* \\",
    "path": "../../../../etc/passwd",
    "address": "javascript:alert(1)",
    "another site": "//evil.example/",
    "a list": "[]",
    "JSON": '{"a": null}',
    "a word of Python": "__class__",
}
# What each address knows of; every other gets them all.
KNOWN = {
    "": PARAMETERS,
    "whats-on/calendar.ics": PARAMETERS,
    "whats-on/find/": PARAMETERS,
    "whats-on/<slug:slug>/": {"dates"},
    "groups/": {*DirectoryFilter.base_filters, "page"},
}
FORMS = {"login", "password", "remember", "next", "email", "password1", "password2", "action", "page", "q"}
EACH_VALUE = pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())


@pytest.fixture(scope="module", autouse=True)
def person(django_db_blocker: DjangoDbBlocker) -> Iterator[Person]:
    """Somebody with an account, in a small town of their own in which nothing is to change."""
    with (
        django_db_blocker.unblock(),
        database_copy("empty") as name,
        using_database(name),
        override_settings(PASSWORD_HASHERS=QUICK_HASHES),
    ):
        group = OrganisationFactory(name="Heathfield Families", slug="heathfield")
        make_listing(group, title="Story time", pattern=weekly(3))
        yield make_member(group, Role.MANAGER)


def paths() -> dict[str, str]:
    """A real address for each route, by the route."""
    real = {
        "whats-on/<slug:slug>/": "whats-on/story-time/",
        "whats-on/<slug:slug>/calendar.ics": "whats-on/story-time/calendar.ics",
        "groups/<slug:slug>/": "groups/heathfield/",
        "account/confirm-email/<str:key>/": "account/confirm-email/made-up/",
    }
    found = {}
    for url in every_url():
        known = url.route.startswith("^account/password/reset/key/")
        found[url.route] = "/" + (
            "account/password/reset/key/1-x/" if known else real.get(url.route, url.route)
        )
    return found


def clear(response: HttpResponse, sent: object) -> None:
    """Fails for an answer that a person could not use, or that says what an attacker wanted said."""
    assert response.status_code in CLEAR, (response.status_code, sent)
    assert "evil" not in response.cookies, sent
    location = response.headers.get("Location", "")
    assert not location or (location.startswith("/") and not location.startswith("//")), (location, sent)
    if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
        page = read(response)
        assert page.said("h1"), sent
        for script in page.all("script"):
            assert script.attributes.get("src", "").startswith("/static/") or script.attributes == {
                "type": "application/ld+json"
            }, sent
        assert [one for one in page if any(name.startswith("on") for name in one.attributes)] == [], sent
        assert page.all("img") == [], sent


def anew(**given: Any) -> Client:
    """A browser of which nothing is known, that was not here too often."""
    cache.clear()
    return Client(raise_request_exception=False, **given)


def test_there_are_addresses_and_values_to_try():
    assert len(paths()) >= 24
    assert set(KNOWN) <= set(paths())
    assert len(VALUES) >= 45
    assert len(PARAMETERS) >= 11


@EACH_VALUE
def test_every_parameter_of_every_page(value):
    for route, path in paths().items():
        for name in sorted(KNOWN.get(route, FORMS)):
            clear(anew().get(path, {name: value}), (path, name))


@EACH_VALUE
def test_all_parameters_at_once_and_each_several_times(value):
    for route, path in paths().items():
        names = sorted(KNOWN.get(route, FORMS))
        clear(anew().get(path, {name: [value, value, "B14"] for name in names}), path)
        clear(anew().get(path, dict.fromkeys(names, value)), path)


@EACH_VALUE
def test_every_form(value):
    for route, path in paths().items():
        names = sorted(KNOWN.get(route, FORMS))
        clear(anew().post(path, dict.fromkeys(names, value)), path)
        clear(
            anew().post(path, urlencode(dict.fromkeys(names, value)), "application/x-www-form-urlencoded"),
            path,
        )


@EACH_VALUE
def test_signed_in(value, person):
    client = Persona("someone", person, acting(person)).client()
    for path in ("/", "/groups/", "/account/", "/account/again/", "/whats-on/story-time/"):
        names = {*PARAMETERS, *FORMS, "dates", "kind", "sort"}
        clear(client.get(path, dict.fromkeys(names, value)), path)
        clear(client.post(path, dict.fromkeys(names, value)), path)


@EACH_VALUE
def test_every_part_of_an_address(value):
    for form in (
        "/whats-on/{}/",
        "/whats-on/{}/calendar.ics",
        "/groups/{}/",
        "/account/confirm-email/{}/",
        "/account/password/reset/key/{}-x/",
        "/account/password/reset/key/1-{}/",
        "/{}",
        "/{}/",
        "/static/{}",
    ):
        for part in {quote(value, safe=""), quote(value)}:
            clear(anew().get(form.format(part)), (form, part[:50]))


@pytest.mark.parametrize(
    "name", ["Accept", "Accept-Encoding", "Accept-Language", "If-None-Match", "If-Modified-Since"]
)
@EACH_VALUE
def test_every_header(name, value):
    sent = value[:4000].replace("\r", " ").replace("\n", " ")
    for path in ("/", "/no-such-page/", "/whats-on/calendar.ics"):
        response = anew().get(path, headers={name: sent})
        assert response.status_code in CLEAR | {304}


@pytest.mark.parametrize(
    "name",
    [
        "Cookie",
        "Host",
        "Referer",
        "Origin",
        "HX-Request",
        "HX-Current-URL",
        "X-Request-ID",
        "X-Forwarded-For",
    ],
)
@EACH_VALUE
def test_every_header_that_says_who_asks(name, value):
    sent = value[:4000].replace("\r", " ").replace("\n", " ")
    cookie = f"sessionid={sent}; csrftoken={sent}; {sent}"
    headers = {name: cookie if name == "Cookie" else sent}
    for path in ("/", "/account/", "/account/sign-in/"):
        clear(anew().get(path, headers=headers), (name, path))
    clear(
        anew(enforce_csrf_checks=True).post("/account/sign-in/", {"login": "a@b.test"}, headers=headers), name
    )


@pytest.mark.parametrize(
    "query",
    [
        *(
            "%",
            "%%%",
            "%zz",
            "q=%ff%fe",
            "q=%80",
            "%ff=%fe",
            "q=%c0%af",
            "q=%ed%a0%80",
            "q=%f4%90%80%80",
            "q=%u0041",
        ),
        *(
            "&",
            "&&&&=&=",
            "=",
            "q",
            "q=q=q",
            "q[]=1",
            "q[a]=1",
            ";",
            "q;page=1",
            "?",
            "??q=1",
            "#",
            "q=%00%00",
            "+",
        ),
        "&".join(f"q={number}" for number in range(400)),
        "&".join(f"a{number}=1" for number in range(501)),
        "&" * 10_000,
    ],
)
def test_every_way_to_write_a_query(query):
    for path in ("/", "/groups/", "/whats-on/calendar.ics", "/whats-on/story-time/", "/account/sign-in/"):
        clear(anew().generic("GET", path, QUERY_STRING=query), (path, query[:50]))


@pytest.mark.parametrize(
    "path",
    [
        *(
            "//",
            "///",
            "//evil.example",
            "//evil.example/x",
            "/\\evil.example",
            "/%5cevil.example/",
            "/%2f%2fevil.example/",
        ),
        *(
            "/../../etc/passwd",
            "/static/../hub/settings.py",
            "/static/%2e%2e/%2e%2e/etc/passwd",
            "/.git/config",
        ),
        *(
            "/%00",
            "/%ff%fe/",
            "/whats-on/%ff/",
            "/groups/%c0%af/",
            "/whats-on",
            "/groups",
            "/whats-on/story-time",
        ),
        *(
            "/whats-on//story-time/",
            "/whats-on/STORY-TIME/",
            "/admin/",
            "/wp-login.php",
            "/.env",
            "/index.html",
        ),
        "/" + "a/" * 5_000,
    ],
)
def test_every_way_to_write_a_path(path):
    response = anew().generic("GET", path)
    clear(response, path[:50])
    assert "SECRET_KEY" not in response.text
    assert "root:" not in response.text


@pytest.mark.parametrize(
    "method", ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW", "get", "X" * 1000]
)
def test_every_method(method):
    for path in paths().values():
        response = anew().generic(method, path, b"q=1", "application/x-www-form-urlencoded")
        clear(response, (method, path))
        if response.status_code == 405:
            assert response["Allow"]


def test_page_for_a_method_that_is_not_allowed_leads_on():
    response = anew().post("/groups/")
    page = read(response)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert page.said("h1") == "That does not work here"
    assert page.one("main").one("form").attributes["action"] == "/whats-on/find/"
    assert page.one("main").one("code").text == response["X-Request-ID"]
    plain = anew().post("/whats-on/calendar.ics", headers={"Accept": "*/*"})
    assert plain["Content-Type"] == "text/plain; charset=utf-8"
    assert plain.text.startswith("This address is there, but that can’t be done with it.")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"q": [1, 2'),
        ("application/json", b"[" * 20_000),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=", b"--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=q\r\n\r\ncut off"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data; name=\xff\r\n\r\na\r\n--x--\r\n",
        ),
        ("multipart/form-data; boundary=" + "x" * 5000, b"--x"),
        ("multipart/form-data; boundary=\xff", b"--x"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"q=1"),
        ("application/x-www-form-urlencoded; charset=no-such", b"q=1"),
        ("application/x-www-form-urlencoded", b"q=%ff%fe&\xff\xfe=\xff"),
        ("application/x-www-form-urlencoded", b"q=" + b"\0" * 10_000),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(600))),
        ("application/x-www-form-urlencoded", b"q=" + b"x" * 3_000_000),
        ("text/html", b"<script>alert(1)</script>"),
        ("", b"\x00\x01\x02"),
        ("nonsense", b""),
    ],
)
def test_every_body(kind, body):
    for path in ("/whats-on/find/", "/account/sign-in/", "/account/password/reset/", "/groups/"):
        clear(anew().generic("POST", path, body, kind), (path, kind[:50]))


TEXT = st.text(st.characters(codec="utf-8"), max_size=60)


@examples(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(PARAMETERS)), TEXT, max_size=4))
def test_anything_asked_of_what_is_on(asked):
    for path in ("/", "/whats-on/calendar.ics"):
        clear(Client(raise_request_exception=False).get(path, asked), asked)
    posted = Client(raise_request_exception=False).post("/whats-on/find/", asked)
    assert posted.status_code == 302
    clear(Client(raise_request_exception=False).get(posted["Location"]), posted["Location"])


@examples(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_anything_in_an_address(raw):
    written = quote(raw)
    client = Client(raise_request_exception=False)
    clear(client.generic("GET", f"/whats-on/{written}/"), raw)
    clear(client.generic("GET", "/", QUERY_STRING=f"q={written}"), raw)
    clear(client.generic("GET", "/groups/", QUERY_STRING=written), raw)


def test_nothing_was_changed_by_all_that(person):
    page = Client().get("/")
    assert page.text.count("Story time") == 3
    assert Client().get("/groups/heathfield/").status_code == 200
    person.refresh_from_db()
    assert person.is_active
    assert Person.objects.count() == 2
