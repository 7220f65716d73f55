"""Who may see, post, publish and cancel what is on."""

from django.db.models import Q

from hub.access import rule, scope
from hub.people.actor import Actor
from hub.people.models import Organisation, Role
from listings.models import Listing, Occurrence, State
from listings.models.listing import EDITABLE_STATES, PUBLIC_STATES

POSTERS = (Role.CONTRIBUTOR, Role.MANAGER)
PUBLIC = Q(
    state__in=PUBLIC_STATES, organisation__verified_until__isnull=False, organisation__suspended_at=None
)


@rule(Listing)
def view(actor: Actor) -> Q:
    """Everyone sees what is published; members see their own before that, the steward what waits."""
    waiting = Q(state__in=[State.SUBMITTED, State.RETURNED]) & actor.steward(Role.ADMINISTRATOR)
    return PUBLIC | Q(organisation__in=actor.member_of()) | waiting


@rule(Occurrence)
def view_occurrence(actor: Actor) -> Q:
    """Whoever sees a listing sees its dates."""
    return Q(listing__in=scope(actor, view, Listing))


@rule(Occurrence)
def view_public_occurrence(actor: Actor) -> Q:
    """What is on, for everyone alike: dates of published listings only, whoever asks."""
    return Q(
        listing__state__in=PUBLIC_STATES,
        listing__organisation__verified_until__isnull=False,
        listing__organisation__suspended_at=None,
    )


@rule(Listing)
def view_public(actor: Actor) -> Q:
    """What leaves the hub in feeds: published listings only, whoever asks."""
    return PUBLIC


@rule(Organisation)
def add_listing(actor: Actor) -> Q:
    """Contributors post for their organisation."""
    return Q(pk__in=actor.organisations(*POSTERS))


@rule(Listing)
def edit(actor: Actor) -> Q:
    """Contributors edit what is their organisation's while it is a draft, sent back or published."""
    return Q(organisation__in=actor.organisations(*POSTERS), state__in=EDITABLE_STATES)


@rule(Listing)
def submit(actor: Actor) -> Q:
    """Contributors hand in what is their organisation's draft, or was sent back."""
    return Q(organisation__in=actor.organisations(*POSTERS), state__in=[State.DRAFT, State.RETURNED])


@rule(Listing)
def publish(actor: Actor) -> Q:
    """The steward publishes what was handed in by an organisation that is known."""
    return Q(
        state=State.SUBMITTED, organisation__verified_until__isnull=False, organisation__suspended_at=None
    ) & actor.steward(Role.ADMINISTRATOR)


@rule(Listing)
def send_back(actor: Actor) -> Q:
    """The steward sends back what was handed in, with a reason."""
    return Q(state=State.SUBMITTED) & actor.steward(Role.ADMINISTRATOR)


@rule(Listing)
def cancel(actor: Actor) -> Q:
    """Contributors cancel what their organisation has published."""
    return Q(organisation__in=actor.organisations(*POSTERS), state=State.PUBLISHED)


@rule(Listing)
def change_date(actor: Actor) -> Q:
    """Contributors cancel or move one date of what their organisation has published."""
    return Q(organisation__in=actor.organisations(*POSTERS), state=State.PUBLISHED)
