"""Every form for posting takes every hostile value with a clear answer, and counts its queries."""

import contextlib
from datetime import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client

from hub.people.models import Role
from listings.actions.content import check_content, content_of
from listings.forms import OnceForm, WholeForm
from listings.models import Holiday, HolidayKind, Listing, State
from tests.factories.listings import make_listing, weekly
from tests.factories.people import OrganisationFactory, make_administrator, make_member
from tests.hostile import VALUES
from tests.listings.posting import errors_in, fields_of, organiser_of
from tests.pages import read

HIDDEN = ("edition", "opened", "posting_key", "keep")


@pytest.fixture(autouse=True)
def _in_november(db):
    with time_machine.travel(datetime(2026, 11, 20, 9), tick=True):
        yield


@pytest.fixture
def client(group) -> Client:
    client = organiser_of(group)
    client.raise_request_exception = False
    return client


def test_each_field_by_itself_takes_every_value(client, group):
    club = make_listing(group, title="Story time", pattern=weekly(6), place=group.place)
    told = fields_of(client.get(f"/post/{club.slug}/change/"))
    good = QueryDict(mutable=True)
    for name, values in told.items():
        good.setlist(name, values)
    content, places = content_of(club), [(str(group.place.pk), "Hall")]
    assert WholeForm(good, owner=group, content=content, places=places).is_valid()
    tried = 0
    for name in WholeForm.base_fields:
        for value in VALUES.values():
            data = good.copy()
            data[name] = value
            form = WholeForm(data, owner=group, content=content, places=places)
            if form.is_valid():
                with contextlib.suppress(ValidationError):
                    check_content(form.content(content))
            tried += 1
    assert tried >= 25 * 37


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_every_field_takes_every_value(client, group, value):
    club = make_listing(group, title="Story time", pattern=weekly(6), place=group.place)
    draft = make_listing(group, State.DRAFT, title="A draft", pattern=weekly(3), place=group.place)
    everything = dict.fromkeys([*WholeForm.base_fields, *HIDDEN[:3]], value)
    once = dict.fromkeys([*OnceForm.base_fields, *HIDDEN[:3]], value)
    asked = [
        ("/post/new/heathfield/once/", once),
        ("/post/new/heathfield/series/", everything),
        (f"/post/{draft.slug}/what/", everything),
        (f"/post/{draft.slug}/when/", everything),
        (f"/post/{draft.slug}/who/", everything),
        (f"/post/{draft.slug}/dates/", {"on": value, "ticks": "1", "edition": value}),
        (f"/post/{draft.slug}/dates/", {"add": "1", "day": value, "starts": value}),
        (f"/post/{club.slug}/change/", everything),
        (f"/post/{club.slug}/cancel/", {"reason": ""}),
        (f"/post/{draft.slug}/picture/", {"picture_alt": value, "kept_picture": value, "picture": value}),
        (f"/post/{club.slug}/date/20261127T100000Z/", {"do": value}),
        (
            f"/post/{club.slug}/date/20261127T100000Z/",
            {"do": "move", "move-day": value, "move-starts": value, "move-ends": value, "move-note": value},
        ),
        ("/post/new/heathfield/once/keep/", {**once, "keep": value}),
        (f"/post/{draft.slug}/copy/", {"posting_key": value}),
    ]
    for path, sent in asked:
        answer = client.post(path, sent)
        assert answer.status_code in (200, 302, 404), (path, answer.status_code)
        if answer.status_code == 200 and answer.content[:9] == b"<!doctype":
            assert read(answer).said("h1")
    confirmed = client.post(f"/post/{club.slug}/change/confirm/")
    assert confirmed.status_code in (200, 302)
    for path in ("/post/mine/", "/post/new/heathfield/copy/"):
        assert client.get(path, {"q": value, "tab": value, "organisation": value}).status_code == 200
        assert client.get(path, {"page": value}).status_code in (200, 404)
    Listing.objects.get(pk=club.pk)


