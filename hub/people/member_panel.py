"""What an organisation's own page offers at its end to those who belong to it."""

from __future__ import annotations

from hub.access import flags
from hub.people import rules
from hub.people.actor import Actor
from hub.people.models import Organisation
from hub.people.panels import Panel


def member_panel(actor: Actor, organisation: Organisation) -> Panel | None:
    """Links to leaving it, and to its people for whoever has the second step to come.

    None for whoever may neither. The page itself links to its people for those who see them already.
    """
    if actor.id is None:
        return None
    may = flags([organisation.pk], actor.once_proved(), rules.view_people, rules.leave)[organisation.pk]
    may["view_people"] = may["view_people"] and not actor.second_factor
    return Panel("people/members/panel.html", {"may": may}) if any(may.values()) else None
