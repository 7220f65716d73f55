"""Where an organisation meets, as one value: what its form fills in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hub.people.profile import TEXTS, Profile
from hub.places.models import Address, Place
from hub.privacy.scan import find_personal
from hub.web.formatting import unformatted
from hub.web.spelling import words_in

LINES = ("building", "street", "town", "postcode")
# A street's words that many streets have tell nothing by themselves.
COMMON = frozenset(
    ["road", "rd", "street", "st", "lane", "avenue", "close", "way", "place", "court", "hall", "house", "the"]
)


@dataclass(frozen=True)
class Meeting:
    """An address and what there is for those who come.

    `postcode` is whole, as hub.places.postcodes.normalise gives it, or empty; `district` is the code of a
    district that the hub knows. `access` holds values of AccessFeature. `withheld` keeps all but the district
    from everyone but the organisation's members (rules.md S20).
    """

    district: str
    building: str = ""
    street: str = ""
    town: str = ""
    postcode: str = ""
    withheld: bool = False
    access: tuple[str, ...] = ()

    @property
    def where(self) -> tuple[str, ...]:
        """What makes it the same place or another one: all but whether it is told, and its access."""
        return (*self.lines.values(), self.district)

    @property
    def lines(self) -> dict[str, str]:
        """As the address's own columns."""
        return {name: getattr(self, name) for name in LINES}


def meeting_of(place: Place, address: Address | None) -> Meeting:
    """Where a place is, with as much of its address as the asker may see."""
    lines = {name: getattr(address, name) if address else "" for name in LINES}
    return Meeting(
        **{**lines, "building": lines["building"] or place.name},
        district=place.district_id,
        withheld=place.withheld,
        access=tuple(sorted(place.access)),
    )


def check_lines(meeting: Meeting) -> None:
    """Refuse personal details in an address that everyone reads (rules.md D8).

    Raises ValidationError by field.
    """
    if meeting.withheld:
        return
    found = {
        name: ", ".join(dict.fromkeys(str(one.words) for one in find_personal(getattr(meeting, name))))
        for name in ("building", "street", "town")
    }
    words = _("Everyone reads this, and there is %(found)s in it. Take it out. The postcode has its own box.")
    errors = {name: words % {"found": told} for name, told in found.items() if told}
    if errors:
        raise ValidationError(errors)


def telling(profile: Profile, meeting: Meeting) -> list[str]:
    """The names of the public texts that tell the address which the organisation withholds (rules.md S20)."""
    return [name for name in TEXTS if meeting.withheld and _tells(getattr(profile, name), meeting)]


def check_untold(profile: Profile, meeting: Meeting) -> None:
    """Refuse such text. A name that has the street in it is let pass: an organisation is called what it is.

    Raises ValidationError by field of the profile.
    """
    found = [name for name in telling(profile, meeting) if name != "name"]
    if found:
        words = _("This tells where you meet, and you do not show your address. Take that out.")
        raise ValidationError(dict.fromkeys(found, words))


def _tells(text: str, meeting: Meeting) -> bool:
    """Whether a text has the street or the building in it, or the postcode, however it is spaced."""
    said = f" {' '.join(words_in(unformatted(text)))} "
    names = [_name_of(meeting.street), _name_of(meeting.building)]
    code = meeting.postcode.replace(" ", "").lower()
    return any(f" {name} " in said for name in names if name) or bool(code and code in said.replace(" ", ""))


def _name_of(line: str) -> str:
    """The words of a line without its number: "larkspur rise"; "" where they name nothing in particular."""
    words = [word for word in words_in(line) if not re.fullmatch(r"[0-9]+[a-z]?", word)]
    return " ".join(words) if set(words) - COMMON else ""


def columns_of(meeting: Meeting, before: Place | None, *, same_spot: bool) -> dict[str, Any]:
    """The place's own columns. A withheld one tells nothing but its district; a point is kept on its spot."""
    point = before if before is not None and same_spot and not meeting.withheld else None
    return {
        "name": "" if meeting.withheld else meeting.building,
        "district_id": meeting.district,
        "withheld": meeting.withheld,
        "latitude": point.latitude if point else None,
        "longitude": point.longitude if point else None,
        "access": list(meeting.access),
    }
