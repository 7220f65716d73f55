"""What the hub does when allauth says that something happened."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.stagekit import unstash_login
from allauth.account.models import EmailAddress
from allauth.account.signals import (
    authentication_step_completed,
    email_confirmed,
    password_changed,
    password_reset,
    password_set,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import pre_save
from django.http import HttpRequest

from hub.people.devices import device_in_words
from hub.people.middleware import SEEN, find_actor
from hub.people.models import Person
from hub.people.second_step import counts_at_once, was_seen

# What stands where an address would: the hub keeps none.
NO_ADDRESS = "0.0.0.0"  # noqa: S104  (nothing listens there)


def connect() -> None:
    """Called once, when the app starts."""
    pre_save.connect(keep_no_trace, UserSession, dispatch_uid="hub.people.keep_no_trace")
    user_logged_in.connect(begin_to_notice, dispatch_uid="hub.people.begin_to_notice")
    user_logged_out.connect(forget_session, dispatch_uid="hub.people.forget_session")
    for signal in (password_changed, password_reset, password_set):
        signal.connect(end_other_sessions, dispatch_uid="hub.people.end_other_sessions")
    email_confirmed.connect(forget_foreign_password, dispatch_uid="hub.people.forget_foreign_password")
    authenticator_added.connect(prove_by_setting_up, dispatch_uid="hub.people.prove_by_setting_up")
    authentication_step_completed.connect(ask_anew, dispatch_uid="hub.people.ask_anew")


def keep_no_trace(sender: type[UserSession], instance: UserSession, **kwargs: Any) -> None:
    """Of a device, keep its kind in words: no network address, and not all that a browser says of itself."""
    instance.ip = NO_ADDRESS
    instance.user_agent = device_in_words(instance.user_agent)


def begin_to_notice(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Signing in counts as having been here."""
    request.session[SEEN] = int(time.time())


def prove_by_setting_up(
    sender: Any, request: HttpRequest, user: Person, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Whoever has just set up their first second step has just used it."""
    if was_seen(request, user) or counts_at_once(request, authenticator):
        record_authentication(
            request, user, "mfa", type=authenticator.type, id=authenticator.pk, reauthenticated=True
        )


def ask_anew(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Whoever proves more in the middle of a request may do more in the rest of it."""
    find_actor(request)


def forget_session(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Signing out leaves nothing in the list of where one is signed in."""
    UserSession.objects.filter(session_key=request.session.session_key or "").delete()


def end_other_sessions(sender: Any, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """A new password ends every session but the one in which it was chosen."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()


def forget_foreign_password(
    sender: Any, request: HttpRequest, email_address: EmailAddress, **kwargs: Any
) -> None:
    """Take away a password that somebody else may have chosen.

    Anybody can begin an account with another's address. When its owner then comes by a code, and neither by
    that password nor by joining, the password is not known to be theirs.
    """
    person = email_address.user
    verified = EmailAddress.objects.filter(user=person, verified=True).exclude(pk=email_address.pk)
    login = unstash_login(request, peek=True)
    joining = login is not None and login.signup and login.user == person
    knew_it = any(one.get("method") == "password" for one in get_authentication_records(request, person))
    if not (verified.exists() or joining or knew_it) and person.has_usable_password():
        person.set_unusable_password()
        person.save(update_fields=["password"])
