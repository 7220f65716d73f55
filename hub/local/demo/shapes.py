"""What the demo town is written down as: venues, organisations and what they put on."""

from __future__ import annotations

from dataclasses import dataclass

from hub.local.demo.when import Change, When
from hub.people.models import Kind as OrganisationKind
from hub.people.models import Sort
from hub.places.models import AccessFeature
from listings.models import Booking, Cost, Criterion, Kind, State

STEP_FREE = AccessFeature.STEP_FREE
HOIST = AccessFeature.HOIST
QUIET = AccessFeature.QUIET
ENCLOSED = AccessFeature.ENCLOSED
SIGNING = AccessFeature.SIGNING
PICTURES = AccessFeature.PICTURES
ONE_TO_ONE = AccessFeature.ONE_TO_ONE
SIBLINGS = AccessFeature.SIBLINGS
LOOP = AccessFeature.HEARING_LOOP
PARKING = AccessFeature.PARKING

FREE, DONATION, ASK_COST = Cost.FREE, Cost.DONATION, Cost.UNKNOWN
DROP_IN, BOOK, ASK = Booking.DROP_IN, Booking.BOOK, Booking.ASK
ANYONE: tuple[int | None, int | None] = (0, None)
ADULTS: tuple[int | None, int | None] = (18, None)
UNSAID: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True)
class Venue:
    """A place and its address. Of a withheld one only the district is public."""

    key: str
    name: str
    district: str
    latitude: float
    longitude: float
    street: str
    postcode: str
    access: tuple[AccessFeature, ...] = ()
    building: str = ""
    withheld: bool = False


@dataclass(frozen=True)
class Body:
    """An organisation. `checked` says what the steward looked at; empty means it is not verified."""

    slug: str
    name: str
    sort: Sort
    venue: str
    summary: str
    about: str
    checked: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    charity: str = ""
    urn: str = ""
    profit: bool = False
    suspended: bool = False
    kind: OrganisationKind = OrganisationKind.GROUP


@dataclass(frozen=True)
class Item:
    """Something that is on. `cost` may be a price in pence with what it is for; `at` a venue's key.

    What the venue gives (step-free, parking) is added to `access`. Unless `at` names another, it is
    where the organisation meets.
    """

    by: str
    title: str
    when: When
    summary: str
    about: str
    kind: Kind = Kind.EVENT
    at: str = ""
    ages: tuple[int | None, int | None] = ANYONE
    cost: Cost | tuple[int, str] = FREE
    access: tuple[AccessFeature, ...] = ()
    booking: Booking = DROP_IN
    without_parents: bool = False
    changes: tuple[Change, ...] = ()
    state: State = State.PUBLISHED
    reason: str = ""
    criterion: Criterion | None = None
