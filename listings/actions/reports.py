"""What somebody says is wrong with a listing, and what the steward makes of it (rules.md D15)."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.access import NotAllowed, hold
from hub.notices import Notice, send
from hub.people.actor import Actor
from listings import letters, rules
from listings.actions.moderation import check_same, give_back, given, put_out_of_sight
from listings.models import Criterion, Finding, Listing, Report
from listings.queries_moderation import report_with

# What says too little without words of the reporter's own.
NEEDS_WORDS = (Criterion.UNCLEAR, Criterion.UNSAFE, Criterion.UNTRUE, Criterion.UNLAWFUL)


class Step(models.TextChoices):
    """What is done about a report, and so what came of it."""

    HIDE = "hide", gettext_lazy("They are right: hide it")
    SEND_BACK = "send-back", gettext_lazy("They are right: take it down until the organiser has changed it")
    ASK = "ask", gettext_lazy("They are right: leave it up, and ask the organiser to change it")
    PUT_RIGHT = "put-right", gettext_lazy("It has been put right already")
    STAYS = "stays", gettext_lazy("It stays as it is")


FINDING_OF: dict[str, Finding] = {
    Step.HIDE: Finding.UPHELD,
    Step.SEND_BACK: Finding.UPHELD,
    Step.ASK: Finding.UPHELD,
    Step.PUT_RIGHT: Finding.PARTLY,
    Step.STAYS: Finding.DISMISSED,
}


def check_length(model: type[models.Model], text: str) -> None:
    """Raise ValidationError for a longer text than the model's field says: the database itself takes it."""
    field = cast("models.TextField[str, str]", model._meta.get_field("text"))
    try:
        MaxLengthValidator(field.max_length or 0)(text)
    except ValidationError as error:
        raise ValidationError({"text": error.messages}) from error


def _standing(key: uuid.UUID | None, listing: Listing, **said: Any) -> tuple[Report | None, uuid.UUID]:
    """The report that the same form made already, and else the key of a new one."""
    if key is None:
        return None, uuid.uuid4()
    report = report_with(key)
    if report is None:
        return None, key
    same = report.listing_id == listing.pk and all(getattr(report, name) == said[name] for name in said)
    # A form that was gone back to, and says something else now, makes a report of its own.
    return (report, key) if same else (None, uuid.uuid4())


@transaction.atomic
def report_listing(
    pk: int, *, criterion: str, text: str = "", email: str = "", key: uuid.UUID | None = None, by: Actor
) -> Report:
    """Tell the steward that something is wrong with a public listing.

    `key` was given out with the form: sent twice, it makes one report. Whoever is signed in is told at their
    account's address, and `email` is not kept. Raises NotAllowed, and ValidationError by field.
    """
    listing = hold(by, rules.report, pk)
    said = {
        "criterion": criterion,
        "text": text.strip(),
        "email": "" if by.id else email.strip(),
        "person_id": by.id,
    }
    check_length(Report, text)
    if criterion in NEEDS_WORDS and not said["text"]:
        raise ValidationError({"text": _("Tell us what it is, in a sentence or two.")})
    # The listing is held: whoever sent the same form at the same moment has waited.
    standing, key = _standing(key, listing, **said)
    if standing is not None:
        return standing
    report = Report(listing=listing, key=key, **said)
    report.full_clean(exclude=["listing", "person"])
    report.save(force_insert=True)
    _write_to_reporter(report, letters.report_received(report), "listings.report-received")
    return report


def _write_to_reporter(report: Report, notice: Notice, kind: str) -> None:
    """The link opens the report, so the message is wiped once it is sent."""
    to: AbstractBaseUser | str | None = report.person or report.email
    if to:
        send(notice, to=to, kind=kind, secret=True)


@transaction.atomic
def answer_report(
    pk: int, *, step: str, criterion: str, answer: str, edition: int | None = None, by: Actor
) -> Report:
    """Say what came of a report, and do it. Whoever reported it and the organisers hear; who it was, nobody.

    `edition`: of the listing as it was read. Raises NotAllowed, LookAgain where it was changed since, and
    ValidationError for no answer, or for a step that is not possible any more.
    """
    people = letters.hearers_of(Report, pk)
    report = hold(by, rules.answer_report, pk)
    if step not in Step.values:
        raise ValidationError({"step": _("Choose what is to be done.")})
    criterion, answer = given(criterion, answer, field="answer")
    report.finding = FINDING_OF[step]
    report.answer = answer
    report.answered_at = timezone.now()
    report.answered_by_id = by.id
    report.save(update_fields=["finding", "answer", "answered_at", "answered_by"])
    take_step(report.listing, step, by, people, criterion=criterion, reason=answer, edition=edition)
    _write_to_reporter(report, letters.report_answered(report), "listings.report-answered")
    return report


def take_step(
    listing: Listing,
    step: str,
    by: Actor,
    people: list[AbstractBaseUser],
    *,
    criterion: str,
    reason: str,
    edition: int | None,
) -> None:
    """Do with a listing what a report asks for, and tell its organisers. Raises as `answer_report`."""
    rule = {Step.HIDE: rules.hide, Step.SEND_BACK: rules.send_back}.get(Step(step))
    if rule is None:
        settled = (
            letters.asked_to_change(listing, criterion, reason)
            if step == Step.ASK
            else letters.report_settled(listing, criterion, reason)
        )
        letters.tell(people, settled, "listings.report-answered")
        return
    try:
        held = hold(by, rule, listing.pk)
    except NotAllowed as error:
        raise ValidationError(
            {
                "step": _(
                    "The listing is not where it was any more, so this can’t be done with it. Look again."
                )
            }
        ) from error
    check_same(held.edition, edition)
    act = put_out_of_sight if step == Step.HIDE else give_back
    act(held, by, people, criterion=criterion, reason=reason)
