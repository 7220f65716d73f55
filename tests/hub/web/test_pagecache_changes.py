"""Kept pages and what is committed: the change is seen by the next who looks, and not a moment before."""

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from hub.local.ports import free_port
from hub.people.actor import Actor, OnBehalf
from listings.actions import cancel_listing, create_listing, publish_listing, submit_listing
from listings.models import Listing, State
from tests.factories.listings import make_draft, make_listing
from tests.factories.people import OrganisationFactory, make_administrator
from tests.pages import titles_of

PATHS = ("/", "/whats-on/story-time/", "/groups/heathfield/")


@pytest.fixture
def by(fresh_database: str) -> OnBehalf:
    return OnBehalf(organisation=OrganisationFactory(slug="heathfield").pk)


@pytest.fixture
def administrator(fresh_database: str) -> Actor:
    return make_administrator()


@pytest.fixture
def waiting(by: OnBehalf) -> Listing:
    draft = create_listing(make_draft(title="Story time"), by.organisation, by=by)
    return submit_listing(draft.pk, by=by)


def from_the_cache(path: str) -> HttpResponse:
    """A page, that may cost no query."""
    with CaptureQueriesContext(connection) as made:
        response = Client().get(path)
    assert len(made) == 0
    return response


def test_publishing_is_seen_once_it_is_committed_and_not_before(waiting, administrator):
    assert titles_of(Client().get("/")) == []
    with transaction.atomic():
        publish_listing(waiting.pk, by=administrator)
        assert titles_of(from_the_cache("/")) == []
    assert titles_of(Client().get("/")) == ["Story time"]
    assert titles_of(from_the_cache("/")) == ["Story time"]


def test_change_that_is_taken_back_clears_nothing(waiting, administrator, by):
    publish_listing(waiting.pk, by=administrator)
    etag = Client().get("/")["ETag"]
    with transaction.atomic():
        cancel_listing(waiting.pk, reason="Ill.", by=by)
        transaction.set_rollback(True)
    assert from_the_cache("/")["ETag"] == etag
    assert Listing.objects.get().state == State.PUBLISHED


def test_cancelling_is_seen_on_every_page_that_shows_it(waiting, administrator, by):
    publish_listing(waiting.pk, by=administrator)
    assert ["Cancelled" in Client().get(path).text for path in PATHS] == [False] * 3
    assert ["Cancelled" in from_the_cache(path).text for path in PATHS] == [False] * 3
    cancel_listing(waiting.pk, reason="Ill.", by=by)
    assert ["Cancelled" in Client().get(path).text for path in PATHS] == [True] * 3


def test_redis_gone_keeps_no_change_from_being_made(by, settings: Settings):
    address = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": address}}
    make_listing(title="Story time")
    assert Listing.objects.get().state == State.PUBLISHED
    assert titles_of(Client().get("/")) == ["Story time"]
