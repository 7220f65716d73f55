"""People stand behind the charter: with an account at once, without one by a link to their mailbox (D13)."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charter import rules
from charter.letters.signing import confirm_support
from charter.models import Supporter
from charter.privacy_check import refuse_personal
from charter.queries.signing import adopted_version, supporter_behind
from hub.access import NotAllowed, hold
from hub.notices import send
from hub.people.actor import Actor
from hub.people.invitations import hash_of, new_secret
from hub.people.models import Person
from hub.web.pagecache import clear_pages

# How long a link that was not used yet can be used.
LASTS = timedelta(days=7)


def check_name(name: str, *, show_name: bool) -> str:
    """A name to show, or "" where it is only counted. Raises ValidationError by field."""
    name = name.strip() if show_name else ""
    if show_name and not name:
        raise ValidationError({"name": _("Write the name to show, or choose to be counted without it.")})
    refuse_personal(name=name)
    if "://" in name or "www." in name.lower():
        raise ValidationError({"name": _("Everyone will read this. Write a name, and no web address.")})
    return name


@transaction.atomic
def support(charter: int, *, name: str, show_name: bool, by: Actor) -> Supporter:
    """Count somebody with an account, whose address is known to be theirs. Raises NotAllowed."""
    held = hold(by, rules.support_charter, charter)
    version = adopted_version(charter)
    if version is None or by.id is None:
        raise NotAllowed(rules.support_charter)
    name = check_name(name, show_name=show_name)
    person = Person.objects.get(pk=by.id)
    found = Supporter.objects.filter(charter=held, person=person).first()
    found = found or Supporter.objects.filter(charter=held, email__iexact=person.email).first()
    one = found or Supporter(charter=held)
    one.person, one.email, one.version = person, person.email.lower(), version
    one.name, one.show_name = name, show_name
    one.confirmed_at = one.confirmed_at or timezone.now()
    one.full_clean(exclude=["charter", "version", "person"])
    one.save()
    clear_pages()
    return one


@transaction.atomic
def ask_to_support(charter: int, *, email: str, name: str, show_name: bool, by: Actor) -> None:
    """Send a link that counts whoever reads mail at an address.

    The same is answered whether the address is known or not. Whoever is counted already gets a fresh link,
    with which they can take it back, and what they chose before stays. Raises ValidationError by field.
    """
    held = hold(by, rules.support_charter, charter)
    version = adopted_version(charter)
    if version is None:
        raise NotAllowed(rules.support_charter)
    name, email = check_name(name, show_name=show_name), email.strip().lower()
    secret = new_secret()
    one = Supporter.objects.filter(charter=held, email=email).first()
    if one is None:
        one = Supporter(charter=held, version=version, email=email)
    if one.confirmed_at is None:
        one.name, one.show_name, one.version = name, show_name, version
    one.secret_hash = hash_of(secret)
    one.full_clean(exclude=["charter", "version", "person"])
    one.save()
    if one.confirmed_at is None:
        Supporter.objects.filter(pk=one.pk).update(asked_at=timezone.now())
    send(confirm_support(held, secret, LASTS.days), to=email, kind="charter.support", secret=True)


def link_is_old(one: Supporter) -> bool:
    """Whether somebody waited too long to say yes."""
    return one.confirmed_at is None and one.asked_at + LASTS < timezone.now()


def _behind(secret: str, by: Actor) -> Supporter:
    found = supporter_behind(hash_of(secret))
    if found is None or link_is_old(found):
        raise NotAllowed(rules.support_charter)
    hold(by, rules.support_charter, found.charter_id)
    again = supporter_behind(hash_of(secret))
    if again is None:
        raise NotAllowed(rules.support_charter)
    return again


@transaction.atomic
def confirm(secret: str, *, by: Actor) -> Supporter:
    """Say yes from the mailbox. Pressed twice, it counts once. Raises NotAllowed for a link that is none."""
    one = _behind(secret, by)
    hold(by, rules.support_charter, one.charter_id)
    if one.confirmed_at is None:
        one.confirmed_at = timezone.now()
        one.save(update_fields=["confirmed_at"])
        clear_pages()
    return one


@transaction.atomic
def withdraw_by_link(secret: str, *, by: Actor) -> None:
    """Say no, or take it back: the row goes. Raises NotAllowed for a link that is none."""
    one = _behind(secret, by)
    hold(by, rules.support_charter, one.charter_id)
    one.delete()
    clear_pages()


@transaction.atomic
def withdraw(pk: int, *, by: Actor) -> None:
    """Take one's own support back: the row goes. Raises NotAllowed."""
    hold(by, rules.own_support, pk).delete()
    clear_pages()
