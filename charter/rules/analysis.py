"""Who sorts what people said, and who sees the results."""

from django.db.models import Q
from django.utils import timezone

from charter.models import Answer, Consultation, Progress, Theme
from hub.access import rule
from hub.people.actor import Actor
from hub.people.models import Role


@rule(Consultation)
def analyse(actor: Actor) -> Q:
    """The steward's administrators and analysts sort what people said, once a consultation has closed."""
    closed = Q(published_at__isnull=False, closes_at__lte=timezone.now())
    return closed & actor.steward(Role.ADMINISTRATOR, Role.ANALYST)


@rule(Answer)
def read_answer(actor: Actor) -> Q:
    """Whoever sorts what people said reads the answers that were sent, once a consultation has closed."""
    closed = Q(response__state=Progress.SENT, response__consultation__closes_at__lte=timezone.now())
    return closed & actor.steward(Role.ADMINISTRATOR, Role.ANALYST)


@rule(Theme)
def view_theme(actor: Actor) -> Q:
    """The steward sees the codebook; everyone sees it once the results are published."""
    return Q(consultation__results_published_at__isnull=False) | actor.steward(
        Role.ADMINISTRATOR, Role.ANALYST
    )


@rule(Consultation)
def view_results(actor: Actor) -> Q:
    """Everyone sees results once they are published; whoever analyses sees them from the close on."""
    public = Q(published_at__isnull=False, results_published_at__isnull=False)
    return public | analyse(actor)


@rule(Consultation)
def publish_results(actor: Actor) -> Q:
    """The steward publishes results once a consultation is settled after its close, and takes them back."""
    settled = Q(published_at__isnull=False, settled_at__isnull=False)
    return settled & actor.steward(Role.ADMINISTRATOR)
