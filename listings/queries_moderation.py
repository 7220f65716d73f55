"""What is read to decide about a listing. Who may read it was asked before: each takes rows already found."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q
from django.utils import timezone

from hub.access import scope
from hub.people.actor import Actor
from hub.people.models import Organisation
from hub.places.models import Place
from hub.web.spelling import SMALL, words_in
from listings import rules
from listings.models import (
    Appeal,
    Decision,
    Finding,
    Listing,
    Moderation,
    Occurrence,
    Proposal,
    Report,
    Side,
    State,
)

# How much of each the moderator's page shows.
SHOWN = 10
COMPARED = 30
SAME_TIMES = 20
# Titles are alike that share so many of the shorter one's words.
ALIKE = 0.5


def last_against(listing: int) -> Moderation | None:
    """The last decision against a listing itself, and not only against a change to it."""
    found = Moderation.objects.filter(listing=listing, decision__in=rules.AGAINST)
    return next((one for one in found if not is_about_a_change(one)), None)


def is_about_a_change(decision: Moderation) -> bool:
    """Whether a change to a published listing was refused: the listing itself stayed where it was."""
    return bool(decision.text.get("change"))


def last_decision(listing: int) -> Moderation | None:
    """The newest decision about a listing or a change to it, with whoever made it."""
    return Moderation.objects.filter(listing=listing).select_related("decided_by").first()


def report_with(key: uuid.UUID) -> Report | None:
    """The report that a link opens."""
    return Report.objects.filter(key=key).first()


def proposal_of(listing: Listing) -> Proposal | None:
    """The change to a listing that waits to be read."""
    return Proposal.objects.filter(listing=listing).select_related("picture").first()


def appeal_of(report: Report) -> Appeal | None:
    """The reporter's appeal against the answer."""
    return Appeal.objects.filter(report=report, side=Side.REPORTER).first()


@dataclass(frozen=True)
class Alike:
    """Another listing that may be the same thing."""

    title: str
    slug: str
    state: str
    organiser: str


def _alike(rows: Iterable[dict[str, Any]]) -> list[Alike]:
    return [
        Alike(row["title"], row["slug"], str(State(row["state"]).label), row["organisation__name"])
        for row in rows
    ]


_ALIKE_COLUMNS = ("title", "slug", "state", "organisation__name")


def same_title(actor: Actor, listing: Listing) -> list[Alike]:
    """Others of the same organisation whose title has much the same words; in one query."""
    words = set(words_in(listing.title)) - SMALL
    if not words:
        return []
    asked = SearchQuery(" OR ".join(sorted(words)), config="english", search_type="websearch")
    rows = (
        scope(actor, rules.moderate, Listing)
        .filter(organisation=listing.organisation_id, search=asked)
        .exclude(pk=listing.pk)
        .order_by("-created")
        .values(*_ALIKE_COLUMNS)[:COMPARED]
    )
    return _alike(row for row in rows if _share(words, row["title"]) >= ALIKE)[:SHOWN]


def _share(words: set[str], title: str) -> float:
    others = set(words_in(title)) - SMALL
    return len(words & others) / max(1, min(len(words), len(others)))


def same_place_and_time(actor: Actor, listing: Listing) -> list[Alike]:
    """Others, of whomever, at the same place that begin at the same moment as one of the coming dates."""
    if listing.place_id is None:
        return []
    own = (
        Occurrence.objects.filter(listing=listing, over__gt=timezone.now(), cancelled=False)
        .order_by("starts")
        .values("starts")[:SAME_TIMES]
    )
    there = Occurrence.objects.filter(
        listing__place=listing.place_id, starts__in=own, cancelled=False
    ).exclude(listing=listing)
    readable = scope(actor, rules.moderate, Listing).exclude(state=State.HIDDEN)
    rows = readable.filter(pk__in=there.values("listing"))
    return _alike(rows.order_by("pk").values(*_ALIKE_COLUMNS)[:SHOWN])


@dataclass(frozen=True)
class Standing:
    """What the hub knows of an organisation that posts."""

    verified: bool
    verified_until: date | None
    trusted_since: datetime | None
    published: int
    against: int
    open_reports: int
    upheld_reports: int


