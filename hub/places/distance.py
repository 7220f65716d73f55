"""How far apart things are, in miles, in Python and in the database."""

from __future__ import annotations

import math

from django.db.models import Case, Expression, F, FloatField, Func, Q, Value, When
from django.db.models.functions import ASin, Coalesce, Cos, Radians, Sqrt
from django.db.models.lookups import LessThanOrEqual
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from hub.places.models import District

# The globe's radius in miles that fits Great Britain best (6,384 km, the mean of the ellipsoid's two radii of
# curvature at 53° north): distances are right to 0.2% from Cornwall to Shetland.
EARTH_RADIUS = 3966.8
CLOSE_BY = 0.1


def miles(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Miles between two points, given in degrees, over the globe (haversine)."""
    north = math.radians(other_latitude - latitude)
    east = math.radians(other_longitude - longitude)
    shrinking = math.cos(math.radians(latitude)) * math.cos(math.radians(other_latitude))
    chord = math.sin(north / 2) ** 2 + shrinking * math.sin(east / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, chord)))


def miles_from(district: District, prefix: str = "") -> Expression:
    """Miles from a district's point to a place's, as a column; null where a row has no place.

    A place without a point of its own, as a withheld one, counts as at its district's. `prefix` leads
    from the queryset's model to the place: "listing__place__".
    """
    latitude = Coalesce(F(f"{prefix}latitude"), F(f"{prefix}district__latitude"))
    longitude = Coalesce(F(f"{prefix}longitude"), F(f"{prefix}district__longitude"))
    north = Radians(latitude - _number(district.latitude))
    east = Radians(longitude - _number(district.longitude))
    shrinking = _number(math.cos(math.radians(district.latitude))) * Cos(Radians(latitude))
    chord = _haversine(north) + shrinking * _haversine(east)
    distance = _number(2 * EARTH_RADIUS) * ASin(
        Sqrt(Func(_number(1), chord, function="LEAST", output_field=FloatField()))
    )
    # LEAST passes over a null, and would put what is nowhere at the other end of the globe.
    return Case(When(**{f"{prefix}district__isnull": False}, then=distance))


def within(district: District, distance: float, prefix: str = "") -> Q:
    """Rows whose place is at most `distance` miles from a district's point.

    A box over plain columns is asked first, so that the trigonometry is done for few rows. Raises
    ValueError for a distance that is negative or not a number.
    """
    if not 0 <= distance < math.inf:
        raise ValueError("A distance is a number of miles, nought or more.")
    return _box(district, distance, prefix) & Q(
        LessThanOrEqual(miles_from(district, prefix), _number(distance))
    )


def say_miles(distance: float) -> str:
    """A distance in words: "close by", "0.4 miles", "1 mile", "12 miles"."""
    if distance < CLOSE_BY:
        return gettext("close by")
    tenths = round(distance, 1) if distance < 9.95 else round(distance)
    figure = number_format(tenths, decimal_pos=0 if tenths == int(tenths) else 1)
    # A plural rule takes whole numbers; everything but exactly one mile is plural.
    return ngettext("%(miles)s mile", "%(miles)s miles", 1 if tenths == 1 else 2) % {"miles": figure}


def _box(district: District, distance: float, prefix: str) -> Q:
    """A little more than the circle, in degrees."""
    north = math.degrees(distance / EARTH_RADIUS) * 1.01
    # Meridians are closest at the box's northern edge.
    east = min(180.0, north / math.cos(math.radians(min(89.0, district.latitude + north))))
    latitudes = (district.latitude - north, district.latitude + north)
    longitudes = (district.longitude - east, district.longitude + east)
    own = {f"{prefix}latitude__range": latitudes, f"{prefix}longitude__range": longitudes}
    districts = {
        f"{prefix}latitude__isnull": True,
        f"{prefix}district__latitude__range": latitudes,
        f"{prefix}district__longitude__range": longitudes,
    }
    return Q(**own) | Q(**districts)


def _haversine(angle: Expression) -> Expression:
    # Not as the square of a sine: Postgres raises an error where that is too small for a float.
    return (_number(1) - Cos(angle)) / _number(2)


def _number(value: float) -> Value:
    return Value(float(value), output_field=FloatField())
