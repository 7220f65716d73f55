"""Where an organisation stands with the steward, for those who look after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from hub.calendar.words import say_date
from hub.people.models import Organisation, Outcome, Verification
from hub.people.rules import ASK_AHEAD


@dataclass(frozen=True)
class Standing:
    """What a page says of it. Days are in words, "" where there is none.

    `again`: it waits although it was verified before. `refused_on` and `reason` are of a refusal that is the
    steward's last word; `due_on` is when the check runs out, `ran_out` whether it has.
    """

    waits_since: str
    again: bool
    refused_on: str
    reason: str
    due_on: str
    ran_out: bool


def standing_of(organisation: Organisation, today: date) -> Standing:
    """Takes one query, for the steward's last word."""
    last = Verification.objects.filter(organisation=organisation).first()
    asked, until = organisation.asked_at, organisation.verified_until
    refused = last if last is not None and last.outcome == Outcome.REFUSED and asked is None else None
    due = until if until is not None and asked is None and until <= today + ASK_AHEAD else None
    return Standing(
        waits_since=say_date(timezone.localdate(asked), today=today) if asked else "",
        again=until is not None,
        refused_on=say_date(refused.decided_on, today=today) if refused else "",
        reason=refused.reason if refused else "",
        due_on=say_date(due, today=today) if due else "",
        ran_out=until is not None and until < today,
    )
