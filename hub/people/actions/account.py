"""What people change about their own account."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from hub.access import hold, scope
from hub.notices import Notice, send
from hub.people import rules
from hub.people.actor import Actor
from hub.people.models import Membership, Person
from hub.people.queries import managed_alone


@transaction.atomic
def rename(pk: int, name: str, *, by: Actor) -> Person:
    """Change how a person is called. Raises NotAllowed."""
    person = hold(by, rules.edit_account, pk)
    person.name = name
    person.save(update_fields=["name"])
    return person


@transaction.atomic
def end_session(pk: int, *, by: Actor) -> None:
    """Sign out on one device: it is out at its next click. Raises NotAllowed."""
    hold(by, rules.end_session, pk).end()


@transaction.atomic
def end_other_sessions(here: str, *, by: Actor) -> int:
    """Sign out on every device but the one whose session has the key `here`. How many there were."""
    others = scope(by, rules.end_session, UserSession).exclude(session_key=here)
    keys = list(others.values_list("pk", flat=True))
    for pk in keys:
        hold(by, rules.end_session, pk).end()
    return len(keys)


@transaction.atomic
def delete_account(pk: int, *, by: Actor) -> None:
    """Delete a person: their name, address, roles, passkeys and sessions. What stays keeps a number at most.

    Tells the old address. Raises NotAllowed, and ValidationError while an organisation has no other manager.
    """
    person = hold(by, rules.delete_account, pk)
    alone = managed_alone(person)
    if alone:
        raise ValidationError(_last_manager(alone))
    old_address = person.email
    for session in scope(by, rules.end_session, UserSession).filter(user=person):
        session.end()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            person.delete()
            # What is asked when a transaction ends is asked now: somebody else may have just left too.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise ValidationError(_last_manager([])) from error
    send(
        Notice(
            _("Your account is deleted"),
            (
                _("Your account at the hub is deleted, as you asked. Nobody can sign in with it any more."),
                _("You can make a new one at any time. It begins empty."),
            ),
            action=(_("What the hub does with personal data"), reverse("whats-on")),
            after=(_("This is the last message about it. If it was not you, tell whoever runs the hub."),),
        ),
        to=old_address,
        kind="account.deleted",
    )


def _last_manager(memberships: list[Membership]) -> str:
    names = ", ".join(str(membership.organisation) for membership in memberships)
    if not names:
        return _("Nobody else looks after one of your organisations. Hand it over to somebody first.")
    return _(
        "Nobody else looks after this: %(names)s. Hand it over to somebody first, then delete your account."
    ) % {"names": names}
