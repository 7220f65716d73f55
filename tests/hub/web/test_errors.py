"""Error pages say what happened and what to do, and nothing of the machine."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from hub.access.registry import RULES
from hub.web.requests import request_id
from hub.web.views import errors

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.hub.web.broken_urls")]


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert found, page
    return found[1]


def lead(page: str) -> str:
    found = re.search(r'<p class="lead">(.*?)</p>', page, re.DOTALL)
    assert found, page
    return found[1]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/broken/garbled/", 400, "We could not read that"),
        ("/broken/refused-silently/", 403, "This is not open to you"),
        ("/nothing/here/", 404, "We could not find that page"),
        ("/broken/often/", 429, "Please wait a little"),
        ("/broken/crash/", 500, "Something went wrong on our side"),
    ],
)
def test_error_page_for_each_status(visitor: Client, path: str, status: int, title: str) -> None:
    response = visitor.get(path)
    page = response.content.decode()
    assert response.status_code == status
    assert heading(page) == title
    assert f"<title>{title} – Children’s Quarter</title>" in page
    assert f"<code>{response.headers['X-Request-ID']}</code>" in page
    for told in ("secret of the machine", "detail for the log", "&lt;script&gt;", "what was sent:"):
        assert told not in page


def test_not_found_with_a_sentence_of_the_hub(visitor: Client) -> None:
    for path in ("/broken/finished/", "/broken/finished-lazily/"):
        response = visitor.get(path)
        assert response.status_code == 404
        assert lead(response.content.decode()) == "That event has finished."


def test_not_found_with_a_sentence_of_django(visitor: Client) -> None:
    page = visitor.get("/broken/missing-row/").content.decode()
    assert "Organisation" not in page
    assert lead(page).startswith("There is nothing at this address.")


def test_not_found_offers_search_and_the_parts_of_the_hub(visitor: Client) -> None:
    page = visitor.get("/nothing/here/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert 'role="search"' in main
    assert '<a href="/">What’s on</a>' in main
    assert '<a href="/groups/">Groups and schools</a>' in main


def test_forbidden_by_a_rule_says_the_rule(visitor: Client) -> None:
    sentence = str(next(iter(RULES.values())).sentence)
    response = visitor.get("/broken/refused/")
    assert response.status_code == 403
    assert lead(response.content.decode()) == sentence
    assert "Sign in" in response.content.decode()


def test_form_without_its_token() -> None:
    response = Client(enforce_csrf_checks=True).post("/account/sign-in/", {"login": "parent@demo.test"})
    assert response.status_code == 403
    assert heading(response.content.decode()) == "Please send that again"
    assert lead(response.content.decode()) == "This page was open too long, so nothing was saved."


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/broken/finished/", {"HX-Request": "true"}),
        ("/broken/finished/", {"Accept": "application/json"}),
        ("/broken/finished.ics", {"Accept": "*/*"}),
    ],
)
def test_error_for_what_is_not_a_browser_is_plain(
    visitor: Client, path: str, headers: dict[str, str]
) -> None:
    response = visitor.get(path, headers=headers)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    number = response.headers["X-Request-ID"]
    assert response.content.decode() == f"That event has finished. (Number: {number})\n"


def test_crash_for_what_is_not_a_browser_is_plain(visitor: Client) -> None:
    response = visitor.get("/broken/crash/", headers={"Accept": "application/json"})
    assert response.status_code == 500
    assert response.content.decode().startswith("Something went wrong on our side.")


def test_crash_page_asks_no_question_of_the_database(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    token = request_id.set("0123456789abcdef")
    try:
        with django_assert_num_queries(0):
            response = errors.server_error(rf.get("/"))
    finally:
        request_id.reset(token)
    assert isinstance(response, HttpResponse)
    assert response.status_code == 500
    assert "<code>0123456789abcdef</code>" in response.content.decode()


def test_visitors_error_page_asks_nothing_of_the_database(
    visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = visitor.get("/nothing/here/")
    assert response.status_code == 404
    assert not response.cookies
