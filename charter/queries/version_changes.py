"""What differs between two versions of a consultation: by section and by question, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from charter.diff import Segment, changes
from charter.models import Section, Version, Wording
from charter.queries.consultation import Part, outline
from charter.words import section_areas

SECTION_TEXTS = ("title", "narrative", "barriers", "helps")
WORDING_TEXTS = ("text", "label", "hint")


@dataclass(frozen=True)
class TextChange:
    """One text that reads differently: its name, before, and now."""

    name: str
    before: str
    now: str

    @property
    def pieces(self) -> list[Segment]:
        """Both texts as one, with what came and went marked by words."""
        return changes(self.before, self.now)


@dataclass(frozen=True)
class Changed:
    """A section or question that is there in both versions and not the same."""

    title: str
    texts: list[TextChange]


@dataclass(frozen=True)
class VersionChanges:
    """What came, went and reads differently, for sections and for questions."""

    sections_added: list[Section] = field(default_factory=list)
    sections_removed: list[Section] = field(default_factory=list)
    sections_changed: list[Changed] = field(default_factory=list)
    questions_added: list[Wording] = field(default_factory=list)
    questions_removed: list[Wording] = field(default_factory=list)
    questions_changed: list[Changed] = field(default_factory=list)
    moved: bool = False

    def __bool__(self) -> bool:
        return bool(
            self.moved
            or self.sections_added
            or self.sections_removed
            or self.sections_changed
            or self.questions_added
            or self.questions_removed
            or self.questions_changed
        )


def changes_between(before: Version, now: Version) -> VersionChanges:
    """What `now` changes from `before`. Four queries."""
    old, new = outline(before), outline(now)
    old_sections = {part.section.key: part.section for part in old}
    new_sections = {part.section.key: part.section for part in new}
    old_asked, new_asked = _asked(old), _asked(new)
    return VersionChanges(
        sections_added=[one for key, one in new_sections.items() if key not in old_sections],
        sections_removed=[one for key, one in old_sections.items() if key not in new_sections],
        sections_changed=[
            changed
            for key, one in new_sections.items()
            if key in old_sections and (changed := _section_changed(old_sections[key], one))
        ],
        questions_added=[one for key, (one, _in) in new_asked.items() if key not in old_asked],
        questions_removed=[one for key, (one, _in) in old_asked.items() if key not in new_asked],
        questions_changed=[
            changed
            for key, pair in new_asked.items()
            if key in old_asked and (changed := _question_changed(old_asked[key], pair))
        ],
        moved=_order(old, new),
    )


def _asked(parts: list[Part]) -> dict[str, tuple[Wording, Section]]:
    return {one.question.key: (one, part.section) for part in parts for one in part.wordings}


def _order(old: list[Part], new: list[Part]) -> bool:
    """Whether what is in both stands in another order."""
    before = [part.section.key for part in old], [one.question.key for part in old for one in part.wordings]
    after = [part.section.key for part in new], [one.question.key for part in new for one in part.wordings]
    return any(
        [key for key in was if key in set(now)] != [key for key in now if key in set(was)]
        for was, now in zip(before, after, strict=True)
    )


def _differences(before: Any, now: Any, names: tuple[str, ...]) -> list[TextChange]:
    return [
        TextChange(str(now._meta.get_field(name).verbose_name), getattr(before, name), getattr(now, name))
        for name in names
        if getattr(before, name) != getattr(now, name)
    ]


def _area(before: Any, now: Any) -> list[TextChange]:
    if before.area == now.area:
        return []
    names = section_areas()
    return [
        TextChange(_("area"), names.get(before.area or 0, _("none")), names.get(now.area or 0, _("none")))
    ]


def _section_changed(before: Section, now: Section) -> Changed | None:
    texts = _differences(before, now, SECTION_TEXTS) + _area(before, now)
    return Changed(now.title, texts) if texts else None


def _question_changed(before: tuple[Wording, Section], now: tuple[Wording, Section]) -> Changed | None:
    texts = _differences(before[0], now[0], WORDING_TEXTS) + _area(before[0], now[0])
    if before[1].key != now[1].key:
        texts.append(TextChange(_("section"), before[1].title, now[1].title))
    words = f"{now[0].label} {now[0].text}".strip()
    return Changed(words, texts) if texts else None
