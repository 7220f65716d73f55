"""Many listings made at once are what one by one they would have been."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hub.calendar.recurrence import Pattern, TooMany
from hub.people.models import Organisation
from listings.actions.bulk import create_many
from listings.actions.content import schedule_columns
from listings.actions.derive import refresh
from listings.models import DateChange, Listing, Occurrence, Schedule, State
from tests.listings.samples import columns, counted, everything, on, starts, utc

TODAY = date(2026, 9, 7)
FIRST = datetime(2026, 9, 10, 10)
WEEKLY = Pattern(FIRST, FIRST + timedelta(hours=2), rrule="FREQ=WEEKLY")


def pair(group: Organisation, title: str, pattern: Pattern = WEEKLY, **more: Any) -> tuple[Listing, Schedule]:
    """A published listing at the group's own place, with its schedule, both unsaved."""
    now = timezone.now()
    words = {"title": title, "summary": "Come as you are.", "access": ["step-free"], **more}
    listing = Listing(
        organisation=group, place=group.place, state=State.PUBLISHED, published_at=now, updated=now, **words
    )
    return listing, Schedule(**schedule_columns(pattern))


def derived(listing: Listing) -> dict[str, Any]:
    """All that is worked out from a listing, its dates by the start that the rule gave them."""
    kept = [name for name in columns(Occurrence) if name != "id"]
    dates = Occurrence.objects.filter(listing=listing).order_by("original")
    told = Listing.objects.values("haystack", "card", "calendar_text", "search").get(pk=listing.pk)
    return {**told, "dates": list(dates.values(*kept))}


def test_many_at_once_are_as_each_would_be_by_itself(group):
    with on(2026, 9, 7):
        weekly = pair(group, "Story time")
        single = pair(group, "Fair", Pattern(FIRST, None))
        days = pair(group, "Camp", Pattern(datetime(2026, 10, 24), datetime(2026, 10, 27), all_day=True))
        original = utc("2026-09-17 09:00")
        changes = [
            DateChange(listing=weekly[0], original=original, cancelled=True, note="Painters."),
            DateChange(listing=weekly[0], original=utc("2026-09-24 09:00"), starts=utc("2026-09-25 09:00")),
        ]
        made = create_many([weekly, single, days], TODAY, changes)
        before = {one.pk: derived(one) for one in made}
        for one in made:
            refresh(one.pk, raise_sequence=False)
    assert {one.pk: derived(one) for one in made} == before
    assert [len(told["dates"]) for told in before.values()] == [78, 1, 1]
    row = Occurrence.objects.get(listing=made[0], original=original)
    assert (row.cancelled, row.note) == (True, "Painters.")
    assert starts(made[0], moved=True) == ["2026-09-25 09:00"]


def test_each_gets_an_address_of_its_own(group):
    with on(2026, 9, 7):
        create_many([pair(group, "Fair", Pattern(FIRST, None))], TODAY)
        pairs = [pair(group, "Fair", Pattern(FIRST, None)) for _ in range(3)]
        pairs.append(pair(group, "Fair", Pattern(FIRST, None), slug="a-fair-of-our-own"))
        create_many([*pairs, pair(group, "Calendar", Pattern(FIRST, None))], TODAY)
    slugs = set(Listing.objects.values_list("slug", flat=True))
    assert len(slugs) == 6
    assert {"fair", "a-fair-of-our-own"} <= slugs
    # An address that means something else on the hub.
    assert "calendar" not in slugs


def test_many_cost_the_same_queries_as_one(group):
    assert group.place.district.code == "B14"
    with on(2026, 9, 7):
        with counted() as one:
            create_many([pair(group, "Fair")], TODAY)
        with counted() as forty:
            create_many([pair(group, f"Fair {number}") for number in range(40)], TODAY)
    assert len(one) == len(forty)
    assert Occurrence.objects.count() == 41 * 78


def test_one_that_can_not_be_kept_leaves_none(group):
    before = everything()
    wrong = pair(group, "Backwards", age_from=9, age_to=3)
    with on(2026, 9, 7), pytest.raises(IntegrityError), transaction.atomic():
        create_many([pair(group, "Fair"), wrong], TODAY)
    assert everything() == before


def test_series_of_too_many_dates_leaves_none(group):
    before = everything()
    bells = Pattern(FIRST, None, rrule="FREQ=DAILY;BYHOUR=9,12,18")
    with on(2026, 9, 7), pytest.raises(TooMany), transaction.atomic():
        create_many([pair(group, "Fair"), pair(group, "Bells", bells)], TODAY)
    assert everything() == before


def test_nothing_makes_nothing(group):
    before = everything()
    assert create_many([], TODAY) == []
    assert everything() == before
