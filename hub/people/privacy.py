"""What the hub holds about people with accounts (rules.md D1)."""

import pghistory.models
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session

from hub.people.models import Invitation, Membership, Organisation, Person, Verification
from hub.privacy import Basis, Controller, Personal, declare, plain

ACCOUNT = "until the account is deleted"
SIX_YEARS = "six years after it ends"

_sign_in = Personal(
    purpose="To let a person sign in and to keep their account safe",
    basis=Basis.CONTRACT,
    retention=ACCOUNT,
    seen_by="the person",
)
declare(
    Person,
    email=Personal(
        purpose="To sign in, and to tell a person what concerns them",
        basis=Basis.CONTRACT,
        retention=ACCOUNT,
        seen_by="the person; managers of the organisations they belong to; the steward's administrators",
    ),
    name=Personal(
        purpose="So that those they work with know who did what",
        basis=Basis.CONTRACT,
        retention=ACCOUNT,
        seen_by="the person; members of the organisations they belong to",
    ),
    password=_sign_in,
    last_login=_sign_in,
    is_active=_sign_in,
    created=_sign_in,
    adult_stated_at=Personal(
        purpose="To keep accounts to people of 18 or over (rules.md S18)",
        basis=Basis.LEGITIMATE_INTERESTS,
        retention=ACCOUNT,
        seen_by="the person",
    ),
)

_role = Personal(
    purpose="To know who may act for an organisation, and who did",
    basis=Basis.LEGITIMATE_INTERESTS,
    retention=SIX_YEARS,
    seen_by="the person; managers of the organisation; the steward's administrators",
    controller=Controller.ORGANISATION,
)
declare(Membership, person=_role, organisation=_role, role=_role, created=_role)

_MembershipEvent = apps.get_model("people", "MembershipEvent")
declare(
    _MembershipEvent,
    **{field.name: _role for field in _MembershipEvent._meta.concrete_fields if not field.primary_key},
)

_invited = Personal(
    purpose="To offer somebody a role in an organisation, and to know who was offered one by whom",
    basis=Basis.LEGITIMATE_INTERESTS,
    retention="a year after it was accepted, taken back or ran out",
    seen_by="managers of the organisation; the steward's administrators; whoever it was sent to",
    controller=Controller.ORGANISATION,
)
declare(
    Invitation,
    **{
        field.name: _invited
        for field in Invitation._meta.concrete_fields
        if not field.primary_key and field.name != "secret_hash"
    },
)
plain(Invitation, "the hash of a random secret", "secret_hash")

_decision = Personal(
    purpose="To show who checked an organisation, what and when",
    basis=Basis.LEGITIMATE_INTERESTS,
    retention=SIX_YEARS,
    seen_by="the organisation's managers and the steward; the public sees the date and what was checked",
)
declare(
    Verification,
    decided_by=_decision,
    organisation=_decision,
    outcome=_decision,
    checked=_decision,
    reason=_decision,
    decided_on=_decision,
    expires_on=_decision,
)

_contact = Personal(
    purpose="So that the public can reach an organisation by a contact it chose to make public",
    basis=Basis.CONSENT,
    retention="until the organisation changes or removes it",
    seen_by="everyone (rules.md D2)",
    controller=Controller.ORGANISATION,
)
declare(Organisation, public_email=_contact, public_phone=_contact)
plain(
    Organisation,
    "what an organisation says of itself in public",
    "name",
    "slug",
    "summary",
    "about",
    "website",
)
plain(
    Organisation,
    "what an organisation offers, chosen from a list, and why the steward suspended it",
    "offers",
    "suspension_reason",
)
plain(Organisation, "a number from a public register", "charity_number", "school_urn")
plain(apps.get_model("people", "OrganisationEvent"), "the name of a trigger", "pgh_label")

declare(EmailAddress, email=_sign_in, user=_sign_in, verified=_sign_in, primary=_sign_in)
plain(EmailConfirmation, "a random key", "key")
declare(
    Authenticator,
    **{field.name: _sign_in for field in Authenticator._meta.concrete_fields if not field.primary_key},
)
_session = Personal(
    purpose="So that a person sees where they are signed in, and can end it",
    basis=Basis.LEGITIMATE_INTERESTS,
    retention="until they sign out, or 14 days after it was last used",
    seen_by="the person",
)
declare(
    UserSession,
    **{field.name: _session for field in UserSession._meta.concrete_fields if not field.primary_key},
)
declare(
    Session,
    session_key=_sign_in,
    session_data=Personal(
        purpose="To keep a person signed in on their device",
        basis=Basis.CONTRACT,
        retention="14 days after it was last used",
        seen_by="nobody",
    ),
)
declare(
    pghistory.models.Context,
    metadata=Personal(
        purpose="To show who made a change: the key of the account and of the request, nothing else",
        basis=Basis.LEGITIMATE_INTERESTS,
        retention=SIX_YEARS,
        seen_by="those who keep the hub running",
    ),
)
plain(Group, "Django's own, unused: what someone may do comes from memberships", "name")
plain(Permission, "Django's own, unused", "name", "codename")
plain(ContentType, "Django's own: names of models", "app_label", "model")
