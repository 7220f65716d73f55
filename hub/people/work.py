"""What waits for people about people: organisations to check, and invitations to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.access import scope
from hub.calendar.words import say_date
from hub.people import rules
from hub.people.actions.verification import a_year_on
from hub.people.actor import Actor
from hub.people.forms.verification import CheckForm
from hub.people.invitations import offer_of
from hub.people.models import Invitation, Organisation
from hub.people.verifying import cases_of
from hub.people.whose import administers
from hub.worklist import Queue, register_queue


def to_check(actor: Actor) -> QuerySet[Organisation]:
    """Organisations that asked, those that wait longest first; then those whose check runs out."""
    waiting = scope(actor, rules.verify_organisation, Organisation)
    return waiting.order_by(F("asked_at").asc(nulls_last=True), "verified_until", "pk")


def to_answer(actor: Actor) -> QuerySet[Invitation]:
    """Open invitations for whoever acts, those that run out first at the top."""
    mine = scope(actor, rules.accept_invitation, Invitation).select_related("organisation", "created_by")
    return mine.order_by("expires_at", "pk")


def _check_context(actor: Actor, rows: Sequence[Organisation]) -> dict[str, Any]:
    """Lays what is known of each organisation, and its form, on its row."""
    cases = cases_of(rows)
    for row in rows:
        row.case = cases[row.pk]  # type: ignore[attr-defined]
        row.form = CheckForm(organisation=row)  # type: ignore[attr-defined]
    return {"until": say_date(a_year_on(timezone.localdate()))}


def _answer_context(actor: Actor, rows: Sequence[Invitation]) -> dict[str, Any]:
    """Lays what each invitation offers on its row."""
    for row in rows:
        row.offer = offer_of(row)  # type: ignore[attr-defined]
    return {}


def register() -> None:
    """Called once, when the app starts."""
    register_queue(
        Queue(
            key="verify-organisations",
            title=_("Organisations to check"),
            template="people/work/verify.html",
            rows=to_check,
            order=15,
            empty=_("Every school and group that asked has its answer."),
            context=_check_context,
            serves=administers,
            only_for=administers,
        )
    )
    register_queue(
        Queue(
            key="invitations",
            title=_("Invitations for you"),
            template="people/work/invitation.html",
            rows=to_answer,
            order=10,
            empty=_("Nobody is waiting for your answer."),
            context=_answer_context,
        )
    )
