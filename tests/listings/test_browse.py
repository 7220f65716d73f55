"""The front page as visitors see it: what is on, day by day, in London's time and in nobody's favour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from hub.calendar.london import LONDON
from hub.calendar.recurrence import Pattern
from hub.people.actor import OnBehalf
from listings.actions import cancel_date, move_date
from listings.models import Listing, Occurrence, State
from listings.tasks import extend_occurrences
from tests.factories.listings import make_listing
from tests.factories.people import OrganisationFactory
from tests.pages import days_of, read, titles_of

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _wednesday_morning() -> Iterator[None]:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def on(
    title: str, starts: str, ends: str = "", *, rrule: str = "", all_day: bool = False, **given: Any
) -> Listing:
    """A published listing at these times on the clock, as 2026-11-28T10:00."""
    pattern = Pattern(
        starts=datetime.fromisoformat(starts),
        ends=datetime.fromisoformat(ends) if ends else None,
        rrule=rrule,
        all_day=all_day,
    )
    return make_listing(title=title, pattern=pattern, **given)


def home(**asked: Any) -> HttpResponse:
    """The front page, drawn anew."""
    cache.clear()
    return Client().get("/", asked)


def at(moment: str) -> Any:
    """Another moment, by London's clock."""
    return time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=LONDON), tick=False)


def test_list_is_grouped_by_day_in_order():
    on("Later that Saturday", "2026-11-28T14:00", "2026-11-28T16:00")
    on("On Sunday", "2026-11-29T11:00", "2026-11-29T13:00")
    on("First on Saturday", "2026-11-28T09:30", "2026-11-28T12:00")
    on("Today", "2026-11-25T18:00")
    assert days_of(home()) == [
        ("Wednesday 25 November", [("6pm", "Today")]),
        (
            "Saturday 28 November",
            [("9.30am to 12 noon", "First on Saturday"), ("2pm to 4pm", "Later that Saturday")],
        ),
        ("Sunday 29 November", [("11am to 1pm", "On Sunday")]),
    ]


def test_what_is_over_is_gone_and_what_is_still_on_is_not():
    on("Ended at nine", "2026-11-25T07:00", "2026-11-25T09:00")
    on("Ends a minute past nine", "2026-11-25T07:00", "2026-11-25T09:01")
    on("Began at nine, end unknown", "2026-11-25T09:00")
    on("Begins a minute past nine", "2026-11-25T09:01")
    assert days_of(home()) == [
        (
            "Wednesday 25 November",
            [("7am to 9.01am", "Ends a minute past nine"), ("9.01am", "Begins a minute past nine")],
        )
    ]


def test_what_began_before_today_stands_under_today():
    on("Exhibition", "2026-11-23T10:00", "2026-11-27T16:00")
    on("Book week", "2026-11-21T00:00", "2026-11-29T00:00", all_day=True)
    on("This evening", "2026-11-25T18:00", "2026-11-25T19:00")
    assert days_of(home()) == [
        (
            "Wednesday 25 November",
            [
                ("All day to Saturday 28 November", "Book week"),
                ("Still on to Friday 27 November", "Exhibition"),
                ("6pm to 7pm", "This evening"),
            ],
        )
    ]


def test_whole_days():
    on("One day", "2026-11-28T00:00", "2026-11-29T00:00", all_day=True)
    on("Three days", "2026-11-28T00:00", "2026-12-01T00:00", all_day=True)
    assert sorted(days_of(home())[0][1]) == [
        ("All day", "One day"),
        ("All day to Monday 30 November", "Three days"),
    ]


@pytest.mark.parametrize(
    ("starts", "ends", "day", "words"),
    [
        ("2026-11-28T23:30", "2026-11-29T00:30", "Saturday 28 November", "11.30pm to 12.30am"),
        ("2026-11-28T20:00", "2026-11-29T00:00", "Saturday 28 November", "8pm to 12 midnight"),
        ("2026-11-29T00:30", "2026-11-29T01:30", "Sunday 29 November", "12.30am to 1.30am"),
        ("2026-11-29T00:00", "2026-11-29T01:00", "Sunday 29 November", "12 midnight to 1am"),
        ("2026-11-28T18:00", "2026-11-29T10:00", "Saturday 28 November", "6pm to Sunday 29 November"),
        # The clocks go forward at 1am on 28 March 2027, and back at 2am on 31 October.
        ("2027-03-28T00:30", "2027-03-28T02:30", "Sunday 28 March", "12.30am to 2.30am"),
        ("2027-03-28T01:30", "2027-03-28T03:30", "Sunday 28 March", "2.30am to 3.30am"),
        ("2027-03-27T23:30", "2027-03-28T00:30", "Saturday 27 March", "11.30pm to 12.30am"),
        ("2027-10-30T23:30", "2027-10-31T00:30", "Saturday 30 October 2027", "11.30pm to 12.30am"),
        ("2027-10-31T00:30", "2027-10-31T03:30", "Sunday 31 October 2027", "12.30am to 3.30am"),
        ("2027-07-03T00:30", "2027-07-03T01:00", "Saturday 3 July", "12.30am to 1am"),
    ],
)
def test_times_near_midnight_stand_under_london_s_day(starts, ends, day, words):
    on("Night walk", starts, ends)
    assert days_of(home()) == [(day, [(words, "Night walk")])]


