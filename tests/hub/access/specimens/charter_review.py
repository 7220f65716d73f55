"""The rows that the matrix asks about, of the charter’s review."""

from django.utils import timezone

from charter.actions.looks import record_look
from charter.models import (
    Channel,
    Consultation,
    Look,
    Original,
    Progress,
    Publish,
    PublishedAnswer,
    PublishedResponse,
    RespondentKind,
    Response,
    Review,
    SealedLook,
)
from tests.factories.charter import make_consultation, make_response, publish
from tests.town import Specimens, Town, specimens

STATES = ("draft", "coming", "open", "closing", "closed", "settled", "results")


def consultation(town: Town, state: str) -> Consultation:
    """The consultation of the review's rows in a state: other rooms make others."""
    slug = f"review-{state}"
    return Consultation.objects.filter(slug=slug).first() or make_consultation(state, slug=slug)


@specimens(Response)
def responses_for_review(town: Town) -> Specimens:
    """Responses by whether they may be published, were read, and were checked."""
    closed, now_open = consultation(town, "closed"), consultation(town, "open")
    paper = make_response(closed, channel=Channel.LETTER)
    checked = make_response(closed, channel=Channel.LETTER)
    Original.objects.filter(response=checked).update(checked_at=timezone.now())
    kept = make_response(closed)
    Response.objects.filter(pk=kept.pk).update(review=Review.KEPT)
    published = make_response(closed)
    publish(published)
    return {
        "review: begun": make_response(now_open, state=Progress.BEGUN),
        "review: sent while open": make_response(now_open),
        "review: sent": make_response(closed),
        "review: sent, with a name": make_response(closed, publish=Publish.NAMED, public_name="Pip Sorrel"),
        "review: sent, a young person’s": make_response(closed, kind=RespondentKind.YOUNG),
        "review: sent, publish nothing": make_response(closed, publish=Publish.NOT),
        "review: letter, not checked": paper,
        "review: letter, checked": checked,
        "review: kept": kept,
        "review: published": Response.objects.get(pk=published.pk),
        "review: withdrawn": make_response(closed, state=Progress.WITHDRAWN),
    }


@specimens(PublishedResponse)
def published_responses(town: Town) -> Specimens:
    """By whether answering is over, and whether it was taken back."""
    rows: Specimens = {}
    for state in ("open", "closing", "closed", "results"):
        rows[state] = publish(make_response(consultation(town, state)))
    gone = publish(make_response(consultation(town, "closed")))
    PublishedAnswer.objects.filter(published=gone).delete()
    gone.withdrawn_at = timezone.now()
    gone.save()
    early = publish(make_response(consultation(town, "open")))
    early.withdrawn_at = timezone.now()
    early.save()
    return {**rows, "closed, taken back": gone, "open, taken back": early}


@specimens(PublishedAnswer)
def published_answers(town: Town) -> Specimens:
    rows = town.specimens[PublishedResponse]
    return {
        label: PublishedAnswer.objects.filter(published=row)[0]
        for label, row in rows.items()
        if PublishedAnswer.objects.filter(published=row).exists()
    }


@specimens(SealedLook)
def looks(town: Town) -> Specimens:
    admin = town.persona("admin").actor
    rows: Specimens = {}
    for state in ("open", "closed"):
        record_look(consultation(town, state), Look.RESPONSES, admin)
        rows[state] = SealedLook.objects.filter(consultation__slug=f"review-{state}")[0]
    return rows
