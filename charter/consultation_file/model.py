"""What a consultation's file is read into, how long its texts may be, and the words of its format."""

from __future__ import annotations

from dataclasses import dataclass

# In characters.
LONGEST_TITLE = 160
LONGEST_SUMMARY = 300
LONGEST_PROSE = 30_000
LONGEST_WAYS = 4_000
LONGEST_SECTION_TITLE = 200
LONGEST_ITEM = 1_000
LONGEST_LIST = 8_000
LONGEST_QUESTION = 1_000
LONGEST_HINT = 500
LONGEST_LABEL = 8
MOST_SECTIONS = 100
MOST_QUESTIONS = 500

AREAS = range(1, 9)
# From the word in a file to the kind of a question.
KINDS = {
    "rating": "rating",
    "open": "open",
    "yes-no-because": "yes-no",
    "yes-no": "yes-no",
    "example": "example",
}
FIELDS = ("Area", "Kind", "Hint")
INTRODUCTION, INTRODUCTION_KEY = "Introduction", "introduction"
WAYS, WAYS_KEY = "How to answer", "how-to-answer"
BARRIERS = "What is in the way"
HELPS = "What would help"
QUESTION = "Question"


@dataclass(frozen=True, slots=True)
class QuestionText:
    """One question. `kind` is "rating", "open", "yes-no" (with because) or "example".

    `label` is the number printed before it, "" for none. `area`, 1 to 8, is what a rating rates; None else.
    `text` is plain; `hint` may hold emphasis and links.
    """

    key: str
    label: str
    kind: str
    text: str
    hint: str = ""
    area: int | None = None


@dataclass(frozen=True, slots=True)
class SectionText:
    """What is said about one area, 1 to 8 or None, and asked about it. Texts are Markdown (charter.prose)."""

    key: str
    area: int | None
    title: str
    narrative: str = ""
    barriers: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    questions: tuple[QuestionText, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsultationText:
    """A whole consultation. Title and summary are plain; the introduction and ways to answer are Markdown."""

    title: str
    summary: str
    introduction: str = ""
    ways_to_answer: str = ""
    sections: tuple[SectionText, ...] = ()

    @property
    def questions(self) -> tuple[QuestionText, ...]:
        """Every question, in its order."""
        return tuple(question for section in self.sections for question in section.questions)
