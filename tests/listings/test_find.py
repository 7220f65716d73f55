"""The address of what's on holds what was asked and no more: in order, of a size, no full postcode."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hub.places.near import MOST_VALUES
from listings.filters import PARAMETERS, posted, tidied

pytestmark = pytest.mark.django_db

NAMES = st.sampled_from([*sorted(PARAMETERS), "other"])


@pytest.mark.parametrize(
    ("form", "address"),
    [
        ({}, "/"),
        ({"q": "", "age": "", "near": "", "when": ""}, "/"),
        ({"q": "story time", "age": "4", "near": " ", "cost": ""}, "/?q=story+time&age=4"),
        ({"near": "b14 7ra"}, "/?near=B14"),
        ({"near": "B147RA"}, "/?near=B14"),
        ({"near": "Kings Heath"}, "/?near=Kings+Heath"),
        ({"q": "swimming near B14 7RA"}, "/?q=swimming+near+B14"),
        ({"after": "B14 7RA"}, "/?after=B14"),
        ({"access": ["quiet", "", "quiet", "hoist"]}, "/?access=quiet&access=hoist"),
        ({"csrfmiddlewaretoken": "x", "sent": "B14 7RA", "q": "tea"}, "/?q=tea"),
        ({"q": "tea\r\nSet-Cookie: a=b"}, "/?q=tea+Set-Cookie%3A+a%3Db"),
        ({"q": "//evil.example/"}, "/?q=%2F%2Fevil.example%2F"),
        ({"page": "2", "q": "tea"}, "/?q=tea"),
    ],
)
def test_posted_form_becomes_an_address(form, address):
    response = Client(enforce_csrf_checks=True).post("/whats-on/find/", form)
    assert (response.status_code, response["Location"]) == (302, address)
    assert not response.cookies


def test_posted_form_of_any_size_becomes_an_address_of_some_size():
    response = Client().post("/whats-on/find/", {"q": "é" * 100_000, "access": ["x" * 500] * 400})
    asked = parse_qs(urlsplit(response["Location"]).query)
    assert {name: [len(one) for one in values] for name, values in asked.items()} == {
        "q": [200],
        "access": [200],
    }


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("q=&near=B14", "/?near=B14"),
        ("near=b14+7ra", "/?near=B14"),
        ("q=yoga+B14+7RA&page=2", "/?q=yoga+B14&page=2"),
        ("age=B14+7RA", "/?age=B14"),
        ("utm_source=mail", "/"),
        ("access=quiet&access=quiet", "/?access=quiet"),
        ("q=a%00b", "/?q=a+b"),
        # What is left of one is a postcode again.
        ("q=B14+7RA+7RA", "/?q=B14"),
    ],
)
def test_address_is_put_in_order(query, address):
    response = Client().get(f"/?{query}")
    assert (response.status_code, response["Location"]) == (302, address)
    assert Client().get(address).status_code in (200, 404)


@given(st.dictionaries(NAMES, st.lists(st.text(max_size=30), max_size=3)))
def test_tidy_address_is_tidy(asked):
    query = QueryDict(mutable=True)
    for name, values in asked.items():
        query.setlist(name, values)
    for tidy in (tidied(query), posted(query)):
        assert tidied(tidy).urlencode() == tidy.urlencode()
        assert set(tidy) <= PARAMETERS
        assert all(0 < len(values) <= MOST_VALUES for _name, values in tidy.lists())
