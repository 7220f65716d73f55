"""Districts, places and addresses."""

from hub.places.models.access import AccessFeature
from hub.places.models.address import Address
from hub.places.models.district import District
from hub.places.models.place import Place

__all__ = ["AccessFeature", "Address", "District", "Place"]
