"""The text of the charter as it is read: whole, by whose part it is, and with what changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charter import rules
from charter.changes import marked, put_in, taken_out
from charter.models import CharterVersion, Decision, Outcome, Responsibility, SignatoryKind
from hub.access import scope
from hub.people.actor import Actor
from hub.web.formatting import formatted, unformatted

KINDS = dict(SignatoryKind.choices)


@dataclass(frozen=True)
class Duty:
    """A responsibility as it is shown."""

    key: str
    kind: str
    whose: str
    text: str


@dataclass(frozen=True)
class Line:
    """A clause as it is shown, with what it asks of whom, and what was decided that changed it.

    source: its text as it was written.
    """

    key: str
    text: SafeString
    duties: list[Duty]
    because: list[tuple[str, str, str]]
    source: str


@dataclass(frozen=True)
class Chapter:
    """A section as it is shown. `source`: what it says, as it was written."""

    key: str
    area: int | None
    title: str
    says: SafeString
    barriers: SafeString
    helps: SafeString
    lines: list[Line]
    source: str


def chapters(actor: Actor, version: CharterVersion, *, kind: str = "") -> list[Chapter]:
    """A version whole, in four queries. `kind`: only what it asks of this kind, and the clauses that do."""
    duties: dict[int, list[Duty]] = defaultdict(list)
    for one in version.responsibilities.order_by("position", "pk"):
        if not kind or one.kind == kind:
            duties[one.clause_id].append(Duty(one.key, one.kind, str(KINDS[one.kind]), one.text))
    because = clause_reasons(actor, version)
    lines: dict[int, list[Line]] = defaultdict(list)
    for clause in version.clauses.order_by("position", "pk"):
        if not kind or duties[clause.pk]:
            lines[clause.section_id].append(
                Line(
                    clause.key,
                    formatted(clause.text),
                    duties[clause.pk],
                    because.get(clause.key, []),
                    clause.text,
                )
            )
    return [
        Chapter(
            section.key,
            section.area,
            section.title,
            formatted(section.says),
            formatted(section.barriers),
            formatted(section.helps),
            lines[section.pk],
            section.says,
        )
        for section in version.sections.order_by("position", "pk")
        if not kind or lines[section.pk]
    ]


def clause_reasons(actor: Actor, version: CharterVersion) -> dict[str, list[tuple[str, str, str]]]:
    """By the key of a clause: the published decisions that changed it, as (anchor, consultation, outcome)."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    rows = (
        scope(actor, rules.view_public_decision, Decision)
        .filter(clauses__version__charter=version.charter_id, clauses__version__number__lte=version.number)
        .values_list("clauses__key", "pk", "consultation__slug", "outcome")
        .distinct()
        .order_by("pk")
    )
    outcomes = dict(Outcome.choices)
    for key, pk, slug, outcome in rows:
        found[key].append((f"decision-{pk}", slug, str(outcomes[outcome])))
    return dict(found)


def public_versions(actor: Actor, charter: int) -> list[CharterVersion]:
    """Every version that everyone reads, newest first."""
    return list(
        scope(actor, rules.view_public_charter_version, CharterVersion)
        .filter(charter=charter)
        .select_related("charter", "consultation")
        .order_by("-number")
    )


