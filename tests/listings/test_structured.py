"""What search engines read in a listing's page (schema.org)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from hub.calendar.london import LONDON
from hub.calendar.recurrence import Pattern
from hub.people.actor import OnBehalf
from hub.people.models import Role
from listings.actions import cancel_date, move_date
from listings.models import Listing, Occurrence, State
from tests.factories.listings import make_listing
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.factories.places import make_place
from tests.pages import structured_data
from tests.personas import Persona

pytestmark = pytest.mark.django_db

SCHEMA = "https://schema.org"
HIDDEN = {
    "building": "Juniper Cottage",
    "street": "17 Larkspur Rise",
    "town": "Wythallbrook",
    "postcode": "B14 7QX",
}


@pytest.fixture(autouse=True)
def _wednesday_morning() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 25, 9, 0, tzinfo=LONDON), tick=False):
        yield


def pattern(starts: str, ends: str | None, **more: Any) -> Pattern:
    return Pattern(
        starts=datetime.fromisoformat(starts), ends=datetime.fromisoformat(ends) if ends else None, **more
    )


def data_of(listing: Listing, client: Client | None = None) -> dict[str, Any]:
    cache.clear()
    found: dict[str, Any] = structured_data((client or Client()).get(listing.get_absolute_url()))
    return found


def test_everything_that_is_known(group):
    listing = make_listing(
        group,
        title="Family yoga",
        summary="Stretch together.",
        description="Bring a blanket.",
        pattern=pattern("2026-11-28T10:00", "2026-11-28T12:00"),
        place=group.place,
        age_from=3,
        age_to=11,
        cost="paid",
        price_pence=1250,
    )
    assert data_of(listing) == {
        "@context": SCHEMA,
        "@type": "Event",
        "name": "Family yoga",
        "url": f"{settings.HUB_URL}/whats-on/family-yoga/",
        "startDate": "2026-11-28T10:00:00+00:00",
        "endDate": "2026-11-28T12:00:00+00:00",
        "eventStatus": f"{SCHEMA}/EventScheduled",
        "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
        "organizer": {
            "@type": "Organization",
            "name": "Heathfield Families",
            "url": f"{settings.HUB_URL}/groups/heathfield/",
        },
        "description": "Stretch together.",
        "location": {
            "@type": "Place",
            "name": "Heathfield Hall",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "3 Grange Lane",
                "addressLocality": "Birmingham",
                "postalCode": "B14 7QA",
                "addressCountry": "GB",
            },
        },
        "offers": {"@type": "Offer", "price": "12.50", "priceCurrency": "GBP"},
        "typicalAgeRange": "3-11",
    }


def test_nothing_that_is_not_known():
    listing = make_listing(
        summary="", age_from=None, age_to=None, cost="unknown", pattern=pattern("2026-11-28T10:00", None)
    )
    assert set(data_of(listing)) == {
        *("@context", "@type", "name", "url", "startDate", "eventStatus", "eventAttendanceMode", "organizer"),
    }


@pytest.mark.parametrize(
    ("starts", "ends", "all_day", "begin", "end"),
    [
        (
            "2027-07-03T10:00",
            "2027-07-03T12:00",
            False,
            "2027-07-03T10:00:00+01:00",
            "2027-07-03T12:00:00+01:00",
        ),
        (
            "2027-03-27T23:30",
            "2027-03-28T02:30",
            False,
            "2027-03-27T23:30:00+00:00",
            "2027-03-28T02:30:00+01:00",
        ),
        # The last day itself, also where a day has 23 or 25 hours.
        ("2026-11-28T00:00", "2026-11-29T00:00", True, "2026-11-28", "2026-11-28"),
        ("2027-03-27T00:00", "2027-03-29T00:00", True, "2027-03-27", "2027-03-28"),
        ("2027-10-30T00:00", "2027-11-01T00:00", True, "2027-10-30", "2027-10-31"),
    ],
)
def test_times_carry_london_s_offset_and_whole_days_none(starts, ends, all_day, begin, end):
    data = data_of(make_listing(pattern=pattern(starts, ends, all_day=all_day)))
    assert (data["startDate"], data["endDate"]) == (begin, end)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"cost": "free"}, {"isAccessibleForFree": True}),
        ({"cost": "donation"}, {}),
        ({"cost": "paid", "price_pence": None}, {}),
        (
            {"cost": "paid", "price_pence": 5},
            {"offers": {"@type": "Offer", "price": "0.05", "priceCurrency": "GBP"}},
        ),
    ],
)
def test_cost(given, told):
    data = data_of(make_listing(**given))
    assert {name: data[name] for name in ("isAccessibleForFree", "offers") if name in data} == told


@pytest.mark.parametrize(
    ("youngest", "oldest", "told"), [(None, 5, "0-5"), (8, None, "8-"), (0, None, "0-"), (4, 4, "4-4")]
)
def test_ages_with_an_open_end(youngest, oldest, told):
    assert data_of(make_listing(age_from=youngest, age_to=oldest))["typicalAgeRange"] == told


def series() -> tuple[Listing, list[datetime], OnBehalf]:
    listing = make_listing(
        pattern=pattern("2026-11-28T10:00", "2026-11-28T12:00", rrule="FREQ=WEEKLY;COUNT=2")
    )
    dates = Occurrence.objects.filter(listing=listing).order_by("original").values_list("original", flat=True)
    return listing, list(dates), OnBehalf(organisation=listing.organisation_id)


def test_status_of_a_cancelled_date():
    listing, dates, by = series()
    cancel_date(listing.pk, dates[0], by=by)
    assert data_of(listing)["eventStatus"] == f"{SCHEMA}/EventCancelled"


def test_status_of_a_moved_date_with_the_start_it_had():
    listing, dates, by = series()
    move_date(listing.pk, dates[0], starts=dates[0] + timedelta(hours=3), by=by)
    data = data_of(listing)
    assert data["eventStatus"] == f"{SCHEMA}/EventRescheduled"
    assert data["startDate"] == "2026-11-28T13:00:00+00:00"
    assert data["previousStartDate"] == "2026-11-28T10:00:00+00:00"


def test_status_of_a_moved_whole_day():
    listing = make_listing(pattern=pattern("2027-03-27T00:00", "2027-03-28T00:00", all_day=True))
    day = Occurrence.objects.get(listing=listing).original
    # The clocks change in between: a day later is not twenty-four hours later.
    later = datetime(2027, 3, 29, tzinfo=LONDON)
    move_date(
        listing.pk,
        day,
        starts=later,
        ends=later + timedelta(days=1),
        by=OnBehalf(organisation=listing.organisation_id),
    )
    data = data_of(listing)
    assert [data[name] for name in ("previousStartDate", "startDate", "endDate")] == [
        "2027-03-27",
        "2027-03-29",
        "2027-03-29",
    ]


def test_status_of_a_cancelled_listing():
    data = data_of(make_listing(state=State.CANCELLED))
    assert data["eventStatus"] == f"{SCHEMA}/EventCancelled"
    assert "previousStartDate" not in data


def test_withheld_address_is_told_to_no_search_engine_nor_in_a_member_s_page():
    refuge = OrganisationFactory(place=make_place(withheld=True, **HIDDEN))
    listing = make_listing(refuge, place=refuge.place)
    member = make_member(refuge, Role.MANAGER)
    for client in (Client(), Persona("member", member, acting(member)).client()):
        assert data_of(listing, client)["location"] == {
            "@type": "Place",
            "name": "Around Kings Heath (B14). The organiser tells you the address.",
            "address": {"@type": "PostalAddress", "addressLocality": "Kings Heath", "addressCountry": "GB"},
        }


def test_building_belongs_to_the_address():
    place = make_place(building="Unit 4", street="1 Grange Lane", town="Birmingham", postcode="B14 7QA")
    address = data_of(make_listing(place=place))["location"]["address"]
    assert address["streetAddress"] == "Unit 4, 1 Grange Lane"


@pytest.mark.parametrize(
    "words",
    [
        "</script><script>alert(1)</script>",
        "<!-- <script>",
        "]]>&lt;/script&gt;&amp;",
        '"quotes" and \\backslash\\',
        "line\u2028separator\u2029s",
        "שלום and 🎉 and e\u0301",
    ],
)
def test_words_come_through_whole_and_end_no_block(words):
    listing = make_listing(title=words, summary=words)
    cache.clear()
    response = Client().get(listing.get_absolute_url())
    data = structured_data(response)
    assert (data["name"], data["description"]) == (words, words)
    block = response.text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert not {"<", ">", "&"} & set(block)
