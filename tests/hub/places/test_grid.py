"""The national grid against the figures that its keeper publishes, and against another library's."""

import pytest

from hub.places.distance import miles
from hub.places.grid import to_degrees_of_wgs84

TEN_METRES = 0.0062


@pytest.mark.parametrize(
    ("easting", "northing", "latitude", "longitude"),
    [
        (651409.903, 313177.270, 52.657979, 1.716052),  # Caister, the guide's worked example
        (538890, 177320, 51.477796, -0.001402),  # Greenwich
        (447000, 1141000, 60.150796, -1.155329),  # Shetland
        (170000, 12000, 49.963772, -5.208408),  # the Lizard
        (407600, 279900, 52.417044, -1.889682),  # Kings Heath
    ],
)
def test_grid_known_points(easting, northing, latitude, longitude):
    assert miles(*to_degrees_of_wgs84(easting, northing), latitude, longitude) < TEN_METRES
