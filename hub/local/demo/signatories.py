"""Who signed the demo town’s charter, what they took on, and who stands behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from charter.models import CharterVersion, Decision, Outcome, Responsibility, Signature, Supporter, Theme
from charter.rules.signing import SIGNERS
from hub.local.demo.said import NAMES
from hub.people.models import Organisation, Person


@dataclass(frozen=True)
class Signs:
    """One signatory: an organisation of the town's, as what it signs, and how many responsibilities it takes.

    `pledge` and `days`: what it promises beside that, and within how many days.
    """

    by: str
    kind: str
    takes: int
    authority: str
    pledge: str = ""
    days: int = 0
    days_ago: int = 1


SIGNATORIES = (
    Signs(
        "copperbeech-lane-primary",
        "school",
        5,
        "Headteacher; agreed by the governors",
        "Our hall is open to two more groups a week, at a price that covers the heating.",
        120,
        24,
    ),
    Signs(
        "acorn-row-nursery",
        "school",
        3,
        "Headteacher",
        "Every Friday in the orchard is open to the street.",
        60,
        22,
    ),
    Signs(
        "fernhollow-primary",
        "school",
        4,
        "Chair of governors",
        "We tell our neighbours the dates of our training days a term before.",
        90,
        20,
    ),
    Signs("lampwick-road-primary", "school", 2, "Deputy headteacher, for the head", days_ago=9),
    Signs(
        "puddle-hoppers",
        "community",
        3,
        "Chair of the committee",
        "We show six schools’ parents round a stay and play.",
        150,
        23,
    ),
    Signs(
        "marmalade-playground",
        "community",
        4,
        "Manager",
        "We teach loose-parts play to two schools’ lunchtime teams.",
        100,
        19,
    ),
    Signs("lamplight-youth", "community", 3, "Trustees, at their meeting", days_ago=18),
    Signs("windfall-play-streets", "community", 2, "The street’s organisers", days_ago=16),
    Signs(
        "tin-whistle-music",
        "community",
        3,
        "Director",
        "One free songwriting morning in each school that signed.",
        200,
        14,
    ),
    Signs("bramblewick-garden", "community", 3, "Secretary", "A bed for each class that wants one.", 130, 11),
    Signs("soft-landing", "community", 2, "Chair", days_ago=6),
    Signs("the-coat-peg", "community", 2, "Volunteers’ meeting", days_ago=3),
)
# Theme, outcome, what people said, why it was decided so, what it changed.
DECIDED: tuple[tuple[str, Outcome, str, str, str], ...] = (
    (
        "cost-of-rooms",
        Outcome.ACCEPTED,
        "Rooms are priced out of reach: by the hour, by the minimum, by the heating.",
        "A promise to open buildings means little without a price that people can pay.",
        (
            "The charter now asks schools to publish a price for groups that charge nothing, and to name "
            "what it covers."
        ),
    ),
    (
        "caretaker-time",
        Outcome.PARTLY,
        "Somebody has to unlock and lock up, and nobody pays for that.",
        "We can’t promise caretakers’ hours. We can promise to try sharing keys, with names and a book.",
        "The charter asks schools to try a shared key with groups that they know, for a term.",
    ),
    (
        "insurance",
        Outcome.ACCEPTED,
        "Insurance is the form that stops small groups.",
        (
            "One policy for many small groups costs less than many, and one list of what is needed costs "
            "nothing."
        ),
        "The charter asks the council and the groups together for one list and one policy.",
    ),
    (
        "one-place",
        Outcome.ACCEPTED,
        "People want one place to look, and not seven newsletters.",
        "It is what this hub is for, and it works only if schools and groups use it.",
        "The charter asks every signatory to share what it puts on, in one place.",
    ),
    (
        "not-online",
        Outcome.ACCEPTED,
        "Not everybody is online, and not everybody reads English.",
        "A charter for everyone can’t live on a screen alone.",
        "The charter asks for a printed sheet on a board, and for words that can be translated.",
    ),
    (
        "plan-ahead",
        Outcome.ACCEPTED,
        "Training comes too late to plan for.",
        "Knowing a term ahead costs nothing and changes everything.",
        "The charter asks schools to give the dates of their training days a term before.",
    ),
    (
        "job-worry",
        Outcome.ACCEPTED,
        "Swapping staff must not become a way of paying less.",
        "We agree. Nobody meant it so, and the text did not say it.",
        "The charter now says that an exchange replaces nobody’s job.",
    ),
    (
        "no-time",
        Outcome.NOT,
        "There is no time for any of it.",
        (
            "We believe it, and a charter can’t make hours. We took out what needed meetings, and kept what "
            "saves time."
        ),
        "",
    ),
    (
        "adults-back",
        Outcome.ELSEWHERE,
        "School is a hard door for adults who had a bad time there.",
        "What helps them is a course in another place. The joint training plan takes that up.",
        "",
    ),
)


def load_signatories(version: CharterVersion, organisations: dict[str, Organisation]) -> int:
    """Let them sign a version. Returns how many did."""
    now = timezone.now()
    duties = list(Responsibility.objects.filter(version=version))
    for one in SIGNATORIES:
        organisation = organisations[one.by]
        signature = Signature.objects.create(
            charter_id=version.charter_id,
            version=version,
            organisation=organisation,
            kind=one.kind,
            authority=one.authority,
            pledge=one.pledge,
            pledge_by=timezone.localdate() + timedelta(days=one.days) if one.pledge else None,
            signed_at=now - timedelta(days=one.days_ago),
            # A head before a manager.
            signed_by=Person.objects.filter(
                memberships__organisation=organisation, memberships__role__in=SIGNERS
            )
            .order_by("memberships__role")
            .first(),
        )
        theirs = [duty for duty in duties if duty.kind == one.kind]
        # Not everybody takes the first few: each begins somewhere else.
        begin = len(one.by) % max(len(theirs), 1)
        signature.responsibilities.set((theirs[begin:] + theirs[:begin])[: one.takes])
    return len(SIGNATORIES)


def load_supporters(version: CharterVersion) -> None:
    """Twenty-three people, of whom some are named."""
    now = timezone.now()
    Supporter.objects.bulk_create(
        Supporter(
            charter_id=version.charter_id,
            version=version,
            email=f"friend{number}@people.example.org",
            name=NAMES[number] if number < 7 else "",
            show_name=number < 7,
            confirmed_at=now - timedelta(days=number % 20, hours=number),
        )
        for number in range(23)
    )


def load_decisions(
    themes: dict[str, Theme], version: CharterVersion, changed: Iterable[str], by: Person
) -> None:
    """What was decided about some themes. `changed`: keys of the clauses that changed with this version."""
    now, changed = timezone.now(), set(changed)
    for key, outcome, said, reason, change in DECIDED:
        theme = themes[key]
        decision = Decision.objects.create(
            consultation_id=theme.consultation_id,
            theme=theme,
            said=said,
            outcome=outcome,
            reason=reason,
            change=change,
            decided_by=by,
            published_at=now - timedelta(days=2),
        )
        if change:
            clauses = version.clauses.filter(section__area=theme.area)
            decision.clauses.set(clauses.filter(key__in=changed) or clauses[:1])
