"""Reading an answer: taking it, marking passages with themes, finishing, and going back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.derive import derive_themes, lock_answers
from charter.models import Answer, Passage, Place, Reading, Theme
from charter.passages import Span
from hub.access import NotAllowed, hold, scope
from hub.people.actor import Actor

MOST_PASSAGES = 200


class AnswerChanged(ValidationError):
    """The answer was changed after it was shown or marked; what was marked belongs to the older words."""

    def __init__(self) -> None:
        super().__init__(
            _("The answer was changed since you began to read it. Begin again with its words as they are."),
            code="changed",
        )


class ThemeGone(ValidationError):
    """A theme that was chosen is no longer used: the message says what became of it."""

    def __init__(self, name: str, into: str) -> None:
        if into:
            words = _(
                "“%(name)s” has just become part of “%(into)s”. What you chose is still here: "
                "choose “%(into)s” instead."
            )
        else:
            words = _(
                "“%(name)s” is no longer used. What you chose is still here: choose another theme for it."
            )
        super().__init__(words % {"name": name, "into": into}, code="gone")


@transaction.atomic
def next_answer(question: int, *, second: bool, by: Actor) -> Reading | None:
    """Take the next answer to a question, as the first reader or the second; None where none is left.

    One's own that was begun and not finished comes first. Two who ask at once get two answers: a row that
    somebody is taking is passed over, and the rule is asked again once a row is held.
    """
    place = Place.SECOND if second else Place.FIRST
    mine = scope(by, rules.change_reading, Reading)
    begun = mine.filter(answer__question=question, place=place, finished_at=None).order_by("begun_at").first()
    if begun is not None:
        return begun
    rule = rules.begin_second if second else rules.begin_first
    free = scope(by, rule, Answer).filter(question=question).order_by("pk")
    while True:
        found = free.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
        if found is None:
            return None
        try:
            answer = hold(by, rule, found.pk)
        except NotAllowed:
            # Somebody took it between the look and the lock.
            continue
        return Reading.objects.create(
            answer=answer, place=place, reader_id=by.id, answer_edition=answer.edition
        )


@transaction.atomic
def mark_passages(
    reading: int, spans: Sequence[Span], themes: Iterable[int], *, answer_edition: int, by: Actor
) -> Reading:
    """Mark every stretch with every theme. What is marked already stays as it is.

    answer_edition: of the text that the places were chosen in. Raises AnswerChanged, ThemeGone,
    ValidationError for a place outside the text, or for very many; NotAllowed.
    """
    held = hold(by, rules.change_reading, reading)
    answer = _text_read(held, answer_edition)
    chosen = [_theme(theme, answer.response.consultation_id, by) for theme in sorted(set(themes))]
    for span in spans:
        if (
            not 0 <= span.start < span.end <= len(answer.text)
            or not answer.text[span.start : span.end].strip()
        ):
            raise ValidationError(_("What you chose is not in the answer. Choose it again."))
    there = set(held.passages.values_list("theme", "start", "end"))
    new = {(theme.pk, span.start, span.end) for theme in chosen for span in spans} - there
    if len(there) + len(new) > MOST_PASSAGES:
        raise ValidationError(
            _("An answer takes %d marks at most. Mark longer passages instead.") % MOST_PASSAGES
        )
    Passage.objects.bulk_create(
        [Passage(reading=held, theme_id=theme, start=start, end=end) for theme, start, end in sorted(new)]
    )
    _count_again(held)
    return _changed(held)


@transaction.atomic
def unmark_passage(reading: int, passage: int, *, by: Actor) -> Reading:
    """Take one mark off again; one that is gone already is none. Raises NotAllowed."""
    held = hold(by, rules.change_reading, reading)
    held.passages.filter(pk=passage).delete()
    _count_again(held)
    return _changed(held)


@transaction.atomic
def finish_reading(reading: int, *, none_fits: bool = False, answer_edition: int, by: Actor) -> Reading:
    """Say that the reading is done.

    none_fits: that nothing is marked is meant. Raises AnswerChanged, ValidationError where nothing is marked
    and that is not said; NotAllowed.
    """
    held = hold(by, rules.change_reading, reading)
    _text_read(held, answer_edition)
    if not none_fits and not held.passages.exists():
        raise ValidationError(
            _("Nothing is marked yet. Mark something, or say that no theme fits."), code="nothing"
        )
    if none_fits:
        held.passages.all().delete()
    held.finished_at = timezone.now()
    held.save(update_fields=["finished_at"])
    derive_themes([held.answer_id])
    return _changed(held)


@transaction.atomic
def reopen_reading(reading: int, *, by: Actor) -> Reading:
    """Go back to a finished reading. It counts again once it is finished again. Raises NotAllowed."""
    held = hold(by, rules.change_reading, reading)
    if held.finished_at is not None:
        held.finished_at = None
        held.save(update_fields=["finished_at"])
        derive_themes([held.answer_id])
    return _changed(held)


@transaction.atomic
def begin_again(reading: int, *, by: Actor) -> Reading:
    """Take all marks off and read the answer in the words that it has now. Raises NotAllowed.

    What was settled was about the older words, and goes.
    """
    held = hold(by, rules.change_reading, reading)
    lock_answers([held.answer_id])
    held.answer.readings.filter(place=Place.SETTLED).exclude(pk=held.pk).delete()
    held.passages.all().delete()
    held.answer_edition = Answer.objects.values_list("edition", flat=True).get(pk=held.answer_id)
    held.finished_at = None
    held.save(update_fields=["answer_edition", "finished_at"])
    derive_themes([held.answer_id])
    return _changed(held)


@transaction.atomic
def put_back(reading: int, *, by: Actor) -> None:
    """Leave an answer that was begun to another reader, without its marks. Raises NotAllowed."""
    hold(by, rules.put_back_reading, reading).delete()


def _text_read(reading: Reading, answer_edition: int) -> Answer:
    """The answer that a held reading is of, if its words are those that were read. Raises AnswerChanged."""
    answer = Answer.objects.select_related("response").get(pk=reading.answer_id)
    if answer.edition != answer_edition or answer.edition != reading.answer_edition:
        raise AnswerChanged
    return answer


def _theme(pk: int, consultation: int, by: Actor) -> Theme:
    """A theme to mark with, held so that nobody merges it meanwhile. Raises ThemeGone, ValidationError."""
    try:
        theme = hold(by, rules.use_theme, pk)
    except NotAllowed:
        seen = scope(by, rules.edit_theme, Theme).filter(pk=pk, consultation=consultation).first()
        if seen is None:
            raise ValidationError(_("One of the themes is not there. Choose again.")) from None
        last = seen.changes.exclude(into=None).select_related("into").first()
        raise ThemeGone(seen.name, last.into.name if last and last.into else "") from None
    if theme.consultation_id != consultation:
        raise ValidationError(_("One of the themes is not there. Choose again."))
    return theme


def _count_again(reading: Reading) -> None:
    """Bring in step what a reading that was finished counts for."""
    if reading.finished_at is not None:
        derive_themes([reading.answer_id])


def _changed(reading: Reading) -> Reading:
    reading.edition += 1
    reading.save(update_fields=["edition"])
    return reading
