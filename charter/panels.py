"""What an organisation's own page shows of the charter."""

from __future__ import annotations

from charter import rules
from charter.queries.areas import current_version
from charter.queries.signing import public_signature, rows_of
from hub.access import scope
from hub.people.actor import Actor
from hub.people.models import Organisation
from hub.people.panels import Panel


def organisation_panel(actor: Actor, organisation: Organisation) -> Panel | None:
    """Its signature, if it has signed; for whoever signs for it, the way there."""
    signature = public_signature(actor, organisation=organisation)
    mine = scope(actor, rules.sign_charter, Organisation).filter(pk=organisation.pk)
    may_sign = actor.id is not None and mine.exists()
    if signature is None and not may_sign:
        return None
    row = rows_of([signature], current_version(actor))[0] if signature else None
    return Panel("charter/signing/panel.html", {"row": row, "may_sign": may_sign})
