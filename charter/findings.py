"""What the checks find in an answer, and what of it still waits for somebody (rules.md D8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from charter.models import Answer, Contact, LeftIn, Redaction, RedactionReason, Response
from charter.redaction import Stretch, covered
from hub.privacy.scan import Finding, find_personal
from hub.privacy.third_parties import find_people, outermost

# What a finding is most often taken out for: offered, not decided.
REASONS = {
    "name": RedactionReason.THIRD_PARTY,
    "initials": RedactionReason.THIRD_PARTY,
    "child": RedactionReason.CHILD,
    "upn": RedactionReason.CHILD,
    "respondent": RedactionReason.RESPONDENT,
}


def known_of(response: Response) -> tuple[str, ...]:
    """The names and addresses under which whoever gave a response may stand in it. One query."""
    row = Contact.objects.filter(response=response).values_list("name", "email", "phone").first()
    return tuple(words for words in (response.public_name, *(row or ())) if words)


def find_in(text: str, known: Iterable[str] = ()) -> list[Finding]:
    """All that the checks find in a text, in order, none inside another."""
    return outermost([*find_personal(text), *find_people(text, known)])


def waiting(found: Sequence[Finding], settled: Iterable[Stretch]) -> list[Finding]:
    """Findings that were neither taken out nor left in."""
    settled = list(settled)
    return [one for one in found if not covered((one.start, one.end), settled)]


def settled_in(answer: Answer, rows: Iterable[Redaction | LeftIn]) -> list[Stretch]:
    """What was decided about an answer as it stands now, not about an earlier text of it."""
    return [
        (row.start, row.end)
        for row in rows
        if row.answer_id == answer.pk and row.answer_edition == answer.edition
    ]


def count_waiting(response: Response) -> int:
    """How many findings of a response wait for somebody. Four queries."""
    texts = list(Answer.objects.filter(response=response).exclude(text=""))
    done: list[Redaction | LeftIn] = [
        *Redaction.objects.filter(answer__in=texts),
        *LeftIn.objects.filter(answer__in=texts),
    ]
    known = known_of(response)
    return sum(len(waiting(find_in(one.text, known), settled_in(one, done))) for one in texts)
