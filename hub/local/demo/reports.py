"""What the demo town's public said was wrong, what came of it, and who is invited."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from hub.people.models import Invitation, Organisation, Person, Role
from listings.actions.content import content_of, to_json
from listings.models import (
    Appeal,
    Criterion,
    Decision,
    Finding,
    Listing,
    Moderation,
    Report,
    Side,
    State,
)
from listings.models.listing import PUBLIC_STATES

INVITATION_DAYS = 14


@dataclass(frozen=True)
class Said:
    """One report about something that an organisation puts on. Without an answer it waits for one."""

    by: str
    criterion: Criterion
    text: str
    days_ago: int
    email: str = ""
    finding: Finding = Finding.OPEN
    answer: str = ""
    appeal: str = ""


REPORTS = (
    Said(
        "tumbleweed-gym",
        Criterion.UNCLEAR,
        "It says £8 here, and at the desk they asked for £11.",
        2,
        email="reader@people.example.org",
    ),
    Said("the-coat-peg", Criterion.UNTRUE, "The door was locked last Saturday. There was no note.", 1),
    Said(
        "tin-whistle-music",
        Criterion.ADVERT,
        "This is just an advertisement for lessons.",
        12,
        email="neighbour@people.example.org",
        finding=Finding.DISMISSED,
        answer="We looked at it. It says what happens, for whom and what it costs, so it fits our criteria.",
        appeal="It never says that the free lesson is followed by a sales talk. Please ask them.",
    ),
    Said(
        "puddle-hoppers",
        Criterion.UNTRUE,
        "The postcode leads to the wrong door.",
        20,
        finding=Finding.PARTLY,
        answer="Thank you. The group has put the right door in.",
    ),
)


def load_reports(organisations: dict[str, Organisation], decider: Person) -> int:
    """Make the reports, once; later ones are left as people answered them. Returns how many were made."""
    if Report.objects.filter(listing__organisation__in=organisations.values()).exists():
        return 0
    made = 0
    for said in REPORTS:
        listing = (
            Listing.objects.filter(organisation=organisations[said.by], state__in=PUBLIC_STATES)
            .order_by("pk")
            .first()
        )
        if listing is not None:
            _report(said, listing, decider)
            made += 1
    return made


def _report(said: Said, listing: Listing, decider: Person) -> None:
    when = timezone.now() - timedelta(days=said.days_ago)
    answered = when + timedelta(days=1) if said.answer else None
    report = Report.objects.create(
        listing=listing,
        criterion=said.criterion,
        text=said.text,
        email=said.email,
        finding=said.finding,
        answer=said.answer,
        answered_at=answered,
        answered_by=decider if answered else None,
    )
    Report.objects.filter(pk=report.pk).update(reported_at=when)
    if said.appeal:
        Appeal.objects.create(
            listing=listing,
            report=report,
            side=Side.REPORTER,
            text=said.appeal,
            first_decided_by=decider,
        )


def record_returns(listings: Iterable[Listing]) -> None:
    """Keep why each that was sent back was, as the steward's decision would have: it can be appealed."""
    Moderation.objects.bulk_create(
        Moderation(
            listing=listing,
            decision=Decision.RETURNED,
            criterion=listing.criterion,
            reason=listing.reason,
            text={**to_json(content_of(listing)), "state": State.SUBMITTED, "reason": "", "change": False},
            edition=listing.edition,
        )
        for listing in listings
        if listing.state == State.RETURNED
    )


def load_invitations(organisations: dict[str, Organisation], people: dict[str, Person]) -> None:
    """An open invitation for the parent, so that there is one to accept."""
    organisation, email = organisations["puddle-hoppers"], "parent@demo.test"
    if Invitation.objects.filter(organisation=organisation, email=email).exists():
        return
    Invitation.objects.create(
        organisation=organisation,
        email=email,
        roles=[Role.CONTRIBUTOR],
        # Nobody has the link of this one: who it is for finds it on their list of what waits.
        secret_hash=hashlib.sha256(secrets.token_bytes(32)).hexdigest(),
        created_by=people["organiser@demo.test"],
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