@pytest.mark.parametrize(
    ("now", "starts", "ends", "shown"),
    [
        ("2027-03-27T23:59:59", "2027-03-28T12:00", "2027-03-28T13:00", "Sunday 28 March"),
        ("2027-03-28T00:30", "2027-03-27T23:30", "2027-03-28T02:30", "Sunday 28 March"),
        # 2.15am by the clock is a quarter of an hour after 12.59am on the night that loses an hour.
        ("2027-03-28T02:15", "2027-03-28T00:30", "2027-03-28T02:30", "Sunday 28 March"),
        ("2027-10-31T00:30", "2027-10-30T23:30", "2027-10-31T01:30", "Sunday 31 October"),
        ("2027-07-03T00:10", "2027-07-02T23:30", "2027-07-03T00:30", "Saturday 3 July"),
    ],
)
def test_today_begins_at_london_s_midnight(now, starts, ends, shown):
    with at("2027-03-01T09:00"):
        on("Night walk", starts, ends)
    with at(now):
        assert [day for day, _rows in days_of(home())] == [shown]


def test_same_time_of_the_clock_all_year():
    on("Every Sunday", "2027-03-21T10:00", "2027-03-21T11:00", rrule="FREQ=WEEKLY;COUNT=3")
    assert [(day, rows[0][0]) for day, rows in days_of(home())] == [
        ("Sunday 21 March", "10am to 11am"),
        ("Sunday 28 March", "10am to 11am"),
        ("Sunday 4 April", "10am to 11am"),
    ]


def test_begins_with_the_day_and_has_no_end():
    on("Midnight feast", "2026-11-28T00:00")
    for query in ({"after": "28 nov"}, {"before": "28 nov"}, {"when": "saturday"}):
        assert titles_of(home(**query)) == ["Midnight feast"], query
    assert titles_of(home(before="27 nov")) == []
    assert titles_of(home(after="29 nov")) == []


def dates_of(listing: Listing) -> list[datetime]:
    rows = Occurrence.objects.filter(listing=listing).order_by("original")
    return list(rows.values_list("original", flat=True))


def test_cancelled_date_is_shown_as_cancelled():
    club = on("Club", "2026-11-26T16:00", "2026-11-26T17:00", rrule="FREQ=WEEKLY;COUNT=2")
    cancel_date(
        club.pk, dates_of(club)[0], note="The hall floods.", by=OnBehalf(organisation=club.organisation_id)
    )
    first, second = read(home()).all("li.entry")
    assert first.attributes["class"].split() == ["entry", "entry-off"]
    assert first.said(".entry-state") == "Cancelled: The hall floods."
    assert second.attributes["class"] == "entry"
    assert second.said(".entry-state") == ""


def test_moved_date_says_when_it_was():
    club = on("Club", "2026-11-28T13:00", "2026-11-28T15:00", rrule="FREQ=WEEKLY;COUNT=2")
    by = OnBehalf(organisation=club.organisation_id)
    first, second = dates_of(club)
    move_date(club.pk, first, starts=first + timedelta(hours=1), note="The hall is free later.", by=by)
    move_date(club.pk, second, starts=second + timedelta(days=1), by=by)
    page = home()
    assert days_of(page) == [
        ("Saturday 28 November", [("2pm to 4pm", "Club")]),
        ("Sunday 6 December", [("1pm to 3pm", "Club")]),
    ]
    assert [one.text for one in read(page).all("p.entry-state")] == [
        "Moved: was 1pm. The hall is free later.",
        "Moved: was Saturday 5 December.",
    ]


def test_cancelled_listing_stays_to_be_seen_and_drafts_never_show():
    on("Called off", "2026-11-28T10:00", state=State.CANCELLED)
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED):
        on(f"A {state}", "2026-11-28T10:00", state=state)
    on("Of a suspended group", "2026-11-28T10:00").organisation.__class__.objects.filter(
        listings__title="Of a suspended group"
    ).update(suspended_at=WEDNESDAY, suspension_reason="Why.")
    page = home()
    assert titles_of(page) == ["Called off"]
    assert read(page).one("p.entry-state").text == "Cancelled"


def test_row_says_who_where_for_whom_and_what_it_costs(group):
    on(
        "Family yoga",
        "2026-11-28T10:00",
        organisation=group,
        place=group.place,
        kind="learning",
        age_from=3,
        age_to=None,
        cost="paid",
        price_pence=350,
        price_note="a family",
        access=("step-free", "quiet"),
    )
    row = read(home()).one("li.entry")
    assert row.one("a").attributes["href"] == "/whats-on/family-yoga/"
    assert row.said(".entry-meta") == "Heathfield Families · Heathfield Hall"
    assert [tag.text for tag in row.all("li.tag")] == [
        "From 3 years",
        "Step-free",
        "Quiet or sensory-friendly",
        "Lifelong learning",
    ]
    assert row.said(".cost") == "£3.50 a family"


