"""Whether somebody has shown twice who they are.

Roles that decide, moderate or see others' personal data count only then. A passkey counts by itself, since it
asks for a finger, a face or a PIN. In the demo, and only there, the second step can be put off.
"""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from hub.people.models import Person

PUT_OFF = "second_step_put_off"


def has_proved(request: HttpRequest, person: Person) -> bool:
    """Whether this session has seen a second step, or is a demo's and has put it off."""
    return was_seen(request, person) or bool(settings.DEMO and request.session.get(PUT_OFF))


def was_seen(request: HttpRequest, person: Person) -> bool:
    """Whether this session has seen a passkey, a code of an app or a recovery code."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, person))


def put_off(request: HttpRequest) -> bool:
    """Put the second step off until signing out. False outside the demo, where it can't be."""
    if settings.DEMO:
        request.session[PUT_OFF] = True
    return bool(settings.DEMO)


def counts_at_once(request: HttpRequest, added: Authenticator) -> bool:
    """Whether setting this up was itself the second step.

    The first one is: whoever set it up has just used it. A further one is only where the session has
    already seen another, or an old session and a password would be enough to get past the first.
    """
    if added.type == Authenticator.Type.RECOVERY_CODES:
        return False
    others = Authenticator.objects.filter(user=added.user_id).exclude(pk=added.pk)
    return not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
