"""The directory of groups and schools, as visitors and members see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.people.models import Role
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.factories.places import PlaceFactory, make_place
from tests.pages import Element, read
from tests.personas import Persona

pytestmark = pytest.mark.django_db


def directory(client: Client | None = None, **asked: Any) -> HttpResponse:
    cache.clear()
    return (client or Client()).get("/groups/", asked or None)


def names(response: HttpResponse) -> list[str]:
    assert response.status_code == 200
    return [card.said("h2") for card in cards(response)]


def cards(response: HttpResponse) -> list[Element]:
    return read(response).all("li.card")


@pytest.fixture
def quarter() -> None:
    """Two schools and three groups, in no order."""
    OrganisationFactory(name="Wheels for All", sort="send", summary="Cycling on any number of wheels.")
    OrganisationFactory(
        name="Grange Lane Primary School", school=True, sort="primary", place=PlaceFactory(name="School")
    )
    OrganisationFactory(name="älteste Singers", sort="arts", summary="Songs.", trades_for_profit=True)
    OrganisationFactory(name="Acorn Row Nursery", school=True, sort="nursery", school_urn="900111")
    OrganisationFactory(
        name="Safe House", sort="support", place=make_place(withheld=True, street="9 Elm Row")
    )
    OrganisationFactory(steward=True)


def test_directory_is_in_the_order_of_the_alphabet_without_the_steward(quarter):
    assert names(directory())[:4] == [
        "Acorn Row Nursery",
        "Grange Lane Primary School",
        "Safe House",
        "Wheels for All",
    ]
    assert len(names(directory())) == 5


def test_card_says_what_and_where(quarter):
    told = {
        card.said("h2"): [part.text for part in card if part.name in ("p", "li")]
        for card in cards(directory())
    }
    assert told["Grange Lane Primary School"][0] == "Primary school · Kings Heath (B14)"
    assert told["Wheels for All"] == ["Special needs and disability", "Cycling on any number of wheels."]
    assert told["älteste Singers"] == ["Music, drama and art", "Songs.", "Run for profit"]
    # Of a withheld place no more than its district.
    assert told["Safe House"][0] == "Family support · Kings Heath (B14)"
    assert "Elm Row" not in directory().text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "school"}, ["Acorn Row Nursery", "Grange Lane Primary School"]),
        ({"kind": "group", "sort": "send"}, ["Wheels for All"]),
        ({"sort": "primary"}, ["Grange Lane Primary School"]),
        ({"kind": "school", "sort": "send"}, []),
        ({"q": "wheels"}, ["Wheels for All"]),
        ({"q": "wh"}, ["Wheels for All"]),
        ({"q": "weels for all"}, ["Wheels for All"]),
        ({"q": "nursry"}, ["Acorn Row Nursery"]),
        ({"q": "grangelane"}, ["Grange Lane Primary School"]),
        ({"q": "ALTESTE"}, ["älteste Singers"]),
        ({"q": "music"}, ["älteste Singers"]),
        ({"q": "kings heath school"}, ["Grange Lane Primary School"]),
        ({"q": "wheels singers"}, []),
        ({"q": "for the"}, []),
        ({"q": "🎉"}, []),
        ({"q": "cycling"}, ["Wheels for All"]),
        ({"q": "LANE grange"}, ["Grange Lane Primary School"]),
        ({"q": "nurs"}, ["Acorn Row Nursery"]),
        ({"q": "zebra"}, []),
        ({"q": "elm row"}, []),
        ({"q": "%"}, []),
        ({"q": "_"}, []),
        ({"q": "\\"}, []),
    ],
)
def test_filters(quarter, asked, found):
    response = directory(**asked)
    assert names(response) == found
    page = read(response)
    assert page.one("input", name="q").attributes["value"] == asked.get("q", "")
    for name in ("kind", "sort"):
        chosen = [
            one.attributes["value"]
            for one in page.one("select", name=name).all("option")
            if "selected" in one.attributes
        ]
        assert [value for value in chosen if value] == ([asked[name]] if name in asked else [])
    if not found:
        empty = page.one(".empty")
        assert (empty.said("h2"), empty.one("a").attributes["href"]) == ("Nobody matches that", "/groups/")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"kind": "shop"}, "Choose one from the list."),
        ({"sort": "steward"}, "Choose one from the list."),
        ({"q": "x" * 101}, "Use fewer words: at most 100 letters."),
    ],
)
def test_value_that_makes_no_sense_is_an_error_and_filters_nothing(quarter, asked, words):
    response = directory(**asked)
    page = read(response)
    assert len(names(response)) == 5
    assert page.one("p.invalid-feedback").text == words
    assert page.one("div.errors").one("li").text.endswith(words)
    assert page.one("input", name="q").attributes["value"] == asked.get("q", "")


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ({"q": "playgroup B14 7RA", "kind": "group"}, "/groups/?q=playgroup+B14&kind=group"),
        ({"near": "b147ra"}, "/groups/?near=B14"),
        ({"near": "12 Larch Road, B14 7RA"}, "/groups/?near=B14"),
        ({"q": "", "kind": " "}, "/groups/"),
        ({"utm_source": "x", "kind": "group"}, "/groups/?kind=group"),
        ({"kind": ["group", "school", "group"]}, "/groups/?kind=group&kind=school"),
        ({"kind": ["group", "school"]}, ""),
    ],
)
def test_postcode_typed_here_stays_in_no_address(asked, address):
    response = directory(**asked)
    assert response.headers.get("Location", "") == address
    posted = Client().post("/groups/find/", {**asked, "page": "7"})
    assert posted.status_code == 302
    assert "7ra" not in posted["Location"].lower()
    assert "page" not in posted["Location"]
    if address:
        assert posted["Location"] == address


def test_form_is_posted_without_a_cookie_and_answers_with_the_address():
    client = Client(enforce_csrf_checks=True)
    form = read(client.get("/groups/")).one("form.search")
    assert (form.attributes["method"], form.attributes["action"]) == ("post", "/groups/find/")
    response = client.post("/groups/find/", {"near": "B14 7RA", "within": "2", "q": "", "kind": "group"})
    assert response["Location"] == "/groups/?near=B14&within=2&kind=group"
    assert client.cookies == {}
    assert Client().get("/groups/find/").status_code == 405


@pytest.fixture
def around() -> None:
    """In B14: a hall with a point of its own, a home that is withheld; in B30 and B13 a school each."""
    hall = PlaceFactory(name="Hall", latitude=52.4301, longitude=-1.8932)
    OrganisationFactory(name="Zinnia Hall", place=hall, offers=["rooms"])
    OrganisationFactory(name="Withheld Home", place=make_place(withheld=True), offers=["family", "rooms"])
    OrganisationFactory(name="Bournville School", school=True, place=PlaceFactory(district_id="B30"))
    OrganisationFactory(name="Moseley School", school=True, place=PlaceFactory(district_id="B13"))
    OrganisationFactory(name="Nowhere in particular", offers=["holidays"])


def test_near_a_postcode_the_nearest_comes_first_and_what_is_nowhere_last(around):
    response = directory(near="B14")
    assert names(response) == [
        "Withheld Home",
        "Zinnia Hall",
        "Moseley School",
        "Bournville School",
        "Nowhere in particular",
    ]
    told = {card.said("h2"): card.said("p") for card in cards(response)}
    assert told["Zinnia Hall"].startswith("Play and youth · Kings Heath (B14) · 0.")
    # Of a withheld place nothing is told but its area (rules.md S20).
    assert told["Withheld Home"] == "Play and youth · Kings Heath (B14)"
    assert told["Nowhere in particular"] == "Play and youth"
    assert "Nearest to Kings Heath (B14) first." in response.text
    assert names(directory(near="Moseley"))[0] == "Moseley School"


def test_within_so_many_miles(around):
    assert names(directory(near="B14", within="1")) == ["Withheld Home", "Zinnia Hall"]
    assert "Bournville School" in names(directory(near="B14", within="10"))
    assert names(directory(near="B14", within="1", offers="family")) == ["Withheld Home"]


def test_what_they_offer(around):
    assert names(directory(offers="rooms")) == ["Withheld Home", "Zinnia Hall"]
    assert names(directory(q="holidays")) == ["Nowhere in particular"]
    card = next(card for card in cards(directory()) if card.said("h2") == "Withheld Home")
    assert [tag.text for tag in card.all("li.tag")] == [
        "Help and advice for families",
        "Rooms or outdoor space",
    ]


def chips(response: HttpResponse) -> dict[str, str]:
    return {
        one.text.removesuffix(" – take this filter off"): one.attributes["href"]
        for one in read(response).all("a.chip")
    }


def test_each_filter_is_taken_off_by_its_chip(around):
    response = directory(q="hall", kind="group", near="B14", within="2", offers="rooms", sort="play")
    assert names(response) == ["Zinnia Hall"]
    assert chips(response) == {
        "“hall”": "/groups/?kind=group&near=B14&within=2&offers=rooms&sort=play",
        "Community groups": "/groups/?q=hall&near=B14&within=2&offers=rooms&sort=play",
        "Near Kings Heath (B14)": "/groups/?q=hall&kind=group&offers=rooms&sort=play",
        "Within 2 miles": "/groups/?q=hall&kind=group&near=B14&offers=rooms&sort=play",
        "Rooms or outdoor space": "/groups/?q=hall&kind=group&near=B14&within=2&sort=play",
        "Play and youth": "/groups/?q=hall&kind=group&near=B14&within=2&offers=rooms",
    }
    assert chips(directory()) == {}
    assert chips(directory(kind="shop", within="2")) == {}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"near": "nowhere at all"}, ["We do not know that postcode. Try the first half, such as B14."]),
        ({"within": "2"}, ["Give the postcode to measure from, or its first half, such as B14."]),
        ({"near": "B14", "within": "4"}, ["Choose one from the list."]),
        ({"offers": "gold", "sort": "steward"}, ["Choose one from the list."] * 2),
    ],
)
def test_distance_or_offer_that_makes_no_sense_is_an_error_and_filters_nothing(around, asked, words):
    page = read(directory(**asked))
    assert [one.text for one in page.all("p.invalid-feedback")] == words
    assert len(page.all("li.card")) == 5
    assert page.said("title").startswith("Error: ")
    opened = page.one("details").attributes
    assert ("open" in opened) is ("near" not in asked or "within" in asked) or asked == {"within": "2"}


def test_number_found_is_said_where_something_was_asked(around):
    def said(**asked: str) -> str:
        return read(directory(**asked)).said("p.results")

    assert said(kind="school").startswith("2 schools and groups match.")
    assert said(offers="family").startswith("1 school or group matches.")
    assert "match" not in said()
    OrganisationFactory.create_batch(40)
    assert said(kind="group").startswith("43 schools and groups match.")


def test_empty_directory_says_what_would_be_there():
    assert read(directory()).one(".empty").said("h2") == "Nobody is listed yet"


def test_unverified_and_suspended_are_hidden_but_from_their_own():
    waiting = OrganisationFactory(name="Newcomers", unverified=True)
    gone = OrganisationFactory(name="Gone", suspended=True)
    OrganisationFactory(name="Known")
    OrganisationFactory(name="Lapsed", lapsed=True)
    member = make_member(waiting, Role.MANAGER)
    make_member(gone, Role.MANAGER)
    assert names(directory()) == ["Known", "Lapsed"]
    client = Persona("member", member, acting(member)).client()
    assert names(directory(client)) == ["Known", "Lapsed", "Newcomers"]
    (card,) = [card for card in cards(directory(client)) if card.said("h2") == "Newcomers"]
    assert card.said("li") == "Not verified yet: only you see it"
    assert names(directory()) == ["Known", "Lapsed"]


def test_steward_sees_all_that_waits():
    OrganisationFactory(name="Newcomers", unverified=True)
    OrganisationFactory(name="Gone", suspended=True)
    steward = OrganisationFactory(steward=True)
    person = make_member(steward, Role.ADMINISTRATOR)
    for proved, seen in ((True, ["Gone", "Newcomers"]), (False, [])):
        client = Persona("admin", person, acting(person, second_factor=proved)).client()
        assert names(directory(client)) == seen


def test_pages_hold_thirty_and_every_name_once():
    OrganisationFactory.create_batch(61, name="The same name")
    seen, sizes, address = [], [], "/groups/"
    while address:
        page = read(Client().get(address))
        found = [card.one("a").attributes["href"] for card in page.all("li.card")]
        seen += found
        sizes.append(len(found))
        following = page.all("a", rel="next")
        address = following[0].attributes["href"] if following else ""
    assert sizes == [30, 30, 1]
    assert len(set(seen)) == 61


@pytest.mark.parametrize("number", ["0", "-1", "3", "101", "1e9", "１２", "9" * 31])
def test_page_that_is_none_says_so(number):
    OrganisationFactory.create_batch(31)
    response = directory(page=number)
    assert response.status_code == 404
    assert read(response).said("h1") == "We could not find that page"


def test_number_of_queries_does_not_grow_with_the_rows():
    def asked() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as made:
            Client().get("/groups/")
            Client().get("/groups/?q=play&near=B14&within=10&kind=group&offers=rooms")
        return len(made)

    OrganisationFactory(place=PlaceFactory(), offers=["rooms"], sort="play")
    asked()
    one = asked()
    for _ in range(29):
        OrganisationFactory(place=PlaceFactory(), offers=["rooms"], sort="play")
    # The plain list takes one. With every filter: the district, the words, the list.
    assert (one, asked()) == (4, 4)


def test_verified_is_explained():
    OrganisationFactory(verified_until=timezone.localdate())
    text = read(Client().get("/groups/verified/")).one("main").text
    assert "They checked that it exists, that the people who post for it speak for it" in text
    assert "It does not mean that everybody who works there has been checked." in text
    assert " safe " not in text
