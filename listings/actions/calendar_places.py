"""The places that an organisation's calendar names in free text."""

from __future__ import annotations

import re

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
        name, street, postcode = read_address(text)
        code = district_of(text)
        for place in ([self._home] if self._home else []) + self._there():
            if place.name.casefold() == name.casefold() and _may_be(place, code, street, postcode):
                return place
        district = District.objects.filter(code=code).first() if code else None
        if district is None and self._home is not None and not postcode:
            district = self._home.district
        if district is None:
            return None
        place = Place.objects.create(name=name, district=district)
        Address.objects.create(place=place, street=street, postcode=postcode)
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


def read_address(text: str) -> tuple[str, str, str]:
    """The name, street and postcode that a location's text gives: the last two may be empty.

    The name never holds more of a postcode than its district (rules.md D14).
    """
    found = POSTCODE.search(text)
    parts = [part.strip() for part in POSTCODE.sub(",", text).split(",")]
    parts = [part for part in parts if part and part.casefold() not in COUNTRIES]
    if not parts:
        return coarsen(text)[:120], "", _whole(found)
    # "12, Poplar Road": a number is no name.
    name = parts.pop(0)
    if not LETTER.search(name) and parts:
        name = f"{name} {parts.pop(0)}"
    return coarsen(name)[:120], ", ".join(parts)[:120], _whole(found)


def _whole(found: re.Match[str] | None) -> str:
    return (normalise(found.group()) or "") if found else ""


def _may_be(place: Place, code: str | None, street: str, postcode: str) -> bool:
    """Whether nothing in the text speaks against its being this place, whose name it has."""
    if code is not None and code != place.district_id:
        return False
    address = getattr(place, "address", None)
    if address is None:
        return True
    if postcode and address.postcode:
        return bool(postcode == address.postcode)
    told = ", ".join(filter(None, [address.building, address.street])).casefold()
    return not told or not street or street.split(", ")[0].casefold() in told
