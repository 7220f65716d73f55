"""What changes districts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from hub.places.models import District


@dataclass(frozen=True)
class Loaded:
    """What loading did, by district code."""

    made: list[str]
    changed: list[str]
    unchanged: list[str]


@transaction.atomic
def load_districts(points: Mapping[str, tuple[float, float]]) -> Loaded:
    """Make or move districts to these points (latitude and longitude in degrees), all or none of them.

    Names stay as they are; a new district is called by its code. Districts not given are left alone.
    Raises IntegrityError for a code or a point that no district can have.
    """
    before = {
        district.code: district
        for district in District.objects.select_for_update().filter(code__in=points).order_by("code")
    }
    made, changed, unchanged = [], [], []
    for code, (latitude, longitude) in points.items():
        old = before.get(code)
        if old is None:
            made.append(District(code=code, name=code, latitude=latitude, longitude=longitude))
        elif (old.latitude, old.longitude) != (latitude, longitude):
            old.latitude, old.longitude = latitude, longitude
            changed.append(old)
        else:
            unchanged.append(code)
    # Whoever loads at the same moment may have made some of them.
    District.objects.bulk_create(
        [*made, *changed],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["latitude", "longitude"],
        batch_size=1000,
    )
    return Loaded([one.code for one in made], [one.code for one in changed], unchanged)
