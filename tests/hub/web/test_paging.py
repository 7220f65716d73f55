"""Pages of a long list: numbered from 1, without counting it, up to a last one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from hub.places.models import District
from hub.web.paging import LAST, Page, page_number, page_of, url_with


def request(query: str = "") -> Any:
    return RequestFactory().get(f"/list/?{query}")


def numbered(**asked: str) -> Any:
    return RequestFactory().get("/list/", asked)


@pytest.fixture
def districts(db: None) -> int:
    """Seven rows in all."""
    District.objects.exclude(code__in=["B1", "B2", "B3", "B4", "B5", "B6", "B7"]).delete()
    return District.objects.count()


def paged(query: str, size: int = 3) -> Page[str]:
    rows = District.objects.order_by("code").values_list("code", flat=True)
    return page_of(request(query), rows, size)


def test_each_page_holds_its_rows_and_leads_to_its_neighbours(districts):
    assert districts == 7
    assert paged("") == Page(["B1", "B2", "B3"], 1, "", "/list/?page=2")
    assert paged("page=1") == Page(["B1", "B2", "B3"], 1, "", "/list/?page=2")
    assert paged("page=2") == Page(["B4", "B5", "B6"], 2, "/list/", "/list/?page=3")
    assert paged("page=3") == Page(["B7"], 3, "/list/?page=2", "")
    assert paged("", size=7) == Page(["B1", "B2", "B3", "B4", "B5", "B6", "B7"], 1, "", "")


def test_page_past_the_end_is_none(districts):
    for query in ("page=4", f"page={LAST}"):
        with pytest.raises(Http404, match="The list is not that long"):
            paged(query)


def test_first_page_of_nothing_is_empty(districts):
    District.objects.all().delete()
    assert paged("") == Page([], 1, "", "")


def test_last_page_of_a_very_long_list_leads_no_further(districts, monkeypatch):
    monkeypatch.setattr("hub.web.paging.LAST", 2)
    assert paged("page=2").next_url == ""
    with pytest.raises(Http404, match="The list stops at page 2"):
        paged("page=3")


@pytest.mark.parametrize("query", ["", "page=3"])
def test_page_takes_one_query_and_counts_nothing(districts, query):
    with CaptureQueriesContext(connection) as made:
        paged(query)
    assert len(made) == 1
    assert "COUNT" not in made[0]["sql"].upper()


def test_other_parameters_stay(districts):
    page = paged("q=a+b&access=x&access=y&page=2")
    assert page.previous_url == "/list/?q=a+b&access=x&access=y"
    assert page.next_url == "/list/?q=a+b&access=x&access=y&page=3"


@pytest.mark.parametrize(("given_number", "number"), [("1", 1), ("007", 7), ("100", 100), ("", 1)])
def test_number_of_a_page(given_number, number):
    assert page_number(numbered(page=given_number)) == number


@pytest.mark.parametrize(
    "given_number",
    [
        "0",
        "00",
        "-1",
        "+1",
        "1.0",
        "1e2",
        "1e9",
        "10**9",
        "0x1",
        "1_0",
        " 1",
        "1 ",
        "١",
        "１",
        "²",
        "½",
        "two",
        "\0",
    ],
)
def test_what_is_no_number_is_no_page(given_number):
    with pytest.raises(Http404, match=r"There is no such page\. Pages are numbered from 1\."):
        page_number(numbered(page=given_number))


@pytest.mark.parametrize("given_number", ["101", "999999999", "1000000000", "1" + "0" * 30, "9" * 10_000])
def test_number_too_high_is_no_page(given_number):
    with pytest.raises(Http404):
        page_number(numbered(page=given_number))


@given(st.text())
def test_any_text_is_a_number_or_no_page(text):
    try:
        number = page_number(numbered(page=text))
    except Http404:
        return
    assert 1 <= number <= LAST


@pytest.mark.parametrize(
    ("query", "changes", "address"),
    [
        ("", {}, "/list/"),
        ("a=1&b=2", {"a": None}, "/list/?b=2"),
        ("a=1&a=2", {"a": "3"}, "/list/?a=3"),
        ("a=1", {"a": None}, "/list/"),
        ("", {"q": "a&b=c ü"}, "/list/?q=a%26b%3Dc+%C3%BC"),
    ],
)
def test_address_with_changes(query, changes, address):
    assert url_with(request(query), **changes) == address
