"""What waits for somebody: the list, each queue's own page, and the number in the header."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hub.people.actor import VISITOR, Actor
from hub.people.models import Organisation, Role
from hub.worklist import Queue, register_queue
from tests.factories.people import PersonFactory
from tests.hub.worklist.conftest import browser_of, make_groups, waiting_groups
from tests.pages import Element, read
from tests.personas import Persona

pytestmark = pytest.mark.django_db


def header_link(response: HttpResponse) -> Element | None:
    """The link to what waits, if the header has one."""
    links = read(response).one("ul.nav").all("a", href="/worklist/")
    return links[0] if links else None


def names_on(response: HttpResponse) -> list[str]:
    return [item.said("h3") for item in read(response).one("main").all("article")]


def test_what_waits_stands_on_one_page_to_be_decided_in_place(queue, steward):
    groups = make_groups(3)
    response = steward.get("/worklist/")
    page = read(response)
    assert page.said("h1") == "Waiting for you"
    assert page.said("h2") == "Groups to check 3 (3 things)"
    assert names_on(response) == ["Group 000", "Group 001", "Group 002"]
    first = page.one("article", id=f"check-groups-{groups[0].pk}")
    assert first.said("p") == "Seen together: 3"
    form = first.one("form")
    assert form.attributes["action"] == f"/decide/{groups[0].pk}/"
    assert len(form.one("input", name="csrfmiddlewaretoken").attributes["value"]) == 64
    assert form.one("input", name="next").attributes["value"] == "/worklist/"
    assert page.all("a.btn") == []
    assert "no-store" in response["Cache-Control"]


def test_long_queue_shows_ten_and_leads_to_the_rest(queue, steward):
    make_groups(12)
    response = steward.get("/worklist/")
    assert names_on(response) == [f"Group {one:03}" for one in range(10)]
    more = read(response).one("a.btn")
    assert (more.text, more.attributes["href"]) == (
        "And 2 more : Groups to check",
        "/worklist/check-groups/",
    )
    rest = steward.get("/worklist/check-groups/")
    assert names_on(rest) == [f"Group {one:03}" for one in range(12)]
    assert {one.attributes["value"] for one in read(rest).all("input", name="next")} == {
        "/worklist/check-groups/"
    }


def test_queue_goes_on_over_pages(queue, steward):
    make_groups(31)
    first = steward.get("/worklist/check-groups/")
    assert len(names_on(first)) == 30
    assert read(first).one("a", rel="next").attributes["href"] == "/worklist/check-groups/?page=2"
    second = steward.get("/worklist/check-groups/?page=2")
    assert names_on(second) == ["Group 030"]
    # Where the last one of a page is decided, the page before is still there.
    assert read(second).one("input", name="next").attributes["value"] == "/worklist/check-groups/"
    assert steward.get("/worklist/check-groups/?page=3").status_code == 404


@pytest.mark.parametrize(
    ("number", "figure", "words", "more"),
    [
        (1, "1", "1 thing", None),
        (99, "99", "99 things", "And 89 more : Groups to check"),
        (100, "99+", "more than 99 things", "All the others : Groups to check"),
        (130, "99+", "more than 99 things", "All the others : Groups to check"),
    ],
)
def test_number_is_shown_and_said_and_capped(queue, steward, number, figure, words, more):
    rows = [
        Organisation(name=f"Group {one:03}", slug=f"group-{one}", kind="group", sort="play")
        for one in range(number)
    ]
    Organisation.objects.bulk_create(rows)
    link = header_link(steward.get("/groups/"))
    assert link is not None
    assert link.text == f"Waiting for you {figure} ({words})"
    assert link.one(".count").attributes["aria-hidden"] == "true"
    assert link.one(".visually-hidden").text == f"({words})"
    assert (read(steward.get("/worklist/")).said("a.btn") or None) == more


@pytest.mark.parametrize(
    ("path", "current"), [("/groups/", ""), ("/worklist/", "page"), ("/worklist/check-groups/", "true")]
)
def test_header_says_where_one_is(queue, steward, path, current):
    make_groups(1)
    link = header_link(steward.get(path))
    assert link is not None
    assert link.attributes.get("aria-current", "") == current


def test_queues_stand_in_their_order_and_empty_ones_do_not(queue, steward):
    register_queue(replace(queue, key="later", title="Later", order=20))
    register_queue(replace(queue, key="first", title="First", order=5))
    register_queue(replace(queue, key="none", title="None", rows=lambda actor: Organisation.objects.none()))
    make_groups(2)
    response = steward.get("/worklist/")
    page = read(response)
    assert [heading.attributes["id"] for heading in page.all("h2")] == ["first", "check-groups", "later"]
    assert [link.attributes["href"] for link in page.all("a.chip")] == ["#first", "#check-groups", "#later"]
    assert header_link(response).said(".count") == "6"


def test_person_for_whom_nothing_waits_sees_no_link_and_an_empty_page(queue):
    parent = Persona("parent", PersonFactory(), VISITOR).client()
    make_groups(1)
    assert header_link(parent.get("/groups/")) is None
    response = parent.get("/worklist/")
    empty = read(response).one(".empty")
    assert empty.said("h2") == "Nothing waits for you"
    assert names_on(response) == []
    own_page = parent.get("/worklist/check-groups/")
    assert names_on(own_page) == []
    assert "Group 000" not in own_page.content.decode()


def test_empty_queue_says_so_in_its_own_words(queue, steward):
    empty = read(steward.get("/worklist/check-groups/")).one(".empty")
    assert (empty.said("h2"), empty.said("p")) == ("Nothing waits here", "Every group is checked.")
    assert empty.one("a.btn").attributes["href"] == "/worklist/"


def test_role_without_a_second_factor_has_nothing_waiting(queue):
    make_groups(1)
    half = browser_of(Role.ADMINISTRATOR, second_factor=False)
    assert header_link(half.get("/groups/")) is None
    assert names_on(half.get("/worklist/check-groups/")) == []


def test_queue_that_says_whom_it_serves_keeps_its_link_without_a_number(queue, steward):
    assert header_link(steward.get("/groups/")) is None
    asked = []
    register_queue(replace(queue, serves=lambda actor: bool(asked.append(actor.name)) or True))
    link = header_link(steward.get("/groups/"))
    assert link is not None
    assert link.text == "Waiting for you"
    make_groups(1)
    assert header_link(steward.get("/groups/")).said(".count") == "1"
    # Asked only where nothing waits.
    assert asked == ["Amina Hollis"]


def test_unknown_queue_is_a_404_in_words(queue, steward):
    response = steward.get("/worklist/nothing-of-the-kind/")
    assert response.status_code == 404
    assert "There is no such list of what waits." in response.content.decode()


@pytest.mark.parametrize("path", ["/worklist/", "/worklist/check-groups/"])
def test_visitor_signs_in_first(queue, path):
    response = Client().get(path)
    assert (response.status_code, response["Location"]) == (302, f"/account/sign-in/?next={path}")


@pytest.mark.parametrize("path", ["/worklist/", "/worklist/check-groups/"])
def test_list_is_only_read(queue, steward, path):
    assert steward.post(path).status_code == 405


def test_visitors_page_asks_no_queue_and_opens_no_session(queue):
    def rows(actor: object) -> None:
        raise AssertionError("a visitor was asked about")

    register_queue(replace(queue, rows=rows))  # type: ignore[arg-type]
    client = Client()
    response = client.get("/groups/")
    assert response.status_code == 200
    assert response.shared is True  # type: ignore[attr-defined]
    assert settings.SESSION_COOKIE_NAME not in response.cookies
    assert client.get("/groups/", headers={"If-None-Match": response["ETag"]}).status_code == 304


def counting(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(path).status_code == 200
    return len(made)


def test_header_costs_one_query_for_all_queues(queue, steward):
    make_groups(1)
    steward.get("/groups/")
    one = counting(steward, "/groups/")
    register_queue(replace(queue, key="another"))
    two = counting(steward, "/groups/")
    assert two == one
    register_queue(replace(queue, key="never", rows=lambda actor: Organisation.objects.none()))
    assert counting(steward, "/groups/") == two
    assert header_link(steward.get("/groups/")).said(".count") == "2"
    make_groups(29)
    # Besides the header, the page itself lists no more than before.
    assert counting(steward, "/groups/") == two


def test_rows_are_composed_once_a_minute_and_counted_each_time(queue, steward):
    composed: list[object] = []

    def rows(actor: Actor) -> QuerySet[Organisation]:
        composed.append(actor)
        return waiting_groups(actor)

    register_queue(replace(queue, rows=rows))
    another = browser_of(Role.ADMINISTRATOR)
    with time_machine.travel(datetime(2026, 11, 27, 12, 30, tzinfo=UTC), tick=False) as clock:
        for number, client in enumerate((steward, another, steward), start=1):
            make_groups(1)
            assert header_link(client.get("/groups/")).said(".count") == str(number)
        assert len(composed) == 1
        clock.shift(60)
        assert header_link(another.get("/groups/")).said(".count") == "3"
        assert len(composed) == 2


def test_each_is_counted_what_is_theirs_by_what_they_proved(queue, steward):
    register_queue(replace(queue, rows=lambda actor: waiting_groups(actor).exclude(name="Group 001")))
    make_groups(2)
    unproved = browser_of(Role.ADMINISTRATOR, second_factor=False)
    assert header_link(steward.get("/groups/")).said(".count") == "1"
    assert header_link(unproved.get("/groups/")) is None
    assert header_link(steward.get("/groups/")).said(".count") == "1"


def test_queue_of_others_is_not_counted_and_asked_about_once(queue, steward):
    make_groups(1)
    steward.get("/groups/")
    before = counting(steward, "/groups/")
    asked: list[object] = []

    def nobody(actor: object) -> bool:
        asked.append(actor)
        return False

    def rows(actor: object) -> None:
        raise AssertionError("counted for somebody whose it is not")

    for key in ("theirs", "theirs too"):
        register_queue(replace(queue, key=key, rows=rows, only_for=nobody))  # type: ignore[arg-type]
    assert counting(steward, "/groups/") == before
    assert len(asked) == 1


def test_counts_are_each_queues_own(queue, steward):
    make_groups(3)
    register_queue(
        replace(queue, key="first", rows=lambda actor: waiting_groups(actor).filter(name="Group 000"))
    )
    register_queue(replace(queue, key="none", rows=lambda actor: waiting_groups(actor).filter(name="nobody")))
    page = read(steward.get("/worklist/"))
    assert [one.text for one in page.one("main").all("h2")] == [
        "Groups to check 3 (3 things)",
        "Groups to check 1 (1 thing)",
    ]


def test_count_is_bounded(queue, steward):
    with CaptureQueriesContext(connection) as made:
        steward.get("/groups/")
    (count,) = [one["sql"] for one in made if "COUNT(*)" in one["sql"]]
    assert "LIMIT 100" in count
    assert "ORDER BY" not in count


@pytest.mark.parametrize("path", ["/worklist/", "/worklist/check-groups/"])
def test_queries_are_as_many_for_one_row_as_for_thirty(queue, steward, path):
    register_queue(replace(queue, key="another", context=None))
    make_groups(1)
    steward.get(path)
    few = counting(steward, path)
    make_groups(29)
    assert counting(steward, path) == few


def test_rows_are_those_the_rule_allows(queue):
    make_groups(2)
    analyst = browser_of(Role.ANALYST)
    assert names_on(analyst.get("/worklist/")) == []
    assert header_link(analyst.get("/groups/")) is None


def test_queue_registered_again_is_replaced(queue, steward):
    make_groups(1)
    register_queue(Queue(queue.key, "Renamed", queue.template, waiting_groups))
    page = read(steward.get("/worklist/"))
    assert page.said("h2").startswith("Renamed")
    assert page.said("article p") == ""


def test_error_page_for_somebody_signed_in_counts_too(queue, steward):
    make_groups(2)
    response = steward.get("/groups/nobody-knows-them/")
    assert response.status_code == 404
    assert header_link(response).said(".count") == "2"
