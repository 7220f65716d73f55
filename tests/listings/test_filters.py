"""What visitors may ask of what's on: each filter by itself, all together, and what makes no sense."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from hub.calendar.london import LONDON
from hub.calendar.recurrence import Pattern
from hub.places.models import Place
from tests.factories.listings import make_listing
from tests.factories.people import OrganisationFactory, make_administrator
from tests.factories.places import PlaceFactory, make_place
from tests.pages import Element, days_of, read, titles_of
from tests.support.databases import database_copy, using_database

WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _wednesday_morning() -> Iterator[None]:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def on(title: str, starts: str, ends: str | None = None, **given: Any) -> None:
    pattern = Pattern(
        starts=datetime.fromisoformat(starts), ends=datetime.fromisoformat(ends) if ends else None
    )
    make_listing(title=title, pattern=pattern, **given)


def place(district: str, **given: Any) -> Place:
    made: Place = PlaceFactory(name=f"Hall in {district}", district_id=district, **given)
    return made


@pytest.fixture(scope="module")
def quarter(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database in which seven things are on, each unlike the others in what can be asked for."""
    with (
        django_db_blocker.unblock(),
        database_copy("empty") as name,
        using_database(name),
        time_machine.travel(WEDNESDAY, tick=False),
    ):
        make_quarter()
        yield


def make_quarter() -> None:
    group = OrganisationFactory(name="Heathfield Families", slug="heathfield")
    known = {"organisation": group, "summary": "", "administrator": make_administrator()}
    on(
        "Baby music",
        "2026-11-26T10:00",
        kind="club",
        age_from=0,
        age_to=1,
        cost="free",
        access=("step-free", "quiet"),
        place=place("B14"),
        **known,
    )
    on(
        "Junior football",
        "2026-11-28T10:00",
        kind="sport",
        age_from=7,
        age_to=11,
        cost="paid",
        price_pence=500,
        access=("step-free",),
        place=place("B13"),
        **known,
    )
    on(
        "Teen drama",
        "2026-11-28T14:00",
        kind="course",
        age_from=12,
        age_to=17,
        cost="paid",
        price_pence=501,
        place=place("B30"),
        **known,
    )
    on(
        "Pottery",
        "2026-11-29T10:00",
        kind="learning",
        age_from=18,
        age_to=None,
        cost="donation",
        access=("step-free", "hoist", "quiet"),
        place=place("B1"),
        **known,
    )
    on(
        "Tea for over sixties",
        "2026-11-30T10:00",
        kind="event",
        age_from=60,
        age_to=None,
        cost="free",
        access=("hearing-loop",),
        place=place("B14", latitude=52.4405, longitude=-1.89),
        **known,
    )
    on(
        "Open house",
        "2026-12-04T10:00",
        "2026-12-06T16:00",
        kind="open-day",
        age_from=None,
        age_to=None,
        cost="unknown",
        **known,
    )
    on(
        "Safe space",
        "2026-12-24T10:00",
        kind="help",
        age_from=None,
        age_to=5,
        cost="free",
        place=make_place(withheld=True),
        **known,
    )


BABY, FOOTBALL, DRAMA, POTTERY = "Baby music", "Junior football", "Teen drama", "Pottery"
TEA, OPEN, SAFE = "Tea for over sixties", "Open house", "Safe space"


def ask(query: str = "", **asked: Any) -> HttpResponse:
    cache.clear()
    return Client().get(f"/?{query}" if query else "/", asked or None)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", [BABY, FOOTBALL, DRAMA, POTTERY, TEA, OPEN, SAFE]),
        ("when=today", []),
        ("when=tomorrow", [BABY]),
        ("when=saturday", [FOOTBALL, DRAMA]),
        ("when=weekend", [FOOTBALL, DRAMA, POTTERY]),
        ("when=week", [BABY, FOOTBALL, DRAMA, POTTERY, TEA]),
        ("when=month", [BABY, FOOTBALL, DRAMA, POTTERY, TEA, OPEN]),
        ("age=0", [BABY, OPEN, SAFE]),
        ("age=1", [BABY, OPEN, SAFE]),
        ("age=2", [OPEN, SAFE]),
        ("age=6", [OPEN]),
        ("age=7", [FOOTBALL, OPEN]),
        ("age=11", [FOOTBALL, OPEN]),
        ("age=17", [DRAMA, OPEN]),
        ("age=18", [POTTERY, TEA, OPEN]),
        ("cost=free", [BABY, TEA, SAFE]),
        ("cost=5", [BABY, FOOTBALL, POTTERY, TEA, SAFE]),
        ("access=step-free", [BABY, FOOTBALL, POTTERY]),
        ("access=step-free&access=quiet", [BABY, POTTERY]),
        ("access=quiet&access=hoist&access=step-free", [POTTERY]),
        ("access=step-free&access=hearing-loop", []),
        ("kind=club", [BABY]),
        ("kind=club&kind=help", [BABY, SAFE]),
        ("near=B14", [BABY, FOOTBALL, DRAMA, POTTERY, TEA, OPEN, SAFE]),
        ("near=B14&within=1", [BABY, SAFE]),
        ("near=B14&within=2", [BABY, FOOTBALL, DRAMA, TEA, SAFE]),
        ("near=B14&within=5", [BABY, FOOTBALL, DRAMA, POTTERY, TEA, SAFE]),
        ("near=moseley&within=1", [FOOTBALL, TEA]),
        ("q=football", [FOOTBALL]),
        ("age=8&cost=5&access=step-free&kind=sport&near=B13&within=1&when=weekend&q=junior", [FOOTBALL]),
        ("age=8&cost=free&kind=sport", []),
        ("when=weekend&access=step-free", [FOOTBALL, POTTERY]),
        ("organiser=heathfield&cost=free", [BABY, TEA, SAFE]),
        ("organiser=nobody", []),
    ],
)
def test_filters_let_exactly_these_through(quarter, query, titles):
    assert titles_of(ask(query)) == titles


