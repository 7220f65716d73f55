"""The outbox: every e-mail that the hub sends, written in the transaction that causes it.

An action calls `send(Notice(...), to=..., kind=...)`. docs/messages.md tells what is guaranteed.
"""

from hub.notices.notice import Notice
from hub.notices.outbox import send

__all__ = ["Notice", "send"]
