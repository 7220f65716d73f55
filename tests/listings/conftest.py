"""What the tests of listings stand on."""

import pytest

from hub.people.models import Organisation
from tests.factories.people import OrganisationFactory
from tests.factories.places import AddressFactory, PlaceFactory


@pytest.fixture
def group(db: None) -> Organisation:
    """Verified, and at home in a hall in B14."""
    hall = PlaceFactory(name="Heathfield Hall")
    AddressFactory(place=hall, building="", street="3 Grange Lane", postcode="B14 7QA")
    return OrganisationFactory(name="Heathfield Families", slug="heathfield", place=hall)
