"""Districts, places and addresses: what the database refuses, and what a withheld place keeps to itself."""

import json

import psycopg
import pytest
from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, connection, transaction

from hub.places.models import AccessFeature, Address, District, Place
from hub.privacy.register import PERSONAL, undeclared

pytestmark = pytest.mark.django_db

SECRETS = ["Rosewood Refuge", "17 Hidden Lane", "Withheldtown", "B14 9ZZ", "52.4301", "-1.8777"]


def refused(constraint, act):
    """Run something that breaks a constraint, and check that it was this one."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    cause = error.value.__cause__
    assert isinstance(cause, psycopg.errors.CheckViolation)
    assert cause.diag.constraint_name == constraint


@pytest.mark.parametrize("code", ["", "b14", "14", "B", "BBB1", "B14\n", "É1", "B 1", "B123"])
def test_district_code_that_is_none_is_refused(code):
    refused(
        "district_code_is_a_district",
        lambda: District.objects.create(code=code, name="x", latitude=52, longitude=-2),
    )


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(48.9, -2), (61.1, -2), (52, -9.1), (52, 2.1), (float("nan"), -2), (52, float("inf"))],
)
def test_position_outside_the_uk_is_refused(latitude, longitude):
    refused(
        "district_lies_in_the_uk",
        lambda: District.objects.create(code="ZZ1", name="x", latitude=latitude, longitude=longitude),
    )
    refused(
        "place_lies_in_the_uk",
        lambda: Place.objects.create(district_id="B14", latitude=latitude, longitude=longitude),
    )


def test_district_without_a_name_is_refused():
    refused(
        "district_has_a_name", lambda: District.objects.create(code="ZZ1", name="", latitude=52, longitude=-2)
    )


@pytest.mark.parametrize("point", [{"latitude": 52.4}, {"longitude": -1.9}])
def test_place_with_half_a_point_is_refused(point):
    refused("place_point_is_whole", lambda: Place.objects.create(district_id="B14", **point))


@pytest.mark.parametrize("telling", [{"name": "Rosewood"}, {"latitude": 52.4, "longitude": -1.9}])
def test_withheld_place_that_tells_is_refused(telling):
    refused(
        "place_withheld_tells_nothing",
        lambda: Place.objects.create(district_id="B14", withheld=True, **telling),
    )


def test_withholding_a_place_that_still_tells_is_refused():
    place = Place.objects.create(district_id="B14", name="Rosewood")
    refused(
        "place_withheld_tells_nothing",
        lambda: Place.objects.filter(pk=place.pk).update(withheld=True),
    )
    assert Place.objects.filter(pk=place.pk).update(withheld=True, name="") == 1
    refused("place_withheld_tells_nothing", lambda: Place.objects.filter(pk=place.pk).update(name="Rosewood"))


@pytest.mark.parametrize("access", [["lift"], ["step-free", ""], [None]])
def test_place_with_an_unknown_feature_is_refused(access):
    refused("place_access_is_known", lambda: Place.objects.create(district_id="B14", access=access))


def test_place_with_every_feature_is_kept():
    place = Place.objects.create(district_id="B14", access=AccessFeature.values)
    place.refresh_from_db()
    assert place.access == AccessFeature.values
    assert len(place.access) == 10


@pytest.mark.parametrize("postcode", ["b14 7ra", "B147RA", "B14  7RA", "B14", "B14 7RM", " "])
def test_address_with_a_postcode_not_as_printed_is_refused(postcode):
    place = Place.objects.create(district_id="B14")
    refused("address_postcode_is_whole", lambda: Address.objects.create(place=place, postcode=postcode))


def test_address_with_and_without_a_postcode_is_kept():
    for postcode in ("", "B14 7RA", "W1A 0AX"):
        Address.objects.create(place=Place.objects.create(district_id="B14"), postcode=postcode)
    assert Address.objects.count() == 3


def test_second_address_of_a_place_is_refused():
    place = Place.objects.create(district_id="B14")
    Address.objects.create(place=place)
    with pytest.raises(IntegrityError, match="unique"), transaction.atomic():
        Address.objects.create(place=place)


def test_district_in_use_is_not_deleted():
    Place.objects.create(district_id="B14")
    with pytest.raises(IntegrityError), transaction.atomic():
        District.objects.filter(code="B14").delete()


def test_address_goes_with_its_place():
    place = Place.objects.create(district_id="B14")
    Address.objects.create(place=place, street="Vicarage Road")
    place.delete()
    assert not Address.objects.exists()


def test_label_of_a_place():
    hall = Place.objects.create(district_id="B14", name="All Saints’ Hall")
    assert hall.label == str(hall) == "All Saints’ Hall"
    assert Place.objects.create(district_id="B14").label == "Kings Heath (B14)"
    withheld = Place.objects.create(district_id="B14", withheld=True)
    assert withheld.label == "Around Kings Heath (B14). The organiser tells you the address."


def test_label_where_the_district_has_no_name():
    District.objects.create(code="ZE1", name="ZE1", latitude=60.15, longitude=-1.14)
    assert Place.objects.create(district_id="ZE1", withheld=True).label == (
        "Around ZE1. The organiser tells you the address."
    )


@pytest.fixture
def withheld():
    """A refuge: its name and address are planted where they belong."""
    place = Place.objects.create(district_id="B14", withheld=True)
    Address.objects.create(
        place=place, building=SECRETS[0], street=SECRETS[1], town=SECRETS[2], postcode=SECRETS[3]
    )
    return place


def test_withheld_place_holds_nothing_of_its_address(withheld):
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(place)::text FROM places_place AS place")
        rows = [row for (row,) in cursor.fetchall()]
    told = [*rows, str(withheld), repr(withheld), withheld.label, serializers.serialize("json", [withheld])]
    assert withheld.district_id == "B14"
    assert all("B14" in one for one in told[:1])
    assert [secret for secret in SECRETS if any(secret in one for one in told)] == []
    # What was planted is there to be found.
    address = serializers.serialize("json", Address.objects.all())
    assert [secret for secret in SECRETS[:4] if secret in address] == SECRETS[:4]


def test_address_shown_by_accident_tells_nothing(withheld):
    told = str(withheld.address) + repr(withheld.address)
    assert [secret for secret in SECRETS if secret in told] == []


def test_withheld_place_of_one_district_looks_like_any_other(withheld):
    other = Place.objects.create(district_id="B14", withheld=True)
    Address.objects.create(place=other, building="Elsewhere")
    shown = [json.loads(serializers.serialize("json", [one]))[0]["fields"] for one in (withheld, other)]
    for fields in shown:
        del fields["created"]
    assert shown[0] == shown[1]


def test_address_fields_are_declared_personal():
    assert [name for name in undeclared() if name.startswith("places.")] == []
    declared = {name for label, name in PERSONAL if label == "places.Address"}
    assert declared == {"building", "street", "town", "postcode"}
    assert apps.get_app_config("places").name == "hub.places"
