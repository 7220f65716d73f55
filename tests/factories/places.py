"""Places in and around Kings Heath, and their addresses."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from hub.places.models import Address, Place

HALLS = ("Heathfield Hall", "Grange Lane Community Room", "Silver Street Pavilion", "The Old Bakery")
STREETS = ("Grange Lane", "Silver Street", "Addison Road", "Poplar Road")


class PlaceFactory(DjangoModelFactory[Place]):
    """A hall in B14. The districts are there already: a migration loads them."""

    class Meta:
        model = Place

    name = factory.Sequence(lambda n: f"{HALLS[n % len(HALLS)]} {n}")
    district_id = "B14"

    class Params:
        hidden = factory.Trait(withheld=True, name="")


class AddressFactory(DjangoModelFactory[Address]):
    """Where exactly a place is."""

    class Meta:
        model = Address

    place = factory.SubFactory(PlaceFactory)
    building = factory.Sequence(lambda n: f"Unit {n + 1}")
    street = factory.Sequence(lambda n: f"{n + 1} {STREETS[n % len(STREETS)]}")
    town = "Birmingham"
    postcode = factory.Sequence(
        lambda n: f"B14 {n % 10}{'ABDEFGHJLN'[n // 10 % 10]}{'PQRSTUWXYZ'[n // 100 % 10]}"
    )


def make_place(*, withheld: bool = False, **address: Any) -> Place:
    """A place with its address; a withheld one tells nothing but its district."""
    place = PlaceFactory(hidden=True) if withheld else PlaceFactory()
    AddressFactory(place=place, **address)
    return place
