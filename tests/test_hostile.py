"""Whatever is sent, the answer is clear and the hub stands: never a 500, and no words but its own."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from charter.forms.published import FindForm
from charter.views.results_filter import BY, SORT
from hub.people.filters import DirectoryFilter
from hub.people.models import Person, Role
from listings.filters import PARAMETERS
from tests.factories.charter import make_consultation
from tests.factories.charter_signing import make_text
from tests.factories.listings import make_listing, weekly
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.hostile import VALUES
from tests.hostile_answers import clear
from tests.hostile_forms import FORMS
from tests.hostile_paths import PATHS
from tests.pages import read
from tests.personas import Persona
from tests.support.databases import database_copy, using_database

QUICK_HASHES = ["django.contrib.auth.hashers.MD5PasswordHasher"]

RESULTS = {"by", SORT, *BY}
SIGN_IN = {"login", "password", "remember", "next"}
# The parameters and fields that each public address knows of. What people with an account send is in
# tests/test_hostile_forms.py, which fails for a form that is in neither.
KNOWN = {
    "": PARAMETERS,
    "whats-on/calendar.ics": PARAMETERS,
    "whats-on/find/": PARAMETERS,
    "whats-on/<slug:slug>/": {"dates"},
    "groups/": {*DirectoryFilter.base_filters, "page"},
    "groups/find/": {*FORMS["groups/find/"].fields},
    "charter/consultation/<slug:slug>/responses/": {*FindForm.base_fields, "page"},
    "charter/consultation/<slug:slug>/responses.csv": {*FindForm.base_fields},
    "charter/consultation/<slug:slug>/results/": RESULTS,
    "charter/consultation/<slug:slug>/results/<slug:key>/": RESULTS,
    "charter/consultation/<slug:slug>/results/results.csv": RESULTS,
    "charter/consultation/<slug:slug>/questionnaire.pdf": {"large", "version"},
    "charter/decisions/": {"outcome"},
    "charter/signatories/": {"area", "kind", "page"},
    "charter/text/": {"for"},
    "account/sign-in/": SIGN_IN,
    "account/sign-out/": {"next"},
    "account/join/": {"email", "name", "password1", "adult", "next"},
    "account/sign-in/code/": {"email", "next"},
    "account/sign-in/passkey/": {"credential", "next"},
    "account/password/reset/": {"email", "next"},
    r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": {
        "password1",
        "password2",
        "action",
    },
}
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
        make_consultation("results", slug="gates")
        make_text()
        yield make_member(group, Role.MANAGER)


_visitor = Client(raise_request_exception=False)
_strict = Client(raise_request_exception=False, enforce_csrf_checks=True)


def anew(*, strict: bool = False) -> Client:
    """A browser of which nothing is known, that was not here too often; `strict` refuses forged forms."""
    cache.clear()
    client = _strict if strict else _visitor
    client.cookies.clear()
    return client


def test_there_are_addresses_and_values_to_try():
    assert len(PATHS) >= 119
    assert set(KNOWN) | set(FORMS) <= set(PATHS)
    assert len(VALUES) >= 37
    assert len(PARAMETERS) >= 11


@EACH_VALUE
def test_every_parameter_by_itself(value):
    for path, names in (
        ("/", PARAMETERS),
        ("/groups/", KNOWN["groups/"]),
        ("/whats-on/story-time/", {"dates"}),
    ):
        for name in sorted(names):
            clear(anew().get(path, {name: value}), (path, name))


@EACH_VALUE
def test_all_parameters_at_once_and_each_several_times(value):
    for route, names in KNOWN.items():
        clear(anew().get(PATHS[route], {name: [value, value, "B14"] for name in sorted(names)}), route)


@EACH_VALUE
def test_every_form(value):
    for route, names in KNOWN.items():
        clear(anew().post(PATHS[route], dict.fromkeys(sorted(names), value)), route)


@pytest.mark.parametrize("path", PATHS.values())
def test_address_that_takes_nothing(path):
    asked = {f"{label} {name}": value for label, value in VALUES.items() for name in ("", "next")}
    asked |= dict(zip(["q", "page", "next", "login", "dates"], VALUES.values(), strict=False))
    clear(anew().get(path, asked), path)
    clear(anew().post(path, asked), path)


@EACH_VALUE
def test_signed_in(value, person):
    client = Persona("someone", person, acting(person)).client()
    asked = dict.fromkeys(sorted(set().union(*KNOWN.values())), value)
    for path in ("/", "/groups/", "/whats-on/story-time/", "/account/"):
        clear(client.get(path, asked), path)
    clear(client.post("/account/again/", asked), "again")


@EACH_VALUE
def test_every_part_of_an_address(value):
    for form in (
        "/whats-on/{}/",
        "/whats-on/{}/calendar.ics",
        "/groups/{}/",
        "/charter/areas/{}/",
        "/charter/consultation/{}/",
        "/charter/consultation/gates/section/{}/",
        "/charter/consultation/gates/responses/{}/",
        "/charter/consultation/gates/results/{}/",
        "/charter/consultation/resume/{}/",
        "/charter/support/link/{}/",
        "/charter/text/{}/",
        "/charter/signatories/{}/certificate.pdf",
        "/reports/{}/",
        "/invitations/{}/",
        "/pictures/{}-320.webp",
        "/outbox/{}/",
        "/account/password/reset/key/{}-x/",
        "/account/password/reset/key/1-{}/",
        "/{}",
        "/static/{}",
    ):
        clear(anew().get(form.format(quote(value, safe=""))), form)


@EACH_VALUE
def test_every_part_of_an_address_behind_an_account(value, person):
    client = Persona("someone", person, acting(person)).client()
    for form in (
        "/post/{}/",
        "/post/new/{}/",
        "/post/new/heathfield/{}/",
        "/post/story-time/{}/",
        "/post/story-time/date/{}/",
        "/post/story-time/from/{}/",
        "/groups/{}/edit/",
        "/groups/heathfield/people/{}/",
        "/moderation/listings/{}/",
        "/moderation/reports/{}/",
        "/worklist/{}/",
        "/account/sessions/{}/end/",
    ):
        clear(client.get(form.format(quote(value, safe=""))), form)


def as_sent(value: str) -> str:
    """A header as a server hands it on: no lines, and each byte as one character."""
    return value[:4000].replace("\r", " ").replace("\n", " ").encode().decode("latin-1")


WHAT = ("Accept", "Accept-Encoding", "Accept-Language", "If-None-Match", "If-Modified-Since", "Range")
WHO = ("Referer", "Origin", "HX-Request", "HX-Boosted", "HX-Current-URL", "X-Request-ID", "X-Forwarded-For")


@EACH_VALUE
def test_every_header(value):
    sent = as_sent(value)
    for headers in (
        dict.fromkeys(WHAT, sent),
        dict.fromkeys(WHO, sent),
        {"Cookie": f"sessionid={sent}; csrftoken={sent}; {sent}"},
        {"Cookie": f'sessionid="{sent}"; csrftoken="{sent}"'},
        {"Host": sent},
    ):
        clear(anew().get("/", headers=headers), [*headers])
        forged = anew(strict=True).post("/account/sign-in/", {"login": "a@b.test"}, headers=headers)
        clear(forged, [*headers])
        assert forged.status_code in (400, 403)


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
    for path in PATHS.values():
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


@examples(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(PARAMETERS)), TEXT, max_size=4))
def test_anything_asked_of_what_is_on(asked):
    for path in ("/", "/whats-on/calendar.ics"):
        clear(anew().get(path, asked), asked)
    posted = anew().post("/whats-on/find/", asked)
    assert posted.status_code == 302
    clear(anew().get(posted["Location"]), posted["Location"])


@examples(max_examples=50, deadline=None)
@given(st.binary(max_size=60))
def test_anything_in_an_address(raw):
    written = quote(raw)
    client = anew()
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
