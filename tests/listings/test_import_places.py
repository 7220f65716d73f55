"""Where an imported event is, and what of it is never told."""

import pytest
from django.test import Client

from hub.people.models import Organisation
from hub.places.models import Address, Place
from listings.models import State
from tests.factories.people import OrganisationFactory
from tests.factories.places import PlaceFactory, make_place
from tests.listings.samples import (
    event,
    everything,
    listing,
    named,
    on,
    read_in,
)


@pytest.fixture
def shy(db: None) -> Organisation:
    """A verified group that withholds its address: it meets in somebody's home."""
    hidden = make_place(
        withheld=True, building="Juniper Cottage", street="17 Larkspur Rise", postcode="B14 7QX"
    )
    return OrganisationFactory(name="Silver Street Singers", slug="singers", place=hidden)


def test_full_postcode_becomes_a_district_and_the_address_is_kept_apart(group, client):
    where = "LOCATION:Larch Road Hall\\, 12 Larch Road\\, Birmingham B13 8QH\\, UK"
    with on(2026, 9, 7):
        read_in(group, named("Town", event("a", "Fair", "20261126T100000", where)))
        feed = client.get("/whats-on/calendar.ics").content.decode()
        lists = client.get("/").content.decode()
    found = listing("a")
    assert (found.place.name, found.place.district_id) == ("Larch Road Hall", "B13")
    address = Address.objects.get(place=found.place)
    assert (address.street, address.postcode) == ("12 Larch Road, Birmingham", "B13 8QH")
    assert "\r\nLOCATION:Larch Road Hall\r\n" in feed
    for text in (feed, lists, found.haystack, str(found.card), found.calendar_text):
        assert "8QH" not in text
        assert "12 Larch" not in text


@pytest.mark.parametrize(
    ("location", "name", "district", "street", "postcode"),
    [
        ("Larch Road Hall\\, B147AA", "Larch Road Hall", "B14", "", "B14 7AA"),
        ("Larch Road Hall b14-7aa", "Larch Road Hall B14", "B14", "", ""),
        ("12\\, Larch Road\\, B14 7AA", "12 Larch Road", "B14", "", "B14 7AA"),
        ("B13 8QH", "B13", "B13", "", "B13 8QH"),
        ("Allotments\\, Birmingham B13", "Allotments", "B13", "Birmingham B13", ""),
        ("Room 5", "Room 5", "B14", "", ""),
    ],
)
def test_places_as_people_write_them(group, location, name, district, street, postcode):
    with on(2026, 9, 7):
        read_in(group, named("Town", event("a", "Fair", "20261126T100000", f"LOCATION:{location}")))
    place = listing("a").place
    assert (place.name, place.district_id) == (name, district)
    assert (place.address.street, place.address.postcode) == (street, postcode)


def test_one_place_is_made_once_and_another_of_its_name_is_another(group):
    hall = "LOCATION:Church hall\\, 1 High Street\\, B14 7AA"
    wheres = [hall, hall, "LOCATION:church hall", "LOCATION:Church hall\\, 9 Low Street\\, B13 8QH"]
    events = [event(f"e{number}", "Fair", "20261126T100000", where) for number, where in enumerate(wheres)]
    with on(2026, 9, 7):
        read_in(group, named("Town", *events))
        read_in(group, named("More", event("later", "Fair", "20261126T100000", hall)))
    places = [listing(f"e{number}").place_id for number in range(4)]
    assert (len(set(places[:3])), len(set(places))) == (1, 2)
    assert listing("later").place_id == places[0]


@pytest.mark.parametrize(
    "where", ["Heathfield Hall", "heathfield hall\\, 3 Grange Lane", "Heathfield Hall B14 7QA", ""]
)
def test_home_is_known_by_its_name(group, where):
    with on(2026, 9, 7):
        read_in(group, named("Town", event("a", "Fair", "20261126T100000", f"LOCATION:{where}")))
    assert listing("a").place == group.place
    assert Place.objects.count() == 1


@pytest.mark.parametrize("where", ["https://meet.example/j/44?pwd=Qx7", "Tower\\, SW1A 1AA"])
def test_place_that_can_not_be_told_is_left_out_and_said_so(group, where):
    with on(2026, 9, 7):
        report = read_in(group, named("Town", event("a", "Fair", "20261126T100000", f"LOCATION:{where}")))
    assert listing("a").place is None
    assert report.notes == ["Line 4: the place of “Fair” was left out."]
    assert Place.objects.count() == 1


SECRET = "LOCATION:Foxglove House\\, 41 Teasel Drive\\, B13 9ZX"


PAGES = (
    "/",
    "/whats-on/calendar.ics",
    "/groups/singers/",
    "/groups/",
    "/whats-on/fair/",
    "/whats-on/fair/calendar.ics",
)


def public_texts() -> list[str]:
    """What a visitor gets to see who asks for nothing in particular, in small letters."""
    return [Client().get(page).content.decode().lower() for page in PAGES]


def found_by(words: str) -> bool:
    """Whether a visitor finds the fair by these words, on the page or in the feed."""
    page = Client().get("/", {"q": words}).content.decode()
    feed = Client().get("/whats-on/calendar.ics", {"q": words}).content.decode()
    assert ("/whats-on/fair/" in page) == ("SUMMARY:Fair" in feed)
    return "/whats-on/fair/" in page


def test_withheld_organisation_gets_no_place_from_its_calendar(shy):
    """Nowhere in the feed, a page, a search, or any table but its own Address (rules.md S20)."""
    theirs, told = ("juniper", "larkspur", "7qx"), ("foxglove", "teasel", "9zx")
    with on(2026, 9, 7):
        read_in(shy, named("Town", event("a", "Fair", "20261126T100000", SECRET)))
        texts = public_texts()
        assert found_by("fair singers")
        assert not any(found_by(f"fair {word}") for word in (*theirs, *told))
    assert "around kings heath" in texts[0]
    assert "location:around kings heath (b14)" in texts[1]
    assert [word for word in (*theirs, *told) for text in texts if word in text] == []
    assert listing("a").place == shy.place
    rows = everything()
    assert [word for word in told if word in str(rows).lower()] == []
    del rows["Address"]
    assert [word for word in theirs if word in str(rows).lower()] == []


def test_organisation_that_withholds_its_address_later_takes_its_places_back(
    shy, django_capture_on_commit_callbacks
):
    home = shy.place
    Organisation.objects.filter(pk=shy.pk).update(place=PlaceFactory(name="Open hall"))
    calendar = named("Town", event("a", "Fair", "20261126T100000", SECRET))
    gone = named("Town", event("b", "Walk", "20261126T100000", SECRET))
    with on(2026, 9, 7):
        read_in(shy, gone)
        read_in(shy, calendar)
        assert listing("b").state == State.CANCELLED
        assert "foxglove house" in public_texts()[0]
        assert found_by("fair foxglove")
        Organisation.objects.filter(pk=shy.pk).update(place=home)
        with django_capture_on_commit_callbacks(execute=True):
            report = read_in(shy, calendar)
        texts = public_texts()
        assert not found_by("fair foxglove")
    assert (report.changed, listing("a").place, listing("b").place) == (["Fair"], home, home)
    assert [text for text in texts if "foxglove" in text] == []
    assert [word for word in ("foxglove", "teasel", "9zx") if word in str(everything()).lower()] == []
