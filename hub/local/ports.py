"""Ports of this machine: which is free, which is taken."""

import socket

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Say whether nothing listens at http://localhost:PORT, by either address that `localhost` may mean.

    Raises PermissionError for a port that only root may use.
    """
    return _can_listen(socket.AF_INET, LOOPBACK, port) and _can_listen(socket.AF_INET6, "::1", port)


def free_port(preferred: int | None = None) -> int:
    """Return the preferred port if it is free, else any free one."""
    if preferred is not None and is_free(preferred):
        return preferred
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _can_listen(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        probe = socket.socket(family)
    except OSError:
        # This machine has no IPv6.
        return True
    with probe:
        # As the servers do: connections of the last run that are still being closed do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except PermissionError:
            raise
        except OSError:
            return family == socket.AF_INET6 and not _answers(host, port)
    return True


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True
