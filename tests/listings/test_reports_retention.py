"""What was reported, appealed and typed goes when it was said that it would."""

from datetime import timedelta

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from hub.celery import app
from listings.actions import decide_appeal, hide_listing
from listings.models import Appeal, Criterion, Listing, Proposal, Report, Unsaved
from listings.retention import forget_listings_texts
from tests.factories.listings import make_listing, weekly
from tests.factories.moderation import (
    make_answer,
    make_appeal,
    make_organisers_appeal,
    make_report,
    propose,
)
from tests.listings.moderators import World

pytestmark = pytest.mark.django_db
NOTHING = {"reports": 0, "appeals": 0, "unsaved": 0, "proposals": 0}


@pytest.fixture
def world() -> World:
    return World()


def in_a_year(**more: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + relativedelta(years=1) + timedelta(**more))


def test_report_goes_a_year_after_its_answer_and_not_before(world):
    listing = make_listing(world.group)
    make_answer(make_report(listing), by=world.decides)
    waiting = make_report(listing)
    with in_a_year(minutes=-1):
        assert forget_listings_texts() == NOTHING
    with in_a_year(minutes=1):
        assert forget_listings_texts() == {**NOTHING, "reports": 1}
        assert forget_listings_texts() == NOTHING
    # What nobody has answered is not forgotten.
    assert list(Report.objects.all()) == [waiting]
    assert Listing.objects.filter(pk=listing.pk).exists()


def test_report_stays_as_long_as_its_appeal(world):
    report = make_answer(make_report(make_listing(world.group)), by=world.decides)
    appeal = make_appeal(report)
    with in_a_year(days=1):
        assert forget_listings_texts() == NOTHING
        decide_appeal(appeal.pk, upheld=False, answer="It stays.", by=world.decides_too)
        assert forget_listings_texts() == NOTHING
    with in_a_year(days=300):
        assert forget_listings_texts() == NOTHING
    with in_a_year(days=367):
        assert forget_listings_texts() == {**NOTHING, "reports": 1}
    assert not Appeal.objects.exists()


def test_organisers_appeal_goes_a_year_after_its_answer(world):
    listing = make_listing(world.group)
    hide_listing(listing.pk, criterion=Criterion.ADVERT, reason="Why", by=world.decides)
    appeal = make_organisers_appeal(listing, by=world.posts)
    with in_a_year(days=1):
        assert forget_listings_texts() == NOTHING
    decide_appeal(appeal.pk, upheld=False, answer="It stays.", by=world.decides_too)
    with in_a_year(days=1):
        assert forget_listings_texts() == {**NOTHING, "appeals": 1}


def test_what_was_typed_and_proposed_goes_after_ninety_days(world):
    listing = make_listing(world.group, pattern=weekly(30))
    propose(listing, by=world.posts, summary="New words.")
    Unsaved.objects.create(person=world.organiser, organisation=world.group, fields={"title": "Half a"})
    with time_machine.travel(timezone.now() + timedelta(days=89, hours=23)):
        assert forget_listings_texts() == NOTHING
    with time_machine.travel(timezone.now() + timedelta(days=90, minutes=1)):
        assert forget_listings_texts() == {**NOTHING, "unsaved": 1, "proposals": 1}
    assert not Unsaved.objects.exists()
    assert not Proposal.objects.exists()


def test_it_runs_every_night_by_a_name_that_the_worker_knows():
    app.loader.import_default_modules()
    entry = app.conf.beat_schedule["forget-listings-texts"]
    assert entry["task"] in app.tasks
    assert forget_listings_texts.name == entry["task"]
