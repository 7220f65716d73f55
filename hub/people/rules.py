"""Who may see and change organisations, and where they meet."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import Exact
from django.utils import timezone

from hub.access import NOBODY, rule, scope
from hub.people.actor import Actor
from hub.people.models import Invitation, Kind, Membership, Organisation, Outcome, Person, Role, Verification
from hub.people.models.membership import GUARDED_ROLES
from hub.places.models import Address

# Known to the public: checked by the steward at least once, and not suspended.
KNOWN = Q(verified_until__isnull=False, suspended_at=None)
# So long before a check runs out the steward may make the next one, and managers are reminded.
CHECK_AHEAD = timedelta(days=30)
# So long before a check runs out its managers may ask for the next one.
ASK_AHEAD = timedelta(days=60)


@rule(Organisation)
def view_organisation(actor: Actor) -> Q:
    """Everyone sees organisations that were verified; members and the steward see theirs before that."""
    return KNOWN | Q(pk__in=actor.member_of()) | actor.steward(Role.ADMINISTRATOR)


@rule(Organisation)
def edit_organisation(actor: Actor) -> Q:
    """Managers keep their own organisation's page."""
    return Q(pk__in=actor.organisations(Role.MANAGER))


@rule(Organisation)
def ask_verification(actor: Actor) -> Q:
    """Managers ask for a check until there is one, and again in the two months before it runs out."""
    wanted = Q(verified_until=None) | Q(verified_until__lte=timezone.localdate() + ASK_AHEAD)
    return wanted & Q(asked_at=None) & ~Q(kind=Kind.STEWARD) & Q(pk__in=actor.organisations(Role.MANAGER))


@rule(Person)
def register_organisation(actor: Actor) -> Q:
    """Everyone with an account brings in their own school or group."""
    return NOBODY if actor.id is None else Q(pk=actor.id, is_active=True)


@rule(Organisation)
def view_people(actor: Actor) -> Q:
    """Managers see who does what in their organisation, with a second step; the steward, while it is to be
    checked or has nobody who looks after it (rules.md D11)."""
    return _led(actor) | verify_organisation(actor) | _unmanaged() & actor.steward(Role.ADMINISTRATOR)


@rule(Organisation)
def change_roles(actor: Actor) -> Q:
    """Managers say who does what in their organisation, with a second step."""
    return _led(actor)


@rule(Organisation)
def remove_member(actor: Actor) -> Q:
    """Managers remove people from their organisation, with a second step."""
    return _led(actor)


@rule(Organisation)
def hand_over(actor: Actor) -> Q:
    """Managers hand their organisation over to another member, with a second step."""
    return _led(actor)


@rule(Organisation)
def leave(actor: Actor) -> Q:
    """Everybody can leave an organisation that they belong to, also one that is suspended."""
    if actor.id is None:
        return NOBODY
    own = Membership.objects.filter(person=actor.id, person__is_active=True)
    return Q(pk__in=own.values("organisation"))


@rule(Organisation)
def invite(actor: Actor) -> Q:
    """Managers invite people, with a second step; the steward invites one where nobody is manager yet."""
    return _led(actor) | _unmanaged() & actor.steward(Role.ADMINISTRATOR)


@rule(Invitation)
def view_invitation(actor: Actor) -> Q:
    """Whoever sees an organisation's people sees whom it invited."""
    return Q(organisation__in=scope(actor, view_people, Organisation).values("pk"))


@rule(Invitation)
def revoke_invitation(actor: Actor) -> Q:
    """Whoever may invite people takes an invitation back, or sends it again, until it is accepted."""
    may = scope(actor, invite, Organisation).values("pk")
    return Q(organisation__in=may, accepted_at=None, revoked_at=None)


