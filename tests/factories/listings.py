"""Listings, brought to their state by the hub's own actions."""

from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

import time_machine
from django.utils import timezone

from hub.calendar.recurrence import Pattern
from hub.people.actor import Actor, OnBehalf
from hub.people.models import Organisation
from listings.actions import (
    Content,
    cancel_listing,
    create_listing,
    hide_listing,
    publish_listing,
    send_back_listing,
    submit_listing,
)
from listings.models import Cost, Criterion, Kind, Listing, State
from listings.tasks import mark_over
from tests.factories.people import OrganisationFactory, make_administrator

TITLES = ("Stay and play", "Story time", "Family cookery", "Bikes and scooters", "Singing for tiny ones")
_numbers = count(1)
RETURN_REASON = "Say which door to come to."
HIDE_REASON = "Nobody knows of this at the hall."
CANCEL_REASON = "The hall’s boiler has broken down."


def in_days(days: int, hour: int = 10) -> datetime:
    """Wall-clock time on the hour, so many days from today."""
    return datetime.combine(timezone.localdate() + timedelta(days=days), time(hour))


def one_date(days: int = 7, hour: int = 10, hours: int = 2) -> Pattern:
    """A single date."""
    starts = in_days(days, hour)
    return Pattern(starts=starts, ends=starts + timedelta(hours=hours))


def weekly(dates: int = 4, days: int = 7, hour: int = 10) -> Pattern:
    """The same time each week, so many times."""
    starts = in_days(days, hour)
    return Pattern(starts=starts, ends=starts + timedelta(hours=2), rrule=f"FREQ=WEEKLY;COUNT={dates}")


def make_draft(**given: Any) -> Content:
    """What an organiser would write: free, for children up to five, in a week's time."""
    words: dict[str, Any] = {
        "title": f"{TITLES[next(_numbers) % len(TITLES)]} {next(_numbers)}",
        "pattern": one_date(),
        "kind": Kind.EVENT,
        "summary": "Come as you are; there is tea.",
        "age_from": 0,
        "age_to": 5,
        "cost": Cost.FREE,
    }
    return Content(**{**words, **given})


def make_listing(
    organisation: Organisation | None = None,
    state: State = State.PUBLISHED,
    *,
    administrator: Actor | None = None,
    **draft: Any,
) -> Listing:
    """A listing with its schedule and dates, as the actions leave it in that state.

    Without an organisation, a new verified group's. `draft` names fields of `Content`. What is over was
    published three weeks ago and has its dates behind it, unless a pattern is given.
    """
    owner = organisation or OrganisationFactory()
    if state == State.PAST:
        return _over(owner, administrator, draft)
    # What it makes waits for the steward, and gains its organisation no trust.
    trusted = Organisation.objects.values_list("trusted_since", flat=True).get(pk=owner.pk)
    Organisation.objects.filter(pk=owner.pk, trusted_since__isnull=False).update(trusted_since=None)
    listing = create_listing(make_draft(**draft), owner.pk, by=OnBehalf(organisation=owner.pk))
    listing = _become(listing, state, administrator)
    Organisation.objects.filter(pk=owner.pk).exclude(trusted_since=trusted).update(trusted_since=trusted)
    return listing


def _become(listing: Listing, state: State, administrator: Actor | None) -> Listing:
    """The steps that the people concerned would take, one after the other."""
    organiser = OnBehalf(organisation=listing.organisation_id)
    if state != State.DRAFT:
        listing = submit_listing(listing.pk, by=organiser)
    if state == State.RETURNED:
        listing = send_back_listing(
            listing.pk,
            criterion=Criterion.UNCLEAR,
            reason=RETURN_REASON,
            by=administrator or make_administrator(),
        )
    if state in (State.PUBLISHED, State.CANCELLED, State.HIDDEN):
        listing = publish_listing(listing.pk, by=administrator or make_administrator())
    if state == State.HIDDEN:
        listing = hide_listing(
            listing.pk,
            criterion=Criterion.UNTRUE,
            reason=HIDE_REASON,
            by=administrator or make_administrator(),
        )
    if state == State.CANCELLED:
        listing = cancel_listing(listing.pk, reason=CANCEL_REASON, by=organiser)
    return Listing.objects.get(pk=listing.pk)


def _over(owner: Organisation, administrator: Actor | None, draft: dict[str, Any]) -> Listing:
    with time_machine.travel(timezone.now() - timedelta(days=21), tick=True):
        listing = make_listing(owner, State.PUBLISHED, administrator=administrator, **draft)
    mark_over()
    listing = Listing.objects.get(pk=listing.pk)
    if listing.state != State.PAST:
        raise ValueError("the pattern has dates to come, so the listing is not over")
    return listing
