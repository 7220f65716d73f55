"""The public criteria, and what a calendar may not bring back."""

import pytest
from django.test import Client

from listings.actions import hide_listing
from listings.models import Criterion, Listing, State
from tests.listings.moderators import World
from tests.listings.samples import event, named, on, read_in
from tests.pages import read

pytestmark = pytest.mark.django_db


def test_each_criterion_has_an_anchor_its_own_words_and_what_to_do_instead():
    page = read(Client().get("/whats-on/criteria/"))
    headings = {one.attributes["id"]: one.text for one in page.all("h3") if "id" in one.attributes}
    assert headings == {one.value: str(one.label) for one in Criterion}
    assert page.text.count("What to do instead:") == len(Criterion)


def test_calendar_brings_nothing_back_that_the_steward_has_hidden():
    world = World()
    with on(2026, 9, 7):
        read_in(world.group, named("Town", event("a", "Fair")))
        listing = Listing.objects.get(source_uid="a")
        hide_listing(listing.pk, criterion=Criterion.UNTRUE, reason="It is not on.", by=world.decides)
        for file in (
            named("Town", event("a", "Fair")),
            named("Town", event("a", "Great fair", "20261127T100000")),
            named("Town", event("b", "Other")),
        ):
            read_in(world.group, file)
            listing.refresh_from_db()
            assert (listing.state, listing.title, listing.reason) == (State.HIDDEN, "Fair", "It is not on.")