@rule(Invitation)
def accept_invitation(actor: Actor) -> Q:
    """An open invitation is for whoever reads mail at its address, until it runs out."""
    if actor.id is None:
        return NOBODY
    theirs = EmailAddress.objects.annotate(lower=Lower("email")).filter(
        user=actor.id, user__is_active=True, verified=True, lower=Lower(OuterRef("email"))
    )
    open_now = Q(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
    return open_now & Q(organisation__suspended_at=None) & Q(Exists(theirs))


@rule(Organisation)
def check_organisation(actor: Actor) -> Q:
    """The steward sees what is known of schools and groups, and what it found, never of itself."""
    return ~Q(kind=Kind.STEWARD) & actor.steward(Role.ADMINISTRATOR)


@rule(Organisation)
def verify_organisation(actor: Actor) -> Q:
    """The steward checks schools and groups that asked for it, or whose last check is about to run out."""
    return (Q(asked_at__isnull=False) | _due()) & Q(suspended_at=None) & check_organisation(actor)


@rule(Organisation)
def suspend_organisation(actor: Actor) -> Q:
    """The steward suspends a school or group, never itself."""
    return Q(suspended_at=None) & check_organisation(actor)


@rule(Organisation)
def restore_organisation(actor: Actor) -> Q:
    """The steward restores a school or group that is suspended."""
    return Q(suspended_at__isnull=False) & check_organisation(actor)


@rule(Organisation)
def trust_organisation(actor: Actor) -> Q:
    """The steward trusts a verified school or group to post without being read first."""
    return Q(trusted_since=None, verified_until__isnull=False, suspended_at=None) & check_organisation(actor)


@rule(Organisation)
def withdraw_trust(actor: Actor) -> Q:
    """The steward reads again what a school or group posts, before it is published."""
    return Q(trusted_since__isnull=False) & check_organisation(actor)


@rule(Membership)
def view_membership(actor: Actor) -> Q:
    """People see their own roles; whoever sees an organisation's people sees everyone's in it."""
    if actor.id is None:
        return NOBODY
    own = Q(person=actor.id, person__is_active=True)
    return own | Q(organisation__in=scope(actor, view_people, Organisation).values("pk"))


def _led(actor: Actor) -> Q:
    """The organisations that the actor is a manager of, and has shown twice who they are."""
    return Q(pk__in=actor.organisations(Role.MANAGER, proved=True))


def _unmanaged() -> Q:
    """The organisations that nobody looks after."""
    manager = Membership.objects.filter(
        organisation=OuterRef("pk"), role=Role.MANAGER, person__is_active=True
    )
    return ~Q(Exists(manager)) & Q(suspended_at=None)


def _due() -> Q:
    """Those whose check ends within 30 days or has ended, unless the steward's last word since was no."""
    decided = Verification.objects.filter(organisation=OuterRef("pk")).order_by("-decided_on", "-pk")
    last = Coalesce(Subquery(decided.values("outcome")[:1]), Value(""))
    return Q(verified_until__lte=timezone.localdate() + CHECK_AHEAD) & ~Q(Exact(last, Outcome.REFUSED))


@rule(Person)
def view_account(actor: Actor) -> Q:
    """Everyone sees their own account, and nobody else's."""
    return NOBODY if actor.id is None else Q(pk=actor.id, is_active=True)


@rule(Address)
def view_address(actor: Actor) -> Q:
    """Everyone sees an address, unless it is withheld: then only the members of who meets there (S20)."""
    return Q(place__withheld=False) | Q(
        place__in=Organisation.objects.filter(pk__in=actor.member_of(), place__isnull=False).values("place")
    )


@rule(Person)
def edit_account(actor: Actor) -> Q:
    """Everyone changes their own account, and nobody else's."""
    return NOBODY if actor.id is None else Q(pk=actor.id, is_active=True)


@rule(Person)
def delete_account(actor: Actor) -> Q:
    """Everyone may delete their own account, and nobody else's."""
    return NOBODY if actor.id is None else Q(pk=actor.id, is_active=True)


@rule(Person)
def needs_second_step(actor: Actor) -> Q:
    """People whose roles decide or see others' data prove twice who they are before those roles count."""
    if actor.id is None or actor.second_factor:
        return NOBODY
    guarded = Membership.objects.filter(role__in=GUARDED_ROLES, organisation__suspended_at=None)
    return Q(pk=actor.id, is_active=True, pk__in=guarded.values("person"))


@rule(UserSession)
def end_session(actor: Actor) -> Q:
    """People see where they are signed in, and end it there."""
    return NOBODY if actor.id is None else Q(user=actor.id, user__is_active=True)


@rule(Authenticator)
def view_authenticator(actor: Actor) -> Q:
    """People see which passkeys and apps of theirs the hub knows."""
    return NOBODY if actor.id is None else Q(user=actor.id, user__is_active=True)
