"""Lines that go public at once are refused with words where they tell somebody's details (rules.md D8)."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from hub.people.actor import OnBehalf
from listings.actions import cancel_date, cancel_listing, move_date
from listings.findings import FIELDS, find_in
from listings.models import DateChange, Listing, Occurrence, State
from tests.factories.listings import make_listing, weekly
from tests.factories.people import OrganisationFactory

pytestmark = pytest.mark.django_db
NUMBER = "Ring Jo on 0121 496 0371"
REFUSED = "Everyone will read this. Leave out a telephone number."


@pytest.fixture
def listing() -> Listing:
    return make_listing(OrganisationFactory(public_phone="0121 496 0000"), State.PUBLISHED, pattern=weekly())


def organiser(listing: Listing) -> OnBehalf:
    return OnBehalf(organisation=listing.organisation_id)


def test_why_a_date_is_cancelled_or_moved_tells_nobodys_number(listing):
    date = Occurrence.objects.filter(listing=listing).earliest("starts")
    with pytest.raises(ValidationError) as cancelled:
        cancel_date(listing.pk, date.original, note=NUMBER, by=organiser(listing))
    starts = date.starts + timedelta(days=1)
    with pytest.raises(ValidationError) as moved:
        move_date(listing.pk, date.original, starts=starts, note=NUMBER, by=organiser(listing))
    assert cancelled.value.message_dict == moved.value.message_dict == {"note": [REFUSED]}
    assert not DateChange.objects.exists()


def test_why_all_of_it_is_cancelled_tells_nobodys_number(listing):
    with pytest.raises(ValidationError) as refused:
        cancel_listing(listing.pk, reason=NUMBER, by=organiser(listing))
    assert refused.value.message_dict == {"reason": [REFUSED]}
    assert Listing.objects.get().state == State.PUBLISHED


def test_number_that_the_organisation_made_public_may_be_told(listing):
    date = Occurrence.objects.filter(listing=listing).earliest("starts")
    cancel_date(listing.pk, date.original, note="Ring 0121 496 0000", by=organiser(listing))
    assert DateChange.objects.get().note == "Ring 0121 496 0000"


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [("Ring 0121 **496** 0371", ["phone"]), ("Ring 0121 496 0371", ["phone"]), ("**496** 0371", [])],
)
def test_number_that_stars_hide_is_found_once(typed, kinds):
    content = SimpleNamespace(**{**dict.fromkeys(FIELDS, ""), "description": typed})
    assert [one.kind for one in find_in(content)] == kinds
