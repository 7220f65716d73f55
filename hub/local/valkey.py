"""Valkey (or Redis) as a child of this process, keeping what it is told on disk, with a password."""

import os
from dataclasses import dataclass
from pathlib import Path

import redis

from hub.local import ports
from hub.local.binaries import valkey_program
from hub.local.home import Home
from hub.local.supervisor import Floor, Program, Supervisor

START_SECONDS = 30.0
DATABASES = 64


@dataclass(frozen=True)
class Valkey:
    """A server whose append-only files lie in `folder`."""

    home: Home
    folder: Path
    port: int
    password: str
    keeps: bool = True

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def program(self) -> Program:
        """The server itself. Its settings go in by standard input, so the password stays off every list."""
        if not self.folder.exists():
            self.folder.mkdir(mode=0o700)
            self.home.own(self.folder)
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "requirepass": self.password,
            "dir": f'"{self.folder}"',
            "databases": str(DATABASES),
            "appendonly": "yes" if self.keeps else "no",
            "save": '""',
            "daemonize": "no",
        }
        lines = "".join(f"{name} {value}\n" for name, value in settings.items())
        return Program(
            name="queue",
            command=[str(valkey_program(self.home)), "-"],
            environment={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            folder=self.folder,
            floor=Floor.QUEUE,
            account=self.home.account,
            standard_input=lines.encode(),
        )

    def wait(self, supervisor: Supervisor) -> None:
        """Wait until the server has read its files and answers."""
        supervisor.wait_until(self._answers, seconds=START_SECONDS)

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=2) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def open_valkey(
    home: Home, folder: Path, password: str, *, port: int | None = None, keeps: bool = True
) -> Valkey:
    """Describe a server: at `port` if that is free, else at any free one."""
    return Valkey(home, folder, ports.free_port(port), password, keeps)
