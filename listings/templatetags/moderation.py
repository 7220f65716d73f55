"""What a listing's own page says of reports and appeals."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from hub.access import can, scope
from listings import rules
from listings.models import Appeal, Listing, State
from listings.models.listing import PUBLIC_STATES

register = template.Library()
DECIDED_AGAINST = (State.RETURNED, State.HIDDEN)


@register.inclusion_tag("listings/report/link.html")
def report_link(listing: Listing) -> dict[str, Any]:
    """A way to say what is wrong with something public."""
    return {"listing": listing, "public": listing.state in PUBLIC_STATES}


@register.inclusion_tag("listings/report/note.html", takes_context=True)
def appeal_note(context: Context, listing: Listing) -> dict[str, Any]:
    """For organisers of what was sent back or hidden: a way to ask for another look, and what came of it.

    Of what is public it says nothing, and asks the database nothing.
    """
    if listing.state not in DECIDED_AGAINST:
        return {}
    actor = context["actor"]
    own = scope(actor, rules.follow_appeal, Appeal).filter(listing=listing).order_by("-made_at")
    return {
        "listing": listing,
        "may_appeal": can(actor, rules.appeal_decision, listing),
        "appeal": own.first(),
    }
