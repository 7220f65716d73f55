"""Nothing typed is lost: kept by itself, offered again, for one person alone; and two people at one form."""

from datetime import datetime

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from hub.people.models import Role
from listings.actions import create_listing
from listings.models import Listing, State, Unsaved
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.listings import make_draft, make_listing, weekly
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.listings.posting import CLUB, FAIR, fields_of, fill, organiser_of, post_club
from tests.pages import read

HTMX = {"HX-Request": "true"}


@pytest.fixture
def _in_november(db):
    with time_machine.travel(datetime(2026, 11, 20, 9), tick=True):
        yield


@pytest.fixture
def client(_in_november, group) -> Client:
    return organiser_of(group)


ONCE = "/post/new/heathfield/once/"


def test_typing_is_kept_and_offered_again_to_this_person_alone(client, group):
    told = client.post(f"{ONCE}keep/", {**FAIR, "title": "Winter fa"}, headers=HTMX)
    assert told.content.decode().strip() == "Kept at 9am."
    page = client.get(ONCE)
    assert "It is from Friday 20 November, 9am, it is below, and it is not saved yet." in read(page).text
    kept = fields_of(page)
    assert (kept["title"], kept["starts"], kept["cost"]) == (["Winter fa"], ["11am"], ["free"])
    assert "We kept" not in read(organiser_of(group).get(ONCE)).text
    assert not Listing.objects.exists()


def test_kept_text_goes_when_it_is_saved_or_thrown_away(client, group):
    client.post(f"{ONCE}keep/", FAIR, headers=HTMX)
    assert client.post(f"{ONCE}keep/", {"throw_away": "1"}).headers["Location"] == ONCE
    assert not Unsaved.objects.exists()
    client.post(f"{ONCE}keep/", FAIR, headers=HTMX)
    assert fill(client, ONCE).status_code == 302
    assert not Unsaved.objects.exists()
    assert Listing.objects.get().title == "Winter fair"


def test_button_keeps_without_scripts_whatever_is_wrong_with_it(client, group):
    answer = client.post(ONCE, {**FAIR, "title": "", "first": "5 Fbe", "keep": "1"}, follow=True)
    page = read(answer)
    assert "Kept for later. Only you see it." in page.text
    assert fields_of(answer)["first"] == ["5 Fbe"]


def test_typing_over_a_listing_is_kept_page_by_page(client, group):
    listing = post_club(client, group)
    client.post(f"/post/{listing.slug}/what/keep/", {"title": "Lego clu"}, headers=HTMX)
    client.post(f"/post/{listing.slug}/who/keep/", {"age_from": "5"}, headers=HTMX)
    assert fields_of(client.get(f"/post/{listing.slug}/what/"))["title"] == ["Lego clu"]
    assert fields_of(client.get(f"/post/{listing.slug}/who/"))["age_from"] == ["5"]
    fill(client, f"/post/{listing.slug}/what/", title="Lego club two")
    assert set(Unsaved.objects.get().fields) == {"who"}


def test_somebody_who_was_signed_out_is_told_and_finds_what_was_kept(client, group):
    client.post(f"{ONCE}keep/", FAIR, headers=HTMX)
    person = Unsaved.objects.get().person
    Session.objects.all().delete()
    told = client.post(f"{ONCE}keep/", {**FAIR, "title": "Later"}, headers=HTMX)
    assert "Not kept: you are signed out." in told.content.decode()
    assert client.post(ONCE, FAIR).headers["Location"] == f"/account/sign-in/?next={ONCE}"
    client.force_login(person)
    assert fields_of(client.get(ONCE))["title"] == ["Winter fair"]


def test_more_than_a_form_can_hold_is_not_kept(client, group):
    told = client.post(f"{ONCE}keep/", {"description": "x" * 40_000}, headers=HTMX)
    assert told.content.decode().strip() == "Not kept. This is longer than the hub can keep."
    assert not Unsaved.objects.exists()


def test_strangers_and_visitors_keep_nothing(client, group):
    listing = post_club(client, group)
    stranger = organiser_of(OrganisationFactory())
    for path in (f"{ONCE}keep/", f"/post/{listing.slug}/what/keep/", "/post/no-such/what/keep/"):
        assert stranger.post(path, FAIR).status_code == 404
        assert "Not kept" in Client().post(path, FAIR, headers=HTMX).content.decode()
    assert client.post(f"/post/{listing.slug}/sing/keep/", FAIR).status_code == 404
    assert client.post("/post/new/heathfield/sing/keep/", FAIR).status_code == 404
    assert not Unsaved.objects.exists()


