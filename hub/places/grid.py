"""From the national grid of Great Britain to latitude and longitude.

The formulas and figures are those that the Ordnance Survey publishes in "A guide to coordinate systems
in Great Britain": the inverse of its Transverse Mercator projection, then a shift of seven parameters from
the ellipsoid of 1830 to that of WGS 84, right to about five metres.
"""

from __future__ import annotations

from math import atan2, cos, hypot, radians, sin, sqrt, tan
from math import degrees as to_degrees

# Airy 1830 and WGS 84: half axes in metres.
AIRY = (6377563.396, 6356256.909)
WGS84 = (6378137.0, 6356752.314245)
# The projection: scale on the central meridian, true origin in degrees, its coordinates in metres.
SCALE = 0.9996012717
ORIGIN_LATITUDE, ORIGIN_LONGITUDE = radians(49), radians(-2)
ORIGIN_EASTING, ORIGIN_NORTHING = 400_000.0, -100_000.0
# The shift from Airy 1830 to WGS 84: metres, parts per million, seconds of arc.
SHIFT = (446.448, -125.157, 542.060)
STRETCH = -20.4894e-6
TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
MILLIMETRE = 0.001


def to_degrees_of_wgs84(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude in degrees of WGS 84 for a point on the national grid, in metres."""
    latitude, longitude = _unproject(easting, northing)
    return _from_cartesian(*_shifted(*_to_cartesian(latitude, longitude)))


def _unproject(easting: float, northing: float) -> tuple[float, float]:
    """Radians on Airy's ellipsoid. Letters are those of the guide."""
    a, b = AIRY
    e2 = 1 - (b / a) ** 2
    phi = ORIGIN_LATITUDE + (northing - ORIGIN_NORTHING) / (a * SCALE)
    while abs(rest := northing - ORIGIN_NORTHING - _meridian_arc(phi)) >= MILLIMETRE / 100:
        phi += rest / (a * SCALE)
    nu = a * SCALE / sqrt(1 - e2 * sin(phi) ** 2)
    rho = a * SCALE * (1 - e2) / (1 - e2 * sin(phi) ** 2) ** 1.5
    eta2 = nu / rho - 1
    t, sec = tan(phi), 1 / cos(phi)
    vii = t / (2 * rho * nu)
    viii = t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2)
    ix = t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4)
    x = sec / nu
    xi = sec / (6 * nu**3) * (nu / rho + 2 * t**2)
    xii = sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4)
    xiia = sec / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6)
    d = easting - ORIGIN_EASTING
    return (
        phi - vii * d**2 + viii * d**4 - ix * d**6,
        ORIGIN_LONGITUDE + x * d - xi * d**3 + xii * d**5 - xiia * d**7,
    )


def _meridian_arc(phi: float) -> float:
    """Metres along the central meridian from the true origin."""
    a, b = AIRY
    n = (a - b) / (a + b)
    less, more = phi - ORIGIN_LATITUDE, phi + ORIGIN_LATITUDE
    return (
        b
        * SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
        )
    )


def _to_cartesian(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Metres from the middle of Airy's ellipsoid, for a point on it."""
    a, b = AIRY
    e2 = 1 - (b / a) ** 2
    nu = a / sqrt(1 - e2 * sin(latitude) ** 2)
    return (
        nu * cos(latitude) * cos(longitude),
        nu * cos(latitude) * sin(longitude),
        (1 - e2) * nu * sin(latitude),
    )


def _shifted(x: float, y: float, z: float) -> tuple[float, float, float]:
    shift_x, shift_y, shift_z = SHIFT
    turn_x, turn_y, turn_z = TURN
    size = 1 + STRETCH
    return (
        shift_x + size * x - turn_z * y + turn_y * z,
        shift_y + turn_z * x + size * y - turn_x * z,
        shift_z - turn_y * x + turn_x * y + size * z,
    )


def _from_cartesian(x: float, y: float, z: float) -> tuple[float, float]:
    """Degrees on the WGS 84 ellipsoid."""
    a, b = WGS84
    e2 = 1 - (b / a) ** 2
    p = hypot(x, y)
    latitude = atan2(z, p * (1 - e2))
    # Each round gains two or three digits.
    for _round in range(6):
        nu = a / sqrt(1 - e2 * sin(latitude) ** 2)
        latitude = atan2(z + e2 * nu * sin(latitude), p)
    return to_degrees(latitude), to_degrees(atan2(y, x))
