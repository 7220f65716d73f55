"""Puts a response before the public, keeps it from them, and takes it back (rules.md D9)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.redacting import check_edition, read_on
from charter.findings import find_in, settled_in
from charter.letters.review import taken_down
from charter.models import (
    AboutYou,
    Answer,
    Contact,
    Publish,
    PublishedAnswer,
    PublishedResponse,
    Redaction,
    RespondentKind,
    Response,
    Review,
)
from charter.redaction import redacted
from hub.access import hold
from hub.notices import send
from hub.people.actor import Actor
from hub.web.pagecache import clear_pages

LONGEST_REASON = 500


@transaction.atomic
def publish_response(
    pk: int, *, numbers_only: bool = False, without_name: bool = False, edition: int | None = None, by: Actor
) -> PublishedResponse:
    """Let the public read a response, less what was taken out; `numbers_only`: none of its words.

    A young person's name is never published, nor one that the giver did not ask for.

    Raises NotAllowed, ReadAgain, and ValidationError where the checks found something that nobody has decided
    about (rules.md D8), or where nothing would be left to read.
    """
    response = hold(by, rules.publish_response, pk)
    check_edition(response, edition)
    read_on(response)
    kind = AboutYou.objects.filter(response=response).values_list("kind", flat=True).first() or ""
    name, organisation = names_of(response, kind)
    if without_name:
        name = organisation = ""
    if _reachable(name, organisation):
        raise ValidationError(
            _("The name has something by which somebody can be reached. Leave the name out.")
        )
    if response.found and not numbers_only:
        raise ValidationError(
            _("Decide first about what the checks found: take it out, or say that it may stay."), code="found"
        )
    published, _made = PublishedResponse.objects.update_or_create(
        response=response,
        defaults={
            "consultation_id": response.consultation_id,
            "name": name,
            "organisation_name": organisation,
            "kind": kind,
            "channel": response.channel,
            "published_at": timezone.now(),
            "published_by_id": by.id,
            "withdrawn_at": None,
        },
    )
    PublishedAnswer.objects.filter(published=published).delete()
    rows = _public_answers(response, published, numbers_only=numbers_only)
    if not rows:
        raise ValidationError(_("There is no number in it to publish. Keep it unpublished."))
    PublishedAnswer.objects.bulk_create(rows)
    _reviewed(response, Review.PUBLISHED, "", by)
    clear_pages()
    return published


@transaction.atomic
def keep_unpublished(pk: int, *, reason: str = "", edition: int | None = None, by: Actor) -> Response:
    """Mark a response as read and not published. A reason is needed where its giver would let us publish it.

    Raises NotAllowed, ReadAgain, ValidationError by field.
    """
    response = hold(by, rules.keep_response, pk)
    check_edition(response, edition)
    if response.publish != Publish.NOT:
        reason = _given(reason)
    return _reviewed(response, Review.KEPT, reason, by, new=True)


@transaction.atomic
def read_response_again(pk: int, *, edition: int | None = None, by: Actor) -> Response:
    """Put a response that was kept unpublished back among those to read. Raises NotAllowed, ReadAgain."""
    response = hold(by, rules.redact_response, pk)
    check_edition(response, edition)
    response.review, response.reviewed_at, response.reviewed_by = Review.WAITING, None, None
    response.review_reason = ""
    return read_on(response, "review", "reviewed_at", "reviewed_by", "review_reason")


@transaction.atomic
def take_down_response(pk: int, *, reason: str, edition: int | None = None, by: Actor) -> Response:
    """Take a published response out of public sight; whoever gave it is told why, where we can reach them.

    Raises NotAllowed, ReadAgain, ValidationError by field.
    """
    response = hold(by, rules.take_down_response, pk)
    check_edition(response, edition)
    reason = _given(reason)
    take_back_publication(response)
    _reviewed(response, Review.KEPT, reason, by, new=True)
    email = Contact.objects.filter(response=response).values_list("email", flat=True).first()
    if email:
        send(taken_down(response, reason), to=email, kind="charter.taken-down")
    return response


def take_back_publication(response: Response) -> bool:
    """Take what was published of a response that the caller holds out of public sight, its words for good.

    Its address goes on saying so. Returns whether there was something. The caller sets `review`.
    """
    published = PublishedResponse.objects.filter(response=response)
    PublishedAnswer.objects.filter(published__in=published).delete()
    gone = published.filter(withdrawn_at=None).update(
        withdrawn_at=timezone.now(), name="", organisation_name="", kind=""
    )
    if gone:
        clear_pages()
    return bool(gone)


def take_back_changed(response: Response) -> bool:
    """An answer or a choice of a response that the caller holds has changed: it has to be read again.

    What was published of it is taken back. Returns whether there was something.
    """
    gone = take_back_publication(response)
    response.review, response.reviewed_at, response.reviewed_by = Review.WAITING, None, None
    response.review_reason = ""
    response.save(update_fields=["review", "reviewed_at", "reviewed_by", "review_reason"])
    return gone


def names_of(response: Response, kind: str) -> tuple[str, str]:
    """The name and the organisation under which a response may be published; empty where it has none to show.

    A young person is never named, whatever was ticked.
    """
    if response.publish != Publish.NAMED or kind == RespondentKind.YOUNG:
        return "", ""
    organisation = response.organisation.name if response.organisation else response.organisation_name
    return response.public_name.strip(), organisation


def _reachable(name: str, organisation: str) -> bool:
    kinds = {"email", "phone", "postcode", "birth", "nhs", "upn", "handle", "url", "address"}
    return any(one.kind in kinds for one in find_in(f"{name}\n{organisation}"))


def _public_answers(
    response: Response, published: PublishedResponse, *, numbers_only: bool
) -> list[PublishedAnswer]:
    texts = list(Answer.objects.filter(response=response).order_by("pk"))
    out = list(Redaction.objects.filter(answer__in=texts))
    rows = []
    for one in texts:
        text = "" if numbers_only else redacted(one.text, settled_in(one, out))
        if text or one.rating or one.choice:
            rows.append(
                PublishedAnswer(
                    published=published,
                    answer=one,
                    question_id=one.question_id,
                    rating=one.rating,
                    choice=one.choice,
                    text=text,
                )
            )
    return rows


def _given(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why, in a sentence.")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("Use %d characters or fewer.") % LONGEST_REASON})
    return reason


def _reviewed(response: Response, review: Review, reason: str, by: Actor, *, new: bool = False) -> Response:
    response.review, response.review_reason = review, reason
    response.reviewed_at, response.reviewed_by_id = timezone.now(), by.id
    fields = ("review", "review_reason", "reviewed_at", "reviewed_by")
    if new:
        return read_on(response, *fields)
    response.save(update_fields=fields)
    return response
