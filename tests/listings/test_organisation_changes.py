"""What is on follows its organisation: renamed, suspended, moved, withheld; for one listing as for thirty."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hub.people.actions.organisation import edit_organisation
from hub.people.actions.place import meeting_now, set_place
from hub.people.actor import Actor
from hub.people.changes import organisation_changed
from hub.people.meeting import Meeting
from hub.people.models import Organisation, Role
from hub.people.profile import Profile, profile_of
from hub.places.models import Address, Place
from listings.models import Listing, State
from tests.factories.listings import make_listing, weekly
from tests.factories.people import OrganisationFactory, acting, make_administrator, make_member
from tests.factories.places import make_place

pytestmark = pytest.mark.django_db

STREET, HOUSE, POSTCODE = "17 Larkspur Rise", "Juniper Cottage", "B14 7QX"
SECRETS = ("Larkspur", "Juniper", "7QX", "7qx", "Wythallbrook")


@pytest.fixture
def group() -> Organisation:
    place = make_place(building=HOUSE, street=STREET, town="Wythallbrook", postcode=POSTCODE)
    Place.objects.filter(pk=place.pk).update(name=HOUSE, latitude=52.42, longitude=-1.89)
    made: Organisation = OrganisationFactory(name="Heathfield Families", slug="heathfield", place=place)
    return Organisation.objects.select_related("place").get(pk=made.pk)


@pytest.fixture
def by(group: Organisation) -> Actor:
    return acting(make_member(group, Role.MANAGER))


def rename(group: Organisation, by: Actor, name: str, **more: Any) -> None:
    group.refresh_from_db()
    now = profile_of(group)
    changed = Profile(**{**now.columns(), "offers": now.offers, "name": name, **more})
    edit_organisation(group.pk, changed, logo=None, edition=group.edition, by=by)


def move(group: Organisation, by: Actor, **changes: Any) -> None:
    group.refresh_from_db()
    now = meeting_now(group, by)
    assert now is not None
    given = {**now.lines, "district": now.district, "withheld": now.withheld, "access": now.access, **changes}
    set_place(group.pk, Meeting(**given), edition=group.edition, by=by)


def told(path: str) -> str:
    """All that a page or feed says to a visitor, its long lines unfolded."""
    cache.clear()
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.text.replace("\r\n ", "")


def test_new_name_is_on_cards_in_feeds_and_searches(group, by):
    listing = make_listing(group, title="Story time", place=group.place)
    rename(group, by, "Marigold Centre")
    for path in (
        "/",
        "/whats-on/calendar.ics",
        f"/whats-on/{listing.slug}/",
        f"/whats-on/{listing.slug}/calendar.ics",
    ):
        assert ("Marigold Centre" in told(path), "Heathfield" in told(path)) == (True, False), path
    assert "Story time" in told("/?q=marigold")
    assert "Story time" not in told("/?q=heathfield")


def test_subscribers_calendars_take_a_new_name_and_nothing_that_they_do_not_show(group, by):
    listing = make_listing(group)
    rename(group, by, "Marigold Centre")
    renamed = Listing.objects.get(pk=listing.pk)
    assert (renamed.sequence, renamed.updated > listing.updated) == (listing.sequence + 1, True)
    rename(group, by, "Marigold Centre", trades_for_profit=True)
    marked = Listing.objects.get(pk=listing.pk)
    assert (marked.sequence, marked.updated, marked.card["for_profit"]) == (
        renamed.sequence,
        renamed.updated,
        True,
    )
    assert "Run for profit" in told("/")
    rename(group, by, "Marigold Centre", sort="nature")
    assert "gardens" in Listing.objects.get(pk=listing.pk).haystack


def test_drafts_and_what_is_over_follow_too(group, by):
    states = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.CANCELLED, State.PAST)
    made = [make_listing(group, state) for state in states]
    rename(group, by, "Marigold Centre")
    rows = Listing.objects.filter(pk__in=[one.pk for one in made])
    assert {one.card["organiser"] for one in rows} == {"Marigold Centre"}
    assert all("Marigold Centre" in one.calendar_text for one in rows)


def test_others_listings_stay_as_they_were(group, by):
    other = make_listing(OrganisationFactory(name="Silver Street Singers"), place=group.place)
    rename(group, by, "Marigold Centre")
    after = Listing.objects.get(pk=other.pk)
    assert (after.card, after.updated, after.sequence) == (other.card, other.updated, other.sequence)


def test_nothing_is_written_where_nothing_that_is_derived_changed(group, by):
    make_listing(group)
    with CaptureQueriesContext(connection) as made:
        organisation_changed(group.pk)
    assert [one["sql"] for one in made if one["sql"].startswith("UPDATE")] == []


def test_thirty_listings_take_no_more_queries_than_one(group, by):
    def asked(name: str) -> int:
        with CaptureQueriesContext(connection) as made:
            rename(group, by, name)
        return len(made)

    make_listing(group, pattern=weekly(3))
    administrator = make_administrator()
    one = asked("Marigold Centre")
    for number in range(29):
        make_listing(group, pattern=weekly(3), title=f"Club {number}", administrator=administrator)
    assert asked("Bluebell Centre") == one
    assert one <= 32
    assert Listing.objects.filter(card__organiser="Bluebell Centre").count() == 30


def test_withholding_moves_thirty_listings_in_as_many_queries_as_one(group, by):
    def asked(**change: Any) -> int:
        with CaptureQueriesContext(connection) as made:
            move(group, by, **change)
        return len(made)

    make_listing(group, place=group.place)
    one = asked(withheld=True)
    move(group, by, withheld=False)
    administrator = make_administrator()
    for _number in range(29):
        make_listing(group, place=group.place, administrator=administrator)
    assert asked(withheld=True) == one
    assert {row["around"] for row in Listing.objects.values_list("card", flat=True)} == {"Kings Heath"}


def public_pages(*slugs: str) -> list[str]:
    """Every kind of page and feed that could tell where something is, and what one could look for."""
    pages = ["/", "/?near=B14", "/whats-on/calendar.ics", "/whats-on/calendar.ics?organiser=heathfield"]
    pages += ["/groups/", "/groups/?near=B14&within=10", "/groups/heathfield/"]
    for slug in slugs:
        pages += [f"/whats-on/{slug}/", f"/whats-on/{slug}/?dates=all", f"/whats-on/{slug}/calendar.ics"]
    return pages


def leaks(*slugs: str) -> list[tuple[str, str]]:
    return [(path, word) for path in public_pages(*slugs) for word in SECRETS if word in told(path)]


def at_the_same(**address: str) -> Place:
    """Another row for the same address, as a calendar makes it."""
    place = Place.objects.create(
        name=address.pop("name", ""), district_id="B14", latitude=52.42, longitude=-1.89
    )
    Address.objects.create(place=place, **address)
    return place


def test_withheld_address_is_nowhere(group, by):
    same = [
        at_the_same(name="At ours", street=STREET),
        at_the_same(name="The garden", postcode=POSTCODE),
        at_the_same(name="juniper cottage"),
        at_the_same(name="Back door", street="17 Larkspur Rise, Wythallbrook, Birmingham"),
        at_the_same(name="17 Larkspur Rise"),
    ]
    elsewhere = at_the_same(name="Silver Street Hall", street="3 Silver Street", postcode="B14 7QA")
    listings = [make_listing(group, place=place, pattern=weekly(2)) for place in [group.place, *same]]
    past = make_listing(group, State.PAST, place=group.place)
    cancelled = make_listing(group, State.CANCELLED, place=same[0])
    hall = make_listing(group, place=elsewhere)
    slugs = [one.slug for one in (*listings, past, cancelled, hall)]
    # Without this a hub that never told an address would pass.
    assert {word for _path, word in leaks(*slugs)} >= {"Larkspur", "Juniper", "7QX"}
    move(group, by, withheld=True)
    assert leaks(*slugs) == []
    home = Organisation.objects.values_list("place", flat=True).get(pk=group.pk)
    moved = Listing.objects.filter(pk__in=[one.pk for one in (*listings, past, cancelled)])
    assert set(moved.values_list("place", flat=True)) == {home}
    assert Listing.objects.get(pk=hall.pk).place_id == elsewhere.pk
    assert "Silver Street Hall" in told(f"/whats-on/{hall.slug}/")
    # Nobody keeps the address in a row that is of no use any more.
    assert Place.objects.filter(pk__in=[one.pk for one in same]).count() == 0
    for listing in moved:
        derived = f"{listing.haystack} {listing.calendar_text} {listing.card} {listing.search}".lower()
        assert [word for word in SECRETS if word.lower() in derived] == []
    for words in ("larkspur", "juniper", "7qx"):
        found = told(f"/?q={words}")
        assert "0 things match" in found or "Nothing matches all of that" in found, words


def test_place_that_another_group_uses_goes_on_being_told_as_theirs(group, by):
    other = OrganisationFactory(name="Silver Street Singers", slug="singers")
    shared = at_the_same(name="Larkspur Hall", street=STREET)
    ours, theirs = make_listing(group, place=shared), make_listing(other, place=shared)
    move(group, by, withheld=True)
    assert "Larkspur" not in told(f"/whats-on/{ours.slug}/")
    assert "Larkspur Hall" in told(f"/whats-on/{theirs.slug}/")
    assert Place.objects.filter(pk=shared.pk).exists()


def test_address_that_is_told_again_is_on_every_page(group, by):
    listing = make_listing(group, place=group.place)
    move(group, by, withheld=True)
    hidden = Listing.objects.get(pk=listing.pk)
    move(group, by, withheld=False)
    shown = Listing.objects.get(pk=listing.pk)
    assert (shown.card["place"], shown.card["around"]) == (HOUSE, "")
    assert shown.sequence == hidden.sequence + 1
    assert STREET in told(f"/whats-on/{listing.slug}/")
    assert HOUSE in told("/whats-on/calendar.ics")


def test_move_takes_along_what_is_on_there(group, by):
    here, away = make_listing(group, place=group.place), make_listing(group, place=make_place())
    move(group, by, building="Silver Street Hall", street="3 Silver Street", postcode="B14 7QA")
    assert Listing.objects.get(pk=here.pk).card["place"] == "Silver Street Hall"
    assert Listing.objects.get(pk=away.pk).card == away.card
    assert "LOCATION:Silver Street Hall" in told(f"/whats-on/{here.slug}/calendar.ics")


def test_change_that_is_undone_changes_nothing(group, by):
    listing = make_listing(group, place=group.place)
    with transaction.atomic():
        rename(group, by, "Marigold Centre")
        transaction.set_rollback(True)
    after = Listing.objects.get(pk=listing.pk)
    assert (after.card, after.sequence) == (listing.card, listing.sequence)


def test_kept_pages_are_cleared_when_it_is_committed(django_capture_on_commit_callbacks, group, by):
    make_listing(group, title="Story time")
    Client().get("/groups/heathfield/")
    with django_capture_on_commit_callbacks(execute=True):
        rename(group, by, "Marigold Centre")
    assert "Marigold Centre" in Client().get("/groups/heathfield/").text
