"""From draft to published and on: every action in every state, and what it leaves behind."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from hub.access import NotAllowed
from hub.people.actor import VISITOR, OnBehalf
from hub.people.models import Membership, Organisation, Role
from listings.actions import (
    cancel_date,
    cancel_listing,
    create_listing,
    hide_listing,
    move_date,
    publish_listing,
    restore_date,
    restore_listing,
    send_back_listing,
    submit_listing,
    withdraw_submission,
)
from listings.models import Criterion, DateChange, Listing, Occurrence, State
from listings.tasks import mark_over
from tests.factories.listings import make_draft, make_listing, weekly
from tests.factories.people import OrganisationFactory, acting, make_administrator, make_member

pytestmark = pytest.mark.django_db

ACTIONS = {
    "submit": lambda listing, by: submit_listing(listing.pk, by=by),
    "publish": lambda listing, by: publish_listing(listing.pk, by=by),
    "send back": lambda listing, by: send_back_listing(
        listing.pk, criterion=Criterion.UNCLEAR, reason="Which door?", by=by
    ),
    "cancel": lambda listing, by: cancel_listing(listing.pk, reason="Rain.", by=by),
    "hide": lambda listing, by: hide_listing(
        listing.pk, criterion=Criterion.UNLAWFUL, reason="Not allowed.", by=by
    ),
    "restore": lambda listing, by: restore_listing(listing.pk, by=by),
    "take back": lambda listing, by: withdraw_submission(listing.pk, by=by),
}
# By whom, from which states, to which state: all else is refused.
ALLOWED = {
    ("organiser", "submit", State.DRAFT): State.SUBMITTED,
    ("organiser", "submit", State.RETURNED): State.SUBMITTED,
    ("organiser", "cancel", State.PUBLISHED): State.CANCELLED,
    ("administrator", "publish", State.SUBMITTED): State.PUBLISHED,
    ("administrator", "send back", State.SUBMITTED): State.RETURNED,
    ("administrator", "send back", State.PUBLISHED): State.RETURNED,
    ("administrator", "hide", State.SUBMITTED): State.HIDDEN,
    ("administrator", "hide", State.PUBLISHED): State.HIDDEN,
    ("administrator", "hide", State.CANCELLED): State.HIDDEN,
    ("administrator", "hide", State.PAST): State.HIDDEN,
    # As they were before they were sent back or hidden.
    ("administrator", "restore", State.RETURNED): State.SUBMITTED,
    ("administrator", "restore", State.HIDDEN): State.PUBLISHED,
    ("organiser", "take back", State.SUBMITTED): State.DRAFT,
}


@pytest.fixture
def administrator():
    return make_administrator()


@pytest.fixture
def group():
    return OrganisationFactory()


@pytest.fixture
def organiser(group):
    return acting(make_member(group, Role.CONTRIBUTOR))


def history(listing: Listing) -> list[str]:
    """The states that the database's own history has, in order, runs of one state as one."""
    events = apps.get_model("listings", "ListingEvent").objects.filter(pgh_obj=listing.pk).order_by("pgh_id")
    states = list(events.values_list("state", flat=True))
    return [state for number, state in enumerate(states) if number == 0 or states[number - 1] != state]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("who", ["organiser", "administrator"])
def test_action_leads_from_its_own_states_and_is_refused_in_all_others(
    group, organiser, administrator, who, action, state
):
    listing = make_listing(group, state, administrator=administrator)
    by = organiser if who == "organiser" else administrator
    after = ALLOWED.get((who, action, state))
    if after is None:
        with pytest.raises(NotAllowed):
            ACTIONS[action](listing, by)
        assert Listing.objects.get(pk=listing.pk).state == state
    else:
        assert ACTIONS[action](listing, by).state == after
        assert Listing.objects.get(pk=listing.pk).state == after
        assert history(listing)[-1] == after


def test_visitor_and_stranger_and_colleague_without_the_role_may_do_nothing(group):
    listing = make_listing(group, State.DRAFT)
    stranger = acting(make_member(OrganisationFactory(), Role.CONTRIBUTOR, Role.MANAGER))
    caretaker = acting(make_member(group, Role.CARETAKER))
    for by in (VISITOR, stranger, caretaker):
        for act in ACTIONS.values():
            with pytest.raises(NotAllowed):
                act(listing, by)
        with pytest.raises(NotAllowed):
            create_listing(make_draft(), group.pk, by=by)


def test_import_acts_for_its_own_group_and_no_other(group):
    own = OnBehalf(organisation=group.pk)
    assert create_listing(make_draft(), group.pk, by=own).organisation_id == group.pk
    with pytest.raises(NotAllowed):
        create_listing(make_draft(), OrganisationFactory().pk, by=own)
    listing = make_listing(group, State.SUBMITTED)
    with pytest.raises(NotAllowed):
        publish_listing(listing.pk, by=own)


