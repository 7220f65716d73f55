"""A weekly club from its first question to the public page."""

from datetime import date, datetime

import pytest
import time_machine
from django.test import Client

from hub.people.models import Organisation, Role
from listings.actions.content import content_of
from listings.models import Holiday, HolidayKind, Listing, Occurrence, State
from tests.factories.people import OrganisationFactory, make_member
from tests.listings.posting import FAIR, THURSDAYS, errors_in, fill, organiser_of, post_club
from tests.pages import read

ONE_OF_THREE = "Say until when, or how many times, or tick that you do not know yet: one of the three."
HALF_TERM = (date(2027, 2, 15), date(2027, 2, 19))


@pytest.fixture(autouse=True)
def _in_november(db):
    with time_machine.travel(datetime(2026, 11, 20, 9), tick=True):
        yield


@pytest.fixture
def client(group) -> Client:
    return organiser_of(group)


@pytest.fixture
def holidays() -> None:
    for name, first, last in (
        ("Half-term", *HALF_TERM),
        ("Easter", date(2027, 3, 29), date(2027, 4, 9)),
        ("May half-term", date(2027, 5, 31), date(2027, 6, 4)),
    ):
        Holiday.objects.create(kind=HolidayKind.SCHOOL, name=name, first=first, last=last, source="A test")


def test_door_leads_straight_to_the_one_group(client, group):
    response = client.get("/post/")
    assert (response.status_code, response.headers["Location"]) == (302, "/post/new/heathfield/")
    page = read(client.get("/post/new/heathfield/"))
    assert [one.text for one in page.all("h2.card-title")] == [
        "Just once",
        "Again and again",
        "Copy an earlier one",
    ]


def test_door_asks_for_whom_where_there_are_several(group):
    person = make_member(group, Role.CONTRIBUTOR)
    other = make_member(OrganisationFactory(name="Singers"), Role.CONTRIBUTOR)
    other.memberships.update(person=person)
    client = Client()
    client.force_login(person)
    page = read(client.get("/post/"))
    assert [one.text for one in page.all("h3.card-title")] == ["Heathfield Families", "Singers"]


def test_door_says_what_to_do_to_a_parent_and_to_a_suspended_group(db):
    client = Client()
    client.force_login(make_member(OrganisationFactory(), Role.CARETAKER))
    assert "You post for no group or school yet" in read(client.get("/post/")).text
    suspended = OrganisationFactory(name="Thistledown", suspended=True, slug="thistledown")
    stopped = organiser_of(suspended)
    assert "Thistledown can’t post at present" in read(stopped.get("/post/")).text
    assert stopped.get("/post/new/thistledown/once/").status_code == 404
    assert Client().get("/post/").headers["Location"] == "/account/sign-in/?next=/post/"


def test_club_until_july_but_for_half_term(client, group, holidays):
    listing = post_club(client, group, skip_school="on", except_days="6 May")
    pattern = content_of(listing).pattern
    assert pattern is not None
    assert pattern.starts == datetime(2027, 1, 7, 16)
    assert pattern.rrule == "FREQ=WEEKLY;UNTIL=20270716T225959Z;BYDAY=TH"
    assert [wall.date() for wall in pattern.exdates] == [
        date(2027, 2, 18),
        date(2027, 4, 1),
        date(2027, 4, 8),
        date(2027, 5, 6),
        date(2027, 6, 3),
    ]
    page = read(client.get(f"/post/{listing.slug}/dates/"))
    assert "It makes 23 dates. 5 are left out." in page.text
    left = {one.text for one in page.all("li") if one.all(".state-off")}
    assert left == {
        "Thursday 18 February, 4pm to 5.30pm Left out: Half-term",
        "Thursday 1 April, 4pm to 5.30pm Left out: Easter",
        "Thursday 8 April, 4pm to 5.30pm Left out: Easter",
        "Thursday 6 May, 4pm to 5.30pm Left out: you said so",
        "Thursday 3 June, 4pm to 5.30pm Left out: May half-term",
    }
    assert [one.text for one in page.all("h2.spaced")][:2] == ["January 2027", "February 2027"]


def test_form_shows_again_what_was_said(client, group, holidays):
    listing = post_club(client, group, skip_school="on", except_days="6 May")
    again = fill(client, f"/post/{listing.slug}/when/")
    assert again.status_code == 302
    assert content_of(Listing.objects.get(pk=listing.pk)) == content_of(listing)
    assert Listing.objects.get(pk=listing.pk).edition == listing.edition


