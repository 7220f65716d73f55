"""The link of an invitation: a secret of which only the hash is kept, and what it can still be used for."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.utils import timezone

from hub.calendar.words import say_date
from hub.people.members import words_of
from hub.people.models import Invitation, Organisation, Person

# How long an invitation can be accepted.
LASTS = timedelta(days=14)
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


class Standing(StrEnum):
    """What can be done with an invitation."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"
    PAUSED = "paused"


def new_secret() -> str:
    """A secret of 32 random bytes, as 43 letters that an address can hold."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """SHA-256 of a secret in hexadecimal: what is kept of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invitation_behind(secret: str) -> Invitation | None:
    """The invitation that a link leads to, with its organisation and who sent it. None for a made-up one."""
    return with_hash(hash_of(secret)) if _SECRET.fullmatch(secret) else None


def with_hash(secret_hash: str) -> Invitation | None:
    """The invitation whose secret has this hash, or None."""
    found = Invitation.objects.select_related("organisation", "created_by")
    return found.filter(secret_hash=secret_hash).first()


def standing(invitation: Invitation) -> Standing:
    """What has become of it. Paused: its organisation is suspended."""
    if invitation.accepted_at:
        return Standing.ACCEPTED
    if invitation.revoked_at:
        return Standing.REVOKED
    if invitation.expires_at <= timezone.now():
        return Standing.EXPIRED
    return Standing.PAUSED if invitation.organisation.suspended_at else Standing.OPEN


def masked(email: str) -> str:
    """An address that its owner knows again and nobody else can use: "a…@people.test"."""
    local, _at, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"


def accepted_by(pk: int, person: int) -> Invitation | None:
    """An invitation that this person accepted, with its organisation, or None."""
    return Invitation.objects.select_related("organisation").filter(pk=pk, accepted_by=person).first()


@dataclass(frozen=True)
class Offer:
    """What an invitation says: who asks whom to do what, where, until when. `masked` is its address."""

    invitation: Invitation
    organisation: Organisation
    by: Person | None
    words: list[str]
    until: str
    masked: str


def offer_of(invitation: Invitation) -> Offer:
    """An invitation in words. It comes with its organisation and who sent it."""
    return Offer(
        invitation=invitation,
        organisation=invitation.organisation,
        by=invitation.created_by,
        words=words_of(invitation.roles),
        until=say_date(timezone.localdate(invitation.expires_at)),
        masked=masked(invitation.email),
    )
