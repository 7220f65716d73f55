"""Where the charter stands, and what it says about each area, as everyone sees it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString

from charter import rules
from charter.models import Consultation, Decision, SignatoryKind, Signature, Stage
from charter.models.charter import CharterVersion
from hub.access import scope
from hub.people.actor import Actor
from hub.web.areas import AREA_SLUGS, AREAS
from hub.web.formatting import formatted

# The charter's eighth section is about all of its areas.
RISK = 8


@dataclass(frozen=True)
class AreaText:
    """What a version says about one area. The texts are markup, safe to draw; empty where it says nothing."""

    title: str
    says: SafeString
    barriers: SafeString
    helps: SafeString
    clauses: list[tuple[str, SafeString, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Standing:
    """Where the charter stands now: the version that counts, and the consultations that matter."""

    version: CharterVersion | None
    open: Consultation | None
    coming: Consultation | None
    results: Consultation | None
    signed: int


def current_version(actor: Actor) -> CharterVersion | None:
    """The newest adopted version; before there is one, the newest that was put to the public."""
    versions = scope(actor, rules.view_public_charter_version, CharterVersion).select_related("charter")
    newest = versions.order_by("-number")
    return newest.filter(stage=Stage.ADOPTED).first() or newest.first()


def standing(actor: Actor) -> Standing:
    """In at most five queries."""
    now = timezone.now()
    version = current_version(actor)
    consultations = list(
        scope(actor, rules.view_public_consultation, Consultation).order_by("-closes_at", "-pk")[:20]
    )
    with_results = [one for one in consultations if one.results_published_at]
    return Standing(
        version=version,
        open=next((one for one in consultations if one.is_open(now)), None),
        coming=next((one for one in consultations if one.opens_at and one.opens_at > now), None),
        results=with_results[0] if with_results else None,
        signed=signed_under(actor, version),
    )


def signed_under(actor: Actor, version: CharterVersion | None) -> int:
    """How many organisations' names stand under the charter, whichever version they signed."""
    if version is None:
        return 0
    signatures = scope(actor, rules.view_signature, Signature).filter(charter=version.charter_id)
    return signatures.values("organisation").distinct().count()


def area_text(version: CharterVersion | None, area: int) -> AreaText | None:
    """What the version says about an area, with each clause and what it asks of whom; None for nothing."""
    section = version.sections.filter(area=area).first() if version else None
    if section is None:
        return None
    kinds = dict(SignatoryKind.choices)
    clauses = section.clauses.prefetch_related("responsibilities")
    return AreaText(
        title=section.title,
        says=formatted(section.says),
        barriers=formatted(section.barriers),
        helps=formatted(section.helps),
        clauses=[
            (
                clause.key,
                formatted(clause.text),
                [(str(kinds[duty.kind]), duty.text) for duty in clause.responsibilities.all()],
            )
            for clause in clauses
        ],
    )


def area_decisions(actor: Actor, area: int) -> list[tuple[int, str, str, str]]:
    """What was decided about an area, newest consultation first: key, what people said, outcome, reason."""
    rows = (
        scope(actor, rules.view_public_decision, Decision)
        .filter(theme__area=area)
        .order_by("-consultation__closes_at", "theme__name", "pk")[:30]
    )
    return [(one.pk, one.said, one.get_outcome_display(), one.reason) for one in rows]


def neighbours(area: int) -> list[tuple[int, str, str]]:
    """The other areas: number, slug, name."""
    return [(number, AREA_SLUGS[number], str(name)) for number, name in AREAS.items() if number != area]
