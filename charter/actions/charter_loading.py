"""The charter's next version, made from its file: all of it, or nothing."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.charter_beginning import begin_charter
from charter.charter_file import CharterText, read_charter
from charter.lines import listed
from charter.models import Charter, CharterSection, CharterVersion, Clause, Decision, Responsibility, Stage
from hub.access import hold
from hub.people.actor import Actor


class TextInTheWay(ValidationError):
    """A version is in preparation already, and nobody said that the file should take its place.

    `seen` stands for what is in it, and says so to `load_text`.
    """

    def __init__(self, draft: CharterVersion) -> None:
        told = _("Version %d is in preparation already. Say that the file should take its place.")
        super().__init__(told % draft.number, code="in_the_way")
        self.number, self.seen = draft.number, f"{draft.number}-{draft.edition}"


@transaction.atomic
def load_text(
    organisation: int, data: str | bytes, *, replace: bool = False, seen: str | None = None, by: Actor
) -> tuple[CharterVersion, CharterText]:
    """Make the charter's next version of a file, and the charter itself where there is none yet.

    `organisation` is the steward's. `replace`: the file takes the place of what is in preparation; with
    `seen`, only if nobody has written in it since. Whatever stage the file names, it is in preparation until
    somebody puts it to the public or adopts it. A charter that is there keeps its name, and decisions stay
    tied to the clauses whose keys are in the file.

    Raises CharterFileError with every line and reason, NotAllowed, and TextInTheWay.
    """
    text = read_charter(data)
    hold(by, rules.begin_charter, organisation)
    charter = Charter.objects.order_by("pk").first() or begin_charter(
        organisation, title=text.title, summary=text.summary, by=by
    )
    charter = hold(by, rules.edit_charter, charter.pk)
    links: list[tuple[int, str]] = []
    there = charter.versions.filter(stage=Stage.DRAFT).first()
    if there is None:
        newest = charter.versions.order_by("-number").values_list("number", flat=True).first() or 0
        draft = CharterVersion(charter=charter, number=newest + 1)
    else:
        # Whoever writes in it at this moment is waited for.
        draft = hold(by, rules.edit_draft, there.pk)
        in_the_way = TextInTheWay(draft)
        if not replace or seen not in (None, in_the_way.seen):
            raise in_the_way
        tied = Decision.clauses.through.objects.filter(clause__version=draft)
        links = list(tied.values_list("decision", "clause__key"))
        draft.sections.all().delete()
        draft.edition += 1
    draft.introduction, draft.note = text.introduction, text.note
    draft.save()
    fill(draft, text)
    _tie_again(draft, links)
    return draft, text


def _tie_again(draft: CharterVersion, links: list[tuple[int, str]]) -> None:
    """Tie decisions to the clauses that took the place of those they changed: (decision, clause's key)."""
    clauses = dict(draft.clauses.values_list("key", "pk"))
    through = Decision.clauses.through
    through.objects.bulk_create(
        through(decision_id=decision, clause_id=clauses[key]) for decision, key in links if key in clauses
    )


def fill(version: CharterVersion, text: CharterText) -> None:
    """Write a file's sections, clauses and responsibilities into an empty version in preparation."""
    for place, part in enumerate(text.sections, start=1):
        section = CharterSection.objects.create(
            version=version,
            key=part.key,
            position=place,
            area=part.area,
            title=part.title,
            says=part.says,
            barriers=listed(part.barriers),
            helps=listed(part.helps),
        )
        for row, said in enumerate(part.clauses, start=1):
            clause = Clause.objects.create(
                version=version, section=section, key=said.key, position=row, text=said.text
            )
            Responsibility.objects.bulk_create(
                Responsibility(
                    version=version, clause=clause, key=one.key, position=number, kind=one.kind, text=one.text
                )
                for number, one in enumerate(said.responsibilities, start=1)
            )
