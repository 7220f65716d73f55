"""The box in which every position lies: the United Kingdom, the Isle of Man and the Channel Islands."""

from django.db.models import Q

SOUTH, NORTH = 49.0, 61.0
WEST, EAST = -9.0, 2.0


def inside() -> Q:
    """Both coordinates lie in the box, in degrees of WGS 84. A null counts as outside."""
    return Q(latitude__gte=SOUTH, latitude__lte=NORTH, longitude__gte=WEST, longitude__lte=EAST)
