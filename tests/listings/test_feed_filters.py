"""Calendar feeds of a part of what is on, and what is in none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hub.calendar.recurrence import Pattern
from hub.people.models import Organisation, Role
from hub.places.models import AccessFeature
from listings.models import Cost, Kind, Listing, State
from tests.factories.listings import make_listing
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.factories.places import PlaceFactory, make_place
from tests.listings.feeds import (
    FEED,
    events,
    one,
    parsed,
    single,
    titles,
)
from tests.listings.samples import on, utc
from tests.personas import Persona


@pytest.fixture(autouse=True)
def _september(db: None) -> Iterator[None]:
    with on(2026, 9, 7):
        yield


@pytest.fixture
def town(group: Organisation) -> Organisation:
    """One thing for each filter, on Saturday 12 September at Heathfield Hall but for what is said."""
    plain = {"place": group.place, "cost": Cost.UNKNOWN, "age_from": None, "age_to": None}

    def put(title: str, pattern: Pattern | None = None, **more: Any) -> None:
        make_listing(group, title=title, pattern=pattern or single(), **{**plain, "summary": "", **more})

    put("Today", single(7, hour=15))
    put("Tomorrow", single(8))
    put("Next month", single(10, 10))
    put("Free", cost=Cost.FREE)
    put("Cheap", cost=Cost.PAID, price_pence=400)
    put("Dear", cost=Cost.PAID, price_pence=900)
    put("Toddlers", age_from=1, age_to=3)
    put("Teenagers", age_from=13, age_to=17)
    put("Quiet", access=(AccessFeature.QUIET,))
    put("Quiet hoist", access=(AccessFeature.QUIET, AccessFeature.HOIST))
    put("Zinnia show", kind=Kind.COURSE)
    put("Far", place=PlaceFactory(name="Lake", district_id="B79"))
    make_listing(OrganisationFactory(slug="others"), title="Others", **{**plain, "pattern": single()})
    return group


EVERYTHING = {
    *("Today", "Tomorrow", "Next month", "Free", "Cheap", "Dear", "Toddlers", "Teenagers", "Quiet"),
    *("Quiet hoist", "Zinnia show", "Far", "Others"),
}


FILTERED: list[tuple[dict[str, Any], set[str]]] = [
    ({}, EVERYTHING),
    ({"when": "today"}, {"Today"}),
    ({"when": "tomorrow"}, {"Tomorrow"}),
    ({"when": "saturday"}, EVERYTHING - {"Today", "Tomorrow", "Next month"}),
    ({"when": "month"}, EVERYTHING - {"Next month"}),
    ({"after": "1 October 2026"}, {"Next month"}),
    ({"before": "8/9/2026"}, {"Today", "Tomorrow"}),
    ({"age": "15"}, EVERYTHING - {"Toddlers"}),
    ({"age": "2"}, EVERYTHING - {"Teenagers"}),
    ({"cost": "free"}, {"Free"}),
    ({"cost": "5"}, {"Free", "Cheap"}),
    ({"access": "quiet"}, {"Quiet", "Quiet hoist"}),
    ({"access": ["quiet", "hoist"]}, {"Quiet hoist"}),
    ({"kind": "course"}, {"Zinnia show"}),
    ({"kind": ["course", "club"]}, {"Zinnia show"}),
    ({"q": "zinia"}, {"Zinnia show"}),
    ({"near": "B14", "within": "2"}, EVERYTHING - {"Far"}),
    ({"near": "B79 7AA", "within": "1"}, {"Far"}),
    ({"organiser": "others"}, {"Others"}),
    ({"cost": "free", "kind": "course"}, set()),
]


def test_every_filter_of_the_page_filters_the_feed(town):
    found = [(query, set(titles(**query))) for query, _expected in FILTERED]
    assert found == FILTERED


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"age": "old"}, "Choose one from the list."),
        ({"when": "soon"}, "Choose one from the list."),
        ({"kind": "shop"}, "Choose from the list."),
        ({"near": "ZZ99"}, "We do not know that postcode. Try the first half, such as B14."),
        ({"within": "2"}, "Give the postcode to measure from, or its first half, such as B14."),
        ({"q": "x" * 101}, "Use fewer words: at most 100 letters."),
    ],
)
def test_filter_that_makes_no_sense_is_an_answer_in_words(query, said):
    response = Client().get(FEED, query)
    assert (response.status_code, response.content.decode()) == (400, said)
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_full_postcode_is_nowhere_in_what_comes_back(town):
    for near in ("B14 7QH", "b147qh", "B14%207QH"):
        response = Client().get(f"{FEED}?near={near}&within=2&q=hall+B14+7QH")
        told = response.content.decode() + str(response.headers)
        assert response.status_code == 200
        assert "7QH" not in told.upper()
    assert f"SOURCE;VALUE=URI:{settings.HUB_URL}{FEED}?q=hall+B14&near=B14&within=2" in told.replace(
        "\r\n ", ""
    )


def test_only_what_is_public_is_in_it_whoever_asks(group):
    hidden = make_place(
        withheld=True, building="Juniper Cottage", street="17 Larkspur Rise", postcode="B14 7QX"
    )
    make_listing(OrganisationFactory(place=hidden), title="Singing", place=hidden, pattern=single())
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED):
        make_listing(group, state, title=f"Not {state}", pattern=single())
    suspended, unverified = OrganisationFactory(), OrganisationFactory()
    for organisation in (suspended, unverified):
        make_listing(organisation, title=f"Not of {organisation.slug}", pattern=single())
    Organisation.objects.filter(pk=suspended.pk).update(
        suspended_at=utc("2026-09-07 10:00"), suspension_reason="Why."
    )
    Organisation.objects.filter(pk=unverified.pk).update(verified_until=None)
    member = make_member(group, Role.CONTRIBUTOR, Role.MANAGER)
    for client in (Client(), Persona("member", member, acting(member)).client()):
        text = client.get(FEED).content.decode()
        (event,) = parsed(text).walk("VEVENT")
        assert str(event["SUMMARY"]) == "Singing"
        assert str(event["LOCATION"]) == "Around Kings Heath (B14). The organiser tells you the address."
        assert [word for word in ("juniper", "larkspur", "7qx", "not ") if word in text.lower()] == []
        for listing in Listing.objects.filter(title__startswith="Not"):
            assert client.get(f"/whats-on/{listing.slug}/calendar.ics").status_code == 404


def test_what_is_over_is_in_no_feed_but_its_own(group):
    past = make_listing(group, State.PAST, title="Fair")
    assert events() == []
    assert str(one(f"/whats-on/{past.slug}/calendar.ics")["SUMMARY"]) == "Fair"
