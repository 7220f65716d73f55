"""What the outbox holds."""

from hub.notices.models.message import Message, State

__all__ = ["Message", "State"]