def test_import_for_the_steward_gains_none_of_its_powers(administrator):
    steward = Organisation.objects.get(kind="steward")
    listing = make_listing(state=State.SUBMITTED, administrator=administrator)
    with pytest.raises(NotAllowed):
        publish_listing(listing.pk, by=OnBehalf(organisation=steward.pk))


def test_whole_way_is_kept_in_the_history(group, organiser, administrator):
    listing = create_listing(make_draft(), group.pk, by=organiser)
    submit_listing(listing.pk, by=organiser)
    send_back_listing(listing.pk, criterion=Criterion.UNCLEAR, reason="Which door?", by=administrator)
    submit_listing(listing.pk, by=organiser)
    publish_listing(listing.pk, by=administrator)
    cancel_listing(listing.pk, reason="Rain.", by=organiser)
    assert history(listing) == ["draft", "submitted", "returned", "submitted", "published", "cancelled"]


@pytest.mark.parametrize("reason", ["", "   ", "\n\t", "x" * 501])
def test_refusal_and_cancelling_say_why_in_a_few_words(group, organiser, administrator, reason):
    waiting, public = make_listing(group, State.SUBMITTED), make_listing(group)
    with pytest.raises(ValidationError):
        send_back_listing(waiting.pk, criterion=Criterion.UNCLEAR, reason=reason, by=administrator)
    with pytest.raises(ValidationError):
        cancel_listing(public.pk, reason=reason, by=organiser)
    assert set(Listing.objects.values_list("state", flat=True)) == {State.SUBMITTED, State.PUBLISHED}


def test_reason_goes_when_what_it_asked_for_was_done(group, organiser):
    listing = make_listing(group, State.RETURNED)
    assert listing.reason == "Say which door to come to."
    assert submit_listing(listing.pk, by=organiser).reason == ""


def test_subscribers_are_told_of_what_becomes_public_and_of_nothing_before(group, organiser, administrator):
    listing = make_listing(group, State.DRAFT)
    submit_listing(listing.pk, by=organiser)
    assert Listing.objects.get(pk=listing.pk).sequence == 0
    publish_listing(listing.pk, by=administrator)
    assert Listing.objects.get(pk=listing.pk).sequence == 1
    cancel_listing(listing.pk, reason="Rain.", by=organiser)
    cancelled = Listing.objects.get(pk=listing.pk)
    assert cancelled.sequence == 2
    assert "STATUS:CANCELLED" in cancelled.calendar_text


def test_dates_of_what_is_cancelled_stay_to_be_seen(group, organiser):
    listing = make_listing(group, pattern=weekly(4))
    cancel_listing(listing.pk, reason="Rain.", by=organiser)
    assert Occurrence.objects.filter(listing=listing).count() == 4


def test_listing_is_over_once_its_last_date_has_passed_and_not_before(group):
    listing = make_listing(group, pattern=weekly(2, days=1))
    last = Occurrence.objects.filter(listing=listing).order_by("starts").last()
    assert last is not None
    with time_machine.travel(last.over - timedelta(minutes=1), tick=False):
        assert mark_over() == 0
    with time_machine.travel(last.over + timedelta(minutes=1), tick=False):
        assert mark_over() == 1
        assert mark_over() == 0
    assert history(listing)[-1] == State.PAST


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_one_date_changes_only_while_the_listing_is_published(group, organiser, administrator, state):
    listing = make_listing(group, state, administrator=administrator)
    original = timezone.now() + timedelta(days=7)
    for act in (
        lambda: cancel_date(listing.pk, original, by=organiser),
        lambda: move_date(listing.pk, original, starts=original + timedelta(hours=1), by=organiser),
        lambda: restore_date(listing.pk, original, by=organiser),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not DateChange.objects.exists()


def test_role_taken_away_ends_what_it_allowed(group, organiser):
    listing = make_listing(group)
    Membership.objects.filter(person=organiser.id).delete()
    with pytest.raises(NotAllowed):
        cancel_listing(listing.pk, reason="Rain.", by=organiser)


def test_steward_without_its_second_factor_publishes_nothing(group, administrator):
    listing = make_listing(group, State.SUBMITTED)
    once = type(administrator)(id=administrator.id, second_factor=False)
    with pytest.raises(NotAllowed):
        publish_listing(listing.pk, by=once)
    assert publish_listing(listing.pk, by=administrator).state == State.PUBLISHED


def test_nothing_is_published_for_a_group_that_was_never_verified_or_is_suspended(administrator):
    for trait in ("unverified", "suspended"):
        owner = OrganisationFactory()
        listing = make_listing(owner, State.SUBMITTED)
        bare = OrganisationFactory.build(**{trait: True})
        Organisation.objects.filter(pk=owner.pk).update(
            verified_until=bare.verified_until,
            suspended_at=bare.suspended_at,
            suspension_reason=bare.suspension_reason,
        )
        with pytest.raises(NotAllowed):
            publish_listing(listing.pk, by=administrator)
