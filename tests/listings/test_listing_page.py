"""One listing's own page: every fact, every date, and who may see it in which state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
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
from hub.people.actor import OnBehalf
from hub.people.models import Organisation, Person, Role
from listings.actions import cancel_date, cancel_listing, move_date
from listings.models import Listing, Occurrence, State
from tests.factories.listings import CANCEL_REASON, RETURN_REASON, make_listing
from tests.factories.people import OrganisationFactory, acting, make_administrator, make_member
from tests.factories.places import make_place
from tests.pages import facts_of, read
from tests.personas import Persona

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _wednesday_morning() -> Iterator[None]:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def weekly(dates: int) -> Pattern:
    return Pattern(
        starts=datetime(2026, 11, 28, 10),
        ends=datetime(2026, 11, 28, 12),
        rrule=f"FREQ=WEEKLY;COUNT={dates}",
    )


def opened(listing: Listing, client: Client | None = None, **asked: Any) -> HttpResponse:
    cache.clear()
    return (client or Client()).get(listing.get_absolute_url(), asked)


def signed_in(person: Person) -> Client:
    return Persona("someone", person, acting(person)).client()


def test_page_says_every_fact(group):
    listing = make_listing(
        group,
        title="Family yoga",
        summary="Stretch together.",
        description="Bring a blanket.\n\nMats are there.",
        pattern=Pattern(starts=datetime(2026, 11, 28, 10), ends=datetime(2026, 11, 28, 12)),
        kind="learning",
        place=group.place,
        age_from=3,
        age_to=11,
        cost="paid",
        price_pence=350,
        price_note="a family",
        booking="book",
        booking_url="https://yoga.example/book?a=1&b=2",
        access=("step-free", "quiet"),
        without_parents=True,
        safeguarding_policy="At the desk",
        safeguarding_lead="Ada Quill",
    )
    page = read(opened(listing))
    main = page.one("main")
    assert page.said("title") == "Family yoga – Children’s Quarter"
    assert page.one("meta", name="description").attributes["content"] == "Stretch together."
    assert main.said("h1") == "Family yoga"
    assert main.said(".lead") == "Stretch together."
    assert [date.text for date in main.one("ul.dates").all("li")] == ["Saturday 28 November, 10am to 12 noon"]
    assert main.one("ul.dates").one("time").attributes["datetime"] == "2026-11-28T10:00:00+00:00"
    assert [part.text for part in main.one("section.prose").all("p")] == [
        "Bring a blanket.",
        "Mats are there.",
    ]
    assert facts_of(main.one("aside").one("dl")) == {
        "Cost": "£3.50 a family",
        "For": "3 to 11 years",
        "Coming": "Book a place Their own page",
        "Where": "Heathfield Hall 3 Grange Lane Birmingham B14 7QA",
        "Access": "Step-free Quiet or sensory-friendly",
        "Charter": "Lifelong learning",
    }
    (book,) = [link for link in main.all("a") if link.text == "Their own page"]
    assert book.attributes == {"href": "https://yoga.example/book?a=1&b=2", "rel": "nofollow noopener"}
    (organiser,) = [link for link in main.all("a") if link.text == "Heathfield Families"]
    assert organiser.attributes["href"] == "/groups/heathfield/"
    alone = main.one("section.notice")
    assert alone.said("h2") == "Children stay without a parent"
    assert facts_of(alone) == {"Safeguarding lead": "Ada Quill", "Safeguarding policy": "At the desk"}
    assert "Stated by the organiser, not checked." in alone.text
    assert "✓ Verified" in main.text
    assert "Listing is not endorsement." in main.text
    (calendar,) = [link for link in main.all("a") if link.text == "Add to your calendar"]
    assert calendar.attributes["href"] == "/whats-on/family-yoga/calendar.ics"


def test_page_is_silent_about_what_is_not_known():
    listing = make_listing(summary="", age_from=None, age_to=None, cost="unknown")
    main = read(opened(listing)).one("main")
    facts = facts_of(main.one("aside").one("dl"))
    assert facts == {"Coming": "Just turn up", "Charter": "Sharing what is on"}
    assert main.all("section.notice") == main.all("section.prose") == main.all(".lead") == []


def test_series_says_its_rule_and_its_next_ten_dates():
    listing = make_listing(pattern=weekly(14))
    card = read(opened(listing)).one("section.card")
    assert card.said("p") == "14 Saturdays from 28 November"
    dates = [date.text for date in card.one("ul.dates").all("li")]
    assert len(dates) == 10
    assert (dates[0], dates[-1]) == (
        "Saturday 28 November, 10am to 12 noon",
        "Saturday 30 January, 10am to 12 noon",
    )
    (more,) = [link for link in card.all("a") if link.text == "Show every date"]
    assert more.attributes["href"] == "?dates=all"
    every = read(opened(listing, dates="all")).one("section.card")
    assert len(every.one("ul.dates").all("li")) == 14
    assert "Show every date" not in every.text
    assert "Show every date" not in read(opened(make_listing(pattern=weekly(10)))).text


def test_dates_that_are_over_are_gone():
    listing = make_listing(pattern=weekly(3))
    with time_machine.travel(WEDNESDAY + timedelta(days=11), tick=False):
        dates = read(opened(listing)).one("ul.dates").all("li")
        assert [date.text for date in dates] == ["Saturday 12 December, 10am to 12 noon"]


def test_date_cancelled_and_date_moved():
    listing = make_listing(pattern=weekly(3))
    by = OnBehalf(organisation=listing.organisation_id)
    first, second, _third = Occurrence.objects.filter(listing=listing).values_list("original", flat=True)
    cancel_date(listing.pk, first, note="The hall floods.", by=by)
    move_date(listing.pk, second, starts=second + timedelta(hours=1), by=by)
    dates = read(opened(listing)).one("ul.dates").all("li")
    assert [date.text for date in dates] == [
        "Saturday 28 November, 10am to 12 noon Cancelled: The hall floods.",
        "Saturday 5 December, 11am to 1pm Moved: was 10am.",
        "Saturday 12 December, 10am to 12 noon",
    ]
    assert [date.one("time").attributes.get("class", "") for date in dates] == ["struck", "", ""]


def test_cancelled_listing_says_so_and_why():
    page = read(opened(make_listing(state=State.CANCELLED, pattern=weekly(2))))
    notice = page.one("div.notice-error")
    assert (notice.said("h2"), notice.said("p")) == ("Cancelled", CANCEL_REASON)


def test_listing_that_is_over_stays_and_asks_not_to_be_found():
    page = read(opened(make_listing(state=State.PAST)))
    assert "There are no more dates." in page.text
    assert page.one("meta", name="robots").attributes["content"] == "noindex"
    assert page.all("script", type="application/ld+json") == []
    assert "Add to your calendar" not in page.text
    assert read(opened(make_listing())).all("meta", name="robots") == []


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED])
def test_listing_that_is_not_public_is_seen_by_its_own_and_by_the_steward_once_handed_in(group, state):
    listing = make_listing(group, state)
    member = make_member(group, Role.CONTRIBUTOR)
    caretaker = make_member(group, Role.CARETAKER)
    stranger = make_member(OrganisationFactory(), Role.CONTRIBUTOR, Role.MANAGER)
    administrator = Person.objects.get(pk=make_administrator().id)
    steward = 404 if state is State.DRAFT else 200
    seen = [
        (person and opened(listing, signed_in(person)).status_code) or opened(listing).status_code
        for person in (None, stranger, member, caretaker, administrator)
    ]
    assert seen == [404, 404, 200, 200, steward]
    notice = read(opened(listing, signed_in(member))).one("div.notice-warn")
    assert notice.said("h2") == State(state).label
    words = "Only your organisation and the steward of this hub can see this page."
    assert notice.said("p") == (f"{words} {RETURN_REASON}" if state is State.RETURNED else words)
    assert opened(listing).status_code == 404


def test_listing_of_a_suspended_group_is_gone_for_all(group):
    listing = make_listing(group)
    member = make_member(group, Role.MANAGER)
    assert opened(listing).status_code == 200
    Organisation.objects.filter(pk=group.pk).update(suspended_at=WEDNESDAY, suspension_reason="Why.")
    assert opened(listing).status_code == 404
    assert opened(listing, signed_in(member)).status_code == 404


def test_group_whose_check_has_run_out_is_told_as_such():
    listing = make_listing()
    Organisation.objects.update(verified_until=WEDNESDAY.date())
    assert "✓ Verified" in read(opened(listing)).text
    Organisation.objects.update(verified_until=WEDNESDAY.date() - timedelta(days=1))
    page = read(opened(listing))
    assert "✓ Verified" not in page.text
    assert "Not verified at present" in page.text


HIDDEN = {
    "building": "Juniper Cottage",
    "street": "17 Larkspur Rise",
    "town": "Wythallbrook",
    "postcode": "B14 7QX",
}


def test_withheld_address_is_told_to_members_alone():
    refuge = OrganisationFactory(place=make_place(withheld=True, **HIDDEN))
    listing = make_listing(refuge, place=refuge.place)
    where = "Around Kings Heath (B14). The organiser tells you the address."
    stranger = make_member(OrganisationFactory(), Role.MANAGER)
    for response in (opened(listing), opened(listing, signed_in(stranger))):
        assert facts_of(read(response).one("dl"))["Where"] == where
        assert [words for words in HIDDEN.values() if words in response.text] == []
    own = opened(listing, signed_in(make_member(refuge, Role.CARETAKER)))
    assert facts_of(read(own).one("dl"))["Where"] == f"{where} {' '.join(HIDDEN.values())}"
    assert [words for words in HIDDEN.values() if words in opened(listing).text] == []


def test_building_is_told_once():
    named = make_listing(place=make_place(building="Unit 4", street="1 Grange Lane", town="", postcode=""))
    assert facts_of(read(opened(named)).one("dl"))["Where"].endswith(" Unit 4 1 Grange Lane")
    hall = make_place(street="2 Grange Lane", town="", postcode="")
    hall.address.building = hall.name
    hall.address.save()
    assert facts_of(read(opened(make_listing(place=hall))).one("dl"))["Where"] == f"{hall.name} 2 Grange Lane"


def test_unknown_listing_leads_on():
    response = Client().get("/whats-on/no-such-thing/")
    main = read(response).one("main")
    assert response.status_code == 404
    assert main.said("h1") == "We could not find that page"
    form = main.one("form")
    assert (form.attributes["action"], form.attributes["method"]) == ("/whats-on/find/", "post")
    assert [link.attributes["href"] for link in main.all("a")] == ["/", "/groups/", "/charter/"]


def test_words_of_an_organiser_are_words_and_nothing_else():
    hostile = "</title></script><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 }}{% load %}"
    listing = make_listing(title=hostile[:120], summary=hostile, description=hostile, price_note="<b>")
    page = read(opened(listing))
    assert page.said("h1") == hostile[:120]
    assert page.said(".lead") == hostile
    assert page.one("section.prose").said("p") == hostile
    assert [script.attributes.get("type", "own") for script in page.all("script")] == [
        "own",
        "application/ld+json",
    ]
    assert page.all("img") == []
    home = read(Client().get("/"))
    assert home.one("li.entry").said("h3") == hostile[:120]
    assert home.all("img") == []


def queries(listing: Listing, **asked: Any) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as made:
        assert Client().get(listing.get_absolute_url(), asked).status_code == 200
    return len(made)


def test_number_of_queries_does_not_grow_with_the_dates(group):
    one, many = (make_listing(group, pattern=weekly(dates), place=group.place) for dates in (1, 30))
    queries(one)
    assert queries(one) == queries(many) == queries(many, dates="all") == 4


def test_cancelling_shows_at_once_to_those_who_look_again(group, django_capture_on_commit_callbacks):
    listing = make_listing(group)
    client = Client()
    assert "Cancelled" not in client.get(listing.get_absolute_url()).text
    with django_capture_on_commit_callbacks(execute=True):
        cancel_listing(listing.pk, reason="Ill.", by=OnBehalf(organisation=group.pk))
    assert "Cancelled" in client.get(listing.get_absolute_url()).text
