"""A large town to measure: 50,000 dates to come."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta

from django.utils import timezone

from hub.people.models import Kind as OrganisationKind
from hub.people.models import Organisation
from hub.people.models.organisation import GROUP_SORTS
from hub.places.models import AccessFeature, District, Place
from listings.actions.bulk import create_many
from listings.models import Cost, Kind, Listing, Schedule, State

WORDS = [
    "garden",
    "story",
    "music",
    "play",
    "stay",
    "drop-in",
    "choir",
    "football",
    "swimming",
    "cookery",
    "craft",
    "drama",
    "dance",
    "gym",
    "repair",
    "coding",
    "chess",
    "library",
    "walk",
    "nature",
    "wheels",
    "baby",
    "toddler",
    "parents",
    "carers",
    "sewing",
    "clay",
    "paint",
    "science",
]
ORGANISATIONS = 300
SEED = 20


def build(occurrences: int) -> int:
    """Make listings with about `occurrences` dates to come; returns how many there are.

    The same town every time: a fixed seed, dates counted from today.
    """
    chance = random.Random(SEED)  # noqa: S311
    today = timezone.localdate()
    districts = list(District.objects.filter(code__startswith="B")[:60])
    places = Place.objects.bulk_create(
        Place(
            name=f"Hall {number}",
            district=chance.choice(districts),
            access=chance.sample(AccessFeature.values, 2),
        )
        for number in range(200)
    )
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name=f"Group number {number}",
            slug=f"group-number-{number}",
            kind=OrganisationKind.GROUP,
            sort=chance.choice(GROUP_SORTS),
            place=chance.choice(places),
            verified_until=today + timedelta(days=300),
        )
        for number in range(ORGANISATIONS)
    )
    pairs = []
    made = 0
    while made < occurrences:
        weekly = chance.random() < 0.33
        begins = datetime.combine(
            today + timedelta(days=chance.randrange(365)),
            time(chance.randrange(8, 20), chance.choice((0, 15, 30, 45))),
        )
        until = begins + timedelta(weeks=chance.randrange(20, 52))
        title = " ".join(chance.sample(WORDS, 3)).capitalize()
        cost = chance.choice((Cost.FREE, Cost.FREE, Cost.DONATION, Cost.PAID))
        listing = Listing(
            organisation=chance.choice(organisations),
            place=chance.choice(places),
            kind=chance.choice(Kind.values),
            title=title,
            summary=f"{title} for everyone who likes {chance.choice(WORDS)}.",
            description=" ".join(chance.choices(WORDS, k=60)),
            age_from=chance.choice((None, 0, 3, 5, 8)),
            age_to=chance.choice((None, 11, 16)),
            cost=cost,
            price_pence=chance.randrange(100, 1500) if cost == Cost.PAID else None,
            access=chance.sample(AccessFeature.values, chance.randrange(4)),
            state=State.PUBLISHED,
            published_at=timezone.now(),
            updated=timezone.now(),
        )
        schedule = Schedule(
            starts=begins,
            ends=begins + timedelta(minutes=chance.choice((60, 90, 120))),
            rrule=f"FREQ=WEEKLY;UNTIL={until:%Y%m%dT235959}" if weekly else "",
        )
        pairs.append((listing, schedule))
        made += (until - begins).days // 7 if weekly else 1
    create_many(pairs, today)
    return Listing.objects.filter(state=State.PUBLISHED).count()
