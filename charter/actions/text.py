"""Writing the charter's next version. What was put to the public is never written again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.looking import check_edition, check_seen
from charter.models import CharterSection, CharterVersion, Clause, Responsibility
from hub.access import hold
from hub.people.actor import Actor

LONGEST_KEY = 40
Piece = CharterSection | Clause | Responsibility
PIECES: dict[str, type[Piece]] = {"section": CharterSection, "clause": Clause, "duty": Responsibility}
FIELDS: dict[str, tuple[str, ...]] = {
    "section": ("title", "area", "says", "barriers", "helps"),
    "clause": ("text",),
    "duty": ("kind", "text"),
}
# What a piece stands under.
UNDER = {"section": "", "clause": "section", "duty": "clause"}


@transaction.atomic
def begin_version(pk: int, *, by: Actor) -> CharterVersion:
    """Start the next version of a charter as a copy of its newest. Raises NotAllowed and ValidationError."""
    charter = hold(by, rules.edit_charter, pk)
    newest = charter.versions.order_by("-number").first()
    if newest is not None and newest.stage == "draft":
        raise ValidationError(_("Version %d is already in preparation.") % newest.number)
    draft = CharterVersion.objects.create(
        charter=charter,
        number=newest.number + 1 if newest else 1,
        introduction=newest.introduction if newest else "",
    )
    if newest is not None:
        copy_text(newest, draft)
    return draft


def copy_text(source: CharterVersion, target: CharterVersion) -> None:
    """Give a version every section, clause and responsibility of another, under the same keys."""
    sections, clauses = {}, {}
    for section in source.sections.all():
        old = section.pk
        sections[old] = _copied(section, target)
    for clause in source.clauses.all():
        old = clause.pk
        clauses[old] = _copied(clause, target, section=sections[clause.section_id])
    for duty in source.responsibilities.all():
        _copied(duty, target, clause=clauses[duty.clause_id])


def _copied(row: Any, target: CharterVersion, **under: Any) -> Any:
    row.pk, row.version = None, target
    row._state.adding = True
    for name, value in under.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


@transaction.atomic
def word_version(pk: int, *, introduction: str, note: str, seen: str, by: Actor) -> CharterVersion:
    """Write a draft's introduction and what changed. Raises NotAllowed, Meanwhile and ValidationError."""
    draft = hold(by, rules.edit_draft, pk)
    now = {"introduction": draft.introduction, "note": draft.note}
    wanted = {"introduction": introduction, "note": note}
    check_seen(now, seen, wanted)
    draft.introduction, draft.note = introduction, note
    draft.full_clean(validate_constraints=False)
    _touch(draft, "introduction", "note")
    return draft


def said_by(what: str, piece: Piece) -> dict[str, Any]:
    """What a piece of the text says, by field."""
    return {name: getattr(piece, name) for name in FIELDS[what]}


@transaction.atomic
def write_piece(
    pk: int,
    what: str,
    key: str | None,
    said: Mapping[str, Any],
    *,
    under: str = "",
    seen: str = "",
    by: Actor,
) -> Piece:
    """Add or word a section, clause or duty ("section", "clause", "duty") of a draft.

    key: None for a new one, which is put last `under` the section or clause with that key; an old one is
    moved there where `under` says another. seen: `seen_of` what the form was opened with. Raises NotAllowed,
    Meanwhile, and ValidationError by field.
    """
    draft = hold(by, rules.edit_draft, pk)
    wanted = {name: said[name] for name in FIELDS[what]}
    piece = PIECES[what](version=draft) if key is None else _piece(draft, what, key)
    if key is not None:
        check_seen(said_by(what, piece), seen, wanted)
    for name, value in wanted.items():
        setattr(piece, name, value)
    _place(draft, what, piece, under)
    if key is None:
        piece.key = _free_key(draft, what, wanted.get("title") or wanted["text"])
    piece.full_clean(validate_constraints=False)
    piece.save()
    _touch(draft)
    return piece


def _piece(draft: CharterVersion, what: str, key: str) -> Piece:
    found = PIECES[what]._default_manager.filter(version=draft, key=key).first()
    if found is None:
        raise ValidationError(_("Somebody has taken this out of the draft meanwhile."))
    return found


def _place(draft: CharterVersion, what: str, piece: Any, under: str) -> None:
    """Put a new piece, or one that goes elsewhere, behind its neighbours."""
    parent = UNDER[what]
    if parent and under:
        holder = _piece(draft, parent, under)
        if getattr(piece, f"{parent}_id") == holder.pk:
            return
        setattr(piece, parent, holder)
    elif piece.pk:
        return
    last = _beside(piece, what).aggregate(last=Max("position"))["last"]
    piece.position = 0 if last is None else last + 1


def _beside(piece: Any, what: str) -> Any:
    parent = UNDER[what]
    within = {parent: getattr(piece, parent)} if parent else {}
    return type(piece)._default_manager.filter(version=piece.version, **within)


def _free_key(draft: CharterVersion, what: str, words: str) -> str:
    """A key that no version of the charter has used, so that a link never comes to mean something else."""
    stem = "-".join(slugify(words).split("-")[:5])[: LONGEST_KEY - 4].strip("-") or what
    used = set(
        PIECES[what]
        ._default_manager.filter(version__charter=draft.charter_id, key__startswith=stem)
        .values_list("key", flat=True)
    )
    if stem not in used:
        return stem
    return next(key for number in range(2, 1000) if (key := f"{stem}-{number}") not in used)


@transaction.atomic
def move_piece(pk: int, what: str, key: str, *, up: bool, by: Actor) -> None:
    """Change places with the neighbour before or after. At the end nothing happens. Raises NotAllowed."""
    draft = hold(by, rules.edit_draft, pk)
    row = _piece(draft, what, key)
    order = list(_beside(row, what).order_by("position", "pk"))
    at = next(place for place, one in enumerate(order) if one.pk == row.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for place, one in enumerate(order):
        if one.position != place:
            one.position = place
            one.save(update_fields=["position"])
    _touch(draft)


@transaction.atomic
def remove_piece(pk: int, what: str, key: str, *, by: Actor) -> None:
    """Take a piece out of the draft, with all that stands under it. Raises NotAllowed."""
    draft = hold(by, rules.edit_draft, pk)
    _piece(draft, what, key).delete()
    _touch(draft)


@transaction.atomic
def throw_away(pk: int, *, edition: int, by: Actor) -> None:
    """Delete a draft. Raises NotAllowed and Meanwhile."""
    draft = hold(by, rules.edit_draft, pk)
    check_edition(draft.edition, edition)
    draft.delete()


def _touch(draft: CharterVersion, *fields: str) -> None:
    draft.edition += 1
    draft.save(update_fields=["edition", *fields])
