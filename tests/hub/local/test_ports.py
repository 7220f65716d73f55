import socket

import pytest

from hub.local import ports


def listening(family: socket.AddressFamily, host: str) -> socket.socket:
    server = socket.socket(family)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        server.bind((host, 0))
    except OSError:
        server.close()
        pytest.skip(f"this machine has no {host}")
    server.listen()
    return server


@pytest.mark.parametrize(
    ("family", "host"),
    [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::1")],  # noqa: S104
)
def test_port_is_taken_while_something_listens(family, host):
    with listening(family, host) as server:
        port = server.getsockname()[1]
        assert ports.is_free(port) is False
    assert ports.is_free(port) is True


def test_port_is_free_while_old_connections_are_being_closed():
    with listening(socket.AF_INET, "127.0.0.1") as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            accepted, _ = server.accept()
            # The side that closes first is the one that has to wait.
            accepted.close()
    assert ports.is_free(port) is True


def test_free_port_is_the_preferred_one_unless_taken():
    with listening(socket.AF_INET, "127.0.0.1") as server:
        taken = server.getsockname()[1]
        assert ports.free_port(taken) != taken
    assert ports.free_port(taken) == taken
