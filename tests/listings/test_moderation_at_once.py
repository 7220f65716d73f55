"""Two who decide at the same moment, over real connections; and what is committed is seen at once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from hub.access import NotAllowed
from hub.notices.models import Message
from hub.people.actor import VISITOR
from hub.people.models import Organisation
from listings.actions import (
    answer_report,
    appeal_answer,
    create_listing,
    hide_listing,
    publish_listing,
    report_listing,
    send_back_listing,
    submit_listing,
    withdraw_submission,
)
from listings.actions.reports import Step
from listings.models import Appeal, Criterion, Listing, Moderation, Report, State
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.listings import make_draft, make_listing
from tests.factories.moderation import ANSWER, make_answer, make_report
from tests.listings.moderators import BOTH, World, client_of, told

WHY = {"criterion": Criterion.ADVERT, "reason": "Say what happens."}
KEY = UUID("6f1b7b0e-5a55-4c8f-9d6c-0a4f3f3f1a11")


@pytest.fixture
def world(fresh_database: str) -> World:
    return World()


def at_once(row: Any, *acts: Callable[[], Any]) -> list[Any]:
    """Start all while another connection holds the row, then let go: what came of each, by kind."""
    with transaction.atomic():
        type(row).objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
        people = [Someone(act) for act in acts]
        wait_until_waiting(len(acts))
    return sorted(type(someone.done()).__name__ for someone in people)


def test_two_moderators_who_publish_at_once_publish_once(world):
    listing = make_listing(world.group, State.SUBMITTED)
    outcomes = at_once(
        listing,
        lambda: publish_listing(listing.pk, edition=listing.edition, by=world.decides),
        lambda: publish_listing(listing.pk, edition=listing.edition, by=world.decides_too),
    )
    assert outcomes == ["Listing", "NotAllowed"]
    assert Moderation.objects.filter(listing=listing).count() == 1
    assert told("listings.published") == BOTH


def test_of_publishing_and_sending_back_at_once_one_counts(world):
    listing = make_listing(world.group, State.SUBMITTED)
    outcomes = at_once(
        listing,
        lambda: publish_listing(listing.pk, edition=listing.edition, by=world.decides),
        lambda: send_back_listing(listing.pk, **WHY, edition=listing.edition, by=world.decides_too),
    )
    now = Listing.objects.get(pk=listing.pk)
    kept = list(Moderation.objects.filter(listing=listing).order_by("pk").values_list("decision", flat=True))
    # What is public may be sent back: whoever is second decides about what the first made of it.
    assert (now.state, outcomes, kept) in [
        (State.RETURNED, ["Listing", "Listing"], ["published", "returned"]),
        (State.RETURNED, ["Listing", "NotAllowed"], ["returned"]),
    ]


def test_taking_back_and_publishing_at_once_leave_no_mixture(world):
    listing = make_listing(world.group, State.SUBMITTED)
    outcomes = at_once(
        listing,
        lambda: publish_listing(listing.pk, by=world.decides),
        lambda: withdraw_submission(listing.pk, by=world.posts),
    )
    now = Listing.objects.get(pk=listing.pk)
    assert outcomes == ["Listing", "NotAllowed"]
    assert (now.state == State.PUBLISHED) == Moderation.objects.filter(listing=listing).exists()
    assert now.state in (State.PUBLISHED, State.DRAFT)


def test_report_answered_by_two_at_once_is_answered_once(world):
    listing = make_listing(world.group)
    report = make_report(listing, email="reporter@reader.test")
    words = {"criterion": Criterion.UNTRUE, "answer": ANSWER}
    outcomes = at_once(
        report,
        lambda: answer_report(report.pk, step=Step.HIDE, **words, by=world.decides),
        lambda: answer_report(report.pk, step=Step.STAYS, **words, by=world.decides_too),
    )
    assert outcomes == ["NotAllowed", "Report"]
    assert (
        Message.objects.filter(address="reporter@reader.test", kind="listings.report-answered").count() == 1
    )
    hidden = Listing.objects.get(pk=listing.pk).state == State.HIDDEN
    assert hidden == (Report.objects.get().finding == "upheld")


def test_two_reports_about_one_listing_that_are_both_upheld_hide_it_once(world):
    listing = make_listing(world.group)
    first, second = make_report(listing), make_report(listing)
    words = {"step": Step.HIDE, "criterion": Criterion.UNTRUE, "answer": ANSWER}
    outcomes = at_once(
        listing,
        lambda: answer_report(first.pk, **words, by=world.decides),
        lambda: answer_report(second.pk, **words, by=world.decides_too),
    )
    assert outcomes == ["Report", "ValidationError"]
    assert Report.objects.filter(finding="open").count() == 1
    assert told("listings.hidden") == BOTH


def test_form_sent_twice_at_once_makes_one_report(world):
    listing = make_listing(world.group)
    said = {"criterion": Criterion.ADVERT, "email": "reporter@reader.test", "key": KEY}

    def press() -> Report:
        return report_listing(listing.pk, **said, by=VISITOR)

    assert at_once(listing, press, press) == ["Report", "Report"]
    assert Report.objects.count() == 1
    assert told("listings.report-received") == ["reporter@reader.test"]


def test_appeal_sent_twice_at_once_is_one_appeal(world):
    report = make_answer(make_report(make_listing(world.group)), by=world.decides)
    outcomes = at_once(
        report,
        *[lambda: appeal_answer(report.pk, text="Look again.", by=VISITOR) for _time in range(2)],
    )
    assert outcomes == ["Appeal", "NotAllowed"]
    assert Appeal.objects.count() == 1


def test_whoever_changes_the_organisation_does_not_hold_up_a_decision(world):
    """The third listing gives trust; while its organisation is held by another, the fourth does."""
    handed_in = []
    for number in range(4):
        draft = create_listing(make_draft(title=f"Story time {number}"), world.group.pk, by=world.posts)
        handed_in.append(submit_listing(draft.pk, by=world.posts))
    for listing in handed_in[:2]:
        publish_listing(listing.pk, by=world.decides)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=world.group.pk)
        outcome = Someone(lambda: publish_listing(handed_in[2].pk, by=world.decides)).done()
    assert (outcome.state, trusted(world)) == (State.PUBLISHED, None)
    publish_listing(handed_in[3].pk, by=world.decides)
    assert trusted(world) is not None


def trusted(world: World) -> datetime | None:
    return Organisation.objects.get(pk=world.group.pk).trusted_since


def test_trust_that_was_taken_away_is_earned_with_three_more(world):
    def publish_one() -> None:
        draft = create_listing(make_draft(), world.group.pk, by=world.posts)
        publish_listing(submit_listing(draft.pk, by=world.posts).pk, by=world.decides)

    for _time in range(3):
        publish_one()
    assert trusted(world) is not None
    Organisation.objects.filter(pk=world.group.pk).update(trusted_since=None)
    for _time in range(3):
        assert trusted(world) is None
        publish_one()
    assert trusted(world) is not None


def test_hidden_listing_is_gone_at_once_from_everywhere_but_its_own(world):
    listing = make_listing(world.group, title="Story time")
    own = listing.get_absolute_url()
    public = ("/", "/?q=story", "/whats-on/calendar.ics", world.group.get_absolute_url(), own)
    visitor = client_of(None)
    assert ["Story time" in visitor.get(path).text for path in public] == [True] * 5
    assert ["Story time" in visitor.get(path).text for path in public] == [True] * 5
    make_answer(make_report(listing), Step.HIDE, by=world.decides)
    assert ["Story time" in visitor.get(path).text for path in public] == [False] * 5
    assert [visitor.get(path).status_code for path in (own, f"{own}calendar.ics")] == [404, 404]
    assert visitor.get(f"{own}report/").status_code == 404
    page = client_of(world.organiser).get(own)
    assert page.status_code == 200
    assert ANSWER in page.text
    assert "Hidden by the steward" in page.text


def test_decision_and_its_messages_are_kept_together_or_not_at_all(world):
    listing = make_listing(world.group)
    with transaction.atomic():
        hide_listing(listing.pk, **WHY, by=world.decides)
        transaction.set_rollback(True)
    assert Listing.objects.get(pk=listing.pk).state == State.PUBLISHED
    assert told("listings.hidden") == []
    assert not Moderation.objects.filter(decision="hidden").exists()
    with pytest.raises(NotAllowed):
        hide_listing(listing.pk, **WHY, by=world.posts)
