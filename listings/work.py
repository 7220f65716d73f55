"""What waits for the steward: listings and changes to read, reports to answer, appeals to look at again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hub.access import flags, scope
from hub.people.actor import Actor
from hub.people.whose import administers
from hub.worklist import Queue
from listings import rules
from listings.aims import due
from listings.forms.moderation import AgainstForm, AnswerForm, AppealAnswerForm, ReporterAppealAnswerForm
from listings.models import Appeal, Listing, Report, Side, State
from listings.reading import contents_in, reading_of, reading_of_change

WITH = ("organisation", "place__district", "schedule", "picture")


def _listings(actor: Actor) -> QuerySet[Listing]:
    waiting = scope(actor, rules.send_back, Listing).filter(state=State.SUBMITTED)
    return waiting.select_related(*WITH).order_by("submitted_at", "pk")


def _read(actor: Actor, rows: Sequence[Any]) -> None:
    """What the queue's template needs of each listing: its reading, its form, whether it may be published."""
    may = flags([row.pk for row in rows], actor, rules.publish)
    for row in rows:
        row.reading = reading_of(row)
        row.may_publish = may[row.pk]["publish"]
        row.against = AgainstForm(auto_id=f"against_{row.pk}_%s")


def _changes(actor: Actor) -> QuerySet[Listing]:
    waiting = scope(actor, rules.decide_change, Listing)
    return waiting.select_related(*WITH, "proposal__picture").order_by("proposal__proposed_at", "pk")


def _read_changes(actor: Actor, rows: Sequence[Any]) -> None:
    contents = contents_in([row.proposal.content for row in rows])
    for row, content in zip(rows, contents, strict=True):
        row.reading = reading_of_change(row, row.proposal, content)
        row.against = AgainstForm(auto_id=f"change_{row.pk}_%s")


def _reports(actor: Actor) -> QuerySet[Report]:
    waiting = scope(actor, rules.answer_report, Report)
    return waiting.select_related("listing__organisation").order_by("reported_at", "pk")


def _answer(actor: Actor, rows: Sequence[Any]) -> None:
    for row in rows:
        row.due = due("report", row.reported_at)
        row.form = AnswerForm(initial={"criterion": row.criterion}, auto_id=f"report_{row.pk}_%s")


def _appeals(actor: Actor) -> QuerySet[Appeal]:
    waiting = scope(actor, rules.decide_appeal, Appeal)
    return waiting.select_related("listing__organisation", "report").order_by("made_at", "pk")


def _look_again(actor: Actor, rows: Sequence[Any]) -> None:
    for row in rows:
        kind = ReporterAppealAnswerForm if row.side == Side.REPORTER else AppealAnswerForm
        row.due = due("appeal", row.made_at)
        first = {"criterion": row.report.criterion if row.report else ""}
        row.form = kind(initial=first, auto_id=f"appeal_{row.pk}_%s")


QUEUES = (
    Queue(
        key="listings",
        title=_("Listings to read"),
        template="listings/work/listing.html",
        rows=_listings,
        order=20,
        only_for=administers,
        empty=_("Every listing that was handed in has been read."),
        context=_read,
    ),
    Queue(
        key="changes",
        title=_("Changes to read"),
        template="listings/work/change.html",
        rows=_changes,
        order=30,
        only_for=administers,
        empty=_("No change to a listing waits to be read."),
        context=_read_changes,
    ),
    Queue(
        key="reports",
        title=_("Reports to answer"),
        template="listings/work/report.html",
        rows=_reports,
        order=40,
        only_for=administers,
        empty=_("Every report has been answered."),
        context=_answer,
    ),
    Queue(
        key="appeals",
        title=_("Appeals to look at again"),
        template="listings/work/appeal.html",
        rows=_appeals,
        order=50,
        only_for=administers,
        empty=_("No appeal waits for you."),
        context=_look_again,
    ),
)
