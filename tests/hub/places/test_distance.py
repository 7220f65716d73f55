"""Miles, in Python and in the database."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.places.distance import miles, miles_from, say_miles, within
from hub.places.models import Address, District, Place

KINGS_HEATH = (52.418, -1.890)
# Geodesics on the WGS 84 ellipsoid, in miles.
KNOWN = [
    (KINGS_HEATH, (52.438, -1.879), 1.4589),
    (KINGS_HEATH, (52.410, -1.508), 16.1603),
    ((50.0663, -5.7148), (58.6373, -3.0689), 602.2556),  # Land's End to John o' Groats
    ((51.5073, -0.12755), (55.9533, -3.1883), 332.0303),  # London to Edinburgh
    ((52.4811, 1.7534), (51.6214, -3.9436), 249.9340),  # Lowestoft to Swansea
    ((50.1186, -5.5371), (60.1530, -1.1493), 715.1744),  # Penzance to Lerwick
]


@pytest.mark.parametrize(("here", "there", "known"), KNOWN)
def test_miles_known_distances_to_half_a_per_cent(here, there, known):
    assert miles(*here, *there) == pytest.approx(known, rel=0.002)
    assert miles(*there, *here) == miles(*here, *there)
    assert miles(*here, *here) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("here", "there", "known"), KNOWN)
def test_miles_from_known_distances_to_half_a_per_cent(here, there, known):
    place = Place.objects.create(district_id="B14", latitude=there[0], longitude=there[1])
    start = District(latitude=here[0], longitude=here[1])
    found = Place.objects.annotate(miles=miles_from(start)).get(pk=place.pk)
    assert found.miles == pytest.approx(known, rel=0.002)


points = st.tuples(st.floats(49, 61), st.floats(-9, 2, allow_subnormal=False))


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(here=points, there=st.lists(points, min_size=1, max_size=20), radius=st.floats(0, 800))
def test_miles_from_and_within_agree_with_python(here, there, radius):
    Place.objects.all().delete()
    Place.objects.bulk_create(
        Place(district_id="B14", name=str(index), latitude=latitude, longitude=longitude)
        for index, (latitude, longitude) in enumerate(there)
    )
    start = District(latitude=here[0], longitude=here[1])
    expected = {str(index): miles(*here, *point) for index, point in enumerate(there)}
    found = dict(Place.objects.annotate(miles=miles_from(start)).values_list("name", "miles"))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-4)
    near = set(Place.objects.filter(within(start, radius)).values_list("name", flat=True))
    # Where the two may round differently, either is right.
    assert {name for name, far in expected.items() if far < radius - 1e-4} <= near
    assert near <= {name for name, far in expected.items() if far < radius + 1e-4}


@pytest.mark.django_db
def test_miles_from_place_without_a_point_is_its_districts():
    moseley = District.objects.get(code="B13")
    place = Place.objects.create(district=moseley, withheld=True)
    start = District.objects.get(code="B14")
    expected = miles(start.latitude, start.longitude, moseley.latitude, moseley.longitude)
    found = Place.objects.annotate(miles=miles_from(start)).get(pk=place.pk)
    assert found.miles == pytest.approx(expected)
    assert 1 < expected < 2
    assert list(Place.objects.filter(within(start, expected + 0.01))) == [place]
    assert not Place.objects.filter(within(start, expected - 0.01)).exists()


@pytest.mark.django_db
def test_miles_from_and_within_through_a_relation(django_assert_num_queries):
    start = District.objects.get(code="B14")
    near = Place.objects.create(district=start, name="Near", latitude=52.42, longitude=-1.89)
    far = Place.objects.create(district_id="CV1", name="Far")
    for place in (near, far):
        Address.objects.create(place=place)
    with django_assert_num_queries(1):
        found = list(
            Address.objects.filter(within(start, 3, "place__"))
            .annotate(miles=miles_from(start, "place__"))
            .values_list("place__name", "miles")
        )
    assert found == [("Near", pytest.approx(miles(start.latitude, start.longitude, 52.42, -1.89)))]


@pytest.mark.parametrize("distance", [-0.1, math.nan, math.inf])
def test_within_no_distance_is_refused(distance):
    with pytest.raises(ValueError, match="number of miles"):
        within(District(latitude=52.4, longitude=-1.9), distance)


@pytest.mark.django_db
def test_within_distance_beyond_the_globe_takes_everything():
    Place.objects.create(district_id="B14")
    assert Place.objects.filter(within(District.objects.get(code="B14"), 1e9)).count() == 1


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (0, "close by"),
        (0.0999, "close by"),
        (0.1, "0.1 miles"),
        (0.44, "0.4 miles"),
        (0.96, "1 mile"),
        (1.04, "1 mile"),
        (1.06, "1.1 miles"),
        (2.0, "2 miles"),
        (9.94, "9.9 miles"),
        (9.96, "10 miles"),
        (12.4, "12 miles"),
        (715.2, "715 miles"),
    ],
)
def test_say_miles_in_words(distance, words):
    assert say_miles(distance) == words
