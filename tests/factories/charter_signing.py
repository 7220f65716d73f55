"""The charter's text in versions, and who signed it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from charter.models import (
    Charter,
    CharterSection,
    CharterVersion,
    Clause,
    Consultation,
    Decision,
    Outcome,
    Responsibility,
    Signature,
    Stage,
    Supporter,
    Theme,
)
from hub.people.models import Organisation

# Key and text of each clause, and key, kind and text of what it asks.
CLAUSES = {
    "open-halls": ("We open our halls.", (("price", "school", "Name a price for each room."),)),
    "say-thanks": (
        "We say thank you.",
        (
            ("ask-early", "community", "Ask for a room a month before."),
            ("share-keys", "school", "Say who has the keys."),
            ("fund-lights", "council", "Pay for the lights."),
        ),
    ),
}


def make_charter() -> Charter:
    """The only charter."""
    charter, _made = Charter.objects.get_or_create(
        slug="charter", defaults={"title": "The Kettle Row charter", "summary": "We help each other."}
    )
    return charter


def make_text(
    stage: str = Stage.ADOPTED, number: int = 1, *, extra: str = "", **fields: Any
) -> CharterVersion:
    """A version with a section about premises and two clauses; `extra`: words added to the first clause."""
    version = CharterVersion.objects.create(charter=make_charter(), number=number, introduction="Dear all.")
    section = CharterSection.objects.create(
        version=version,
        key="premises",
        position=0,
        area=2,
        title="Sharing school premises",
        says="Rooms wait.",
    )
    for place, (key, (text, duties)) in enumerate(CLAUSES.items()):
        clause = Clause.objects.create(
            version=version,
            section=section,
            key=key,
            position=place,
            text=text + (extra if not place else ""),
        )
        for row, (name, kind, words) in enumerate(duties):
            Responsibility.objects.create(
                version=version, clause=clause, key=name, position=row, kind=kind, text=words
            )
    if stage != Stage.DRAFT:
        version.stage, version.published_at = stage, timezone.now()
        version.adopted_on = timezone.localdate() if stage == Stage.ADOPTED else None
    for name, value in fields.items():
        setattr(version, name, value)
    version.save()
    return version


def make_signature(version: CharterVersion, organisation: Organisation, **fields: Any) -> Signature:
    """A signature that takes on everything asked of its kind."""
    kind = fields.pop("kind", "school" if organisation.kind == "school" else "community")
    signature = Signature.objects.create(
        **{
            "charter": version.charter,
            "version": version,
            "organisation": organisation,
            "kind": kind,
            "authority": "Chair, by name Secretpenny",
            "signed_at": timezone.now(),
            **fields,
        }
    )
    signature.responsibilities.set(version.responsibilities.filter(kind=kind))
    return signature


def make_supporter(version: CharterVersion, email: str, **fields: Any) -> Supporter:
    """Confirmed and only counted, unless said otherwise."""
    return Supporter.objects.create(
        **{
            "charter": version.charter,
            "version": version,
            "email": email,
            "confirmed_at": timezone.now() - timedelta(days=1),
            **fields,
        }
    )


def make_theme(consultation: Consultation, name: str, area: int | None = 2, **fields: Any) -> Theme:
    """A theme in use."""
    return Theme.objects.create(
        consultation=consultation,
        key=name.lower().replace(" ", "-"),
        name=name,
        definition=f"Says that {name.lower()}.",
        area=area,
        **fields,
    )


def make_decision(
    theme: Theme, outcome: str = Outcome.NOT, *, published: bool = True, **fields: Any
) -> Decision:
    """A decision with a reason."""
    return Decision.objects.create(
        **{
            "consultation": theme.consultation,
            "theme": theme,
            "outcome": outcome,
            "said": f"You told us: {theme.name}.",
            "reason": "We weighed it with care.",
            "change": "A clause was added." if outcome in (Outcome.ACCEPTED, Outcome.PARTLY) else "",
            "published_at": timezone.now() if published else None,
            **fields,
        }
    )
