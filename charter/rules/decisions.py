"""Who decides about what people said, and who reads it."""

from django.db.models import Q
from django.utils import timezone

from charter.models import Consultation, Decision, Theme
from hub.access import rule, scope
from hub.people.actor import Actor
from hub.people.models import Role


@rule(Decision)
def view_decision(actor: Actor) -> Q:
    """Everyone reads decisions once they are published; the steward before that."""
    return Q(published_at__isnull=False) | actor.steward(Role.ADMINISTRATOR, Role.ANALYST)


@rule(Decision)
def view_public_decision(actor: Actor) -> Q:
    """What everyone alike reads of what was decided, whoever asks."""
    return Q(published_at__isnull=False)


@rule(Consultation)
def decide(actor: Actor) -> Q:
    """The steward decides about what people said, once a consultation has closed."""
    closed = Q(published_at__isnull=False, closes_at__lte=timezone.now())
    return closed & actor.steward(Role.ADMINISTRATOR)


@rule(Theme)
def decide_theme(actor: Actor) -> Q:
    """Whoever decides about a consultation decides about each of its themes."""
    return Q(consultation__in=scope(actor, decide, Consultation).values("pk"))


@rule(Decision)
def change_decision(actor: Actor) -> Q:
    """Whoever decides about a consultation words its decisions, and publishes them."""
    return Q(consultation__in=scope(actor, decide, Consultation).values("pk"))