def test_group_run_for_profit_is_labelled():
    on("Trampolines", "2026-11-28T10:00", organisation=OrganisationFactory(trades_for_profit=True))
    assert "Run for profit" in [tag.text for tag in read(home()).all("li.tag")]


@pytest.fixture
def five_a_day() -> list[str]:
    """Five things at the same time each day, for sixty days."""
    titles = [f"Choir {letter}" for letter in "ABCDE"]
    for title in titles:
        on(title, "2026-11-26T10:00", "2026-11-26T11:00", rrule="FREQ=DAILY;COUNT=60")
    return titles


def by_day() -> dict[str, list[str]]:
    """What each day lists in order, over all pages; each page a fresh one."""
    found: dict[str, list[str]] = {}
    for number in range(1, 11):
        for day, rows in days_of(home(page=number)):
            found.setdefault(day, []).extend(title for _when, title in rows)
    return found


def test_what_begins_together_takes_turns(five_a_day):
    days = by_day()
    assert all(sorted(rows) == five_a_day for rows in days.values())
    orders = [tuple(rows) for rows in days.values()]
    first = Counter(order[0] for order in orders)
    assert len(orders) == 60
    assert set(first) == set(five_a_day)
    assert max(first.values()) <= 26
    assert len(set(orders)) >= 35


def test_turns_are_the_same_all_day_and_whatever_is_changed(five_a_day):
    before = by_day()
    Listing.objects.filter(title="Choir C").update(title="Aardvark choir")
    extend_occurrences()
    with at("2026-11-25T23:59"):
        assert by_day() == before


def test_pages_hold_thirty_and_every_row_once(five_a_day):
    seen: list[tuple[str, str]] = []
    path, numbers = "/", []
    while path:
        page = read(Client().get(path))
        rows = [
            (day.attributes["aria-labelledby"], row.said("h3"))
            for day in page.all("section.day")
            for row in day.all("li.entry")
        ]
        seen += rows
        numbers.append((len(rows), page.said(".pager .soft") or page.one("nav.pager").said("span.soft")))
        following = page.all("a", rel="next")
        path = following[0].attributes["href"] if following else ""
    assert numbers == [(30, f"Page {number}") for number in range(1, 11)]
    assert len(seen) == len(set(seen)) == 300


def test_page_before_leads_back_and_keeps_the_filters(five_a_day):
    page = read(home(page=2, kind="event"))
    assert page.one("a", rel="prev").attributes["href"] == "/?kind=event"
    assert page.one("a", rel="next").attributes["href"] == "/?kind=event&page=3"
    assert read(home(page=3)).one("a", rel="prev").attributes["href"] == "/?page=2"
    assert read(home(page=10)).all("a", rel="next") == []


def test_page_that_is_none_says_so(five_a_day):
    for number in ("0", "-1", "11", "100", "101", "1e9", "10**9", "1" * 31, "１２", "two"):
        response = home(page=number)
        assert response.status_code == 404, number
        assert read(response).said("h1") == "We could not find that page"


def test_empty_page_says_what_would_be_there():
    page = read(home())
    assert page.one(".empty").said("h2") == "Nothing is on yet"
    filtered = read(home(q="football")).one(".empty")
    assert filtered.said("h2") == "Nothing matches all of that"
    assert filtered.one("a").attributes["href"] == "/"


def test_number_of_things_is_told_where_something_is_asked(five_a_day):
    on("Chess", "2026-11-26T10:00")
    assert read(home()).one("p.results").all("span") == []
    for asked, words in [
        ({"q": "chess"}, "1 thing matches."),
        ({"when": "tomorrow"}, "6 things match."),
        ({"q": "choir"}, "300 things match."),
        ({"age": "3"}, "More than 300 things match."),
        ({"q": "zebra"}, "0 things match."),
    ]:
        assert read(home(**asked)).one("p.results").said("span") == words


def test_page_offers_the_same_as_a_calendar():
    page = read(home(cost="free", page="1"))
    feed = reverse("whats-on-calendar") + "?cost=free"
    assert page.one("link", type="text/calendar").attributes["href"] == feed
    assert [link.attributes["href"] for link in page.one("p.results").all("a")] == [feed, "/"]


def test_nothing_of_a_day_is_lost_when_the_date_changes():
    """The same rows, seen from each of ten days, are those that are not over then."""
    on("Every day", "2026-11-26T10:00", "2026-11-26T11:00", rrule="FREQ=DAILY;COUNT=10")
    for passed in range(10):
        with at(f"{date(2026, 11, 26) + timedelta(days=passed)}T09:00"):
            assert len(titles_of(home())) == 10 - passed
