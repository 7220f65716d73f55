"""An organisation's own page: facts, what is on, and no more of people than it chose to tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hub.calendar.london import LONDON
from hub.calendar.recurrence import Pattern
from hub.people.models import Organisation, Person, Role
from listings.models import State
from tests.factories.listings import make_listing, weekly
from tests.factories.people import (
    OrganisationFactory,
    VerificationFactory,
    acting,
    make_administrator,
    make_member,
)
from tests.factories.places import make_place
from tests.pages import days_of, facts_of, read
from tests.personas import Persona

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _wednesday_morning() -> Iterator[None]:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def opened(organisation: Organisation, person: Person | None = None) -> HttpResponse:
    cache.clear()
    client = Persona("someone", person, acting(person)).client() if person else Client()
    return client.get(organisation.get_absolute_url())


def make(**given: Any) -> Organisation:
    made: Organisation = OrganisationFactory(name="Heathfield Families", slug="heathfield", **given)
    return made


def test_page_says_every_fact():
    place = make_place(building="", street="3 Grange Lane", town="Birmingham", postcode="B14 7QA")
    school = OrganisationFactory(
        school=True,
        name="Grange Lane Primary School",
        summary="A school with an orchard.",
        about="Founded in 1901.\n\nWe like apples.",
        place=place,
        website="https://grange.example/",
        public_email="office@grange.example",
        public_phone="0121 496 0123",
        school_urn="900123",
    )
    main = read(opened(school)).one("main")
    assert main.said("h1") == "Grange Lane Primary School"
    assert main.said(".lead") == "A school with an orchard."
    assert [part.text for part in main.one("div.prose").all("p")] == ["Founded in 1901.", "We like apples."]
    assert facts_of(main.one("dl")) == {
        "Sort": "Primary school",
        "Where": f"{place.name} 3 Grange Lane Birmingham B14 7QA",
        "Website": "https://grange.example/",
        "E-mail": "office@grange.example",
        "Telephone": "0121 496 0123",
        "School number (URN)": "900123",
    }
    links = {link.text: link.attributes["href"] for link in main.one("dl").all("a")}
    assert links["0121 496 0123"] == "tel:01214960123"
    assert links["office@grange.example"] == "mailto:office@grange.example"


def test_contact_is_public_only_where_it_was_made_so():
    group = make()
    make_member(group, Role.MANAGER, name="Farida Quainton", email="farida@people.test")
    response = opened(group)
    assert facts_of(read(response).one("dl")) == {"Sort": "Play and youth"}
    for told in ("Farida", "farida@people.test", "mailto:", "tel:"):
        assert told not in response.text


def test_group_run_for_profit_says_so():
    assert facts_of(read(opened(make(trades_for_profit=True))).one("dl"))["Sort"] == (
        "Play and youth Run for profit"
    )


def test_verified_says_who_checked_what_and_when():
    group = make()
    VerificationFactory(organisation=group, checked="An older check.", decided_on=date(2025, 11, 1))
    VerificationFactory(organisation=group, checked="Its constitution.", decided_on=date(2026, 11, 20))
    card = read(opened(group)).one("aside").all("div.card")[1]
    assert card.said("h2") == "✓ Verified"
    assert card.said("p") == "Children’s Quarter checked on Friday 20 November: Its constitution."
    assert card.one("a").attributes["href"] == "/groups/verified/"
    assert "safe" not in card.text.lower()


def test_check_that_has_run_out():
    group = make(lapsed=True)
    VerificationFactory(organisation=group)
    card = read(opened(group)).one("aside").all("div.card")[1]
    assert card.said("h2") == "Not verified at present"
    assert opened(make_other(verified_until=WEDNESDAY.date())).text.count("✓ Verified") == 1


def make_other(**given: Any) -> Organisation:
    made: Organisation = OrganisationFactory(**given)
    return made


def test_unverified_is_seen_by_members_and_steward_alone():
    group = make(unverified=True)
    member, stranger = make_member(group, Role.CARETAKER), make_member(make_other(), Role.MANAGER)
    administrator = Person.objects.get(pk=make_administrator().id)
    seen = [opened(group, person).status_code for person in (None, stranger, member, administrator)]
    assert seen == [404, 404, 200, 200]
    assert read(opened(group, member)).one("div.notice-warn").said("h2") == "Not verified yet"


def test_suspended_is_seen_by_the_steward_alone():
    group = make(suspended=True)
    member = make_member(group, Role.MANAGER)
    administrator = Person.objects.get(pk=make_administrator().id)
    assert [opened(group, person).status_code for person in (None, member, administrator)] == [404, 404, 200]
    assert read(opened(group, administrator)).one("div.notice-error").said("h2") == "Suspended"


def test_withheld_address_is_told_to_members_alone():
    hidden = {"building": "Juniper Cottage", "street": "17 Larkspur Rise", "town": "Wythallbrook"}
    group = make(place=make_place(withheld=True, postcode="B14 7QX", **hidden))
    where = "Around Kings Heath (B14). The organiser tells you the address."
    assert facts_of(read(opened(group)).one("dl"))["Where"] == where
    own = facts_of(read(opened(group, make_member(group, Role.DSL))).one("dl"))["Where"]
    assert own == f"{where} {' '.join(hidden.values())} B14 7QX Not public: you see this as a member."
    assert [words for words in hidden.values() if words in opened(group).text] == []


def club(group: Organisation, title: str, day: int, state: State = State.PUBLISHED) -> None:
    make_listing(group, state, title=title, pattern=Pattern(starts=datetime(2026, 11, day, 10), ends=None))


def test_panel_lists_what_is_coming_of_this_organisation():
    group, other = make(), make_other()
    club(group, "Second", 28)
    club(group, "First", 26)
    club(group, "Called off", 27, State.CANCELLED)
    club(group, "A draft", 26, State.DRAFT)
    club(other, "Somebody else’s", 26)
    assert days_of(opened(group)) == [
        ("Thursday 26 November", [("10am", "First")]),
        ("Friday 27 November", [("10am", "Called off")]),
        ("Saturday 28 November", [("10am", "Second")]),
    ]


def test_panel_shows_fifteen_dates_and_leads_to_the_rest():
    group = make()
    make_listing(group, title="Choir", pattern=weekly(15))
    assert "Everything from this organiser" not in opened(group).text
    make_listing(group, title="Band", pattern=weekly(1))
    page = read(opened(group))
    assert len(page.all("li.entry")) == 15
    links = {link.text: link.attributes["href"] for link in page.all("a")}
    more = links["Everything from this organiser"]
    assert more == "/?organiser=heathfield"
    assert len(read(Client().get(more)).all("li.entry")) == 16
    feed = links["Add it all to your calendar"]
    assert feed == "/whats-on/calendar.ics?organiser=heathfield"
    assert Client().get(feed).text.count("BEGIN:VEVENT") == 2


def test_panel_without_anything_on_says_so():
    assert "Nothing is listed at present." in opened(make()).text


def test_members_see_what_is_not_public_yet():
    group = make()
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED):
        club(group, f"A {state} club", 28, state)
    visitor = read(opened(group))
    assert [one for one in visitor.all("section") if one.said("h2") == "Not public yet"] == []
    member = read(opened(group, make_member(group, Role.CONTRIBUTOR)))
    (card,) = [one for one in member.all("section") if one.said("h2") == "Not public yet"]
    assert sorted((row.said("a"), row.said(".state")) for row in card.all("li")) == [
        ("A draft club", "Draft"),
        ("A returned club", "Sent back"),
        ("A submitted club", "Waiting to be published"),
    ]
    assert "club" not in opened(group).text.lower().replace("club or regular", "")


def test_unknown_organisation_leads_on():
    response = Client().get("/groups/no-such-group/")
    assert response.status_code == 404
    assert read(response).one("main").one("form").attributes["action"] == "/whats-on/find/"


def test_words_of_an_organisation_are_words_and_nothing_else():
    hostile = "</title><script>alert(1)</script>{{ 7 }}"
    group = make_other(name=hostile, summary=hostile, about=hostile, public_phone='"><b>')
    page = read(opened(group))
    assert page.said("h1") == page.said(".lead") == hostile
    assert len(page.all("script")) == 1
    assert read(Client().get("/groups/")).one("li.card").said("h2") == hostile


def test_number_of_queries_does_not_grow_with_the_rows():
    group = make(place=make_place())
    person = make_member(group, Role.MANAGER)

    def asked(client: Client) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as made:
            assert client.get("/groups/heathfield/").status_code == 200
        return len(made)

    member = Persona("member", person, acting(person)).client()
    make_listing(group, pattern=weekly(1))
    make_listing(group, State.DRAFT)
    first = [asked(client) for client in (Client(), Client(), member)][1:]
    for _ in range(14):
        make_listing(group, State.DRAFT)
    make_listing(group, pattern=weekly(30))
    assert [asked(client) for client in (Client(), member)] == first
    # The last is whether it has signed the charter.
    assert first[0] == 5
