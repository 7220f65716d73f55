"""The table of districts that ships with the hub."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from hub import places
from hub.places.distance import miles
from hub.places.models import District
from hub.places.postcodes import district_of

pytestmark = pytest.mark.django_db

TABLE = Path(places.__file__).parent / "data" / "districts.csv"

# From public gazetteers, to about a kilometre.
KNOWN = {
    "B14": (52.418, -1.888),
    "B13": (52.436, -1.878),
    "B37": (52.478, -1.741),
    "B97": (52.299, -1.955),
    "CV1": (52.410, -1.509),
    "CV37": (52.181, -1.708),
    "DY12": (52.386, -2.329),
    "ST5": (53.011, -2.229),
    "TF13": (52.596, -2.558),
    "WR11": (52.095, -1.928),
    "WS15": (52.758, -1.917),
    "WV16": (52.511, -2.441),
}
# How many districts each area has on the ground.
AREAS = {"B": 77, "CV": 24, "DY": 14, "ST": 21, "TF": 13, "WR": 15, "WS": 15, "WV": 16}


def rows():
    return list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


def test_districts_are_loaded_as_the_table_says():
    loaded = {one.code: (one.name, one.latitude, one.longitude) for one in District.objects.all()}
    assert loaded == {
        row["code"]: (row["name"], float(row["latitude"]), float(row["longitude"])) for row in rows()
    }


def test_districts_cover_every_area_around_birmingham():
    codes = [row["code"] for row in rows()]
    assert Counter(code.rstrip("0123456789") for code in codes) == AREAS
    assert [code for code in codes if district_of(code) != code] == []


def test_districts_have_names_of_their_own():
    names = Counter(row["name"].casefold() for row in rows())
    assert [name for name, count in names.items() if count > 1] == []
    assert [row["code"] for row in rows() if row["name"] == row["code"] or not row["name"].strip()] == []


@pytest.mark.parametrize(("code", "point"), KNOWN.items())
def test_districts_lie_where_they_are_known_to(code, point):
    district = District.objects.get(code=code)
    assert miles(district.latitude, district.longitude, *point) < 2


def test_districts_have_a_neighbour_of_their_area():
    # A swapped or mistyped coordinate would stand alone.
    table = [
        (row["code"].rstrip("0123456789"), float(row["latitude"]), float(row["longitude"])) for row in rows()
    ]
    for area, latitude, longitude in table:
        others = [
            miles(latitude, longitude, *point)
            for other, *point in table
            if other == area and tuple(point) != (latitude, longitude)
        ]
        assert min(others) < 12
