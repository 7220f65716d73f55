"""Two people at once: each in a thread with a database connection of their own, real locks between them."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection

PATIENCE = 10.0


class Someone:
    """Does one thing at the same time as others; `outcome` is what came of it, or the error that it met."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self.outcome: Any = None
        self._act = act
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.outcome = self._act()
        except Exception as error:
            self.outcome = error
        finally:
            connection.close()

    def done(self) -> Any:
        """Wait for the end. Raises TimeoutError where two wait for each other."""
        self._thread.join(PATIENCE)
        if self._thread.is_alive():
            raise TimeoutError("still waiting")
        return self.outcome


def wait_until_waiting(number: int) -> None:
    """Return once so many connections to this database wait for a lock. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            # Inside a transaction the view would be as it was when first looked at.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= number:
                return
        time.sleep(0.01)
    raise TimeoutError(f"not {number} of them came to wait")
