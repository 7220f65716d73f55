"""Which district someone means."""

import pytest

from hub.places.lookup import find_district
from hub.places.models import District

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("B14", "B14"),
        ("b14 7ra", "B14"),
        ("b147ra", "B14"),
        ("B14 7", "B14"),
        ("Kings Heath", "B14"),
        ("  KINGS   heath ", "B14"),
        ("King's Heath", "B14"),
        ("kingsheath", "B14"),
        ("Kings Heath, Birmingham", "B14"),
        ("Kings Heath B14", "B14"),
        ("Kings Heth", "B14"),
        ("Mosely", "B13"),
        ("Bourneville", "B30"),
        ("Stratford", "CV37"),
        ("Stratford upon Avon", "CV37"),
        ("st. john's", "WR2"),
        ("Stone", "ST15"),
        ("Birmingham", "B2"),
        ("9 High Street, Birmingham B14 7RA, United Kingdom", "B14"),
    ],
)
def test_find_district_as_people_type(typed, code, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = find_district(typed)
    assert found
    assert found.code == code


@pytest.mark.parametrize(
    "typed",
    [
        "ZE1",  # a district, but not of the table
        "SW1A 1AA",
        "London",
        "Kings",  # Heath or Norton?
        "Great",
        "xyzzy",
        "%%%",
        "'; DROP TABLE places_district; --",
        "🎈🎈🎈",
        "a" * 100_000,
    ],
)
def test_find_district_unknown_or_unclear(typed, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        assert find_district(typed) is None


@pytest.mark.parametrize("typed", ["", "   ", "\0", "a", "?!", "\u202e"])
def test_find_district_nothing_typed_asks_nothing(typed, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert find_district(typed) is None


def test_find_district_without_a_name_is_found_by_its_code_only():
    District.objects.create(code="ZE1", name="ZE1", latitude=60.15, longitude=-1.14)
    assert find_district("ze1 0aa") == District(code="ZE1")
    assert find_district("Zell") is None
