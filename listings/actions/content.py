"""Everything that a form says of a listing: compared, kept as JSON, and written to the listing's rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.calendar.recurrence import Pattern, RuleError, TooMany, check_rule
from hub.places.models import AccessFeature, Place
from listings.actions.carry import carry_changes
from listings.actions.derive import TooLong, checked_dates, refresh
from listings.actions.places import NewPlace, settle
from listings.models import Booking, Cost, Kind, Listing, Schedule, State
from listings.models.listing import PUBLIC_STATES
from listings.queries import say_ages, say_cost
from listings.words import Piece, pieces, say_pattern

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Content:
    """What an organiser writes of one listing. Without a pattern it has no dates yet: it is a draft.

    `pattern` has no changes of single dates: those belong to the listing and outlive a change of its content.
    """

    title: str
    pattern: Pattern | None = None
    kind: str = Kind.EVENT
    summary: str = ""
    description: str = ""
    place: Place | NewPlace | None = None
    age_from: int | None = None
    age_to: int | None = None
    cost: str = Cost.UNKNOWN
    price_pence: int | None = None
    price_note: str = ""
    booking: str = Booking.DROP_IN
    booking_url: str = ""
    access: tuple[str, ...] = ()
    without_parents: bool = False
    safeguarding_policy: str = ""
    safeguarding_lead: str = ""
    ofsted_number: str = ""


# The listing's own columns.
COLUMNS = tuple(one.name for one in fields(Content) if one.name not in ("pattern", "place", "access"))


def content_of(listing: Listing) -> Content:
    """What a listing says now."""
    schedule = schedule_of(listing)
    return Content(
        pattern=schedule.pattern() if schedule else None,
        place=listing.place,
        access=tuple(listing.access),
        **{name: getattr(listing, name) for name in COLUMNS},
    )


def schedule_of(listing: Listing) -> Schedule | None:
    """When a listing is on; None for a draft that does not say yet."""
    return getattr(listing, "schedule", None)


def to_json(content: Content) -> dict[str, Any]:
    """As a JSON column keeps it."""
    told: dict[str, Any] = {name: getattr(content, name) for name in COLUMNS}
    told["access"] = list(content.access)
    place = content.place
    told["place"] = place.to_json() if isinstance(place, NewPlace) else place and place.pk
    pattern = content.pattern
    told["pattern"] = pattern and {
        "starts": pattern.starts.isoformat(),
        "ends": pattern.ends and pattern.ends.isoformat(),
        "all_day": pattern.all_day,
        "zone": pattern.zone,
        "rrule": pattern.rrule,
        "exdates": [wall.isoformat() for wall in pattern.exdates],
        "rdates": [wall.isoformat() for wall in pattern.rdates],
    }
    return told


def from_json(told: Mapping[str, Any]) -> Content:
    """What `to_json` made. A place that is gone since is None. Raises KeyError, ValueError otherwise."""
    place = told["place"]
    pattern = told["pattern"]
    return Content(
        pattern=pattern and _pattern(pattern),
        place=NewPlace(**place)
        if isinstance(place, dict)
        else place and Place.objects.select_related("district").filter(pk=place).first(),
        access=tuple(told["access"]),
        **{name: told[name] for name in COLUMNS},
    )


def _pattern(told: Mapping[str, Any]) -> Pattern:
    return Pattern(
        starts=datetime.fromisoformat(told["starts"]),
        ends=told["ends"] and datetime.fromisoformat(told["ends"]),
        all_day=told["all_day"],
        zone=told["zone"],
        rrule=told["rrule"],
        exdates=tuple(map(datetime.fromisoformat, told["exdates"])),
        rdates=tuple(map(datetime.fromisoformat, told["rdates"])),
    )


@dataclass(frozen=True)
class Difference:
    """One thing that two contents say differently, in words. Nothing said is ""."""

    field: str
    label: Words
    before: str
    after: str

    @property
    def pieces(self) -> list[Piece]:
        """Both texts as one, in stretches that stayed, went or came."""
        return pieces(self.before, self.after)


def _text(name: str) -> Callable[[Content], str]:
    return lambda content: str(getattr(content, name))


def _ages(content: Content) -> str:
    return say_ages(content.age_from, content.age_to)


def _cost(content: Content) -> str:
    said = say_cost(content.cost, content.price_pence, content.price_note)
    return said or str(Cost(content.cost).label)


def _place(content: Content) -> str:
    return content.place.label if content.place else ""


def _access(content: Content) -> str:
    return ", ".join(str(AccessFeature(feature).label) for feature in content.access)


# What is compared: its key, what it is called, the fields that say it, and how it is said.
PARTS: tuple[tuple[str, Words, tuple[str, ...], Callable[[Content], str]], ...] = (
    ("kind", gettext_lazy("Kind"), ("kind",), lambda content: str(Kind(content.kind).label)),
    ("title", gettext_lazy("Title"), ("title",), _text("title")),
    ("summary", gettext_lazy("In one sentence"), ("summary",), _text("summary")),
    ("description", gettext_lazy("What happens"), ("description",), _text("description")),
    ("pattern", gettext_lazy("When"), ("pattern",), lambda content: say_pattern(content.pattern)),
    ("place", gettext_lazy("Where"), ("place",), _place),
    ("ages", gettext_lazy("Ages"), ("age_from", "age_to"), _ages),
    ("cost", gettext_lazy("Cost"), ("cost", "price_pence", "price_note"), _cost),
    ("booking", gettext_lazy("Coming"), ("booking",), lambda content: str(Booking(content.booking).label)),
    ("booking_url", gettext_lazy("Where to book"), ("booking_url",), _text("booking_url")),
    ("access", gettext_lazy("Access"), ("access",), _access),
    (
        "without_parents",
        gettext_lazy("Children stay without a parent"),
        ("without_parents",),
        lambda content: _("Yes") if content.without_parents else _("No"),
    ),
    (
        "safeguarding_policy",
        gettext_lazy("Safeguarding policy"),
        ("safeguarding_policy",),
        _text("safeguarding_policy"),
    ),
    (
        "safeguarding_lead",
        gettext_lazy("Safeguarding lead"),
        ("safeguarding_lead",),
        _text("safeguarding_lead"),
    ),
    ("ofsted_number", gettext_lazy("Ofsted number"), ("ofsted_number",), _text("ofsted_number")),
)


def differences(before: Content, after: Content) -> list[Difference]:
    """What a reader of both would find different, in the order of the page; dates by their sentence."""
    found = []
    for key, label, names, say in PARTS:
        if all(getattr(before, name) == getattr(after, name) for name in names):
            continue
        words = say(before), say(after)
        if key == "pattern" and words[0] == words[1]:
            # The sentence leaves something out that differs: every date left out or added is named.
            words = say_pattern(before.pattern, whole=True), say_pattern(after.pattern, whole=True)
        if words[0] != words[1]:
            found.append(Difference(key, label, *words))
    return found


def check_content(content: Content) -> None:
    """Raise ValidationError for words or dates that can't be kept, by field; dates under "pattern"."""
    values: dict[str, Any] = {name: getattr(content, name) for name in COLUMNS}
    listing = Listing(updated=timezone.now(), access=list(content.access), **values)
    listing.full_clean(exclude=["organisation", "place", "slug"], validate_unique=False)
    if content.pattern is not None:
        check_pattern(content.pattern)


