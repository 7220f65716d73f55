"""Entering what came on paper, by e-mail or at an event, and checking it against the original."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charter import rules
from charter.letters import originals as letters
from charter.models import (
    LONGEST_ORIGINAL,
    AboutYou,
    Channel,
    Consultation,
    Contact,
    Original,
    Progress,
    Publish,
    PublishedAnswer,
    PublishedResponse,
    RespondentKind,
    Response,
    Review,
    Version,
)
from hub.access import hold
from hub.calendar.london import LONDON
from hub.files.models import Document
from hub.people.actor import Actor
from hub.web.pagecache import clear_pages

# Posted in time, it may arrive so much later.
IN_THE_POST = timedelta(days=7)


@dataclass(frozen=True)
class Details:
    """What is known about something that came by another way than online.

    code: the one printed on a questionnaire; "" where there is none. people: how many spoke. text: word for
    word, where it is text. `name`, `email` and `phone` are how to reach whoever gave it, if they said.
    """

    channel: str
    received_on: date
    event: str = ""
    people: int = 1
    text: str = ""
    note: str = ""
    code: str = ""
    publish: str = Publish.NOT
    public_name: str = ""
    kind: str = ""
    district: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    organisation_name: str = ""


Keep = Callable[[], Document | None]


def _nothing() -> None:
    return None


@transaction.atomic
def enter(pk: int, details: Details, *, by: Actor, keep: Keep = _nothing) -> Response:
    """Enter something that came by another way. It counts once it is written out (`finish`).

    `keep` gives the pages, inside this transaction. Raises NotAllowed, and ValidationError by field.
    """
    consultation = hold(by, rules.enter_response, pk)
    now = timezone.now()
    response = Response(
        consultation=consultation,
        version=_version(consultation, details, None),
        begun_at=_received(consultation, details),
        saved_at=now,
        **_columns(details),
    )
    response.save(force_insert=True)
    original = Original(response=response, transcriber_id=by.id, document=keep(), **_kept(details))
    _take_words(original, details)
    _has_something(original)
    original.save(force_insert=True)
    _about(response, details)
    return response


@transaction.atomic
def change_details(pk: int, details: Details, *, edition: int, by: Actor, keep: Keep = _nothing) -> Response:
    """Put right what was entered about an original, or add pages. Raises as `enter`, and for a stale form."""
    response = hold(by, rules.write_out, pk)
    check_edition(response, edition)
    consultation = response.consultation
    original = response.original
    if original.text != details.text and original.excerpts.exists():
        raise ValidationError(
            {
                "text": _(
                    "Parts of this text are used as answers, so it can’t be changed any more. "
                    "Take them out of the answers first, or write what is missing into the note."
                )
            }
        )
    _move(response, _version(consultation, details, response.version))
    response.begun_at = _received(consultation, details)
    for name, value in _columns(details).items():
        setattr(response, name, value)
    _saved(response)
    for name, value in _kept(details).items():
        setattr(original, name, value)
    original.document = keep()
    _has_something(original)
    original.save()
    vouch(original, by)
    _about(response, details)
    return response


@transaction.atomic
def finish(pk: int, *, edition: int, by: Actor) -> Response:
    """It is written out: from now on it counts, and waits for somebody else to check it.

    Raises NotAllowed, and ValidationError where no question is answered.
    """
    response = hold(by, rules.write_out, pk)
    check_edition(response, edition)
    if not response.answers.exists():
        raise ValidationError(_("No question is answered yet. Write out at least one, or throw this away."))
    now = timezone.now()
    original = response.original
    original.transcriber_id, original.transcribed_at = by.id, now
    original.save(update_fields=["transcriber", "transcribed_at"])
    response.state, response.sent_at = Progress.SENT, response.sent_at or now
    _saved(response)
    return response


@transaction.atomic
def check(pk: int, *, edition: int, by: Actor) -> Response:
    """It is as the original says. Raises NotAllowed, also for whoever wrote it out, and ValidationError."""
    response = hold(by, rules.check_original, pk)
    check_edition(response, edition)
    original = response.original
    original.checker_id, original.checked_at, original.mistake = by.id, timezone.now(), ""
    original.save(update_fields=["checker", "checked_at", "mistake"])
    _saved(response)
    return response


@transaction.atomic
def send_back(pk: int, *, note: str, edition: int, by: Actor) -> Response:
    """Something in it is not as the original says: whoever wrote it out is told what. It counts meanwhile.

    Raises NotAllowed, and ValidationError without a note.
    """
    response = hold(by, rules.check_original, pk)
    check_edition(response, edition)
    original = response.original
    original.mistake, original.transcribed_at = _mistake(note), None
    original.save(update_fields=["mistake", "transcribed_at"])
    _saved(response)
    if original.transcriber is not None:
        letters.tell_of_mistake(original.transcriber, response)
    return response


@transaction.atomic
def reopen(pk: int, *, note: str, edition: int, by: Actor) -> Response:
    """Take a check back, to put something right. What was published of it is taken back, and read again.

    Raises NotAllowed, and ValidationError without a note, and for a stale form.
    """
    response = hold(by, rules.reopen_original, pk)
    check_edition(response, edition)
    original = response.original
    original.mistake, original.transcribed_at = _mistake(note), None
    original.checker, original.checked_at = None, None
    original.save(update_fields=["mistake", "transcribed_at", "checker", "checked_at"])
    response.review, response.reviewed_at, response.reviewed_by = Review.WAITING, None, None
    _saved(response)
    _take_back(response)
    if original.transcriber is not None and original.transcriber_id != by.id:
        letters.tell_of_mistake(original.transcriber, response)
    return response


@transaction.atomic
def drop(pk: int, *, by: Actor) -> Consultation:
    """Throw away what was entered by mistake. Its pages go with the nightly sweep. Raises NotAllowed."""
    response = hold(by, rules.drop_original, pk)
    consultation = response.consultation
    response.delete()
    return consultation


def check_edition(response: Response, edition: int) -> None:
    """Raise ValidationError where somebody else changed it since this form was drawn."""
    if response.edition != edition:
        raise ValidationError(
            _("Somebody else has changed this meanwhile. Look at what they did, and then go on."),
            code="changed",
        )


def _saved(response: Response) -> None:
    response.edition += 1
    response.saved_at = timezone.now()
    response.save()


def vouch(original: Original, by: Actor) -> None:
    """Whoever changed it last stands for what is written: anybody else may check it, and they may not."""
    if original.transcriber_id != by.id:
        original.transcriber_id = by.id
        original.save(update_fields=["transcriber"])


def _take_back(response: Response) -> None:
    """Nothing of a held response stays public that was published before it was put right (rules.md D9)."""
    published = PublishedResponse.objects.filter(response=response)
    PublishedAnswer.objects.filter(published__in=published).delete()
    if published.filter(withdrawn_at=None).update(
        withdrawn_at=timezone.now(), name="", organisation_name="", kind=""
    ):
        clear_pages()


def _mistake(note: str) -> str:
    note = " ".join(note.split())
    if not note:
        raise ValidationError({"note": _("Say what is not right, so that it can be put right.")})
    Original._meta.get_field("mistake").run_validators(note)
    return note


def _move(response: Response, version: Version) -> None:
    """Read what is written as answers to another version. Raises ValidationError where that lacks one."""
    if version.pk == response.version_id:
        return
    if response.answers.exclude(question__wordings__version=version).exists():
        raise ValidationError(
            {
                "code": _(
                    "The questionnaire with this code does not ask everything that is answered already. "
                    "Empty those answers first."
                )
            }
        )
    response.answers.update(version=version)
    response.version = version


def _version(consultation: Consultation, details: Details, standing: Version | None) -> Version:
    """The version that the code on the paper names, else the one that stands, else the newest published."""
    versions = Version.objects.filter(consultation=consultation, published_at__isnull=False)
    if details.code:
        found = versions.filter(code=details.code.strip().upper()).first()
        if found is None:
            raise ValidationError(
                {
                    "code": _(
                        "No questionnaire of this consultation has this code. Look again, or leave it empty."
                    )
                }
            )
        return found
    if standing is not None:
        return standing
    newest = versions.order_by("-number").first()
    if newest is None:
        raise ValidationError(_("This consultation has no questions yet."))
    return newest


def _received(consultation: Consultation, details: Details) -> datetime:
    """The moment that stands for the day. Raises ValidationError for a day on which nothing can have come."""
    day, today = details.received_on, timezone.localdate()
    if day > today:
        raise ValidationError({"received_on": _("This day has not come yet.")})
    opens, closes = consultation.opens_at, consultation.closes_at
    if opens and day < timezone.localdate(opens):
        raise ValidationError({"received_on": _("The consultation was not open yet on this day.")})
    if closes and day > timezone.localdate(closes) + IN_THE_POST:
        raise ValidationError(
            {
                "received_on": _(
                    "It came too late to be counted: what is posted in time may arrive up to %d days "
                    "after the close."
                )
                % IN_THE_POST.days
            }
        )
    return datetime.combine(day, time(12), LONDON)


def _columns(details: Details) -> dict[str, object]:
    """What stands in the response. Raises ValidationError by field."""
    if details.channel == Channel.ONLINE or details.channel not in Channel.values:
        raise ValidationError({"channel": _("Choose how it came.")})
    if details.publish not in Publish.values:
        raise ValidationError({"publish": _("Choose what they said about publishing.")})
    if details.publish == Publish.NAMED and not details.public_name.strip():
        raise ValidationError({"public_name": _("Write the name that they want published.")})
    if details.publish == Publish.NAMED and details.kind == RespondentKind.YOUNG:
        raise ValidationError({"publish": _("A young person is never published by name.")})
    if details.channel == Channel.EVENT and not details.event.strip():
        raise ValidationError({"event": _("Say which event it was.")})
    return {
        "channel": details.channel,
        "people": details.people,
        "publish": details.publish,
        "public_name": details.public_name if details.publish == Publish.NAMED else "",
        "organisation_name": details.organisation_name,
    }


def _kept(details: Details) -> dict[str, object]:
    event = details.event if details.channel == Channel.EVENT else ""
    return {
        "received_on": details.received_on,
        "event": event,
        "text": details.text,
        "note": details.note,
    }


def _take_words(original: Original, details: Details) -> None:
    """The words of a letter's or an e-mail's file, to be split without typing. A form's are mostly ours."""
    if not original.text and original.document is not None and details.channel != Channel.FORM:
        original.text = original.document.text[:LONGEST_ORIGINAL].strip()


def _has_something(original: Original) -> None:
    if not original.text.strip() and original.document is None:
        raise ValidationError(
            {"text": _("Keep the original: write or paste what it says, or choose its pages below.")}
        )


def _about(response: Response, details: Details) -> None:
    AboutYou.objects.update_or_create(
        response=response, defaults={"kind": details.kind, "district": details.district}
    )
    reach: Mapping[str, str] = {"name": details.name, "email": details.email, "phone": details.phone}
    if any(reach.values()):
        Contact.objects.update_or_create(response=response, defaults=dict(reach))
    else:
        Contact.objects.filter(response=response).delete()
