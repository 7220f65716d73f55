"""What an organisation's own page shows of its listings."""

from __future__ import annotations

from django.utils import timezone

from hub.access import scope
from hub.people.actor import Actor
from hub.people.models import Kind, Organisation
from hub.people.panels import Panel
from listings import rules
from listings.draw import draw_days
from listings.models import Listing, Occurrence, State
from listings.queries import days, row_values

SHOWN = 15
UNPUBLISHED = (State.DRAFT, State.SUBMITTED, State.RETURNED)


def organisation_panel(actor: Actor, organisation: Organisation) -> Panel:
    """What is coming up and, for those who may see it, what is not public yet."""
    coming = scope(actor, rules.view_public_occurrence, Occurrence).filter(
        listing__organisation=organisation, over__gt=timezone.now()
    )
    today = timezone.localdate()
    unpublished: list[Listing] = []
    if actor.id is not None:
        unpublished += (
            scope(actor, rules.view, Listing)
            .filter(organisation=organisation, state__in=UNPUBLISHED)
            .order_by("-updated", "pk")[:SHOWN]
        )
    rows_coming = list(row_values(coming, None)[: SHOWN + 1])
    may_post = scope(actor, rules.add_listing, Organisation).filter(pk=organisation.pk)
    return Panel(
        template="listings/parts/organisation_panel.html",
        context={
            "may_post": actor.id is not None and may_post.exists(),
            "keeps_holidays": organisation.kind == Kind.STEWARD
            and scope(actor, rules.keep_holidays, Organisation).filter(pk=organisation.pk).exists(),
            "list": draw_days(days(rows_coming[:SHOWN], today, organiser=False)) if rows_coming else "",
            "more": len(rows_coming) > SHOWN,
            "unpublished": unpublished,
        },
    )
