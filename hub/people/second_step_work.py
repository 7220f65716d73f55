"""In the list of what waits: that a role waits for its second step."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hub.access import scope
from hub.people import rules
from hub.people.models import Person
from hub.worklist import Queue, register_queue


def register() -> None:
    """Called once, when the app starts."""
    register_queue(
        Queue(
            key="second-step",
            title=_("Show twice that it is you"),
            template="people/work/second-step.html",
            rows=lambda actor: scope(actor, rules.needs_second_step, Person),
            order=0,
            empty=_("You have done it."),
        )
    )
