"""The charter's next version, made from its file: all of it, or nothing."""

from __future__ import annotations

from django.db import transaction

from charter import rules
from charter.charter_file import CharterText, read_charter
from charter.lines import listed
from charter.models import CharterSection, CharterVersion, Clause, Responsibility, Stage
from hub.access import hold
from hub.people.actor import Actor


@transaction.atomic
def load_charter(pk: int, data: str | bytes, *, by: Actor) -> CharterVersion:
    """Put a file's text in the place of the version in preparation, or begin one with it.

    Whatever stage the file names, it is in preparation until somebody puts it to the public or adopts it.
    Raises CharterFileError with every line and reason, NotAllowed.
    """
    text = read_charter(data)
    charter = hold(by, rules.edit_charter, pk)
    versions = CharterVersion.objects.filter(charter=charter)
    draft = versions.filter(stage=Stage.DRAFT).first()
    if draft is None:
        newest = versions.order_by("-number").values_list("number", flat=True).first() or 0
        draft = CharterVersion(charter=charter, number=newest + 1)
    else:
        draft.sections.all().delete()
        draft.edition += 1
    draft.introduction, draft.note = text.introduction, text.note
    draft.save()
    fill(draft, text)
    return draft


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
