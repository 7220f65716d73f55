"""The place that an organiser writes down with a listing."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hub.places.models import Address, District, Place
from hub.places.postcodes import district_of, normalise


@dataclass(frozen=True)
class NewPlace:
    """A place that the hub does not know yet; made when the listing is saved. `postcode` is a whole one."""

    name: str
    street: str
    postcode: str
    withheld: bool = False

    @property
    def label(self) -> str:
        """What a page would call it (rules.md S20)."""
        if self.withheld:
            return _("Around %s. The organiser tells you the address.") % (district_of(self.postcode) or "")
        return ", ".join(filter(None, [self.name, self.street, self.postcode]))

    def to_json(self) -> dict[str, str | bool]:
        """As a JSON column keeps it."""
        return asdict(self)


def settle(place: Place | NewPlace | None, organisation: int) -> Place | None:
    """The place itself: one that is there as it is, a new one found among the organisation's or made.

    Raises ValidationError for a postcode in no district that the hub knows.
    """
    if not isinstance(place, NewPlace):
        return place
    postcode = normalise(place.postcode)
    district = District.objects.filter(code=district_of(place.postcode) or "").first()
    if postcode is None or district is None:
        raise ValidationError({"place": _("The hub does not know this postcode. Check it.")})
    home = Address.objects.filter(
        place__organisations=organisation, place__withheld=True, postcode=postcode
    ).select_related("place__district")
    if hidden := home.first():
        # A postcode is some fifteen homes: to tell it is to tell (rules.md S20).
        return hidden.place
    same = Address.objects.filter(
        place__listings__organisation=organisation,
        place__withheld=place.withheld,
        postcode=postcode,
        street__iexact=place.street,
    )
    name = {"building__iexact": place.name} if place.withheld else {"place__name__iexact": place.name}
    standing = same.filter(**name).select_related("place__district").first()
    if standing is not None:
        return standing.place
    made = Place.objects.create(
        name="" if place.withheld else place.name, district=district, withheld=place.withheld
    )
    # Of a withheld place its name too is only in its address (rules.md S20).
    Address.objects.create(
        place=made, building=place.name if place.withheld else "", street=place.street, postcode=postcode
    )
    return made
