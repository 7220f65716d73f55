"""What the parts of the hub give as evidence for an area, and what one that fails does to the others."""

import logging
from datetime import date

import pytest
from django.db import connection

from hub.evidence import Evidence, Example, Figure, Provider, evidence_for, register_provider, registry


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    """No provider but those of the test."""
    monkeypatch.setattr(registry, "_providers", {})


EVENTS = Figure(214, "events listed", since=date(2026, 9, 1))
CHOIR = Example("A choir", "/whats-on/choir/", date(2026, 11, 3), "Heath Singers")


def provider(key: str, areas=(3,), figures=(EVENTS,), examples=(CHOIR,), order=100) -> Provider:
    return Provider(
        key=key,
        areas=areas,
        title=key.title(),
        figures=lambda area: figures,
        examples=lambda area: examples,
        order=order,
    )


def test_area_nobody_has_anything_for_has_no_evidence():
    register_provider(provider("listings"))
    assert evidence_for(2) == []


def test_evidence_is_what_each_provider_gives_in_order():
    register_provider(provider("training", areas={3, 4}, order=20))
    register_provider(provider("listings", order=10))
    assert evidence_for(3) == [
        Evidence("listings", "Listings", (EVENTS,), (CHOIR,)),
        Evidence("training", "Training", (EVENTS,), (CHOIR,)),
    ]
    assert [one.key for one in evidence_for(4)] == ["training"]


def test_provider_is_told_the_area():
    asked = []
    both = {"figures": lambda area: asked.append(area) or [], "examples": lambda area: []}
    register_provider(Provider(key="a", areas=range(1, 8), title="A", **both))
    assert evidence_for(7) == []
    assert asked == [7]


def test_same_key_replaces():
    register_provider(provider("listings"))
    register_provider(provider("listings", examples=()))
    assert evidence_for(3) == [Evidence("listings", "Listings", (EVENTS,), ())]


def test_no_more_examples_are_given_than_a_page_shows():
    register_provider(provider("listings", examples=[CHOIR] * 9))
    (one,) = evidence_for(3)
    assert len(one.examples) == 5


def test_provider_that_raises_leaves_the_others_standing(caplog):
    def broken(area: int):
        raise ZeroDivisionError

    register_provider(Provider(key="a", areas={3}, title="A", figures=broken, examples=broken))
    register_provider(provider("b"))
    with caplog.at_level(logging.ERROR, logger="hub.evidence.registry"):
        assert evidence_for(3) == [Evidence("a", "A", failed=True), Evidence("b", "B", (EVENTS,), (CHOIR,))]
    (record,) = caplog.records
    assert (record.provider, record.charter_area) == ("a", 3)


@pytest.mark.django_db
def test_query_that_fails_spoils_no_other():
    def broken(area: int):
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column")

    def counts(area: int):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 41 + 1")
            return [Figure(cursor.fetchone()[0], "things")]

    register_provider(Provider(key="a", areas={1}, title="A", figures=broken, examples=broken))
    register_provider(Provider(key="b", areas={1}, title="B", figures=counts, examples=lambda area: []))
    assert [(one.key, one.failed, one.figures) for one in evidence_for(1)] == [
        ("a", True, ()),
        ("b", False, (Figure(42, "things"),)),
    ]


@pytest.mark.parametrize("areas", [(), {0}, {8}, {1, 9}])
def test_provider_for_no_area_of_the_charter_is_refused(areas):
    with pytest.raises(ValueError, match="numbers from 1 to 7"):
        provider("listings", areas=areas)


@pytest.mark.parametrize("area", [0, 8, -1])
def test_area_that_the_charter_does_not_have_is_refused(area):
    with pytest.raises(ValueError, match="no area"):
        evidence_for(area)