def standing_of(organisation: Organisation) -> Standing:
    """How the organisation's listings have fared; in two queries."""
    decided = Moderation.objects.filter(listing__organisation=organisation).aggregate(
        published=Count("listing", filter=Q(decision=Decision.PUBLISHED, by_organiser=False), distinct=True),
        against=Count("pk", filter=Q(decision__in=rules.AGAINST)),
    )
    reported = Report.objects.filter(listing__organisation=organisation).aggregate(
        waiting=Count("pk", filter=Q(finding=Finding.OPEN)),
        upheld=Count("pk", filter=Q(finding=Finding.UPHELD)),
    )
    return Standing(
        verified=organisation.is_verified(timezone.localdate()),
        verified_until=organisation.verified_until,
        trusted_since=organisation.trusted_since,
        published=decided["published"],
        against=decided["against"],
        open_reports=reported["waiting"],
        upheld_reports=reported["upheld"],
    )


def trust_taken_away(organisation: int) -> datetime | None:
    """When an organisation was last trusted no more; None where it never was trusted."""
    events = apps.get_model("people", "OrganisationEvent")._default_manager.filter(pgh_obj=organisation)
    trusted = events.filter(trusted_since__isnull=False).order_by("-pgh_id").first()
    if trusted is None:
        return None
    after = events.filter(pgh_id__gt=trusted.pgh_id).order_by("pgh_id").first()
    found: datetime = (after or trusted).pgh_created_at
    return found


@dataclass(frozen=True)
class Step:
    """Something that happened to a listing: a state it came into, or a decision about it."""

    at: datetime
    state: str = ""
    decision: Moderation | None = None


def history_of(actor: Actor, listing: Listing) -> list[Step]:
    """States and decisions, newest first; in two queries. A state that a decision brought is there once."""
    seen = scope(actor, rules.view_moderation, Moderation)
    decisions = list(seen.filter(listing=listing).select_related("decided_by")[:SHOWN])
    events = apps.get_model("listings", "ListingEvent")._default_manager.filter(pgh_obj=listing.pk)
    states = list(events.order_by("-pgh_id").values_list("state", "pgh_created_at")[: 3 * SHOWN])
    decided = {State.PUBLISHED, State.RETURNED, State.HIDDEN} if decisions else set()
    steps = [Step(at=one.decided_at, decision=one) for one in decisions]
    for number, (state, at) in enumerate(states):
        came = number + 1 == len(states) or states[number + 1][0] != state
        if came and state not in decided:
            steps.append(Step(at=at, state=str(State(state).label)))
    return sorted(steps, key=lambda step: step.at, reverse=True)


def reports_of(actor: Actor, listing: Listing) -> list[Report]:
    """What was reported about it, newest first."""
    seen = scope(actor, rules.view_report, Report)
    return list(seen.filter(listing=listing).order_by("-reported_at")[:SHOWN])


def open_appeals_of(actor: Actor, listing: Listing) -> list[Appeal]:
    """The appeals about it that wait."""
    return list(scope(actor, rules.view_appeal, Appeal).filter(listing=listing, finding=Finding.OPEN))


def places_in(texts: Iterable[dict[str, Any]]) -> dict[int, Place]:
    """The places that kept texts name, in one query."""
    keys = {text["place"] for text in texts if isinstance(text.get("place"), int)}
    return Place.objects.select_related("district").in_bulk(keys) if keys else {}


def counts(since: datetime) -> dict[str, int]:
    """What moderation did since then, in figures for the public: no figure is about one person."""
    decided = Moderation.objects.filter(decided_at__gte=since, by_organiser=False).aggregate(
        published=Count("pk", filter=Q(decision=Decision.PUBLISHED)),
        returned=Count("pk", filter=Q(decision=Decision.RETURNED)),
        hidden=Count("pk", filter=Q(decision=Decision.HIDDEN)),
    )
    reported = Report.objects.filter(reported_at__gte=since).aggregate(
        reports=Count("pk"), upheld=Count("pk", filter=Q(finding__in=[Finding.UPHELD, Finding.PARTLY]))
    )
    appealed = Appeal.objects.filter(made_at__gte=since).aggregate(
        appeals=Count("pk"), appeals_upheld=Count("pk", filter=Q(finding=Finding.UPHELD))
    )
    return {**decided, **reported, **appealed}
