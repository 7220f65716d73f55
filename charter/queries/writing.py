"""The charter's next version as the steward writes it."""

from __future__ import annotations

from typing import Any

from charter import rules
from charter.charter_file import CharterText, ClauseText, ResponsibilityText, SectionText
from charter.lines import items_of
from charter.models import CharterSection, CharterVersion, Clause, Consultation, Responsibility, Stage
from hub.access import scope
from hub.people.actor import Actor

MODELS: dict[str, Any] = {"section": CharterSection, "clause": Clause, "duty": Responsibility}


def draft_for(actor: Actor) -> CharterVersion | None:
    """The version in preparation, if this actor writes it."""
    found = scope(actor, rules.edit_draft, CharterVersion).select_related("charter")
    return found.order_by("pk").first()


def newest_public(actor: Actor, draft: CharterVersion) -> CharterVersion | None:
    """The public version before a draft."""
    found = scope(actor, rules.view_public_charter_version, CharterVersion)
    return found.filter(charter=draft.charter_id).order_by("-number").first()


def outline(draft: CharterVersion) -> list[tuple[Any, list[tuple[Any, list[Any]]]]]:
    """Sections with their clauses, and these with what they ask, in three queries."""
    duties: dict[int, list[Any]] = {}
    for duty in draft.responsibilities.order_by("position", "pk"):
        duties.setdefault(duty.clause_id, []).append(duty)
    clauses: dict[int, list[tuple[Any, list[Any]]]] = {}
    for clause in draft.clauses.order_by("position", "pk"):
        clauses.setdefault(clause.section_id, []).append((clause, duties.get(clause.pk, [])))
    return [(one, clauses.get(one.pk, [])) for one in draft.sections.order_by("position", "pk")]


def file_of(version: CharterVersion) -> CharterText:
    """A version as it stands in a file, in three queries."""
    return CharterText(
        version.charter.title,
        version.charter.summary,
        str(version.stage),
        version.note,
        version.introduction,
        tuple(
            SectionText(
                section.key,
                section.area,
                section.title,
                section.says,
                tuple(items_of(section.barriers)),
                tuple(items_of(section.helps)),
                tuple(
                    ClauseText(
                        clause.key,
                        clause.text,
                        tuple(ResponsibilityText(one.key, one.kind, one.text) for one in duties),
                    )
                    for clause, duties in clauses
                ),
            )
            for section, clauses in outline(version)
        ),
    )


def piece_of(draft: CharterVersion, what: str, key: str) -> Any:
    """A section, clause or duty of a draft, or None."""
    return MODELS[what].objects.filter(version=draft, key=key).first()


def parents_for(draft: CharterVersion, what: str) -> list[tuple[str, str]]:
    """Where a clause or a duty can stand: keys and words."""
    if what == "clause":
        return [(one.key, one.title) for one in draft.sections.order_by("position", "pk")]
    clauses = draft.clauses.order_by("section__position", "position", "pk")
    return [(one.key, one.text if len(one.text) < 90 else one.text[:89] + "…") for one in clauses]


def parent_key(what: str, piece: Any) -> str:
    """The key of what a clause or duty stands under."""
    return str(piece.section.key if what == "clause" else piece.clause.key)


def consultations_for(actor: Actor) -> list[tuple[int, str]]:
    """Consultations that could ask about a version, newest first: at most 50."""
    found = scope(actor, rules.view_public_consultation, Consultation).order_by("-opens_at", "-pk")
    return list(found.values_list("pk", "title")[:50])


def writable(actor: Actor, number: int) -> CharterVersion | None:
    """The version with this number, if this actor may adopt it."""
    found = scope(actor, rules.adopt_version, CharterVersion).select_related("charter")
    return found.filter(number=number).first()


def adoptable(actor: Actor, charter: int) -> CharterVersion | None:
    """The newest public version, where it was put to the public and not adopted."""
    found = scope(actor, rules.view_public_charter_version, CharterVersion).filter(charter=charter)
    newest = found.order_by("-number").first()
    return newest if newest is not None and newest.stage == Stage.CONSULTED else None
