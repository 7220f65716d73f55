"""The places that an organisation's calendar names in free text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hub.people.models import Organisation
from hub.places.models import Address, District, Place
from hub.places.postcodes import POSTCODE, coarsen, district_of, normalise
from hub.privacy.scan import find_personal

WEB_ADDRESS = re.compile(r"\S*://\S*")
COUNTRIES = {"uk", "united kingdom", "england", "great britain"}
LETTER = re.compile(r"[^\W\d_]")


class Places:
    """Finds or makes the places of one organisation's calendar.

    An organisation that withholds its address has no other place read from its calendar (rules.md S20).
    """

    def __init__(self, owner: Organisation) -> None:
        self._owner = owner
        self._home = owner.place
        self._known: list[Place] | None = None
        self._found: dict[str, Place | None] = {}

    @property
    def withheld(self) -> bool:
        """Whether no place may be told but the district."""
        return self._home is not None and self._home.withheld

    def named(self, location: str) -> Place | None:
        """The place that a text means; None where it can't be told even in which district.

        Text with personal details is no place's name: it waits with its event (rules.md D8).
        """
        text = " ".join(WEB_ADDRESS.sub(" ", location).split()).strip(" ,")
        if self.withheld or not location.strip():
            return self._home
        if not text or has_personal(text):
            return None
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def drop(self, left: set[int]) -> None:
        """Forget those of these places, by primary key, where nothing is any more (rules.md S20)."""
        Place.objects.filter(pk__in=left, listings=None, organisations=None).delete()

    def _find(self, text: str) -> Place | None:
        told = read_address(text)
        for place in ([self._home] if self._home else []) + self._there():
            if place.name.casefold() == told.name.casefold() and _may_be(place, told):
                return place
        district = District.objects.filter(code=told.district).first() if told.district else None
        if district is None and self._home is not None and not told.postcode:
            district = self._home.district
        if district is None:
            return None
        place = Place.objects.create(name=told.name, district=district)
        Address.objects.create(place=place, street=told.street, postcode=told.postcode)
        self._there().append(place)
        return place

    def _there(self) -> list[Place]:
        """The places where the organisation's listings are, oldest first."""
        if self._known is None:
            places = Place.objects.filter(listings__organisation=self._owner, withheld=False)
            self._known = list(places.select_related("district", "address").distinct().order_by("pk"))
        return self._known


def has_personal(location: str) -> bool:
    """Whether a location holds personal details; its own postcode is none."""
    return bool(find_personal(POSTCODE.sub(" ", location)))


@dataclass(frozen=True)
class Told:
    """What a location's text tells: all but the name may be empty.

    The name never holds more of a postcode than its district (rules.md D14).
    """

    name: str
    street: str
    postcode: str
    district: str


def read_address(text: str) -> Told:
    """Take apart a text such as "Larch Road Hall, 12 Larch Road, Birmingham B14 7AA"."""
    found = POSTCODE.search(text)
    postcode = (normalise(found.group()) or "") if found else ""
    parts = [part.strip() for part in POSTCODE.sub(",", text).split(",")]
    parts = [part for part in parts if part and part.casefold() not in COUNTRIES] or [coarsen(text)]
    name, *rest = parts
    if not LETTER.search(name) and rest:
        # "12, Poplar Road": a number is no name.
        name, *rest = f"{name} {rest[0]}", *rest[1:]
    # "Sorrel Street allotments, Birmingham B13"
    district = district_of(postcode or text) or (district_of(rest[-1].split(" ")[-1]) if rest else None)
    return Told(coarsen(name)[:120], ", ".join(rest)[:120], postcode, district or "")


def _may_be(place: Place, told: Told) -> bool:
    """Whether nothing in the text speaks against its being this place, whose name it has."""
    if told.district and told.district != place.district_id:
        return False
    address = getattr(place, "address", None)
    if address is None:
        return True
    if told.postcode and address.postcode:
        return bool(told.postcode == address.postcode)
    lines = ", ".join(filter(None, [address.building, address.street])).casefold()
    return not lines or not told.street or told.street.split(", ")[0].casefold() in lines
