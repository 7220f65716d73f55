"""Who sees consultations, and who prepares, launches and closes them."""

from django.db.models import Q
from django.utils import timezone

from charter.models import Consultation, Version
from hub.access import rule, scope
from hub.people.actor import Actor
from hub.people.models import Kind, Organisation, Role


def _not_closed() -> Q:
    """Consultations that still take answers or will, and those without a date."""
    return Q(closes_at=None) | Q(closes_at__gt=timezone.now()) | Q(published_at=None)


@rule(Consultation)
def view_consultation(actor: Actor) -> Q:
    """Everyone sees a consultation once it is published; the steward sees it while it is prepared."""
    return Q(published_at__isnull=False) | actor.steward(Role.ADMINISTRATOR, Role.ANALYST)


@rule(Consultation)
def view_public_consultation(actor: Actor) -> Q:
    """What everyone alike sees of a consultation, whoever asks."""
    return Q(published_at__isnull=False)


@rule(Version)
def view_version(actor: Actor) -> Q:
    """Everyone sees the published versions of what they may see; the steward also the next one."""
    seen = Q(consultation__in=scope(actor, view_public_consultation, Consultation).values("pk"))
    return Q(published_at__isnull=False) & seen | actor.steward(Role.ADMINISTRATOR, Role.ANALYST)


@rule(Organisation)
def manage_charter(actor: Actor) -> Q:
    """The steward’s administrators, analysts and privacy leads see where the charter’s work stands."""
    return Q(kind=Kind.STEWARD) & actor.steward(Role.ADMINISTRATOR, Role.ANALYST, Role.PRIVACY)


@rule(Consultation)
def manage_consultation(actor: Actor) -> Q:
    """The steward’s administrators and analysts see how a consultation stands, and preview it."""
    return actor.steward(Role.ADMINISTRATOR, Role.ANALYST)


@rule(Organisation)
def add_consultation(actor: Actor) -> Q:
    """The steward puts questions to the public."""
    return Q(kind=Kind.STEWARD) & actor.steward(Role.ADMINISTRATOR)


@rule(Consultation)
def edit_consultation(actor: Actor) -> Q:
    """The steward prepares a consultation, and edits it until what came of it is settled."""
    return Q(settled_at=None) & actor.steward(Role.ADMINISTRATOR)


@rule(Consultation)
def write_questions(actor: Actor) -> Q:
    """The steward writes the questions of a consultation until it closes."""
    return _not_closed() & actor.steward(Role.ADMINISTRATOR)


@rule(Version)
def edit_version(actor: Actor) -> Q:
    """The steward edits the version in preparation until the consultation closes. A published one stays."""
    writable = Q(consultation__in=scope(actor, write_questions, Consultation).values("pk"))
    return Q(published_at=None) & writable


@rule(Consultation)
def launch_consultation(actor: Actor) -> Q:
    """The steward sets the dates of a consultation and launches it, once."""
    return Q(published_at=None) & actor.steward(Role.ADMINISTRATOR)


@rule(Consultation)
def change_closing(actor: Actor) -> Q:
    """The steward moves the close of a launched consultation, as long as it has not passed."""
    launched = Q(published_at__isnull=False, closes_at__gt=timezone.now())
    return launched & actor.steward(Role.ADMINISTRATOR)


@rule(Consultation)
def delete_consultation(actor: Actor) -> Q:
    """The steward deletes a consultation that was never launched."""
    return Q(published_at=None) & actor.steward(Role.ADMINISTRATOR)


@rule(Consultation)
def hears_of_closing(actor: Actor) -> Q:
    """The steward’s administrators are told once a consultation has closed and everything is counted."""
    return actor.steward(Role.ADMINISTRATOR)
