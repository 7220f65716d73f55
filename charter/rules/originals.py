"""Who enters what came on paper, by e-mail or at an event, and who checks it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from charter.models import Channel, Consultation, Progress, Response
from hub.access import NOBODY, rule, scope
from hub.people.actor import Actor
from hub.people.models import Role

# Not answered on the hub by whoever gave it.
OTHERWISE = ~Q(channel=Channel.ONLINE)
SEALED = Q(consultation__results_published_at=None)


@rule(Consultation)
def enter_response(actor: Actor) -> Q:
    """The steward enters what came by another way, until the results of the consultation are published."""
    return Q(published_at__isnull=False, results_published_at=None) & actor.steward(Role.ADMINISTRATOR)


@rule(Response)
def view_original(actor: Actor) -> Q:
    """The steward sees what came by another way."""
    return OTHERWISE & actor.steward(Role.ADMINISTRATOR)


@rule(Response)
def write_out(actor: Actor) -> Q:
    """The steward writes out what came by another way until somebody has checked it."""
    open_still = Q(original__checked_at=None, state__in=[Progress.BEGUN, Progress.SENT])
    return OTHERWISE & SEALED & open_still & actor.steward(Role.ADMINISTRATOR)


@rule(Response)
def check_original(actor: Actor) -> Q:
    """Somebody else at the steward than whoever wrote it out checks it against the original."""
    if actor.id is None:
        return NOBODY
    written = Q(state=Progress.SENT, original__transcribed_at__isnull=False, original__checked_at=None)
    waits = written & ~Q(original__transcriber=actor.id)
    return OTHERWISE & SEALED & waits & actor.steward(Role.ADMINISTRATOR)


@rule(Response)
def reopen_original(actor: Actor) -> Q:
    """The steward goes back to what was checked, to put something right."""
    return (
        OTHERWISE
        & SEALED
        & Q(state=Progress.SENT, original__checked_at__isnull=False)
        & actor.steward(Role.ADMINISTRATOR)
    )


@rule(Response)
def drop_original(actor: Actor) -> Q:
    """The steward throws away what was entered by mistake, as long as it was never counted."""
    return OTHERWISE & SEALED & Q(state=Progress.BEGUN) & actor.steward(Role.ADMINISTRATOR)


def originals_seen_by(actor: Any) -> Q:
    """The pages of originals, for whoever sees what came by another way."""
    if actor.id is None or not isinstance(actor, Actor):
        return NOBODY
    seen = scope(actor, view_original, Response).filter(original__document=OuterRef("pk"))
    return Q(Exists(seen))


__all__ = [
    "check_original",
    "drop_original",
    "enter_response",
    "originals_seen_by",
    "reopen_original",
    "view_original",
    "write_out",
]
