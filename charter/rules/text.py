"""Who reads the charter, and who writes it."""

from django.db.models import Q

from charter.models import Charter, CharterVersion, Stage
from hub.access import EVERYONE, rule
from hub.people.actor import Actor
from hub.people.models import Kind, Organisation, Role

PUBLIC_STAGES = (Stage.CONSULTED, Stage.ADOPTED)


@rule(Charter)
def view_charter(actor: Actor) -> Q:
    """Everyone sees the charter."""
    return EVERYONE


@rule(CharterVersion)
def view_charter_version(actor: Actor) -> Q:
    """Everyone reads every version that was put to the public; the steward also the one in preparation."""
    return Q(stage__in=PUBLIC_STAGES) | actor.steward(Role.ADMINISTRATOR)


@rule(CharterVersion)
def view_public_charter_version(actor: Actor) -> Q:
    """What everyone alike reads of the charter, whoever asks."""
    return Q(stage__in=PUBLIC_STAGES)


@rule(Organisation)
def begin_charter(actor: Actor) -> Q:
    """The steward begins the charter, and takes its text from a file."""
    return Q(kind=Kind.STEWARD) & actor.steward(Role.ADMINISTRATOR)


@rule(Charter)
def edit_charter(actor: Actor) -> Q:
    """The steward writes the charter."""
    return actor.steward(Role.ADMINISTRATOR)


@rule(CharterVersion)
def edit_draft(actor: Actor) -> Q:
    """The steward writes a version while it is in preparation, and never after."""
    return Q(stage=Stage.DRAFT) & actor.steward(Role.ADMINISTRATOR)


@rule(CharterVersion)
def adopt_version(actor: Actor) -> Q:
    """The steward adopts a version that is in preparation or was put to the public."""
    return Q(stage__in=(Stage.DRAFT, Stage.CONSULTED)) & actor.steward(Role.ADMINISTRATOR)
