"""The log: one line of JSON a request, with its number and nothing of people (rules.md D12)."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from hub.notices.models import Message
from hub.web.logs import JsonFormatter
from hub.web.requests import request_id
from tests.factories.listings import make_listing
from tests.factories.people import OrganisationFactory, PersonFactory
from tests.pages import read

pytestmark = pytest.mark.django_db

Lines = Callable[[], list[dict[str, Any]]]
KEYS = ["time", "level", "logger", "message", "request_id"]
OF_REQUEST = [*KEYS, "method", "route", "status", "ms"]
SECRETS = ("Quillfeather", "quillfeather@secret.test", "B13 9ZX", "b139zx", "hush-hush-hush")


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Lines]:
    """What the hub's own handler has written since it was last asked, with everything let through to it."""
    caplog.set_level(logging.DEBUG)
    (handler,) = [
        one
        for one in logging.getLogger().handlers
        if isinstance(one, logging.StreamHandler) and isinstance(one.formatter, JsonFormatter)
    ]
    written = io.StringIO()
    before = handler.setStream(written)

    def take() -> list[dict[str, Any]]:
        text = written.getvalue()
        written.seek(0)
        written.truncate()
        return [json.loads(line) for line in text.splitlines()]

    yield take
    if before is not None:
        handler.setStream(before)


def requests(lines: Lines) -> list[dict[str, Any]]:
    return [line for line in lines() if line["logger"] == "hub.request" and line["message"] == "request"]


@pytest.mark.parametrize(
    ("method", "path", "route", "status"),
    [
        ("GET", "/", "/", 200),
        ("HEAD", "/", "/", 200),
        ("GET", "/?q=Quillfeather", "/", 200),
        ("GET", "/?near=B13+9ZX", "/", 302),
        ("POST", "/whats-on/find/", "whats-on/find/", 302),
        ("GET", "/whats-on/story-time/", "whats-on/<slug:slug>/", 200),
        ("GET", "/whats-on/quillfeather/", "whats-on/<slug:slug>/", 404),
        ("GET", "/whats-on/calendar.ics?age=Quillfeather", "whats-on/calendar.ics", 400),
        ("GET", "/groups/heathfield/", "groups/<slug:slug>/", 200),
        ("GET", "/quillfeather/", "", 404),
        ("DELETE", "/", "/", 405),
        ("GET", "/account/", "account/", 302),
        ("GET", "/healthz", "healthz", 200),
        (
            "GET",
            "/account/password/reset/key/1-hush-hush-hush/",
            "^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            200,
        ),
    ],
)
def test_one_line_for_each_request(lines, method, path, route, status):
    make_listing(OrganisationFactory(slug="heathfield"), title="Story time")
    # Also where the second is answered from the page that was kept.
    for _ in range(2):
        response = Client().generic(method, path)
        (line,) = requests(lines)
        assert list(line) == OF_REQUEST
        assert (line["level"], line["method"], line["route"], line["status"]) == (
            "INFO",
            method,
            route,
            status,
        )
        assert line["request_id"] == response["X-Request-ID"]
        assert 0 < line["ms"] < 10_000
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}", line["time"])


def test_line_of_what_has_not_changed(lines):
    etag = Client().get("/")["ETag"]
    Client().get("/", headers={"If-None-Match": etag})
    assert [(line["route"], line["status"]) for line in requests(lines)] == [("/", 200), ("/", 304)]


@pytest.mark.parametrize("given", ["0123456789abcdef", "A-b-C-d-1", "f" * 64, "12345678"])
def test_number_given_by_a_proxy_is_kept(lines, given):
    response = Client().get("/no-such-page/", headers={"X-Request-ID": given})
    assert response["X-Request-ID"] == given
    assert [line["request_id"] for line in requests(lines)] == [given]
    assert read(response).one("code").text == given


@pytest.mark.parametrize(
    "given",
    [
        *("", "short", "f" * 65, "with space 1234", "<script>alert</script>", "quillfeather@secret.test"),
        *("12345678\n", "line\nbreak12345", "é2345678", '12345678"', "１２３４５６７８", "_2345678"),
    ],
)
def test_number_that_is_none_is_replaced(lines, given):
    response = Client().get("/no-such-page/", headers={"X-Request-ID": given})
    number = response["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", number)
    assert [line["request_id"] for line in requests(lines)] == [number]
    assert read(response).one("code").text == number


def test_numbers_differ_and_end_with_their_request(lines):
    numbers = {Client().get("/")["X-Request-ID"] for _ in range(20)}
    assert len(numbers) == 20
    assert request_id.get() == ""


def told(lines: Lines) -> list[str]:
    """The planted words that stand in the log, however they are written."""
    text = (
        json.dumps(lines(), ensure_ascii=False)
        .lower()
        .replace("+", " ")
        .replace("%20", " ")
        .replace("%40", "@")
    )
    assert text != "[]"
    return [secret for secret in SECRETS if secret.lower() in text]


