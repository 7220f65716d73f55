"""What somebody typed and did not save: for their eyes alone."""

from listings.models import Listing, Unsaved
from tests.town import Specimens, Town, specimens


@specimens(Unsaved)
def unsaved(town: Town) -> Specimens:
    """An organiser’s for a new listing and over one that is there; a neighbour’s; a suspended group’s."""
    own = town.organisations
    made: Specimens = {}
    for label, name, organisation, listing in (
        ("organiser, a new listing", "organiser", own.verified, None),
        ("organiser, a published one", "organiser", own.verified, "published, verified"),
        ("neighbour, a new listing", "neighbour", own.neighbour, None),
        ("suspended, a new listing", "suspended", own.suspended, None),
        ("closed account, a new listing", "closed", own.verified, None),
    ):
        made[label] = Unsaved.objects.create(
            person=town.persona(name).person,
            organisation=organisation,
            listing=town.specimens[Listing][listing] if listing else None,
            fields={"once": {"typed": {"title": ["Zinnia unsaved"]}, "at": "2026-11-20T09:00:00+00:00"}},
        )
    return made
