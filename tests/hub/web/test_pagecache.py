"""One answer for all visitors: kept whole, for nobody else, until something changes."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from hub.local.ports import free_port
from hub.people.models import Organisation, Role
from hub.web import pagecache
from hub.web.pagecache import VisitorPageCache
from listings.models import Listing
from tests.factories.listings import make_listing, weekly
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.factories.places import PlaceFactory
from tests.pages import titles_of
from tests.personas import Persona

pytestmark = pytest.mark.django_db

SHARED = (
    "/",
    "/?cost=free",
    "/whats-on/story-time/",
    "/whats-on/calendar.ics",
    "/groups/",
    "/groups/heathfield/",
)
SHARED_TOO = ("/whats-on/criteria/", "/groups/verified/", "/whats-on/story-time/calendar.ics")


@pytest.fixture
def group() -> Organisation:
    made: Organisation = OrganisationFactory(name="Heathfield Families", slug="heathfield")
    return made


@pytest.fixture
def listing(group: Organisation) -> Listing:
    return make_listing(group, title="Story time", pattern=weekly(3))


@contextmanager
def queries(number: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as made:
        yield
    assert len(made) == number, [one["sql"][:200] for one in made]


def kept() -> list[str]:
    """The keys of the pages in Redis."""
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    return [key.decode() for key in client.keys("*page:*")]


@pytest.mark.parametrize("path", [*SHARED, *SHARED_TOO])
def test_second_visitor_costs_the_database_nothing(listing, path):
    first = Client().get(path)
    with queries(0):
        second = Client().get(path)
    assert first.status_code == second.status_code == 200
    assert second.content == first.content
    own = {"X-Request-ID", "Content-Length"}
    assert {name: value for name, value in first.items() if name not in own} == {
        name: value for name, value in second.items() if name not in own
    }
    assert second["X-Request-ID"] != first["X-Request-ID"]
    assert second["Content-Length"] == str(len(second.content))
    assert len(kept()) == 1


@pytest.mark.parametrize("path", [*SHARED, *SHARED_TOO])
def test_visitor_gets_no_cookie_no_session_and_no_token(listing, path):
    for _ in range(2):
        response = Client().get(path)
        assert not response.cookies
        assert "csrfmiddlewaretoken" not in response.text
        session = getattr(response.wsgi_request, "session", None)
        assert session is None or (not session.accessed and not session.modified)
        assert response["Cache-Control"] == "no-cache"
        assert {"Cookie", "Accept-Encoding"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize("path", SHARED)
def test_what_has_not_changed_is_not_sent_again(listing, path):
    etag = Client().get(path)["ETag"]
    with queries(0):
        response = Client().get(path, headers={"If-None-Match": etag})
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert Client().get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    cache.clear()
    # Nor where the page is not kept and has to be drawn to know.
    assert Client().get(path, headers={"If-None-Match": etag}).status_code == 304
    assert kept() == []


def test_page_drawn_while_something_changes_is_not_kept_for_after(listing):
    """Drawn with what was true before a change that is committed meanwhile."""

    def slow(request: Any) -> HttpResponse:
        pagecache._next_generation()
        response = HttpResponse("as it was")
        response.shared = True  # type: ignore[attr-defined]
        return response

    VisitorPageCache(slow)(RequestFactory().get("/slow/"))
    later = VisitorPageCache(lambda request: HttpResponse("as it is"))(RequestFactory().get("/slow/"))
    assert isinstance(later, HttpResponse)
    assert later.content == b"as it is"


def test_kept_page_is_drawn_anew_after_a_minute(listing):
    """Also without a change: what was coming has begun."""
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    Client().get("/")
    (key,) = kept()
    assert 0 < client.ttl(key) <= 60


def test_people_signed_in_get_a_page_of_their_own_and_leave_none(group, listing):
    person = make_member(group, Role.CONTRIBUTOR, name="Devika Sandhar")
    member = Persona("member", person, acting(person)).client()
    assert "Devika Sandhar" in member.get("/").text
    assert kept() == []
    visitors = Client().get("/")
    assert "Devika Sandhar" not in visitors.text
    assert len(kept()) == 1
    again = member.get("/")
    assert "Devika Sandhar" in again.text
    assert again["ETag"] != visitors["ETag"]
    assert member.get("/", headers={"If-None-Match": visitors["ETag"]}).status_code == 200
    with queries(0):
        assert "Devika Sandhar" not in Client().get("/").text


def test_old_session_cookie_is_drawn_for_as_a_visitor_and_not_kept(listing):
    Client().get("/")
    stale = Client()
    stale.cookies["sessionid"] = "a" * 32
    with CaptureQueriesContext(connection) as made:
        assert titles_of(stale.get("/")) == ["Story time"] * 3
    assert len(made) > 0


def test_cookie_that_is_no_session_is_none(listing):
    Client().get("/")
    for broken in ('"abcdefgh\\000xyz"', "x", "A" * 32, "é" * 32, "a" * 5000, ""):
        with queries(0):
            assert Client().get("/", headers={"Cookie": f"sessionid={broken}"}).status_code == 200


def test_head_is_answered_from_a_kept_page_and_keeps_none(listing):
    first = Client().head("/")
    assert (first.status_code, first.content, kept()) == (200, b"", [])
    page = Client().get("/")
    with queries(0):
        response = Client().head("/")
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(len(page.content))
    assert response["ETag"] == page["ETag"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/no-such-page/", 404),
        ("/?page=0", 404),
        ("/whats-on/no-such-thing/", 404),
        ("/whats-on/calendar.ics?age=old", 400),
        ("/?near=B14+7RA", 302),
        ("/account/", 302),
        ("/account/sign-in/", 200),
        ("/account/password/reset/", 200),
        ("/healthz", 200),
        ("/readyz", 200),
    ],
)
def test_errors_redirects_and_pages_that_set_a_cookie_are_not_kept(path, status):
    for _ in range(2):
        assert Client().get(path).status_code == status
    assert kept() == []


def test_answer_that_sets_a_cookie_is_not_kept():
    def careless(request: Any) -> HttpResponse:
        response = HttpResponse("yours")
        response.shared = True  # type: ignore[attr-defined]
        response.set_cookie("yours", "1")
        return response

    VisitorPageCache(careless)(RequestFactory().get("/careless/"))
    assert kept() == []


def test_what_is_sent_is_not_answered_from_a_page(listing):
    Client().get("/")
    assert Client().post("/").status_code == 405


def test_compressed_and_plain_are_kept_apart(listing):
    squeezed = Client().get("/", headers={"Accept-Encoding": "gzip, br"})
    plain = Client().get("/")
    assert squeezed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert gzip.decompress(squeezed.content) == plain.content
    assert len(kept()) == 2
    with queries(0):
        again = Client().get("/", headers={"Accept-Encoding": "gzip"})
    assert again["Content-Encoding"] == "gzip"
    assert gzip.decompress(again.content) == plain.content
    matched = Client().get("/", headers={"Accept-Encoding": "gzip", "If-None-Match": again["ETag"]})
    assert matched.status_code == 304


def test_names_and_schemes_are_kept_apart(listing, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for host in settings.ALLOWED_HOSTS:
        Client().get("/", headers={"Host": host})
        Client().get("/", headers={"Host": host, "X-Forwarded-Proto": "https"})
    assert len(kept()) == 4


def test_filters_and_parts_of_pages_are_kept_apart(listing):
    for path, headers in [("/", {}), ("/?cost=free", {}), ("/?page=1", {}), ("/", {"HX-Request": "true"})]:
        assert Client().get(path, headers=headers).status_code == 200
    assert len(kept()) == 4


def test_redis_gone_is_a_slower_page_and_no_broken_one(listing, settings, caplog):
    address = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = {**settings.CACHES, "default": {**settings.CACHES["default"], "LOCATION": address}}
    for path in [*SHARED, *SHARED_TOO]:
        for _ in range(2):
            assert Client().get(path).status_code == 200, path
    assert Client().get("/no-such-page/").status_code == 404
    assert {record.getMessage() for record in caplog.records if record.name == "hub.web.pagecache"} == {
        "the page cache is out of reach"
    }


def test_keys_of_pages_tell_nothing_of_what_was_asked(listing):
    Client().get("/?q=juniper&near=B14")
    (key,) = kept()
    assert "juniper" not in key
    assert "B14" not in key


def test_front_page_costs_the_same_with_one_row_and_with_thirty(group):
    def asked(path: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as made:
            assert Client().get(path).status_code == 200
        return len(made)

    filtered = "/?q=story&age=3&cost=free&when=month&near=B14&within=5"
    # The last: the words, the district, the places within reach of it, the rows.
    paths = ("/", "/?q=story", "/?q=stroy", filtered)
    place = PlaceFactory()
    make_listing(group, title="Story time", pattern=weekly(1), place=place)
    asked(filtered)
    assert [asked(path) for path in paths] == [1, 2, 3, 4]
    for number in range(29):
        make_listing(OrganisationFactory(), title=f"Story {number}", place=place)
    assert [asked(path) for path in paths] == [1, 2, 3, 4]
    # How many there are in all is counted where one page does not hold them.
    make_listing(group, title="Story at last", place=place)
    assert [asked(path) for path in paths] == [1, 3, 4, 5]
