"""Who reads raw answers for publication, and what the public reads."""

from django.db.models import Q
from django.utils import timezone

from charter.models import (
    GRACE,
    Channel,
    Consultation,
    Progress,
    Publish,
    PublishedAnswer,
    PublishedResponse,
    Response,
    Review,
    SealedLook,
)
from hub.access import rule, scope
from hub.people.actor import Actor
from hub.people.models import Role


@rule(Response)
def review_response(actor: Actor) -> Q:
    """The steward reads what was sent before the public does; each look is kept on record."""
    return Q(state=Progress.SENT) & actor.steward(Role.ADMINISTRATOR)


@rule(Response)
def redact_response(actor: Actor) -> Q:
    """The steward takes words out of what it reads, as long as the public does not read it yet."""
    may_be = Q(publish__in=[Publish.NAMED, Publish.UNNAMED]) & ~Q(review=Review.PUBLISHED)
    return review_response(actor) & may_be


@rule(Response)
def publish_response(actor: Actor) -> Q:
    """The steward publishes what its giver allows, and what did not come online only once it was checked."""
    checked = Q(channel=Channel.ONLINE) | Q(original__checked_at__isnull=False)
    return redact_response(actor) & checked


@rule(Response)
def keep_response(actor: Actor) -> Q:
    """The steward marks as read what it does not publish."""
    return review_response(actor) & Q(review=Review.WAITING)


@rule(Response)
def take_down_response(actor: Actor) -> Q:
    """The steward takes down what it published, and says why."""
    return review_response(actor) & Q(review=Review.PUBLISHED)


def _over() -> Q:
    """Nobody answers any more, so that nobody is led by what others said."""
    return Q(consultation__published_at__isnull=False, consultation__closes_at__lte=timezone.now() - GRACE)


@rule(PublishedResponse)
def view_published_response(actor: Actor) -> Q:
    """Everyone reads what was published and not taken back, once nobody can answer any more (rules.md D9)."""
    return Q(withdrawn_at=None) & _over()


@rule(PublishedResponse)
def know_taken_back(actor: Actor) -> Q:
    """Everyone is told that a response was published and taken back; nothing else of it."""
    return Q(withdrawn_at__isnull=False) & _over()


@rule(PublishedAnswer)
def view_published_answer(actor: Actor) -> Q:
    """Everyone reads the answers of published responses, as they were published (rules.md D9)."""
    return Q(published__in=scope(actor, view_published_response, PublishedResponse).values("pk"))


@rule(SealedLook)
def view_looks(actor: Actor) -> Q:
    """The steward sees who looked at what was sealed."""
    return actor.steward(Role.ADMINISTRATOR, Role.PRIVACY)


@rule(Consultation)
def list_looks(actor: Actor) -> Q:
    """The steward’s administrators and those who look after data see who looked at what was sealed."""
    return Q(published_at__isnull=False) & actor.steward(Role.ADMINISTRATOR, Role.PRIVACY)


@rule(Consultation)
def list_responses(actor: Actor) -> Q:
    """The steward sees which responses came; each look is kept on record."""
    return Q(published_at__isnull=False) & actor.steward(Role.ADMINISTRATOR)