def check_complete(content: Content) -> None:
    """Raise ValidationError, by field, for what has to be said before anybody is asked to publish it."""
    missing: dict[str, Any] = {}
    if content.pattern is None:
        missing["pattern"] = _("Say when it is.")
    if content.without_parents and not content.safeguarding_policy:
        missing["safeguarding_policy"] = _("Say where your safeguarding policy can be read.")
    if content.without_parents and not content.safeguarding_lead:
        missing["safeguarding_lead"] = _("Say who your safeguarding lead is.")
    if missing:
        raise ValidationError(missing)


def check_pattern(pattern: Pattern) -> None:
    """Raise ValidationError, under "pattern", for dates that the hub does not keep."""
    try:
        if pattern.rrule:
            check_rule(pattern.rrule, pattern.starts, zone=pattern.zone, all_day=pattern.all_day)
        checked_dates(pattern, timezone.localdate())
    except (TooMany, TooLong, RuleError) as error:
        raise ValidationError({"pattern": str(error)}) from error


def apply(listing: Listing, content: Content) -> Listing:
    """Make a held listing say this, with its dates, search words and calendar text.

    Raises ValidationError, by field. Its edition is raised; of a public one also what calendars compare.
    """
    check_content(content)
    if listing.state not in (State.DRAFT, State.RETURNED):
        check_complete(content)
    old = schedule_of(listing)
    before = old.pattern() if old else None
    for name in COLUMNS:
        setattr(listing, name, getattr(content, name))
    listing.access = list(content.access)
    listing.place = settle(content.place, listing.organisation_id)
    listing.edition += 1
    listing.save()
    if content.pattern is not None:
        Schedule(listing=listing, **schedule_columns(content.pattern)).save(
            force_insert=old is None, force_update=old is not None
        )
        if before is not None and before != content.pattern:
            carry_changes(listing.pk, before, listing.pk, content.pattern)
    refresh(listing.pk, raise_sequence=listing.state in PUBLIC_STATES)
    # Read anew, with what was worked out.
    listing.refresh_from_db()
    return listing


def schedule_columns(pattern: Pattern) -> dict[str, object]:
    """A pattern as the schedule's columns; the dates changed by themselves are kept apart."""
    ends = pattern.ends
    if pattern.all_day and ends is None:
        ends = pattern.starts + timedelta(days=1)
    return {
        "starts": pattern.starts,
        "ends": ends,
        "all_day": pattern.all_day,
        "zone": pattern.zone,
        "rrule": pattern.rrule,
        "exdates": list(pattern.exdates),
        "rdates": list(pattern.rdates),
    }