@pytest.mark.parametrize(
    ("after", "before", "titles"),
    [
        ("28 nov", "", [FOOTBALL, DRAMA, POTTERY, TEA, OPEN, SAFE]),
        ("", "28/11", [BABY, FOOTBALL, DRAMA]),
        ("Saturday", "sunday", [FOOTBALL, DRAMA, POTTERY]),
        ("Sat 28th November 2026", "28.11.2026", [FOOTBALL, DRAMA]),
        ("2026-11-29", "30 November", [POTTERY, TEA]),
        ("tomorrow", "tomorrow", [BABY]),
        # What goes on for days is found by each of them.
        ("5 dec", "5 dec", [OPEN]),
        ("6 dec", "23 dec", [OPEN]),
        ("7 dec", "23 dec", []),
        ("1/1/2000", "31/12/2100", [BABY, FOOTBALL, DRAMA, POTTERY, TEA, OPEN, SAFE]),
    ],
)
def test_days_are_read_as_people_type_them(quarter, after, before, titles):
    asked = {name: text for name, text in (("after", after), ("before", before)) if text}
    assert titles_of(ask(**asked)) == titles


def test_day_that_is_asked_about_holds_what_began_before_it(quarter):
    assert days_of(ask("when=saturday&after=5+dec")) == []
    assert days_of(ask("after=5+dec&before=5+dec")) == [
        ("Saturday 5 December", [("Still on to Sunday 6 December", OPEN)])
    ]


@pytest.mark.parametrize(
    ("now", "when", "titles"),
    [
        ("2026-11-28T09:00", "saturday", [FOOTBALL, DRAMA]),
        ("2026-11-28T09:00", "weekend", [FOOTBALL, DRAMA, POTTERY]),
        ("2026-11-29T09:00", "weekend", [POTTERY]),
        ("2026-11-29T09:00", "saturday", [OPEN]),
        ("2026-11-30T00:00", "today", [TEA]),
        ("2026-11-29T23:59", "tomorrow", [TEA]),
    ],
)
def test_words_for_days_mean_those_of_today(quarter, now, when, titles):
    with time_machine.travel(datetime.fromisoformat(now).replace(tzinfo=LONDON), tick=False):
        assert titles_of(ask(when=when)) == titles


def test_distance_is_shown_but_for_what_is_withheld(quarter):
    rows = {row.said("h3"): row.said(".entry-meta") for row in read(ask("near=B14")).all("li.entry")}
    assert rows == {
        BABY: "Heathfield Families · Hall in B14 · close by",
        FOOTBALL: "Heathfield Families · Hall in B13 · 1.5 miles",
        DRAMA: "Heathfield Families · Hall in B30 · 1.6 miles",
        POTTERY: "Heathfield Families · Hall in B1 · 4.4 miles",
        TEA: "Heathfield Families · Hall in B14 · 1.6 miles",
        OPEN: "Heathfield Families",
        SAFE: "Heathfield Families · Around Kings Heath",
    }


def shown(page: Element) -> dict[str, list[str]]:
    """What the form says was asked: the values typed, selected and ticked."""
    form = page.one("form.search")
    found: dict[str, list[str]] = {}
    for one in form.all("input"):
        ticked = one.attributes.get("type") != "checkbox" or "checked" in one.attributes
        if ticked and one.attributes["value"]:
            found.setdefault(one.attributes["name"], []).append(one.attributes["value"])
    for select in form.all("select"):
        for option in select.all("option"):
            if "selected" in option.attributes:
                found.setdefault(select.attributes["name"], []).append(option.attributes["value"])
    return found


def test_address_holds_all_that_was_asked(quarter):
    query = (
        "q=story+time&when=month&after=28+nov&before=20+December&age=4&cost=5"
        "&access=quiet&access=step-free&kind=club&kind=event&near=B14&within=3"
    )
    page = read(ask(query))
    assert shown(page) == {name: sorted(values) for name, values in parse_qs(query).items()} | {
        "access": ["step-free", "quiet"],
        "kind": ["event", "club"],
    }
    assert page.all("#error-summary") == []


