"""What makes and finishes pictures."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.access import Asking, hold
from hub.files import rules
from hub.files.encode import CleanPicture
from hub.files.models import Picture
from hub.files.store import read_file, write_files

log = logging.getLogger(__name__)
# Pictures that one person adds in 24 hours: a term's posters, not a flood.
MOST_A_DAY = 100


@transaction.atomic
def keep_picture(clean: CleanPicture, *, alt: str, consent: bool, by: Asking) -> Picture:
    """Keep a checked picture with its description.

    `consent` says that everybody in it, or their parent, has agreed (rules.md S18). Raises NotAllowed for
    whoever has no account, and ValidationError without description or consent, for too many in a day, and
    where the picture can't be stored.
    """
    hold(by, rules.add_picture, by.id)
    return _make(by, clean.files, alt=_described(alt), consent=_agreed(consent), **_facts(clean))


@transaction.atomic
def set_aside(clean: CleanPicture, *, by: Asking) -> Picture:
    """Keep a checked picture whose form is not finished: pending, and seen by nobody else.

    Raises NotAllowed for whoever has no account, and ValidationError as `keep_picture`.
    """
    hold(by, rules.add_picture, by.id)
    return _make(by, clean.files, pending=True, **_facts(clean))


@transaction.atomic
def finish_picture(pk: int, *, alt: str, consent: bool, by: Asking) -> Picture:
    """Describe a picture that was set aside. One that is finished and says the same stays as it is.

    Raises NotAllowed, and ValidationError as `keep_picture`.
    """
    alt, consent = _described(alt), _agreed(consent)
    picture = hold(by, rules.finish_picture, pk)
    if not picture.pending:
        return picture if picture.alt == alt else _copy(by, picture, alt)
    picture.alt, picture.consent, picture.pending = alt, consent, False
    picture.save(update_fields=["alt", "consent", "pending"])
    return picture


@transaction.atomic
def describe_again(pk: int, *, alt: str, by: Asking) -> Picture:
    """The same picture with another description, as a new row: what shows the old one is not changed by it.

    Raises NotAllowed, and ValidationError as `keep_picture`.
    """
    picture = hold(by, rules.view_picture, pk)
    alt = _described(alt)
    return picture if picture.alt == alt else _copy(by, picture, alt)


def _copy(by: Asking, picture: Picture, alt: str) -> Picture:
    hold(by, rules.add_picture, by.id)
    same = ("consent", "width", "height", "widths", "bytes", "digest")
    try:
        files = {width: read_file(picture.key, width) for width in picture.widths}
    except FileNotFoundError as error:
        raise _not_stored() from error
    return _make(by, files, alt=alt, **{name: getattr(picture, name) for name in same})


def _facts(clean: CleanPicture) -> dict[str, Any]:
    return {name: getattr(clean, name) for name in ("width", "height", "widths", "bytes", "digest")}


def _make(by: Asking, files: Mapping[int, bytes], **fields: Any) -> Picture:
    # The caller holds whoever adds it, so that two at once are counted one after the other.
    yesterday = timezone.now() - timedelta(days=1)
    if Picture.objects.filter(uploaded_by=by.id, created__gte=yesterday).count() >= MOST_A_DAY:
        raise ValidationError(
            _("You have added %(most)s pictures since yesterday. Add more tomorrow."),
            code="too_many",
            params={"most": MOST_A_DAY},
        )
    picture = Picture.objects.create(key=uuid.uuid4(), uploaded_by_id=by.id, **fields)
    try:
        write_files(picture.key, files)
    except Exception as error:
        # Each kind of storage has errors of its own.
        log.exception("a picture could not be stored", extra={"picture": picture.pk})
        raise _not_stored() from error
    return picture


def _not_stored() -> ValidationError:
    return ValidationError(
        _("The picture could not be stored just now. Nothing else is lost: choose it again in a minute."),
        code="not_stored",
    )


def _described(alt: str) -> str:
    alt = " ".join(alt.split())
    if not alt:
        raise ValidationError(_("Say what can be seen in the picture, for people who can’t see it."))
    Picture._meta.get_field("alt").run_validators(alt)
    return alt


def _agreed(consent: bool) -> bool:
    if not consent:
        raise ValidationError(
            _("A picture can only be shown when everybody in it, or their parent, has agreed.")
        )
    return True
