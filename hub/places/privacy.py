"""What the hub holds about where people meet (rules.md D1, S20)."""

from hub.places.models import Address, District, Place
from hub.privacy import Basis, Controller, Personal, declare, plain

_address = Personal(
    purpose="To tell those who come where to come to; a group may meet in somebody’s home",
    basis=Basis.LEGITIMATE_INTERESTS,
    retention="until the place is no longer used",
    seen_by="everyone, or for a withheld place only those whom its organisation shares it with",
    controller=Controller.ORGANISATION,
)
declare(Address, building=_address, street=_address, town=_address, postcode=_address)

plain(District, "names a public area of some thousand homes", "code", "name")
plain(Place, "a public building’s name; the database keeps it empty for a withheld place", "name")
