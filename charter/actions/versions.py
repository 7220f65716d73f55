"""Versions of a consultation's questions: the next one begun, published, or thrown away."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.meanwhile import LookAgain, check_edition
from charter.models import Consultation, Question, Section, Version, Wording
from hub.access import hold
from hub.people.actor import Actor
from hub.web.pagecache import clear_pages

SECTION_WORDS = ("key", "position", "area", "title", "narrative", "barriers", "helps")
WORDING_WORDS = ("position", "label", "text", "hint", "area")


def draft_of(consultation: Consultation) -> Version | None:
    """The version in preparation of a consultation that the caller holds."""
    return Version.objects.filter(consultation=consultation, published_at=None).first()


def bump(version: Version) -> None:
    """Raise the edition of a version that the caller holds: what was read of it is not all there is now."""
    version.edition += 1
    version.save(update_fields=["edition"])


@transaction.atomic
def start_version(pk: int, *, by: Actor) -> Version:
    """The next version of a consultation, a copy of the published one; the one that is begun, if any.

    Raises NotAllowed once the consultation has closed.
    """
    consultation = hold(by, rules.write_questions, pk)
    begun = draft_of(consultation)
    if begun is not None:
        return begun
    latest = Version.objects.filter(consultation=consultation).order_by("-number").first()
    version = Version.objects.create(
        consultation=consultation, number=latest.number + 1 if latest else 1, edition=1
    )
    if latest is not None:
        _copy(latest, version)
    return version


@transaction.atomic
def publish_version(pk: int, *, note: str, edition: int, by: Actor) -> Version:
    """Let everyone answer this version from now on. `note`: what changed, which everyone reads.

    Answers given to the one before stay. Raises NotAllowed, LookAgain, and ValidationError by field.
    """
    version = hold(by, rules.edit_version, pk)
    consultation = hold(by, rules.write_questions, version.consultation_id)
    if consultation.published_at is None:
        raise ValidationError(_("The first version goes out when the consultation is launched."))
    note = " ".join(note.split())
    if not note:
        raise ValidationError({"note": _("Say what changed, so that those who have answered know.")})
    published = put_out(consultation, by, edition=edition, note=note, at=timezone.now())
    clear_pages()
    return published


@transaction.atomic
def discard_version(pk: int, *, edition: int, by: Actor) -> None:
    """Throw away the version in preparation; the published one stays. Raises NotAllowed and LookAgain."""
    version = hold(by, rules.edit_version, pk)
    check_edition(version.edition, edition)
    if version.number == 1:
        raise ValidationError(_("This is the only version. Delete the consultation instead."))
    version.delete()
    forget_unasked(version.consultation)


def put_out(consultation: Consultation, by: Actor, *, edition: int, note: str, at: datetime) -> Version:
    """Publish the version in preparation of a consultation that the caller holds.

    Raises LookAgain where there is none or it was changed, and ValidationError for one that asks nothing.
    """
    begun = draft_of(consultation)
    if begun is None:
        raise LookAgain
    version = hold(by, rules.edit_version, begun.pk)
    check_edition(version.edition, edition)
    if not version.wordings.exists():
        raise ValidationError(_("It asks nothing yet. Write at least one question."))
    version.note = note
    Version._meta.get_field("note").run_validators(note)
    version.published_at = at
    version.edition += 1
    version.save(update_fields=["note", "published_at", "edition"])
    return version


def forget_unasked(consultation: Consultation) -> None:
    """Delete the questions that no version asks and nobody answered, of a consultation that is held."""
    unasked = Question.objects.filter(consultation=consultation, wordings=None, answers=None)
    unasked.delete()


def _copy(source: Version, target: Version) -> None:
    sections = {
        section.pk: Section(version=target, **{name: getattr(section, name) for name in SECTION_WORDS})
        for section in source.sections.all()
    }
    Section.objects.bulk_create(sections.values())
    Wording.objects.bulk_create(
        Wording(
            version=target,
            section=sections[wording.section_id],
            question_id=wording.question_id,
            **{name: getattr(wording, name) for name in WORDING_WORDS},
        )
        for wording in source.wordings.all()
    )
