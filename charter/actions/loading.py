"""A consultation made from a file, or the next version of one: all of it, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.consultation import LONGEST_SLUG, Details, create_consultation
from charter.actions.versions import bump, draft_of, forget_unasked, start_version
from charter.consultation_file import ConsultationFileError, ConsultationText, Problem, read_consultation
from charter.lines import listed
from charter.models import Consultation, Question, Section, Version, Wording
from hub.access import hold
from hub.people.actor import Actor


class DraftInTheWay(ValidationError):
    """The next version is being written already, and nobody said that the file should take its place."""

    def __init__(self, consultation: Consultation) -> None:
        super().__init__(
            _("The next version of “%s” is being written. Say that the file should take its place.")
            % consultation.title
        )
        self.consultation = consultation


@dataclass(frozen=True)
class Loaded:
    """What came of a file. `made`: a new consultation; else a version of one that was there."""

    consultation: Consultation
    version: Version
    made: bool
    sections: int
    questions: int


@transaction.atomic
def load_consultation(
    data: str | bytes, organisation: int, *, slug: str = "", replace: bool = False, by: Actor
) -> Loaded:
    """Make a consultation of a file, or the version in preparation of the one at this address.

    `organisation` is the steward's; without a slug, one is made of the title. `replace`: the file takes the
    place of what is in preparation. A launched consultation keeps what it says about itself.

    Raises ConsultationFileError with every line and reason, NotAllowed, DraftInTheWay, and ValidationError.
    """
    text = read_consultation(data)
    hold(by, rules.add_consultation, organisation)
    slug = slug or slugify(text.title)[:LONGEST_SLUG].strip("-")
    details = Details(text.title, text.summary, text.introduction, text.ways_to_answer, slug)
    there = Consultation.objects.filter(slug=slug).first() if slug else None
    if there is None:
        consultation = create_consultation(details, organisation, by=by)
    else:
        consultation = _make_room(there, details, by, replace=replace)
    version = hold(by, rules.edit_version, start_version(consultation.pk, by=by).pk)
    version.sections.all().delete()
    _check_kinds(consultation, text, data)
    questions = _write(version, text)
    forget_unasked(consultation)
    bump(version)
    return Loaded(consultation, version, there is None, len(text.sections), questions)


def _make_room(there: Consultation, details: Details, by: Actor, *, replace: bool) -> Consultation:
    consultation = hold(by, rules.write_questions, there.pk)
    begun = draft_of(consultation)
    if begun is not None and begun.sections.exists() and not replace:
        raise DraftInTheWay(consultation)
    if consultation.published_at is None:
        for name in ("title", "summary", "introduction", "how_to_answer"):
            setattr(consultation, name, getattr(details, name))
        consultation.edition += 1
        consultation.full_clean()
        consultation.save()
    return consultation


def _check_kinds(consultation: Consultation, text: ConsultationText, data: str | bytes) -> None:
    """How a question is answered stays once it was public. Raises ConsultationFileError."""
    seen = Question.objects.filter(
        consultation=consultation, wordings__version__published_at__isnull=False
    ).distinct()
    kinds = dict(seen.values_list("key", "kind"))
    reason = _("The question “%s” was public with another kind. Give this one a key of its own.")
    wrong = [
        Problem(line_of(data, question.key), reason % question.key)
        for question in text.questions
        if kinds.get(question.key, question.kind) != question.kind
    ]
    if wrong:
        raise ConsultationFileError(wrong)


def line_of(data: str | bytes, key: str) -> int:
    """In which line of a file a key is given, from 1; 1 where it is nowhere."""
    text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
    heading = re.compile(rf"^#.*\{{#{re.escape(key)}\}}")
    lines = (number for number, line in enumerate(text.splitlines(), start=1) if heading.search(line))
    return next(lines, 1)


def _write(version: Version, text: ConsultationText) -> int:
    """Put what a text says and asks into a version that the caller holds. Returns how many questions."""
    there = {one.key: one for one in Question.objects.filter(consultation=version.consultation_id)}
    sections, wordings = [], []
    for position, said in enumerate(text.sections):
        section = Section(
            version=version,
            key=said.key,
            position=position,
            area=said.area,
            title=said.title,
            narrative=said.narrative,
            barriers=listed(said.barriers),
            helps=listed(said.helps),
        )
        sections.append(section)
        for place, asked in enumerate(said.questions):
            question = there.get(asked.key) or Question(
                consultation_id=version.consultation_id, key=asked.key, kind=asked.kind
            )
            if question.pk is None or question.kind != asked.kind:
                question.kind = asked.kind
                question.save()
            wordings.append(
                Wording(
                    version=version,
                    section=section,
                    question=question,
                    position=place,
                    label=asked.label,
                    text=asked.text,
                    hint=asked.hint,
                    area=asked.area,
                )
            )
    Section.objects.bulk_create(sections)
    Wording.objects.bulk_create(wordings)
    return len(wordings)