def test_dates_are_struck_out_put_back_and_added_before_anyone_sees_them(client, group):
    listing = post_club(client, group, until="4 February")
    path = f"/post/{listing.slug}/dates/"

    def days() -> list[int]:
        rows = Occurrence.objects.filter(listing=listing).order_by("starts")
        return [row.starts.day for row in rows]

    assert days() == [7, 14, 21, 28, 4]
    edition = Listing.objects.get(pk=listing.pk).edition
    keys = [f"2027-01-{day:02}T16:00" for day in (7, 14, 21, 28)] + ["2027-02-04T16:00"]
    boxes = read(client.get(path)).all("input", type="checkbox")
    assert [one.attributes["value"] for one in boxes if "checked" in one.attributes] == keys
    without = {"ticks": "1", "on": [key for key in keys if "21T" not in key], "edition": edition}
    assert client.post(path, without).headers["Location"] == f"/post/{listing.slug}/who/"
    assert days() == [7, 14, 28, 4]
    client.post(path, {"ticks": "1", "on": keys, "edition": edition + 1})
    extra = {"ticks": "1", "on": keys, "add": "1", "day": "Sat 30 Jan", "starts": "10am"}
    assert client.post(path, {**extra, "edition": edition + 2}).headers["Location"] == path
    assert days() == [7, 14, 21, 28, 30, 4]
    keys.append("2027-01-30T10:00")
    twice = client.post(path, {**extra, "on": keys, "day": "30 Jan 2027", "edition": edition + 3})
    assert errors_in(twice) == {"day": "It is on then already."}
    for nonsense in ("", "x", "9999-99-99T00:00", "2027-01-22T16:00"):
        client.post(path, {"ticks": "1", "on": [*keys, nonsense], "edition": edition + 3})
    assert days() == [7, 14, 21, 28, 30, 4]
    # Somebody with a page that was opened before changes nothing, and is told.
    stale = client.post(path, {"ticks": "1", "on": keys[:1], "edition": edition}, follow=True)
    assert "Somebody changed this meanwhile." in read(stale).text
    assert days() == [7, 14, 21, 28, 30, 4]
    client.post(path, {"ticks": "1", "on": [], "edition": edition + 3})
    assert days() == []
    assert "It makes no date at all." in read(client.get(path)).text


def test_steps_tell_the_truth_about_what_is_done(client, group):
    listing = post_club(client, group)
    path = f"/post/{listing.slug}/"

    def done() -> list[str]:
        steps = read(client.get(f"{path}who/")).one("ol.steps")
        return [one.text.removesuffix(" , done") for one in steps.all("li.done")]

    assert done() == ["What and where", "When"]
    assert client.post(f"{path}dates/", {}).headers["Location"] == f"{path}who/"
    assert done() == ["What and where", "When", "Check the dates"]
    fill(client, f"{path}when/", ends="6pm")
    assert done() == ["What and where", "When"]


def test_whole_way_to_the_steward(client, group):
    listing = post_club(client, group)
    path = f"/post/{listing.slug}/"
    fill(client, f"{path}who/", cost="paid", price="£2.50", price_note="a child", age_from="5", age_to="11")
    page = read(client.get(f"{path}preview/"))
    assert "This is how it will look" in page.text
    assert "£2.50 a child" in page.text
    assert page.one("h1").text == "Lego club"
    answer = client.post(f"{path}send/")
    assert answer.headers["Location"] == path
    assert Listing.objects.get(pk=listing.pk).state == State.SUBMITTED
    assert "Waiting to be published" in read(client.get(path)).text
    # The second click of a double click.
    assert client.post(f"{path}send/").headers["Location"] == path
    assert "It has been sent already." in read(client.get(path)).text


