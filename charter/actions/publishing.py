"""Putting a version of the charter to the public, and adopting one."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.looking import check_edition
from charter.letters import signing as letters
from charter.models import CharterVersion, Stage
from charter.queries.signing import older_signers
from hub.access import hold
from hub.people.actor import Actor
from hub.web.pagecache import clear_pages


@transaction.atomic
def put_to_public(
    charter: int, pk: int, *, consultation: int | None, edition: int, by: Actor
) -> CharterVersion:
    """Let everyone read a draft, and never write it again. `consultation`: which one asks about it.

    Raises NotAllowed, Meanwhile, and ValidationError for a draft that says nothing.
    """
    hold(by, rules.edit_charter, charter)
    draft = hold(by, rules.edit_draft, pk)
    check_edition(draft.edition, edition)
    _says_something(draft)
    if consultation is not None:
        draft.consultation = hold(by, rules.view_public_consultation, consultation)
    draft.stage, draft.published_at = Stage.CONSULTED, timezone.now()
    draft.save(update_fields=["stage", "published_at", "consultation"])
    clear_pages()
    return draft


@transaction.atomic
def adopt_version(charter: int, pk: int, *, adopted_on: date, edition: int, by: Actor) -> CharterVersion:
    """Make a version the one that counts, and ask those who signed an older one to sign again.

    The charter is locked: whoever signs at the same moment signs the version before, and is asked again, or
    signs this one. Raises NotAllowed, Meanwhile, and ValidationError by field.
    """
    held = hold(by, rules.edit_charter, charter)
    version = hold(by, rules.adopt_version, pk)
    check_edition(version.edition, edition)
    _says_something(version)
    newer = held.versions.filter(number__gt=version.number).exclude(stage=Stage.DRAFT)
    if newer.exists():
        raise ValidationError(_("A newer version is public already. Adopt that one."))
    if adopted_on > timezone.localdate():
        raise ValidationError({"adopted_on": _("Write the day on which it was agreed: today or before.")})
    version.stage, version.adopted_on = Stage.ADOPTED, adopted_on
    version.published_at = version.published_at or timezone.now()
    version.save(update_fields=["stage", "adopted_on", "published_at"])
    for organisation in older_signers(version):
        letters.ask_again(organisation, version)
    clear_pages()
    return version


def _says_something(version: CharterVersion) -> None:
    if not version.clauses.exists():
        raise ValidationError(_("It has no clause yet. Write at least one first."))
