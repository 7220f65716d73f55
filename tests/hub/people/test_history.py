"""The database keeps the history of what matters by itself, whoever writes and however (architecture.md)."""

import json
import uuid

import pghistory
import pytest
from django.apps import apps
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from pghistory.models import Context

from hub.people.models import Membership, Organisation, Role
from listings.models import Listing, State
from tests.factories.listings import make_listing
from tests.factories.people import OrganisationFactory, PersonFactory, make_member, today

pytestmark = pytest.mark.django_db

ListingEvent = apps.get_model("listings", "ListingEvent")
MembershipEvent = apps.get_model("people", "MembershipEvent")
OrganisationEvent = apps.get_model("people", "OrganisationEvent")


def test_change_of_state_past_every_action_is_kept():
    listing = make_listing(state=State.DRAFT)
    Listing.objects.filter(pk=listing.pk).update(state=State.SUBMITTED)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE listings_listing SET state = 'draft' WHERE id = %s", [listing.pk])
    events = ListingEvent.objects.filter(pgh_obj=listing.pk).order_by("pgh_id")
    assert list(events.values_list("pgh_label", "state")) == [
        ("insert", "draft"),
        ("update", "submitted"),
        ("update", "draft"),
    ]


def test_listings_words_are_not_kept_in_its_history():
    """Free text stays out of history: what was erased is erased."""
    listing = make_listing(state=State.DRAFT)
    before = ListingEvent.objects.filter(pgh_obj=listing.pk).count()
    Listing.objects.filter(pk=listing.pk).update(title="Call Ann", description="At 12 Larch Way", reason="x")
    assert ListingEvent.objects.filter(pgh_obj=listing.pk).count() == before
    names = {field.name for field in ListingEvent._meta.fields}
    assert names == {
        "pgh_id",
        "pgh_created_at",
        "pgh_label",
        "pgh_obj",
        "pgh_context",
        "state",
        "organisation",
    }


def test_bulk_writes_are_kept_row_by_row():
    group = OrganisationFactory()
    people = [PersonFactory() for _ in range(3)]
    Membership.objects.bulk_create(
        Membership(person=person, organisation=group, role=Role.CONTRIBUTOR) for person in people
    )
    make_member(group, Role.MANAGER)
    Membership.objects.filter(person__in=people).update(role=Role.MANAGER)
    Membership.objects.filter(person__in=people).delete()
    events = MembershipEvent.objects.filter(organisation=group, person__in=people)
    assert sorted(events.values_list("pgh_label", "role")) == sorted(
        [("insert", "contributor"), ("update", "manager"), ("delete", "manager")] * 3
    )


def test_role_that_went_with_the_account_is_kept():
    group = OrganisationFactory()
    member, _other = make_member(group, Role.MANAGER), make_member(group, Role.MANAGER)
    number = member.pk
    member.delete()
    labels = (
        MembershipEvent.objects.filter(person=number).order_by("pgh_id").values_list("pgh_label", flat=True)
    )
    assert list(labels) == ["insert", "delete"]


def test_verifying_and_suspending_are_kept_and_other_changes_are_not():
    group = OrganisationFactory(unverified=True)
    rows = Organisation.objects.filter(pk=group.pk)
    rows.update(verified_until=today())
    rows.update(summary="Something else.", public_email="someone@people.test")
    rows.update(suspended_at=timezone.now(), suspension_reason="It is no group.")
    rows.update(suspended_at=None, suspension_reason="")
    events = OrganisationEvent.objects.filter(pgh_obj=group.pk).order_by("pgh_id")
    told = [(event.pgh_label, event.verified_until, event.suspended_at is not None) for event in events]
    assert told == [
        ("insert", None, False),
        ("update", today(), False),
        ("update", today(), True),
        ("update", today(), False),
    ]


def test_change_that_is_rolled_back_leaves_no_history():
    listing = make_listing(state=State.DRAFT)
    before = ListingEvent.objects.count()
    sid = connection.savepoint()
    Listing.objects.filter(pk=listing.pk).update(state=State.SUBMITTED)
    assert ListingEvent.objects.count() == before + 1
    connection.savepoint_rollback(sid)
    assert ListingEvent.objects.count() == before


@override_settings(ROOT_URLCONF="tests.hub.people.changing_urls")
def test_history_keeps_the_account_and_the_request_and_never_the_path(client):
    listing = make_listing(state=State.DRAFT)
    person = PersonFactory()
    client.force_login(person)
    number = uuid.uuid4().hex
    path = f"/private-link-7f3a/{listing.pk}/?token=hush"
    assert client.post(path, headers={"X-Request-ID": number}).status_code == 200
    event = ListingEvent.objects.filter(pgh_obj=listing.pk, state=State.SUBMITTED).get()
    assert event.pgh_context.metadata == {"user": person.pk, "request": number}
    kept = json.dumps(list(Context.objects.values_list("metadata", flat=True)))
    assert "private-link" not in kept
    assert "hush" not in kept


@override_settings(ROOT_URLCONF="tests.hub.people.changing_urls")
def test_history_of_a_visitors_request_names_nobody(client):
    listing = make_listing(state=State.DRAFT)
    client.post(f"/private-link-7f3a/{listing.pk}/")
    event = ListingEvent.objects.filter(pgh_obj=listing.pk, state=State.SUBMITTED).get()
    assert set(event.pgh_context.metadata) == {"user", "request"}
    assert event.pgh_context.metadata["user"] is None
    assert len(event.pgh_context.metadata["request"]) == 32


def test_history_of_a_nightly_task_has_no_context():
    listing = make_listing(state=State.DRAFT)
    Listing.objects.filter(pk=listing.pk).update(state=State.SUBMITTED)
    assert ListingEvent.objects.filter(pgh_obj=listing.pk, state=State.SUBMITTED).get().pgh_context is None


def test_changes_of_one_request_share_a_context():
    listing = make_listing(state=State.DRAFT)
    with pghistory.context(user=1, request="abc"):
        Listing.objects.filter(pk=listing.pk).update(state=State.SUBMITTED)
        Listing.objects.filter(pk=listing.pk).update(state=State.DRAFT)
    contexts = ListingEvent.objects.filter(pgh_obj=listing.pk).exclude(pgh_context=None)
    assert contexts.count() == 2
    assert contexts.values("pgh_context").distinct().count() == 1
