"""What waits for somebody: each part of the hub registers its queues in `AppConfig.ready()`."""

from hub.worklist.registry import Queue, register_queue

__all__ = ["Queue", "register_queue"]
