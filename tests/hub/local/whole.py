"""Asks things of a whole hub that script/server has started."""

import socket
import urllib.error
import urllib.request

from tests.hub.local.clones import Clone
from tests.hub.local.runs import outcome

# The last line that script/server prints before it waits.
LAST = "Ctrl-C stops it."


def start(clone: Clone, port: int, *options: str) -> list[str]:
    return [str(clone.folder / "script" / "server"), "--port", str(port), *options]


def page(port: int, path: str = "/") -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def manage(clone: Clone, *command: str) -> tuple[int, str]:
    """Run one of Django's commands as in a second terminal."""
    return outcome([clone.python, "manage.py", *command], folder=clone.folder, **clone.options())


def refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except ConnectionRefusedError:
        return True
    return False
