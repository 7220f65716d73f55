"""Settling what an answer says where its two readers differ."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charter import rules
from charter.actions.derive import derive_themes
from charter.models import Passage, Place, Reading
from hub.access import hold
from hub.people.actor import Actor


class Choice(models.TextChoices):
    """What counts where two readers differ."""

    FIRST = "first", gettext_lazy("What the first reader marked")
    SECOND = "second", gettext_lazy("What the second reader marked")
    BOTH = "both", gettext_lazy("What either of them marked")
    EDIT = "edit", gettext_lazy("Something else: begin from both, and change it")


_FROM = {
    Choice.FIRST: (Place.FIRST,),
    Choice.SECOND: (Place.SECOND,),
    Choice.BOTH: (Place.FIRST, Place.SECOND),
    Choice.EDIT: (Place.FIRST, Place.SECOND),
}


@transaction.atomic
def settle_answer(answer: int, choice: Choice, *, edition: int, by: Actor) -> Reading:
    """Decide what counts, in place of what was settled before. With EDIT it is open until it is finished.

    edition: of what the page showed as settled, 0 for nothing. Raises ValidationError where somebody else
    settled it meanwhile, or where the two read older words; NotAllowed.
    """
    held = hold(by, rules.settle_answer, answer)
    readings = {one.place: one for one in held.readings.select_related("reader")}
    before = readings.get(Place.SETTLED)
    if (before.edition if before else 0) != edition:
        raise ValidationError(_("%s settled it meanwhile. Look at what was chosen.") % _who(before))
    if any(readings[place].answer_edition != held.edition for place in (Place.FIRST, Place.SECOND)):
        raise ValidationError(
            _("The answer was changed after it was read. Each of the two has to read it again first.")
        )
    settled = before or Reading(answer=held, place=Place.SETTLED)
    settled.reader_id = by.id
    settled.answer_edition = held.edition
    settled.finished_at = None if choice is Choice.EDIT else timezone.now()
    settled.edition = edition + 1
    settled.save()
    settled.passages.all().delete()
    marked = Passage.objects.filter(reading__answer=held, reading__place__in=_FROM[choice])
    rows = set(marked.values_list("theme", "start", "end"))
    Passage.objects.bulk_create(
        [Passage(reading=settled, theme_id=theme, start=start, end=end) for theme, start, end in sorted(rows)]
    )
    derive_themes([held.pk])
    return settled


def _who(reading: Reading | None) -> str:
    return str(reading.reader) if reading and reading.reader else _("Somebody")
