"""Reports, appeals and proposed changes, made the way the hub makes them."""

from dataclasses import replace
from typing import Any

from hub.people.actor import VISITOR, Actor
from listings.actions import answer_report, appeal_answer, appeal_decision, report_listing
from listings.actions.content import content_of
from listings.actions.edit import change_listing
from listings.actions.reports import Step
from listings.models import Appeal, Criterion, Listing, Report
from tests.factories.people import make_administrator

WRONG = "The door was locked, and there was no note."
ANSWER = "We rang them. They have moved to the side door."
AGAIN = "The side door was locked too."


def make_report(listing: Listing, *, by: Actor = VISITOR, **said: Any) -> Report:
    """A report by somebody without an account, with no e-mail address, unless other things are given."""
    return report_listing(listing.pk, **{"criterion": Criterion.UNTRUE, "text": WRONG, **said}, by=by)


def make_answer(report: Report, step: str = Step.STAYS, *, by: Actor | None = None, **said: Any) -> Report:
    """The report, answered by the steward."""
    answered = {"criterion": Criterion.UNTRUE, "answer": ANSWER, **said}
    return answer_report(report.pk, step=step, **answered, by=by or make_administrator())


def make_appeal(report: Report, *, by: Actor = VISITOR) -> Appeal:
    """The reporter asks for another look."""
    return appeal_answer(report.pk, text=AGAIN, by=by)


def make_organisers_appeal(listing: Listing, *, by: Actor) -> Appeal:
    """The organiser asks for another look."""
    return appeal_decision(listing.pk, text="It is no advertisement.", by=by)


def propose(listing: Listing, *, by: Actor, **changed: Any) -> Listing:
    """A change to something published, by an organisation that is not trusted: it waits."""
    content = replace(content_of(listing), **changed)
    changed_now = change_listing(listing.pk, content, edition=listing.edition, by=by)
    assert changed_now.waiting
    return Listing.objects.get(pk=listing.pk)