def test_form_sent_twice_makes_one_listing_that_says_what_was_sent_last(client, group):
    typed = {**fields_of(client.get(ONCE)), **FAIR}
    first = client.post(ONCE, typed)
    again = client.post(ONCE, typed)
    assert first.headers["Location"] == again.headers["Location"] == "/post/winter-fair/preview/"
    # Back, something changed, and sent again.
    client.post(ONCE, {**typed, "title": "Lantern fair"})
    assert [one.title for one in Listing.objects.all()] == ["Lantern fair"]
    for key in ("", "x", "0" * 5000):
        client.post(ONCE, {**typed, "posting_key": key, "title": f"Key {key[:3]}"})
    assert Listing.objects.count() == 4


def test_double_click_at_the_same_moment_makes_one_listing(fresh_database):
    from uuid import uuid4

    from django.db import connection, transaction

    group = OrganisationFactory()
    by = acting(make_member(group, Role.CONTRIBUTOR))
    key, draft = uuid4(), make_draft(pattern=weekly(3))
    with transaction.atomic():
        create_listing(draft, group.pk, key=key, by=by)
        second = Someone(lambda: create_listing(draft, group.pk, key=key, by=by).pk)
        wait_until_waiting(1)
    assert second.done() == Listing.objects.get().pk
    connection.close()


def test_second_of_two_sees_what_the_first_changed_and_loses_nothing(client, group):
    listing = post_club(client, group)
    path = f"/post/{listing.slug}/what/"
    colleague = organiser_of(group)
    mine, theirs = fields_of(client.get(path)), fields_of(colleague.get(path))
    colleague.post(path, {**theirs, "title": "Brick club", "description": "Bring your own bricks."})
    answer = client.post(path, {**mine, "title": "Lego hour", "summary": "We build for an hour."})
    page = read(answer)
    assert answer.status_code == 200
    assert "Somebody changed this while you were writing" in page.text
    kept = fields_of(answer)
    # Both changed the title; only they the description; only I the sentence.
    assert kept["title"] == ["Lego hour"]
    assert kept["summary"] == ["We build for an hour."]
    assert kept["description"] == ["Bring your own bricks."]
    notices = [one.text for one in page.one("form", id="form").all(".notice-warn")]
    assert notices == [
        "Somebody else changed this too. Below is what you typed; theirs: Lego Brick club",
        "Somebody else changed this. It is theirs now: Bring your own bricks.",
    ]
    assert Listing.objects.get().title == "Brick club"
    assert client.post(path, kept).status_code == 302
    saved = Listing.objects.get()
    assert (saved.title, saved.summary, saved.description) == (
        "Lego hour",
        "We build for an hour.",
        "Bring your own bricks.",
    )


def test_change_of_another_step_is_no_conflict(client, group):
    listing = post_club(client, group)
    mine = fields_of(client.get(f"/post/{listing.slug}/what/"))
    fill(organiser_of(group), f"/post/{listing.slug}/who/", cost="free")
    assert client.post(f"/post/{listing.slug}/what/", {**mine, "title": "Lego hour"}).status_code == 302
    saved = Listing.objects.get()
    assert (saved.title, saved.cost) == ("Lego hour", "free")


def test_forged_or_missing_opening_still_shows_what_is_there_now(client, group):
    listing = post_club(client, group)
    path = f"/post/{listing.slug}/what/"
    mine = fields_of(client.get(path))
    fill(organiser_of(group), path, title="Brick club")
    for opened in ("", "forged", "x" * 9000):
        answer = client.post(path, {**mine, "title": "Lego hour", "opened": opened})
        assert answer.status_code == 200
        assert "Brick" in read(answer).one("form", id="form").said(".notice-warn")
        assert fields_of(answer)["title"] == ["Lego hour"]


def test_two_at_a_published_listing_the_second_is_asked_again(client, group):
    listing = make_listing(group, title="Story time", pattern=weekly(4), place=group.place)
    path = f"/post/{listing.slug}/change/"
    colleague = organiser_of(group)
    mine = fields_of(client.get(path))
    fill(colleague, path, title="Story hour")
    colleague.post(f"{path}confirm/")
    client.post(path, {**mine, "title": "Tales", "summary": "Come in your slippers."})
    answer = client.post(f"{path}confirm/")
    assert "Somebody changed this while you were writing" in read(answer).text
    kept = fields_of(answer)
    assert (kept["title"], kept["summary"]) == (["Tales"], ["Come in your slippers."])
    assert read(answer).one("form", id="form").attributes["action"] == path
    assert client.post(path, kept).headers["Location"] == f"{path}confirm/"
    assert client.post(f"{path}confirm/").headers["Location"] == f"/post/{listing.slug}/"
    assert Listing.objects.get().state == State.PUBLISHED
    assert Listing.objects.get().title == "Story time"
    assert CLUB["title"] == "Lego club"
