"""Addresses: public, withheld, and of those who may not post."""

from hub.places.models import Address, Place
from tests.factories.places import make_place
from tests.town import Specimens, Town, specimens


@specimens(Address)
def addresses(town: Town) -> Specimens:
    """By the place's way of showing itself and by who meets there."""
    own = town.organisations
    return {
        "public, a verified group": _of(own.neighbour.place),
        "public, an unverified group": _of(own.unverified.place),
        "public, nobody meets there": _of(make_place()),
        "withheld, a verified group": _of(own.verified.place),
        "withheld, a suspended group": _of(own.suspended.place),
        "withheld, nobody meets there": _of(make_place(withheld=True)),
    }


def _of(place: Place | None) -> Address:
    assert place is not None
    return place.address