@pytest.mark.parametrize(
    ("method", "path", "sent", "headers"),
    [
        ("get", "/Quillfeather/B13+9ZX/", {}, {}),
        ("get", "/", {"q": "Quillfeather quillfeather@secret.test B13 9ZX"}, {}),
        ("get", "/", {"near": "B13 9ZX", "age": "Quillfeather", "after": "b139zx"}, {}),
        ("get", "/", {"Quillfeather": "hush-hush-hush"}, {}),
        ("get", "/groups/", {"q": "Quillfeather", "page": "Quillfeather"}, {}),
        ("get", "/whats-on/calendar.ics", {"q": "Quillfeather", "near": "B13 9ZX"}, {}),
        (
            "get",
            "/",
            {},
            {"User-Agent": "Quillfeather", "Referer": "http://x.test/?B13+9ZX", "Cookie": "a=b139zx"},
        ),
        ("get", "/", {}, {"Cookie": "sessionid=quillfeatherquillfeatherquillfea"}),
        ("get", "/", {}, {"Host": "quillfeather.example"}),
        ("get", "/", {}, {"Accept": "text/Quillfeather", "HX-Request": "Quillfeather"}),
        ("post", "/whats-on/find/", {"q": "Quillfeather", "near": "B13 9ZX"}, {}),
        ("post", "/whats-on/find/", {f"Quillfeather{number}": "1" for number in range(600)}, {}),
        ("post", "/whats-on/find/", {"q": "Quillfeather" * 300_000}, {}),
        ("post", "/whats-on/quillfeather/", {"email": "quillfeather@secret.test"}, {}),
        (
            "post",
            "/account/sign-in/",
            {"login": "quillfeather@secret.test", "password": "hush-hush-hush"},
            {},
        ),
        ("post", "/account/password/reset/", {"email": "quillfeather@secret.test"}, {}),
        ("post", "/account/password/reset/key/1-hush-hush-hush/", {"password1": "hush-hush-hush"}, {}),
        ("get", "/account/sign-in/", {"next": "/Quillfeather/?B13+9ZX"}, {}),
    ],
)
@pytest.mark.parametrize("strict", [False, True], ids=["", "forgery refused"])
def test_line_holds_nothing_of_what_was_sent(lines, method, path, sent, headers, strict):
    client = Client(raise_request_exception=False, enforce_csrf_checks=strict)
    getattr(client, method)(path, sent, headers=headers)
    assert told(lines) == []


def test_line_holds_nothing_of_who_signs_in(lines):
    person = PersonFactory(email="quillfeather@secret.test", name="Quillfeather")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client = Client()
    client.post("/account/password/reset/", {"email": person.email})
    link = re.search(r"https?://[^/\s]+(/\S+)", Message.objects.get().text)
    assert link is not None
    client.get(link[1], follow=True)
    client.force_login(person)
    for path in ("/", "/account/", "/account/sign-out/"):
        client.get(path)
    client.post("/account/sign-out/")
    text = json.dumps(lines())
    assert link[1].rstrip("/").split("-", 1)[1] not in text
    assert [secret for secret in SECRETS if secret.lower() in text.lower()] == []
    assert "account/sign-out/" in text


@pytest.mark.urls("tests.hub.web.leaky_urls")
@pytest.mark.parametrize(
    ("view", "kinds"),
    [
        ("twice", ["django.db.utils.IntegrityError", "psycopg.errors.UniqueViolation"]),
        ("chained", ["builtins.RuntimeError", "builtins.ValueError"]),
    ],
)
def test_line_of_an_error_says_its_kind_and_place_and_nothing_of_its_text(lines, view, kinds):
    client = Client(raise_request_exception=False)
    response = client.post(f"/leaky/Quillfeather/{view}/?near=B13+9ZX", {"email": "quillfeather@secret.test"})
    assert response.status_code == 500
    error, request = [line for line in lines() if line["logger"] == "hub.request"]
    route = f"leaky/<str:name>/{view}/"
    assert (error["level"], error["message"], error["route"]) == ("ERROR", "exception", route)
    assert (request["status"], request["route"]) == (500, route)
    assert error["request_id"] == request["request_id"] == response["X-Request-ID"]
    assert read(response).one("code").text == response["X-Request-ID"]
    for kind in kinds:
        assert kind in error["exc_info"]
    assert re.search(rf"leaky_urls\.py:\d+ {view}\n", error["exc_info"] + "\n")
    assert [secret for secret in SECRETS if secret.lower() in json.dumps([error, request]).lower()] == []


def test_formatter_tells_no_more_than_five_errors_that_led_to_each_other():
    error: Exception = ValueError("Quillfeather 0")
    for number in range(1, 9):
        following = RuntimeError(f"Quillfeather {number}")
        following.__cause__ = error
        error = following
    record = logging.LogRecord(
        "hub", logging.ERROR, __file__, 1, "went wrong", (), (type(error), error, None)
    )
    line = json.loads(JsonFormatter().format(record))
    assert line["exc_info"].count("RuntimeError") == 5
    assert "Quillfeather" not in line["exc_info"]


def test_message_of_many_lines_is_one_line():
    record = logging.LogRecord("hub", logging.INFO, __file__, 1, "one\ntwo\u2028three", (), None)
    text = JsonFormatter().format(record)
    assert len(text.splitlines()) == 1
    assert json.loads(text)["message"] == "one\ntwo\u2028three"
