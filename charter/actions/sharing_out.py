"""How many answers two people read."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from charter import rules
from charter.models import Consultation, DoubleReading
from hub.access import hold
from hub.people.actor import Actor


@transaction.atomic
def share_out_reading(consultation: int, share: int, *, by: Actor) -> Consultation:
    """Choose how many answers are read twice. Raises ValidationError for what is no share, NotAllowed."""
    held = hold(by, rules.share_out_reading, consultation)
    if share not in DoubleReading.values:
        raise ValidationError({"share": _("Choose one of these.")})
    held.double_reading = share
    held.save(update_fields=["double_reading"])
    return held
