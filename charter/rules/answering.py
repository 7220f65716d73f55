"""Who answers a consultation, and who comes back to an answer."""

from django.db.models import F, Q
from django.utils import timezone

from charter.models import GRACE, Channel, Consultation, Progress, Publish, Response
from hub.access import NOBODY, rule
from hub.people.actor import Actor
from hub.people.models import Kind, Organisation, Role

# Who may answer for an organisation.
LEADS = (Role.CONTRIBUTOR, Role.MANAGER, Role.HEAD)


@rule(Consultation)
def begin_response(actor: Actor) -> Q:
    """Everyone answers a consultation while it is open, with or without an account."""
    now = timezone.now()
    return Q(published_at__isnull=False, opens_at__lte=now, closes_at__gt=now)


@rule(Organisation)
def answer_for(actor: Actor) -> Q:
    """Those who post for a school or group, look after it or lead it may answer for it."""
    # The hub's own work for an organisation speaks for nobody.
    if actor.id is None:
        return NOBODY
    return Q(pk__in=actor.organisations(*LEADS)) & ~Q(kind=Kind.STEWARD)


def _theirs(actor: Actor) -> Q:
    """Whoever has the private link; an organisation's response is its lead's alone."""
    nobodys = Q(lead=None, organisation=None)
    if actor.id is None:
        return nobodys
    return nobodys | Q(lead=actor.id, organisation__in=actor.organisations(*LEADS))


def _kept() -> Q:
    return Q(channel=Channel.ONLINE) & ~Q(state=Progress.WITHDRAWN)


def _in_time() -> Q:
    now = timezone.now()
    return Q(
        consultation__published_at__isnull=False,
        consultation__settled_at=None,
        consultation__opens_at__lte=now,
        consultation__closes_at__gt=now - GRACE,
        begun_at__lt=F("consultation__closes_at"),
    )


@rule(Response)
def view_own_response(actor: Actor) -> Q:
    """Whoever has the private link of a response sees it, unless it was withdrawn."""
    return _theirs(actor) & _kept()


@rule(Response)
def change_response(actor: Actor) -> Q:
    """Whoever has the private link changes their answers until the close, and for an hour if begun before."""
    return _theirs(actor) & _kept() & _in_time()


@rule(Response)
def withdraw_publication(actor: Actor) -> Q:
    """Whoever has the private link takes back at any time that we may publish what they said."""
    return _theirs(actor) & _kept() & Q(state=Progress.SENT, publish__in=[Publish.NAMED, Publish.UNNAMED])


@rule(Response)
def hear_news(actor: Actor) -> Q:
    """Whoever has the link in our e-mail says whether we may write once more, until we have."""
    return _kept() & Q(contact__wants_news=True, contact__told_at=None)


@rule(Response)
def take_over_response(actor: Actor) -> Q:
    """Whoever may answer for an organisation takes its answer over while it can still be changed."""
    if actor.id is None:
        return NOBODY
    return Q(organisation__in=actor.organisations(*LEADS)) & _kept() & _in_time()