def test_single_event_is_one_page(client, group):
    answer = fill(client, "/post/new/heathfield/once/", **FAIR)
    assert answer.headers["Location"] == "/post/winter-fair/preview/"
    listing = Listing.objects.get(slug="winter-fair")
    content = content_of(listing)
    assert content.pattern is not None
    assert (content.pattern.starts, content.pattern.ends) == (
        datetime(2026, 12, 5, 11),
        datetime(2026, 12, 5, 15),
    )
    assert (listing.state, listing.place, listing.cost) == (State.DRAFT, group.place, "free")


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"title": ""}, {"title": "Fill this in."}),
        ({"first": "5 Fbe"}, {"first": "Write a date like 28 November, 28/11/2026 or Saturday."}),
        ({"first": "1/11/2026"}, {"first": "That is over. Check the day."}),
        ({"starts": "4"}, {"starts": "Write 4am or 4pm."}),
        ({"starts": ""}, {"starts": "Say when it begins, or tick that it is on all day."}),
        ({"ends": "9am"}, {"ends": "It ends before it starts. Write am or pm after the time."}),
        ({"last_day": "4 Dec 2026"}, {"last_day": "The last day is before the first."}),
        ({"cost": "paid"}, {"price": "Say how much, so that families know before they come."}),
        (
            {"cost": "free", "price": "£2"},
            {"price": "You typed a price. Choose “There is a charge”, or empty this."},
        ),
        ({"age_from": "9", "age_to": "5"}, {"age_to": "The oldest age is below the youngest."}),
        (
            {"booking_url": "javascript:alert(1)"},
            {"booking_url": "Write a web address, like https://example.org."},
        ),
        (
            {"without_parents": "on"},
            {
                "safeguarding_policy": "Say where your safeguarding policy can be read.",
                "safeguarding_lead": "Say who your safeguarding lead is.",
            },
        ),
        (
            {"place": "new", "place_name": "Ring 0121 496 0000", "place_postcode": "XX1"},
            {
                "place_name": "Leave out telephone numbers and e-mail addresses.",
                "place_postcode": "Write a whole postcode from around here, like B14 7QH.",
            },
        ),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(client, group, typed, errors):
    answer = fill(client, "/post/new/heathfield/once/", **{**FAIR, **typed})
    assert answer.status_code == 200
    assert errors_in(answer) == errors
    page = read(answer)
    assert page.one("title").text.startswith("Error: ")
    assert page.one("input", name="summary").attributes["value"] == FAIR["summary"]
    assert not Listing.objects.exists()


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"until": ""},
            {"until": ONE_OF_THREE},
        ),
        (
            {"times": "5"},
            {"until": ONE_OF_THREE},
        ),
        (
            {"until": "1/12/2026"},
            {"until": "That is before the first day. Add the year if it is a later one."},
        ),
        ({"until": "", "times": "5001"}, {"times": "Ensure this value is less than or equal to 5000."}),
        ({"until": "", "times": "2000"}, {"every": "It makes more than 1007 dates."}),
        (
            {"except_days": "half term"},
            {"except_days": "“half term”: Write a date like 28 November, 28/11/2026 or Saturday."},
        ),
        (
            {"last_day": "20 January"},
            {"last_day": "One date of it may last a week. Use “Until when?” for the last date."},
        ),
    ],
)
def test_series_that_makes_no_sense_is_refused_in_words(client, group, typed, errors):
    begun = fill(client, "/post/new/heathfield/series/", title="Lego club", summary="We build.")
    if typed.get("times") == "2000":
        typed = {**typed, "weekdays": ["0", "1", "2", "3", "4", "5", "6"]}
        errors = None
    answer = fill(client, begun.headers["Location"], **{**THURSDAYS, **typed})
    if errors is None:
        # 18 months of every day are within what is kept.
        assert answer.status_code == 302
    else:
        assert errors_in(answer) == errors


def test_listing_of_another_group_is_not_there(client, group):
    other = OrganisationFactory()
    listing = post_club(organiser_of(other), other)
    for page in ("", "when/", "who/", "dates/", "preview/", "picture/", "delete/", "change/", "cancel/"):
        assert client.get(f"/post/{listing.slug}/{page}").status_code == 404, page
    for page in ("send/", "copy/", "undo/", "take-back/"):
        assert client.post(f"/post/{listing.slug}/{page}").status_code == 404, page


def test_place_kept_private_shows_only_its_area(client, group):
    answer = fill(
        client,
        "/post/new/heathfield/once/",
        **{**FAIR, "place": "new", "place_name": "Juniper Cottage", "place_street": "17 Larkspur Rise"},
        place_postcode="b147qx",
        place_withheld="on",
    )
    assert answer.status_code == 302, errors_in(answer)
    listing = Listing.objects.get()
    assert listing.place is not None
    assert (listing.place.name, listing.place.withheld, listing.place.district_id) == ("", True, "B14")
    own = client.get(f"/post/{listing.slug}/preview/")
    assert "17 Larkspur Rise" in own.text
    Listing.objects.update(state=State.PUBLISHED, published_at=datetime(2026, 11, 20, 9).astimezone())
    public = Client().get(listing.get_absolute_url())
    assert "Around Kings Heath (B14)" in public.text
    assert "Larkspur" not in public.text
    assert "Juniper" not in public.text


def test_everything_of_two_organisations_stays_apart(client, group):
    assert Organisation.objects.count() == 1
    listing = post_club(client, group)
    stranger = organiser_of(OrganisationFactory())
    assert stranger.post(f"/post/{listing.slug}/what/keep/", {"title": "Mine now"}).status_code == 404