def test_list_costs_the_same_for_one_row_and_thirty(client, group, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(20) as counted:
            assert client.get("/post/mine/?tab=published").status_code == 200
        return len(counted)

    administrator = make_administrator()
    make_listing(group, administrator=administrator)
    queries()
    one = queries()
    for _number in range(29):
        make_listing(group, administrator=administrator)
    assert queries() == one
    assert len(read(client.get("/post/mine/?tab=published")).all("li.card")) == 30


def test_tabs_count_and_tell_why_something_came_back(client, group):
    administrator = make_administrator()
    for state in State:
        make_listing(group, state, administrator=administrator, title=f"Zinnia {state.value}")
    page = read(client.get("/post/mine/?tab=returned"))
    assert [one.text for one in page.one("ul.tabs").all("a")] == [
        "Drafts 1",
        "Waiting 1",
        "Sent back 1",
        "Published 1",
        "Over or cancelled 2",
        "Hidden 1",
    ]
    row = page.one("li.card")
    assert "Say which door to come to." in row.text
    assert "Put it right and send it again" in row.text
    assert row.said("h2") == "Zinnia returned"
    found = read(client.get("/post/mine/?q=zinnia+past&tab=past"))
    assert [one.text for one in found.all("h2.card-title")] == ["Zinnia past"]
    assert "Nothing with these words." in read(client.get("/post/mine/?q=begonia")).text


def test_sent_back_is_put_right_and_sent_again(client, group):
    listing = make_listing(group, State.RETURNED)
    page = read(client.get(f"/post/{listing.slug}/"))
    assert "Say which door to come to." in page.text
    client.post(f"/post/{listing.slug}/send/")
    assert Listing.objects.get(pk=listing.pk).state == State.SUBMITTED
    client.post(f"/post/{listing.slug}/take-back/")
    assert Listing.objects.get(pk=listing.pk).state == State.DRAFT


def test_steward_keeps_the_holidays_and_nobody_else(client, group):
    steward = OrganisationFactory(steward=True)
    admin = make_administrator()
    other = Client()
    from hub.people.models import Person
    from tests.personas import Persona

    browser = Persona("admin", Person.objects.get(pk=admin.id), admin).client()
    assert steward.kind == "steward"
    assert client.get("/post/holidays/").status_code == 404
    assert other.get("/post/holidays/").status_code == 302
    sent = {
        "kind": "school",
        "school-dates": "Christmas: 21 December 2026 to 1 January 2027\nHalf-term: 15 to 19 February 2027\n",
        "school-source": "The council’s page",
    }
    assert browser.post("/post/holidays/", sent).status_code == 302
    assert [(one.name, one.kind, one.first.day, one.last.day) for one in Holiday.objects.all()] == [
        ("Christmas", HolidayKind.SCHOOL, 21, 1),
        ("Half-term", HolidayKind.SCHOOL, 15, 19),
    ]
    for lines, said in (
        ("Christmas", "Line 1: Write a name, a colon and the days."),
        (
            "A: 1 Jan\nB: 31 Feb 2027",
            "Line 2: “31 Feb 2027”: That day is not in the calendar. Check the day and the month.",
        ),
        ("A: 1 to 9 Jan 2027\nB: 5 Jan 2027", "“A” and “B” overlap."),
    ):
        answer = browser.post("/post/holidays/", {**sent, "school-dates": lines})
        assert errors_in(answer) == {"school-dates": said}
    for value in VALUES.values():
        answer = browser.post(
            "/post/holidays/", {"kind": value, "school-dates": value, "school-source": value}
        )
        assert answer.status_code == 200
        answer = browser.post(
            "/post/holidays/", {**sent, "school-dates": value or ":", "school-source": value}
        )
        assert answer.status_code in (200, 302)


def test_organiser_without_the_role_sees_no_button(group):
    person = make_member(group, Role.CARETAKER)
    client = Client()
    client.force_login(person)
    assert "Post what’s on" not in read(client.get("/groups/heathfield/")).text
    own = read(organiser_of(group).get("/groups/heathfield/"))
    assert [one.attributes["href"] for one in own.all("a.btn-primary")] == ["/post/new/heathfield/"]