@dataclass
class Difference:
    """A clause or section between two versions. `state`: "same", "changed", "new", "gone" or "moved"."""

    key: str
    state: str
    text: SafeString
    note: str = ""
    parts: list[Difference] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether nothing in it differs."""
        return self.state == "same" and all(part.same for part in self.parts)


def differences(before: CharterVersion, after: CharterVersion) -> list[Difference]:
    """What each section says differently in the later version, with its clauses and what they ask."""
    old_sections = {section.key: section for section in before.sections.all()}
    new_sections = list(after.sections.order_by("position", "pk"))
    old_clauses = {clause.key: clause for clause in before.clauses.select_related("section")}
    new_clauses = list(after.clauses.select_related("section").order_by("position", "pk"))
    old_duties, new_duties = _duties_by_clause(before), _duties_by_clause(after)
    kept = {clause.key for clause in new_clauses}
    found = [_introduction(before, after)] if before.introduction or after.introduction else []
    for section in new_sections:
        one = _section(old_sections.get(section.key), section)
        for clause in (clause for clause in new_clauses if clause.section_id == section.pk):
            old = old_clauses.get(clause.key)
            change = _clause(old, clause)
            change.parts = _duties(old_duties.get(clause.key, {}), new_duties.get(clause.key, {}))
            one.parts.append(change)
        one.parts += [
            Difference(old.key, "gone", taken_out(unformatted(old.text)), _("This clause was taken out."))
            for old in old_clauses.values()
            if old.key not in kept and old.section.key == section.key
        ]
        found.append(one)
    keys = {section.key for section in new_sections}
    for key, section in old_sections.items():
        if key not in keys:
            gone = Difference(key, "gone", taken_out(section.title), _("This section was taken out."))
            gone.parts = [
                Difference(old.key, "gone", taken_out(unformatted(old.text)), _("This clause was taken out."))
                for old in old_clauses.values()
                if old.section_id == section.pk and old.key not in kept
            ]
            found.append(gone)
    return found


def _introduction(before: CharterVersion, after: CharterVersion) -> Difference:
    same = before.introduction == after.introduction
    text = formatted(after.introduction) if same else marked(before.introduction, after.introduction)
    whole = Difference("introduction", "same" if same else "changed", text)
    return Difference("introduction", "same", put_plain(_("Introduction")), parts=[whole])


def put_plain(text: str) -> SafeString:
    """A text as markup, with nothing marked in it."""
    return marked(text, text)


def _section(old: Any, new: Any) -> Difference:
    if old is None:
        return Difference(new.key, "new", put_in(new.title), _("This section is new."), _texts(None, new))
    same = old.title == new.title
    title = put_plain(new.title) if same else marked(old.title, new.title)
    return Difference(new.key, "same" if same else "changed", title, parts=_texts(old, new))


def _texts(old: Any, new: Any) -> list[Difference]:
    """The longer texts of a section, where either version has one."""
    names = {"says": "", "barriers": _("What is in the way"), "helps": _("What helps")}
    found = []
    for name, note in names.items():
        before, after = getattr(old, name, ""), getattr(new, name)
        if before or after:
            same = before == after
            text = formatted(after) if same else marked(before, after)
            found.append(Difference(f"{new.key}-{name}", "same" if same else "changed", text, note))
    return found


def _clause(old: Any, new: Any) -> Difference:
    if old is None:
        return Difference(new.key, "new", put_in(unformatted(new.text)), _("This clause is new."))
    moved = old.section.key != new.section.key
    note = _("This clause was moved here from “%s”.") % old.section.title if moved else ""
    if old.text == new.text:
        return Difference(new.key, "moved" if moved else "same", formatted(new.text), note)
    return Difference(new.key, "changed", marked(old.text, new.text), note)


def _duties_by_clause(version: CharterVersion) -> dict[str, dict[str, Responsibility]]:
    found: dict[str, dict[str, Responsibility]] = defaultdict(dict)
    for duty in version.responsibilities.select_related("clause").order_by("position", "pk"):
        found[duty.clause.key][duty.key] = duty
    return found


def _duties(old: dict[str, Responsibility], new: dict[str, Responsibility]) -> list[Difference]:
    found = []
    for key, duty in new.items():
        was, whose = old.get(key), str(KINDS[duty.kind])
        if was is None:
            found.append(Difference(key, "new", put_in(duty.text), whose))
        elif was.text != duty.text or was.kind != duty.kind:
            found.append(Difference(key, "changed", marked(was.text, duty.text), whose))
    found += [
        Difference(key, "gone", taken_out(duty.text), str(KINDS[duty.kind]))
        for key, duty in old.items()
        if key not in new
    ]
    return found


def changed_duties(before: CharterVersion, after: CharterVersion, kind: str) -> list[Difference]:
    """What a later version asks of one kind that the earlier did not, asks in other words, or no longer."""
    old = {duty.key: duty for duty in before.responsibilities.filter(kind=kind)}
    new = {duty.key: duty for duty in after.responsibilities.filter(kind=kind)}
    return _duties(old, new)
