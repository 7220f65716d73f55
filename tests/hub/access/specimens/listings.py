"""Listings and their dates, in each state, of each kind of owner."""

from hub.people.actor import OnBehalf
from listings.models import Listing, Occurrence, State
from tests.factories.listings import make_listing
from tests.factories.moderation import propose
from tests.factories.people import acting
from tests.town import Specimens, Town, specimens

OWNERS = ("verified", "neighbour", "unverified", "lapsed", "suspended", "school")


@specimens(Listing)
def listings(town: Town) -> Specimens:
    """Each state, and each owner as it will be once the town is settled."""
    person = town.persona("admin").person
    assert person is not None
    administrator = acting(person)
    made: Specimens = {}
    for owner in OWNERS:
        organisation = getattr(town.organisations, owner)
        for state in State:
            made[f"{state.value}, {owner}"] = make_listing(
                organisation,
                state,
                administrator=administrator,
                title=f"Zinnia {state.value} of {owner}",
                place=organisation.place,
            )
    made["draft, steward"] = make_listing(
        town.organisations.steward, State.DRAFT, title="Zinnia of the steward"
    )
    for owner in ("verified", "neighbour"):
        organisation = getattr(town.organisations, owner)
        listing = make_listing(
            organisation, administrator=administrator, title=f"Zinnia with a change of {owner}"
        )
        made[f"published with a change, {owner}"] = propose(
            listing, by=OnBehalf(organisation=organisation.pk), summary="Zinnias, and now dahlias."
        )
    return made


@specimens(Occurrence)
def occurrences(town: Town) -> Specimens:
    """The one date of each of those listings."""
    return {
        label: Occurrence.objects.get(listing=listing) for label, listing in town.specimens[Listing].items()
    }
