"""Takes words out of raw answers before the public reads them, and lets stand what the checks found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from charter import rules
from charter.findings import count_waiting
from charter.models import Answer, LeftIn, Redaction, RedactionReason, Response
from charter.redaction import Stretch, merged, occurrences
from hub.access import hold
from hub.people.actor import Actor

# So many stretches of one response, taken out or left in; more would be a mistake or an attack.
MOST = 500
LONGEST_NOTE = 300


@dataclass(frozen=True)
class Mark:
    """A stretch of one answer, by its key: characters of the raw text from `start` up to `end`.

    words: what the page showed there, "" where it did not say; what stands there has to be the same.
    """

    answer: int
    start: int
    end: int
    words: str = ""


class ReadAgain(ValidationError):
    """What is decided about is no longer what the page showed; the message says so kindly."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody changed it while you were reading. Look at it again: what you wrote is still here."),
            code="changed",
        )


def check_edition(response: Response, shown: int | None) -> None:
    """Raise ReadAgain where a held response is not as the page showed it. None: no page showed anything."""
    if shown is not None and shown != response.edition:
        raise ReadAgain


def read_on(response: Response, *fields: str) -> Response:
    """Save a held response's fields as its next edition, with what now waits in it."""
    response.edition += 1
    response.found, response.found_in = min(count_waiting(response), 32_000), response.edition
    response.save(update_fields=["edition", "found", "found_in", *fields])
    return response


@transaction.atomic
def take_out(
    pk: int, marks: Iterable[Mark], *, reason: str, note: str = "", edition: int | None = None, by: Actor
) -> Response:
    """Take stretches out of the answers of a response.

    Raises NotAllowed, ReadAgain, and ValidationError for no or an unknown reason, for no stretch, for one
    that lies outside its answer or in another response's, and for too many.
    """
    response = hold(by, rules.redact_response, pk)
    check_edition(response, edition)
    _check_reason(reason, note)
    texts, found = _placed(response, marks)
    for key, stretches in found.items():
        _keep(texts[key], stretches, reason, note, by)
    return read_on(response)


@transaction.atomic
def take_out_words(
    pk: int,
    words: str,
    *,
    answer: int | None = None,
    occurrence: int | None = None,
    reason: str,
    note: str = "",
    edition: int | None = None,
    by: Actor,
) -> Response:
    """Take typed words out wherever they stand: in one answer or in all (None), each time or only the n-th.

    Raises NotAllowed, ReadAgain, and ValidationError by field, also for words that stand nowhere.
    """
    response = hold(by, rules.redact_response, pk)
    check_edition(response, edition)
    _check_reason(reason, note)
    texts = _texts(response)
    if answer is not None and answer not in texts:
        raise ValidationError({"answer": _("That answer is not in this response. Choose one that is.")})
    if not words.strip():
        raise ValidationError({"words": _("Write or select the words to take out.")})
    among = texts if answer is None else {answer: texts[answer]}
    marks = []
    for key, one in among.items():
        try:
            marks += [Mark(key, *stretch) for stretch in occurrences(one.text, words)]
        except ValueError as error:
            raise ValidationError(
                {"words": _("They stand there too often. Write a longer piece.")}
            ) from error
    if not marks:
        raise ValidationError({"words": _("These words do not stand there. Copy them as they are written.")})
    if occurrence is not None:
        if not 1 <= occurrence <= len(marks):
            raise ValidationError(
                {"occurrence": _("They stand there %d times. Choose one of these.") % len(marks)}
            )
        marks = [marks[occurrence - 1]]
    _texts_again, found = _placed(response, marks)
    for key, stretches in found.items():
        _keep(texts[key], stretches, reason, note, by)
    return read_on(response)


@transaction.atomic
def leave_in(pk: int, marks: Iterable[Mark], *, edition: int | None = None, by: Actor) -> Response:
    """Let stand what the checks found. Raises as `take_out`."""
    response = hold(by, rules.redact_response, pk)
    check_edition(response, edition)
    texts, found = _placed(response, marks)
    rows = [
        LeftIn(answer_id=key, start=start, end=end, answer_edition=texts[key].edition, made_by_id=by.id)
        for key, stretches in found.items()
        for start, end in stretches
    ]
    LeftIn.objects.bulk_create(rows, ignore_conflicts=True)
    return read_on(response)


@transaction.atomic
def put_back(
    pk: int, *, redaction: int | None = None, left: int | None = None, edition: int | None = None, by: Actor
) -> Response:
    """Undo one redaction, or look again at one finding that was left in. One that is gone is no error.

    Raises NotAllowed, ReadAgain.
    """
    response = hold(by, rules.redact_response, pk)
    check_edition(response, edition)
    if redaction is not None:
        Redaction.objects.filter(pk=redaction, answer__response=response).delete()
    if left is not None:
        LeftIn.objects.filter(pk=left, answer__response=response).delete()
    return read_on(response)


def _texts(response: Response) -> dict[int, Answer]:
    return {one.pk: one for one in Answer.objects.filter(response=response).exclude(text="").order_by("pk")}


def _placed(response: Response, marks: Iterable[Mark]) -> tuple[dict[int, Answer], dict[int, list[Stretch]]]:
    """The answers with text, and the stretches of each. Raises ValidationError."""
    marks = list(marks)
    texts = _texts(response)
    if not marks:
        raise ValidationError(_("Tick or select at least one piece of text."))
    already = (
        Redaction.objects.filter(answer__in=texts).count() + LeftIn.objects.filter(answer__in=texts).count()
    )
    if len(marks) + already > MOST:
        raise ValidationError(_("That is too much at once for one response: %d pieces at most.") % MOST)
    found: dict[int, list[Stretch]] = {}
    for mark in marks:
        answer = texts.get(mark.answer)
        if answer is None or not 0 <= mark.start < mark.end <= len(answer.text):
            raise ValidationError(_("That piece of text is not in this response. Select it again."))
        if mark.words and answer.text[mark.start : mark.end].split() != mark.words.split():
            raise ReadAgain
        found.setdefault(mark.answer, []).append((mark.start, mark.end))
    return texts, found


def _check_reason(reason: str, note: str) -> None:
    problems = {}
    if reason not in RedactionReason.values:
        problems["reason"] = _("Choose why it is taken out.")
    if len(note) > LONGEST_NOTE:
        problems["note"] = _("Use %d characters or fewer.") % LONGEST_NOTE
    if problems:
        raise ValidationError(problems)


def _keep(answer: Answer, stretches: Iterable[Stretch], reason: str, note: str, by: Actor) -> None:
    """Of whole signs each; what is there already stays as it is, with its own reason."""
    rows = [
        Redaction(
            answer=answer,
            start=start,
            end=end,
            reason=reason,
            note=note,
            answer_edition=answer.edition,
            made_by_id=by.id,
        )
        for start, end in merged(answer.text, stretches)
    ]
    Redaction.objects.bulk_create(rows, ignore_conflicts=True)
