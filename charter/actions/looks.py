"""Keeps on record who looked at what while it was sealed."""

from __future__ import annotations

from charter.models import Consultation, Look, Response, SealedLook
from hub.people.actor import Actor


def record_look(consultation: Consultation, what: Look, by: Actor, response: Response | None = None) -> None:
    """Write down that somebody looked. Called by the page that shows it, before it answers."""
    SealedLook.objects.create(
        consultation=consultation,
        response=response,
        person_id=by.id,
        what=what,
        while_open=not consultation.is_closed(),
    )
