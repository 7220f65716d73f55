"""What a charter's file is read into, how long its texts may be, and the words of its format."""

from __future__ import annotations

from dataclasses import dataclass

# In characters.
LONGEST_TITLE = 160
LONGEST_SUMMARY = 300
LONGEST_NOTE = 500
LONGEST_PROSE = 30_000
LONGEST_SECTION_TITLE = 200
LONGEST_ITEM = 1_000
LONGEST_LIST = 8_000
LONGEST_CLAUSE = 4_000
LONGEST_RESPONSIBILITY = 1_000
MOST_SECTIONS = 100
MOST_CLAUSES = 500
MOST_RESPONSIBILITIES = 2_000

STAGES = ("draft", "consulted", "adopted")
# From the heading in a file to the kind of signatory.
SIGNATORIES = {
    "Schools": "school",
    "Community groups": "community",
    "Councils": "council",
    "Government": "government",
    "Others": "other",
}
FIELDS = ("Stage", "Note", "Area")
INTRODUCTION, INTRODUCTION_KEY = "Introduction", "introduction"
BARRIERS = "What is in the way"
HELPS = "What helps"
CLAUSE = "Clause"


@dataclass(frozen=True, slots=True)
class ResponsibilityText:
    """What one kind of signatory takes on: "school", "community", "council", "government" or "other"."""

    key: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One promise or principle, Markdown (charter.prose), with who takes on what under it."""

    key: str
    text: str
    responsibilities: tuple[ResponsibilityText, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionText:
    """What the charter says about one area, 1 to 8 or None."""

    key: str
    area: int | None
    title: str
    says: str = ""
    barriers: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    clauses: tuple[ClauseText, ...] = ()


@dataclass(frozen=True, slots=True)
class CharterText:
    """One version of a charter. `stage` is "draft", "consulted" or "adopted"; `note` says what changed."""

    title: str
    summary: str
    stage: str = "draft"
    note: str = ""
    introduction: str = ""
    sections: tuple[SectionText, ...] = ()

    @property
    def clauses(self) -> tuple[ClauseText, ...]:
        """Every clause, in its order."""
        return tuple(clause for section in self.sections for clause in section.clauses)

    @property
    def responsibilities(self) -> tuple[ResponsibilityText, ...]:
        """Every responsibility, in its order."""
        return tuple(one for clause in self.clauses for one in clause.responsibilities)
