"""Changes to what is published, when somebody has to read them first."""

import pytest
from django.core.exceptions import ValidationError

from hub.access import NotAllowed, can
from hub.files.models import Picture
from hub.notices.models import Message
from hub.people.models import Membership, Role
from listings import rules
from listings.actions import cancel_listing, publish_proposal, return_proposal, send_back_listing
from listings.actions.moderation import LookAgain
from listings.models import Criterion, Listing, Moderation, Proposal, State
from tests.factories.listings import make_listing, one_date
from tests.factories.moderation import propose
from tests.listings.moderators import BOTH, World, told

pytestmark = pytest.mark.django_db
WHY = {"criterion": Criterion.PERSONAL, "reason": "Take the number out."}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def listing(world: World) -> Listing:
    return make_listing(world.group, title="Story time", summary="Stories and songs.")


def test_change_goes_public_once_it_was_read(world, listing):
    sequence = listing.sequence
    changed = propose(listing, by=world.posts, title="Story hour", pattern=one_date(hour=14))
    assert Listing.objects.get(pk=listing.pk).title == "Story time"
    publish_proposal(listing.pk, edition=changed.edition, by=world.decides)
    now = Listing.objects.get(pk=listing.pk)
    assert (now.title, now.state, now.schedule.starts.hour) == ("Story hour", State.PUBLISHED, 14)
    assert now.sequence > sequence
    assert not Proposal.objects.exists()
    row = Moderation.objects.filter(listing=listing)[0]
    assert (row.decision, row.text["title"], row.text["change"]) == ("published", "Story hour", True)
    assert told("listings.proposal-published") == BOTH


def test_change_that_is_refused_leaves_the_public_text_and_can_not_be_appealed(world, listing):
    propose(listing, by=world.posts, description="Ring 0121 496 0371")
    return_proposal(listing.pk, **WHY, by=world.decides)
    now = Listing.objects.get(pk=listing.pk)
    assert (now.state, now.description, now.reason) == (State.PUBLISHED, "", "")
    row = Moderation.objects.filter(listing=listing)[0]
    assert (row.decision, row.reason, row.text["description"]) == (
        "returned",
        "Take the number out.",
        "Ring 0121 496 0371",
    )
    assert (row.text["change"], row.found) == (True, ["phone"])
    assert told("listings.proposal-returned") == BOTH
    assert "Take the number out." in Message.objects.filter(kind="listings.proposal-returned")[0].text
    assert not can(world.posts, rules.appeal_decision, listing)


def test_change_that_was_changed_again_since_it_was_read_is_not_decided(world, listing):
    first = propose(listing, by=world.posts, title="Story hour")
    propose(first, by=world.posts, title="Story hour and a half")
    for act in (
        lambda: publish_proposal(listing.pk, edition=first.edition, by=world.decides),
        lambda: return_proposal(listing.pk, **WHY, edition=first.edition, by=world.decides),
    ):
        with pytest.raises(LookAgain):
            act()
    assert Listing.objects.get(pk=listing.pk).title == "Story time"
    assert Proposal.objects.get().content["title"] == "Story hour and a half"


def test_change_decided_twice_is_decided_once(world, listing):
    propose(listing, by=world.posts, title="Story hour")
    publish_proposal(listing.pk, by=world.decides)
    for act in (publish_proposal, lambda pk, by: return_proposal(pk, **WHY, by=by)):
        with pytest.raises(NotAllowed):
            act(listing.pk, by=world.decides_too)
    assert told("listings.proposal-published") == BOTH


def test_change_of_the_picture_alone_waits_and_goes_public(world, listing):
    picture = Picture.objects.create(
        alt="A heap of cushions",
        consent=True,
        widths=[320],
        width=320,
        height=200,
        bytes=1,
        digest="0" * 64,
    )
    changed = propose(listing, by=world.posts, title="Story hour")
    Proposal.objects.filter(listing=changed).update(picture=picture)
    assert Listing.objects.get(pk=listing.pk).picture is None
    publish_proposal(listing.pk, by=world.decides)
    assert Listing.objects.get(pk=listing.pk).picture == picture


def test_nobody_reads_a_change_of_their_own_organisation(world, listing):
    propose(listing, by=world.posts, title="Story hour")
    Membership.objects.create(person=world.moderator, organisation=world.group, role=Role.MANAGER)
    with pytest.raises(NotAllowed):
        publish_proposal(listing.pk, by=world.decides)
    publish_proposal(listing.pk, by=world.decides_too)


def test_listing_without_a_change_and_one_that_is_cancelled_have_nothing_to_decide(world, listing):
    with pytest.raises(NotAllowed):
        publish_proposal(listing.pk, by=world.decides)
    propose(listing, by=world.posts, title="Story hour")
    cancel_listing(listing.pk, reason="Rain.", by=world.posts)
    with pytest.raises(NotAllowed):
        publish_proposal(listing.pk, by=world.decides)


def test_refusing_a_change_needs_its_words(world, listing):
    propose(listing, by=world.posts, title="Story hour")
    with pytest.raises(ValidationError) as refused:
        return_proposal(listing.pk, criterion="", reason="", by=world.decides)
    assert set(refused.value.error_dict) == {"criterion", "reason"}
    assert Proposal.objects.count() == 1


def test_organisers_of_what_is_sent_back_go_on_from_what_they_had_proposed(world, listing):
    propose(listing, by=world.posts, title="Story hour")
    send_back_listing(listing.pk, **WHY, by=world.decides)
    now = Listing.objects.get(pk=listing.pk)
    assert (now.state, now.title, now.reason) == (State.RETURNED, "Story hour", "Take the number out.")
    assert not Proposal.objects.exists()
    assert Moderation.objects.filter(listing=listing)[0].text["title"] == "Story time"
