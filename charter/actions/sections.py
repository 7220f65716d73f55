"""The sections of a version in preparation: added, worded, moved, removed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.lengths import check_row
from charter.actions.meanwhile import check_edition, check_mark
from charter.actions.versions import bump, forget_unasked
from charter.consultation_file.model import INTRODUCTION_KEY, MOST_SECTIONS, WAYS_KEY
from charter.lines import items_of, listed
from charter.models import Question, Section, Version, Wording
from hub.access import NotAllowed, hold
from hub.people.actor import Actor

LONGEST_KEY = 40
# Parts of a consultation's file that have these keys already.
RESERVED_KEYS = frozenset({INTRODUCTION_KEY, WAYS_KEY})
Placed = TypeVar("Placed", Section, Wording)


@dataclass(frozen=True)
class SectionWords:
    """What a section says. `area`: 1 to 8, None for one about all. Barriers and helps: an item a line."""

    title: str
    area: int | None = None
    narrative: str = ""
    barriers: str = ""
    helps: str = ""


def tidy(words: SectionWords) -> SectionWords:
    """The same with its lists as lists: an item on each line, however they were typed."""
    barriers, helps = (listed(items_of(text)) for text in (words.barriers, words.helps))
    return replace(words, barriers=barriers, helps=helps)


def said_of_section(section: Section) -> dict[str, str | int | None]:
    """What a section says, by field of SectionWords."""
    return {one.name: getattr(section, one.name) for one in fields(SectionWords)}


def section_of(version: Version, key: str) -> Section:
    """The section of a version that the caller holds. Raises NotAllowed where it has gone."""
    found = version.sections.filter(key=key).first()
    if found is None:
        raise NotAllowed(rules.edit_version)
    return found


def keys_taken(version: Version) -> set[str]:
    """The keys that a new section or question of a version can't have: in a file each stands once."""
    questions = Question.objects.filter(consultation=version.consultation_id).values_list("key", flat=True)
    return {*RESERVED_KEYS, *version.sections.values_list("key", flat=True), *questions}


def free_key(words: str, taken: set[str], otherwise: str) -> str:
    """A key made of words, which none of the others has."""
    base = slugify(words)[: LONGEST_KEY - 5].strip("-") or otherwise
    key = base
    while key in taken:
        key = f"{base}-{secrets.token_hex(2)}"
    return key


def step(rows: Sequence[Placed], row: Placed, *, up: bool) -> None:
    """Let a row change places with its neighbour, and number them all anew. At the edge it stays."""
    order = list(rows)
    at = order.index(row)
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    for position, one in enumerate(order):
        if one.position != position:
            one.position = position
            one.save(update_fields=["position"])


@transaction.atomic
def add_section(version: int, words: SectionWords, *, by: Actor) -> Section:
    """One more section, the last. Raises NotAllowed, and ValidationError by field."""
    held = hold(by, rules.edit_version, version)
    words = tidy(words)
    there = list(held.sections.order_by("position", "pk"))
    if len(there) >= MOST_SECTIONS:
        raise ValidationError(_("There are %d sections already, and that is the most.") % MOST_SECTIONS)
    key = free_key(words.title, keys_taken(held), "section")
    section = Section(version=held, key=key, position=there[-1].position + 1 if there else 0, **asdict(words))
    check_row(section)
    section.save()
    bump(held)
    return section


@transaction.atomic
def change_section(version: int, key: str, words: SectionWords, *, mark: str, by: Actor) -> Section:
    """Let a section say this. `mark`: of what the form was opened with.

    Raises NotAllowed, ChangedMeanwhile, and ValidationError by field.
    """
    held = hold(by, rules.edit_version, version)
    section, words = section_of(held, key), tidy(words)
    check_mark(said_of_section(section), mark, asdict(words))
    for name, value in asdict(words).items():
        setattr(section, name, value)
    check_row(section)
    section.save()
    bump(held)
    return section


@transaction.atomic
def move_section(version: int, key: str, *, up: bool, by: Actor) -> Section:
    """Put a section one place further up or down. Raises NotAllowed."""
    held = hold(by, rules.edit_version, version)
    section = section_of(held, key)
    step(list(held.sections.order_by("position", "pk")), section, up=up)
    bump(held)
    return section


@transaction.atomic
def remove_section(version: int, key: str, *, edition: int, by: Actor) -> None:
    """Leave a section and its questions out of this version. What was answered before stays.

    Raises NotAllowed, and LookAgain where the version changed since it was read.
    """
    held = hold(by, rules.edit_version, version)
    check_edition(held.edition, edition)
    section_of(held, key).delete()
    forget_unasked(held.consultation)
    bump(held)
