"""Who signs the charter, and what everyone sees of it."""

from django.db.models import Q

from charter.models import Charter, CharterVersion, Signature, Stage, Supporter
from hub.access import NOBODY, rule, scope
from hub.people.actor import Actor
from hub.people.models import Kind, Organisation, Role

SIGNERS = (Role.MANAGER, Role.HEAD)


@rule(Signature)
def view_signature(actor: Actor) -> Q:
    """Everyone sees which organisations have signed, unless they took it back or are suspended."""
    return Q(
        withdrawn_at=None,
        organisation__verified_until__isnull=False,
        organisation__suspended_at=None,
    )


@rule(Organisation)
def sign_charter(actor: Actor) -> Q:
    """Managers and heads of a school or group that was verified sign for it, with a second step."""
    theirs = Q(pk__in=actor.organisations(*SIGNERS, proved=True))
    return theirs & Q(verified_until__isnull=False, suspended_at=None) & ~Q(kind=Kind.STEWARD)


@rule(Signature)
def view_own_signature(actor: Actor) -> Q:
    """Whoever signs for an organisation sees what was signed for it, when, and on whose authority."""
    return Q(organisation__in=scope(actor, sign_charter, Organisation).values("pk"))


@rule(Signature)
def change_signature(actor: Actor) -> Q:
    """Whoever signs for an organisation changes what it takes on, or takes its name back."""
    return Q(withdrawn_at=None) & view_own_signature(actor)


@rule(Charter)
def support_charter(actor: Actor) -> Q:
    """Everyone can stand behind the charter once a version is adopted, with or without an account."""
    return Q(pk__in=CharterVersion.objects.filter(stage=Stage.ADOPTED).values("charter"))


@rule(Supporter)
def view_supporter(actor: Actor) -> Q:
    """Everyone sees the names of those who chose that, once their address is confirmed."""
    return Q(show_name=True, confirmed_at__isnull=False)


@rule(Supporter)
def own_support(actor: Actor) -> Q:
    """People see that they stand behind the charter, and take it back."""
    return NOBODY if actor.id is None else Q(person=actor.id)
