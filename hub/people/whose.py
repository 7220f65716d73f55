"""Whose work a queue can be: one cheap question each, that several queues share.

They spare others a count and decide nothing: what waits for somebody is what the queue's rule says.
"""

from __future__ import annotations

from hub.people.actor import Actor
from hub.people.models import Role


def administers(actor: Actor) -> bool:
    """Whether the actor runs the hub."""
    return actor.organisations(Role.ADMINISTRATOR).exists()


def sorts_answers(actor: Actor) -> bool:
    """Whether the actor runs the hub, or sorts what people said."""
    return actor.organisations(Role.ADMINISTRATOR, Role.ANALYST).exists()


def leads(actor: Actor) -> bool:
    """Whether the actor looks after a school or group or is its head, and has shown it twice."""
    return actor.organisations(Role.MANAGER, Role.HEAD, proved=True).exists()
