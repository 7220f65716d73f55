"""Every decision about a listing: what it leaves behind, who hears of it, and who may make it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from hub.access import NotAllowed, can
from hub.notices.models import Message
from hub.people.actor import VISITOR
from hub.people.models import Membership, Organisation, Role
from listings import rules
from listings.actions import (
    cancel_listing,
    create_listing,
    hide_listing,
    publish_listing,
    restore_listing,
    send_back_listing,
    submit_listing,
    withdraw_submission,
)
from listings.actions.moderation import LookAgain
from listings.models import Criterion, Decision, Listing, Moderation, State
from tests.factories.listings import make_draft, make_listing
from tests.factories.people import OrganisationFactory, acting, make_member, today
from tests.listings.moderators import BOTH, World, letters, told

pytestmark = pytest.mark.django_db
WHY = {"criterion": Criterion.ADVERT, "reason": "Say what happens."}


@pytest.fixture
def world() -> World:
    return World()


def handed_in(world: World, **draft: object) -> Listing:
    draft_listing = create_listing(make_draft(**draft), world.group.pk, by=world.posts)
    return submit_listing(draft_listing.pk, by=world.posts)


def trust(group: Organisation) -> None:
    Organisation.objects.filter(pk=group.pk).update(trusted_since=timezone.now())


def decisions(listing: Listing) -> list[tuple[str, bool, object]]:
    rows = Moderation.objects.filter(listing=listing).order_by("pk")
    return [(row.decision, row.by_organiser, row.decided_by_id) for row in rows]


def test_first_listing_of_a_new_group_waits_and_says_since_when(world):
    before = timezone.now()
    listing = handed_in(world)
    assert listing.state == State.SUBMITTED
    assert listing.submitted_at is not None
    assert before <= listing.submitted_at <= timezone.now()
    assert decisions(listing) == []
    assert letters() == []
    assert not can(VISITOR, rules.view, listing)


def test_listing_of_a_trusted_group_is_published_at_once(world):
    trust(world.group)
    listing = handed_in(world)
    assert listing.state == State.PUBLISHED
    assert decisions(listing) == [("published", True, world.organiser.pk)]
    assert letters() == []
    assert can(VISITOR, rules.view, listing)


@pytest.mark.parametrize(
    "words",
    [{"description": "Ring Jo on 0121 496 0371"}, {"title": "Fair!!"}, {"summary": "Book now"}],
)
def test_what_the_checks_find_holds_a_trusted_groups_listing_too(world, words):
    trust(world.group)
    assert handed_in(world, **words).state == State.SUBMITTED


def test_own_public_number_holds_nothing(world):
    trust(world.group)
    Organisation.objects.filter(pk=world.group.pk).update(public_phone="0121 496 0371")
    assert handed_in(world, description="Ring us on 0121 496 0371").state == State.PUBLISHED


def test_trust_counts_only_while_the_group_is_verified(world):
    trust(world.group)
    Organisation.objects.filter(pk=world.group.pk).update(verified_until=today() - timedelta(days=1))
    assert handed_in(world).state == State.SUBMITTED


def test_what_says_too_little_is_not_handed_in(world):
    draft = create_listing(make_draft(summary="", without_parents=True), world.group.pk, by=world.posts)
    with pytest.raises(ValidationError) as refused:
        submit_listing(draft.pk, by=world.posts)
    assert set(refused.value.error_dict) == {"safeguarding_policy", "safeguarding_lead"}
    assert Listing.objects.get(pk=draft.pk).state == State.DRAFT


def test_publishing_is_kept_with_the_text_and_told_to_those_who_post(world):
    listing = handed_in(world, title="Story time", description="Ring Jo on 0121 496 0371")
    publish_listing(listing.pk, edition=listing.edition, by=world.decides)
    row = Moderation.objects.get(listing=listing)
    assert (row.decision, row.by_organiser, row.decided_by_id) == ("published", False, world.moderator.pk)
    assert (row.found, row.edition) == (["phone"], listing.edition)
    assert (row.text["title"], row.text["state"]) == ("Story time", "submitted")
    assert told("listings.published") == BOTH
    message = Message.objects.filter(kind="listings.published")[0]
    assert message.subject == "“Story time” is published"
    assert listing.get_absolute_url() in message.text
    assert "from now on" not in message.text.lower()


def test_closed_accounts_and_other_roles_hear_nothing(world):
    world.manager.is_active = False
    world.manager.save()
    publish_listing(handed_in(world).pk, by=world.decides)
    assert told("listings.published") == ["organiser@group.test"]


def test_sending_back_says_which_criterion_and_why(world):
    listing = handed_in(world, title="Story time")
    returned = send_back_listing(listing.pk, **WHY, by=world.decides)
    assert (returned.state, returned.criterion, returned.reason) == (
        State.RETURNED,
        "advert",
        "Say what happens.",
    )
    row = Moderation.objects.get(listing=listing)
    assert (row.decision, row.criterion, row.reason) == ("returned", "advert", "Say what happens.")
    assert told("listings.returned") == BOTH
    text = Message.objects.filter(kind="listings.returned")[0].text
    assert "Say what happens." in text
    assert "/whats-on/criteria/#advert" in text
    again = submit_listing(listing.pk, by=world.posts)
    assert (again.state, again.criterion, again.reason) == (State.SUBMITTED, "", "")


def test_hiding_takes_it_from_all_but_its_own_and_the_steward(world):
    listing = make_listing(world.group)
    hide_listing(listing.pk, **WHY, by=world.decides)
    seen = {
        name: can(actor, rules.view, listing)
        for name, actor in {
            "visitor": VISITOR,
            "organiser": world.posts,
            "administrator": world.decides,
            "stranger": acting(make_member(OrganisationFactory(), Role.MANAGER)),
        }.items()
    }
    assert seen == {"visitor": False, "organiser": True, "administrator": True, "stranger": False}
    assert told("listings.hidden") == BOTH
    for refused in (submit_listing, lambda pk, by: cancel_listing(pk, reason="Rain.", by=by)):
        with pytest.raises(NotAllowed):
            refused(listing.pk, by=world.posts)


@pytest.mark.parametrize("state", [State.PUBLISHED, State.CANCELLED, State.PAST, State.SUBMITTED])
def test_restoring_brings_back_the_state_and_reason_from_before(world, state):
    listing = make_listing(world.group, state)
    before = (listing.state, listing.reason, listing.published_at)
    hide_listing(listing.pk, **WHY, by=world.decides)
    restore_listing(listing.pk, by=world.decides)
    now = Listing.objects.get(pk=listing.pk)
    assert (now.state, now.reason, now.published_at) == before
    assert now.criterion == ""
    assert [row[0] for row in decisions(listing)][-2:] == [Decision.HIDDEN, Decision.RESTORED]


def test_public_listing_that_is_sent_back_can_be_put_right_and_handed_in(world):
    listing = make_listing(world.group)
    send_back_listing(listing.pk, **WHY, by=world.decides)
    assert not can(VISITOR, rules.view, listing)
    assert can(world.posts, rules.edit, listing)
    assert submit_listing(listing.pk, by=world.posts).state == State.SUBMITTED


def test_what_was_handed_in_can_be_taken_back_until_it_is_decided(world):
    listing = handed_in(world)
    draft = withdraw_submission(listing.pk, by=world.posts)
    assert (draft.state, draft.submitted_at) == (State.DRAFT, None)
    with pytest.raises(NotAllowed):
        publish_listing(listing.pk, by=world.decides)
    submit_listing(listing.pk, by=world.posts)
    publish_listing(listing.pk, by=world.decides)
    with pytest.raises(NotAllowed):
        withdraw_submission(listing.pk, by=world.posts)


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ({"criterion": "", "reason": "Why"}, {"criterion"}),
        ({"criterion": "taste", "reason": "Why"}, {"criterion"}),
        ({"criterion": "advert", "reason": " \n"}, {"reason"}),
        ({"criterion": "advert", "reason": "x" * 501}, {"reason"}),
        ({"criterion": "", "reason": ""}, {"criterion", "reason"}),
    ],
)
def test_decision_against_without_its_words_changes_nothing(world, said, about):
    waiting, public = handed_in(world), make_listing(world.group)
    for act, listing in ((send_back_listing, waiting), (hide_listing, public)):
        with pytest.raises(ValidationError) as refused:
            act(listing.pk, **said, by=world.decides)
        assert set(refused.value.error_dict) == about
    assert Moderation.objects.filter(decision__in=["returned", "hidden"]).count() == 0
    assert told("listings.returned") == told("listings.hidden") == []


def test_decision_about_a_text_that_was_changed_since_is_not_made(world):
    listing = handed_in(world)
    read = listing.edition
    Listing.objects.filter(pk=listing.pk).update(edition=read + 1)
    for act in (
        lambda: publish_listing(listing.pk, edition=read, by=world.decides),
        lambda: send_back_listing(listing.pk, **WHY, edition=read, by=world.decides),
        lambda: hide_listing(listing.pk, **WHY, edition=read, by=world.decides),
    ):
        with pytest.raises(LookAgain, match="changed while you were reading"):
            act()
    assert Listing.objects.get(pk=listing.pk).state == State.SUBMITTED
    assert decisions(listing) == []
    assert publish_listing(listing.pk, edition=read + 1, by=world.decides).state == State.PUBLISHED


def test_nobody_decides_about_their_own_organisation(world):
    """Not even with a role that has nothing to do with posting."""
    Membership.objects.create(person=world.moderator, organisation=world.group, role=Role.DSL)
    waiting, public = handed_in(world), make_listing(world.group)
    for act, listing in (
        (lambda pk, by: publish_listing(pk, by=by), waiting),
        (lambda pk, by: send_back_listing(pk, **WHY, by=by), waiting),
        (lambda pk, by: hide_listing(pk, **WHY, by=by), public),
    ):
        with pytest.raises(NotAllowed):
            act(listing.pk, world.decides)
    assert publish_listing(waiting.pk, by=world.decides_too).state == State.PUBLISHED


def test_stewards_own_listing_is_decided_by_who_does_not_post_for_it(world):
    Membership.objects.create(person=world.moderator, organisation=world.steward, role=Role.CONTRIBUTOR)
    draft = create_listing(make_draft(), world.steward.pk, by=world.decides)
    submit_listing(draft.pk, by=world.decides)
    with pytest.raises(NotAllowed):
        publish_listing(draft.pk, by=world.decides)
    assert publish_listing(draft.pk, by=world.decides_too).state == State.PUBLISHED


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PRIVACY, Role.MANAGER, Role.CONTRIBUTOR])
def test_only_the_stewards_administrators_decide(world, role):
    by = acting(make_member(world.steward, role))
    for act in (publish_listing, lambda pk, by: send_back_listing(pk, **WHY, by=by)):
        with pytest.raises(NotAllowed):
            act(handed_in(world).pk, by=by)


def test_third_listing_that_the_steward_publishes_earns_trust(world):
    for number in range(3):
        assert Organisation.objects.get(pk=world.group.pk).trusted_since is None
        listing = handed_in(world, title=f"Story time {number}")
        assert listing.state == State.SUBMITTED
        publish_listing(listing.pk, by=world.decides)
    assert Organisation.objects.get(pk=world.group.pk).trusted_since is not None
    texts = list(
        Message.objects.filter(kind="listings.published").order_by("created").values_list("text", flat=True)
    )
    assert ["From now on" in text for text in texts] == [False] * 4 + [True] * 2
    assert handed_in(world).state == State.PUBLISHED


def test_same_listing_published_again_and_again_earns_no_trust(world):
    listing = handed_in(world)
    for _time in range(4):
        publish_listing(listing.pk, by=world.decides)
        send_back_listing(listing.pk, **WHY, by=world.decides)
        submit_listing(listing.pk, by=world.posts)
    assert Organisation.objects.get(pk=world.group.pk).trusted_since is None


def test_moderations_are_kept_as_they_were_made(world):
    listing = handed_in(world)
    publish_listing(listing.pk, by=world.decides)
    for change in ({"decision": "hidden"}, {"reason": "Because"}, {"found": ["phone"]}):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            Moderation.objects.filter(listing=listing).update(**change)
