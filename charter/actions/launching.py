"""The dates of a consultation: set, launched with, and its close moved."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.meanwhile import check_edition
from charter.actions.versions import put_out
from charter.models import Consultation
from hub.access import hold
from hub.people.actor import Actor
from hub.web.pagecache import clear_pages

# Nobody means a consultation that runs for longer: a wrong year does.
LONGEST = timedelta(days=366 * 2)


@transaction.atomic
def set_dates(pk: int, opens_at: datetime, closes_at: datetime, *, edition: int, by: Actor) -> Consultation:
    """When a consultation that is prepared will open and close. Nothing is public yet.

    Raises NotAllowed, LookAgain, and ValidationError by field.
    """
    consultation = hold(by, rules.launch_consultation, pk)
    check_edition(consultation.edition, edition)
    _check_dates(opens_at, closes_at)
    consultation.opens_at, consultation.closes_at = opens_at, closes_at
    consultation.edition += 1
    consultation.save(update_fields=["opens_at", "closes_at", "edition"])
    return consultation


@transaction.atomic
def launch_consultation(pk: int, *, edition: int, version_edition: int, by: Actor) -> Consultation:
    """Put a consultation before the public, with the version in preparation; it opens when its time comes.

    An opening that has passed is now. The editions are those that were read. Raises NotAllowed, LookAgain,
    and ValidationError for dates that are missing or past, or a version that asks nothing.
    """
    consultation = hold(by, rules.launch_consultation, pk)
    check_edition(consultation.edition, edition)
    now = timezone.now()
    if consultation.opens_at is None or consultation.closes_at is None:
        raise ValidationError(_("Say first when it opens and closes."))
    if consultation.closes_at <= now:
        raise ValidationError(_("The closing time has passed. Set the dates anew."))
    put_out(consultation, by, edition=version_edition, note="", at=now)
    consultation.published_at = now
    consultation.opens_at = max(consultation.opens_at, now)
    consultation.edition += 1
    consultation.save(update_fields=["published_at", "opens_at", "edition"])
    clear_pages()
    return consultation


@transaction.atomic
def change_closing(pk: int, closes_at: datetime, *, edition: int, by: Actor) -> Consultation:
    """Move the close of a launched consultation before it has passed: earlier, but still to come, or later.

    Raises NotAllowed, LookAgain, and ValidationError by field.
    """
    consultation = hold(by, rules.change_closing, pk)
    check_edition(consultation.edition, edition)
    _check_dates(consultation.opens_at or timezone.now(), closes_at)
    if closes_at == consultation.closes_at:
        return consultation
    consultation.closes_at = closes_at
    consultation.edition += 1
    consultation.save(update_fields=["closes_at", "edition"])
    clear_pages()
    return consultation


def _check_dates(opens_at: datetime, closes_at: datetime) -> None:
    if closes_at <= timezone.now():
        raise ValidationError({"closes_at": _("This has passed. Choose a time that is still to come.")})
    if closes_at <= opens_at:
        raise ValidationError({"closes_at": _("It has to close after it opens.")})
    if closes_at - opens_at > LONGEST:
        raise ValidationError({"closes_at": _("That is more than two years. Check the year.")})