def chips(page: Element) -> dict[str, tuple[str, bool]]:
    return {
        chip.text: (chip.attributes["href"], chip.attributes.get("aria-current") == "true")
        for chip in page.all("a.chip")
    }


def test_chips_turn_one_filter_on_and_off(quarter):
    assert chips(read(ask())) == {
        "This Saturday": ("/?when=saturday", False),
        "In the next 7 days": ("/?when=week", False),
        "Free": ("/?cost=free", False),
        "Step-free": ("/?access=step-free", False),
        "Quiet or sensory-friendly": ("/?access=quiet", False),
        "Clubs": ("/?kind=club", False),
    }
    query = "q=music&when=saturday&access=quiet&page=1"
    assert chips(read(ask(query))) == {
        "This Saturday": ("/?q=music&access=quiet", True),
        "In the next 7 days": ("/?q=music&access=quiet&when=week", False),
        "Free": ("/?q=music&when=saturday&access=quiet&cost=free", False),
        "Step-free": ("/?q=music&when=saturday&access=quiet&access=step-free", False),
        "Quiet or sensory-friendly": ("/?q=music&when=saturday", True),
        "Clubs": ("/?q=music&when=saturday&access=quiet&kind=club", False),
    }


def test_organiser_is_kept_in_the_form_and_leaves_by_its_chip(quarter):
    page = read(ask("organiser=heathfield&q=tea&page=1"))
    assert page.one("input", name="organiser").attributes["value"] == "heathfield"
    assert chips(page)["One organiser only"] == ("/?q=tea", True)


WRONG = {
    "q": ("x" * 101, "Use fewer words: at most 100 letters."),
    "when": ("someday", "Choose one from the list."),
    "after": ("31/11/2026", "That day is not in the calendar. Check the day and the month."),
    "before": ("fish", "Write a date like 28 November, 28/11/2026 or Saturday."),
    "age": ("old", "Choose one from the list."),
    "cost": ("cheap", "Choose one from the list."),
    "access": ("wings", "Choose from the list."),
    "kind": ("party", "Choose from the list."),
    "near": ("nowhere", "We do not know that postcode. Try the first half, such as B14."),
    "within": ("77", "Choose one from the list."),
}


@pytest.mark.parametrize("name", WRONG)
def test_value_that_makes_no_sense_is_an_error_beside_its_field(quarter, name):
    typed, words = WRONG[name]
    response = ask(f"{name}={typed}&cost=free" if name != "cost" else f"{name}={typed}&age=18")
    page = read(response)
    assert response.status_code == 200
    (summary,) = page.one("div.errors").all("li")
    assert summary.text.endswith(f"– {words}")
    assert page.one("title").text.startswith("Error:")
    pointed = summary.one("a").attributes["href"].removeprefix("#")
    (field,) = [one for one in page if one.attributes.get("id") == pointed]
    assert page.one("p.invalid-feedback").text == words
    if field.name != "legend":
        assert field.attributes["aria-describedby"] == page.one("p.invalid-feedback").attributes["id"]
        assert field.attributes["aria-invalid"] == "true"
    if field.name == "input":
        assert field.attributes["value"] == typed
    # The summary calls the field as its own label does.
    label = field.text if field.name == "legend" else page.one("label", **{"for": pointed}).text
    assert summary.one("a").text == label
    # What does make sense is still asked, and shown.
    assert titles_of(response) == ([BABY, TEA, SAFE] if name != "cost" else [POTTERY, TEA, OPEN])
    assert ("open" in page.one("details").attributes) is (name not in ("q", "age", "near"))


def test_all_errors_at_once_and_nothing_typed_is_lost(quarter):
    page = read(ask(**{name: typed for name, (typed, _words) in WRONG.items()}))
    assert [one.text for one in page.one("div.errors").all("li")] == [
        f"{one.one('a').text} – {words}"
        for one, (_typed, words) in zip(page.one("div.errors").all("li"), WRONG.values(), strict=True)
    ]
    kept = {"q", "after", "before", "near"}
    assert shown(page) == {name: [WRONG[name][0]] for name in kept}


def test_last_day_before_the_first(quarter):
    page = read(ask(after="30 nov", before="28 nov"))
    assert page.one("p.invalid-feedback").text == "This day is before the first one. Choose a later day."
    assert shown(page) == {"after": ["30 nov"], "before": ["28 nov"]}


def test_how_far_needs_a_postcode_to_measure_from(quarter):
    page = read(ask(within="2"))
    assert page.one("p.invalid-feedback").text == (
        "Give the postcode to measure from, or its first half, such as B14."
    )
    both = read(ask(within="2", near="nowhere"))
    assert [one.text for one in both.all("p.invalid-feedback")] == [WRONG["near"][1]]
