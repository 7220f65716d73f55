"""Who may see and change organisations, and where they meet."""

from django.db.models import Q

from hub.access import NOBODY, rule
from hub.people.actor import Actor
from hub.people.models import Membership, Organisation, Person, Role
from hub.places.models import Address

# Known to the public: checked by the steward at least once, and not suspended.
KNOWN = Q(verified_until__isnull=False, suspended_at=None)


@rule(Organisation)
def view_organisation(actor: Actor) -> Q:
    """Everyone sees organisations that were verified; members and the steward see theirs before that."""
    return KNOWN | Q(pk__in=actor.member_of()) | actor.steward(Role.ADMINISTRATOR)


@rule(Organisation)
def edit_organisation(actor: Actor) -> Q:
    """Managers keep their own organisation's page."""
    return Q(pk__in=actor.organisations(Role.MANAGER))


@rule(Organisation)
def verify_organisation(actor: Actor) -> Q:
    """The steward checks schools and groups, never itself."""
    return ~Q(kind="steward") & actor.steward(Role.ADMINISTRATOR)


@rule(Membership)
def view_membership(actor: Actor) -> Q:
    """People see their own roles; managers see everyone's in their organisation."""
    if actor.id is None:
        return NOBODY
    own = Q(person=actor.id, person__is_active=True)
    return own | Q(organisation__in=actor.organisations(Role.MANAGER))


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
