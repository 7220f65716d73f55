"""Where an organisation meets: set, shared with others, withheld and told again (rules.md S20)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client

from hub.access import NotAllowed
from hub.people.actions.place import ChangedMeanwhile, set_place
from hub.people.meeting import Meeting
from hub.people.models import Organisation, Person, Role
from hub.places.models import Address, Place
from tests.factories.forms import fields_of
from tests.factories.listings import make_listing
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.factories.places import make_place
from tests.pages import facts_of, read
from tests.personas import Persona

pytestmark = pytest.mark.django_db

PLACE, PAGE = "/groups/heathfield/place/", "/groups/heathfield/"
HOME = {
    "building": "Juniper Cottage",
    "street": "17 Larkspur Rise",
    "town": "Wythallbrook",
    "postcode": "B14 7QX",
}


def browser(person: Person) -> Client:
    return Persona("someone", person, acting(person)).client()


@pytest.fixture
def group() -> Organisation:
    place = make_place(**HOME)
    Place.objects.filter(pk=place.pk).update(name="Juniper Cottage", latitude=52.42, longitude=-1.89)
    made: Organisation = OrganisationFactory(name="Heathfield Families", slug="heathfield", place=place)
    return made


@pytest.fixture
def client(group: Organisation) -> Client:
    return browser(make_member(group, Role.MANAGER))


def save(client: Client, **changes: Any) -> HttpResponse:
    return client.post(PLACE, fields_of(client.get(PLACE), **changes))


def place_of(group: Organisation) -> Place:
    group.refresh_from_db()
    assert group.place is not None
    return group.place


def address_of(group: Organisation) -> dict[str, str]:
    address = Address.objects.get(place=place_of(group))
    return {name: getattr(address, name) for name in HOME}


def where(client: Client) -> str:
    cache.clear()
    return facts_of(read(client.get(PAGE)).one("aside").one("dl"))["Where"]


def test_only_managers_say_where(group):
    for person in (make_member(group, Role.CONTRIBUTOR), make_member(OrganisationFactory(), Role.MANAGER)):
        assert browser(person).get(PLACE).status_code == 404
        with pytest.raises(NotAllowed):
            set_place(group.pk, Meeting(district="B14"), edition=1, by=acting(person))
    assert Client().get(PLACE).status_code == 302
    assert address_of(group) == HOME


def test_saving_what_was_there_changes_nothing(group, client):
    before = place_of(group)
    assert save(client).status_code == 302
    after = place_of(group)
    assert (after, after.latitude, after.name, group.edition) == (before, 52.42, "Juniper Cottage", 1)


def test_own_place_is_changed_where_it_stands(group, client):
    before = place_of(group)
    save(
        client,
        building="",
        street="3 Silver Street",
        town="",
        postcode="b13 8ab",
        access=["quiet", "parking"],
    )
    after = place_of(group)
    assert (after.pk, after.name, after.district_id) == (before.pk, "", "B13")
    assert (after.latitude, after.access, group.edition) == (None, ["parking", "quiet"], 2)
    assert address_of(group) == {
        "building": "",
        "street": "3 Silver Street",
        "town": "",
        "postcode": "B13 8AB",
    }
    assert where(Client()) == "Moseley (B13) 3 Silver Street B13 8AB"
    assert facts_of(read(Client().get(PAGE)).one("aside").one("dl"))["Access"] == (
        "Accessible parking Quiet or sensory-friendly"
    )


def test_access_alone_keeps_the_point_on_the_map(group, client):
    save(client, access=["hoist"])
    assert (place_of(group).latitude, place_of(group).access) == (52.42, ["hoist"])


def test_organisation_without_a_place_gets_one():
    group = OrganisationFactory(slug="heathfield")
    save(browser(make_member(group, Role.MANAGER)), postcode="B14")
    assert (place_of(group).label, address_of(group)["postcode"]) == ("Kings Heath (B14)", "")


@pytest.mark.parametrize("shared_by", ["organisation", "listing"])
def test_place_that_others_use_stays_as_it_is(group, client, shared_by):
    shared, other = place_of(group), OrganisationFactory()
    if shared_by == "organisation":
        Organisation.objects.filter(pk=other.pk).update(place=shared)
        theirs = make_listing(other)
    else:
        theirs = make_listing(other, place=shared)
    ours, elsewhere = make_listing(group, place=shared), make_listing(group, place=make_place())
    save(client, street="9 Poplar Road", withheld="on")
    own = place_of(group)
    assert own.pk != shared.pk
    shared.refresh_from_db()
    assert (shared.name, shared.withheld, shared.latitude) == ("Juniper Cottage", False, 52.42)
    assert Address.objects.get(place=shared).street == "17 Larkspur Rise"
    assert (own.withheld, own.name, address_of(group)["street"]) == (True, "", "9 Poplar Road")
    places = {one.pk: one.place_id for one in type(ours).objects.all()}
    assert places[ours.pk] == own.pk
    assert places[theirs.pk] in (shared.pk, None)
    assert places[elsewhere.pk] not in (own.pk, shared.pk)


def test_own_listings_do_not_make_a_place_others(group, client):
    before = place_of(group)
    make_listing(group, place=before)
    save(client, street="9 Poplar Road")
    assert place_of(group).pk == before.pk


def test_withheld_address_is_told_to_members_alone(group, client):
    response = client.post(PLACE, fields_of(client.get(PLACE), withheld="on"), follow=True)
    assert "Saved. From now on only your members see the address." in response.text
    place = place_of(group)
    assert (place.withheld, place.name, place.latitude, place.longitude) == (True, "", None, None)
    assert address_of(group) == HOME
    told = "Around Kings Heath (B14). The organiser tells you the address."
    assert where(Client()) == told
    assert where(client) == f"{told} {' '.join(HOME.values())} Not public: you see this as a member."
    preview = client.get(f"{PAGE}?as=visitor")
    assert facts_of(read(preview).one("aside").one("dl"))["Where"] == told
    assert [words for words in HOME.values() if words in preview.text] == []


def test_address_is_told_again(group, client):
    save(client, withheld="on")
    form = read(client.get(PLACE))
    assert form.one("input", name="street").attributes["value"] == "17 Larkspur Rise"
    assert "checked" in form.one("input", name="withheld").attributes
    save(client, withheld=None)
    place = place_of(group)
    assert (place.withheld, place.name) == (False, "Juniper Cottage")
    assert where(Client()) == "Juniper Cottage 17 Larkspur Rise Wythallbrook B14 7QX"


def test_words_that_still_tell_a_withheld_address_are_pointed_at(group, client):
    Organisation.objects.filter(pk=group.pk).update(
        about="Ring at 17 Larkspur Rise.", name="Juniper Cottage Club"
    )
    response = client.post(PLACE, fields_of(client.get(PLACE), withheld="on"), follow=True)
    words = [one.text for one in read(response).all("div.notice-warn")]
    assert words == ["Your own words still tell where you meet. Look at: Name and About."]
    assert place_of(group).withheld


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Give the postcode, or its first half, such as B14."),
        ("B14 7R", "This is not a postcode. Type it like B14 7RA, or its first half alone: B14."),
        ("B14 7RA, Birmingham", "This is not a postcode."),
        ("Kings Heath", "This is not a postcode."),
        ("ZE1", "We do not know the part of the country with the postcode ZE1."),
    ],
)
def test_postcode_that_is_none_is_an_error_and_nothing_is_lost(group, client, typed, words):
    response = save(client, postcode=typed, street="9 Poplar Road")
    (error,) = read(response).one("div.errors").all("li")
    assert words in error.text
    assert read(response).one("input", name="street").attributes["value"] == "9 Poplar Road"
    assert address_of(group) == HOME


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("building", "Amina’s, 0121 496 0199", "a telephone number"),
        ("street", "3 Silver Street, B14 7QA", "a postcode"),
        ("town", "amina@home.example", "an e-mail address"),
    ],
)
def test_address_that_everyone_reads_holds_no_personal_details(group, client, field, value, found):
    response = save(client, **{field: value})
    (error,) = read(response).one("div.errors").all("li")
    assert f"Everyone reads this, and there is {found} in it. Take it out." in error.text
    by = acting(make_member(group, Role.MANAGER))
    with pytest.raises(ValidationError, match=found):
        set_place(group.pk, Meeting(**{"district": "B14", field: value}), edition=1, by=by)
    assert address_of(group) == HOME
    assert save(client, **{field: value}, withheld="on").status_code == 302


def test_second_of_two_is_shown_what_the_first_changed(group, client):
    other = browser(make_member(group, Role.MANAGER))
    opened = fields_of(client.get(PLACE))
    save(other, street="9 Poplar Road", withheld="on", access=["hoist"])
    response = client.post(PLACE, {**opened, "street": "3 Silver Street", "town": "Birmingham"})
    told = read(response).one("section", **{"aria-labelledby": "changes"})
    said = {term.text: one.text for term, one in zip(told.all("dt"), told.all("dd"), strict=True)}
    assert said["Number and street"].startswith("17 Larkspur Rise 9 Poplar Road You changed this too")
    assert said["Do not show the address"] == "no yes Theirs stands in the form now."
    assert said["What the place has or is"] == "Hoist and changing place Theirs stands in the form now."
    assert address_of(group)["street"] == "9 Poplar Road"
    assert client.post(PLACE, fields_of(response)).status_code == 302
    assert address_of(group)["street"] == "3 Silver Street"
    assert (place_of(group).withheld, place_of(group).access, group.edition) == (True, ["hoist"], 3)


def test_action_refuses_a_form_that_is_older_than_the_page(group):
    by = acting(make_member(group, Role.MANAGER))
    set_place(group.pk, Meeting(district="B13"), edition=1, by=by)
    with pytest.raises(ChangedMeanwhile) as error:
        set_place(group.pk, Meeting(district="B12"), edition=1, by=by)
    assert error.value.organisation.edition == 2
    assert place_of(group).district_id == "B13"


def test_change_of_the_page_meanwhile_does_not_stop_a_change_of_the_place(group, client):
    opened = fields_of(client.get(PLACE))
    Organisation.objects.filter(pk=group.pk).update(summary="Other words.", edition=7)
    assert client.post(PLACE, {**opened, "street": "9 Poplar Road"}).status_code == 302
    assert (address_of(group)["street"], group.edition) == ("9 Poplar Road", 8)
