"""Another look at what was decided: by the reporter at an answer, by the organisers at a decision (D15)."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.access import NotAllowed, hold
from hub.notices import Notice, send
from hub.people.actor import Actor
from listings import letters, rules
from listings.actions.moderation import check_same, given, show_again, words_given
from listings.actions.reports import Step, check_length, take_step
from listings.models import Appeal, Finding, Listing, Report, Side
from listings.queries_moderation import last_against


def _said(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Say why we should look again.")})
    check_length(Appeal, text)
    return text


@transaction.atomic
def appeal_answer(pk: int, *, text: str, by: Actor) -> Appeal:
    """The reporter asks for another look at the answer, once. Raises NotAllowed, and ValidationError."""
    report = hold(by, rules.appeal_answer, pk)
    appeal = Appeal.objects.create(
        listing=report.listing,
        report=report,
        side=Side.REPORTER,
        text=_said(text),
        person_id=by.id,
        first_decided_by_id=report.answered_by_id,
    )
    _write_to(appeal, letters.appeal_received(appeal), "listings.appeal-received")
    return appeal


@transaction.atomic
def appeal_decision(pk: int, *, text: str, by: Actor) -> Appeal:
    """The organisers ask for another look at being sent back or hidden, once for each decision.

    Raises NotAllowed, and ValidationError.
    """
    people = letters.hearers(pk)
    listing = hold(by, rules.appeal_decision, pk)
    against = last_against(pk)
    appeal = Appeal.objects.create(
        listing=listing,
        side=Side.ORGANISER,
        text=_said(text),
        person_id=by.id,
        first_decided_by_id=against.decided_by_id if against else None,
    )
    letters.tell(people, letters.appeal_received(appeal), "listings.appeal-received")
    return appeal


@transaction.atomic
def decide_appeal(
    pk: int,
    *,
    upheld: bool,
    answer: str,
    step: str = "",
    criterion: str = "",
    edition: int | None = None,
    by: Actor,
) -> Appeal:
    """Look again. An organiser's that is upheld brings the listing back; a reporter's says what is done now.

    `step` and `criterion` are asked of a reporter's that is upheld, as of an answer to a report. Both sides
    hear. Raises NotAllowed, LookAgain, and ValidationError by field.
    """
    people = letters.hearers_of(Appeal, pk)
    appeal = hold(by, rules.decide_appeal, pk)
    appeal.answer = words_given(answer, field="answer")
    appeal.finding = Finding.UPHELD if upheld else Finding.DISMISSED
    appeal.answered_at = timezone.now()
    appeal.answered_by_id = by.id
    appeal.save(update_fields=["answer", "finding", "answered_at", "answered_by"])
    if upheld and appeal.side == Side.ORGANISER:
        _bring_back(appeal.listing, edition, by, people)
    elif upheld:
        _do(appeal, step, criterion, edition, by, people)
    _tell_both(appeal, people)
    return appeal


def _bring_back(listing: Listing, edition: int | None, by: Actor, people: list[AbstractBaseUser]) -> None:
    """Undo what was decided, unless the organisers have handed it in again or taken it back meanwhile."""
    try:
        held = hold(by, rules.restore, listing.pk)
    except NotAllowed:
        return
    check_same(held.edition, edition)
    show_again(held, by, people)


def _do(
    appeal: Appeal,
    step: str,
    criterion: str,
    edition: int | None,
    by: Actor,
    people: list[AbstractBaseUser],
) -> None:
    if step not in (Step.HIDE, Step.SEND_BACK, Step.ASK):
        raise ValidationError({"step": _("Choose what is to be done.")})
    given(criterion, appeal.answer, field="answer")
    take_step(appeal.listing, step, by, people, criterion=criterion, reason=appeal.answer, edition=edition)


def _tell_both(appeal: Appeal, people: list[AbstractBaseUser]) -> None:
    notice = letters.appeal_answered(appeal)
    if appeal.side == Side.REPORTER:
        _write_to(appeal, notice, "listings.appeal-answered")
        if appeal.finding == Finding.DISMISSED and appeal.report is not None:
            settled = letters.report_settled(appeal.listing, appeal.report.criterion, appeal.answer)
            letters.tell(people, settled, "listings.appeal-answered")
        return
    letters.tell(people, notice, "listings.appeal-answered")


def _write_to(appeal: Appeal, notice: Notice, kind: str) -> None:
    """To the reporter, at the account or the address that the report came with."""
    report: Report | None = appeal.report
    to = report and (report.person or report.email)
    if to:
        send(notice, to=to, kind=kind, secret=True)
