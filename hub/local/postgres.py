"""Postgres as a child of this process: a cluster of its own, reachable from this machine by password."""

import locale
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT

import psycopg
from psycopg import sql

from hub.local import ports
from hub.local.binaries import postgres_folder
from hub.local.home import Home, Problem
from hub.local.state import write_private
from hub.local.supervisor import Floor, Program, Supervisor

SUPERUSER = "postgres"
ROLE = "hub"
DATABASE = "hub"
START_SECONDS = 60.0
# The first version with a collation that is the same on every machine.
BUILTIN_LOCALE_SINCE = 17
# For tests: nothing has to outlive a power cut.
FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass(frozen=True)
class Postgres:
    """A cluster in `folder`, whose own role (`hub`) owns its database and is no superuser."""

    home: Home
    folder: Path
    port: int
    superuser_password: str
    password: str
    settings: dict[str, str]

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    def make_cluster(self, supervisor: Supervisor) -> None:
        """Make the cluster where there is none, whole or not at all.

        Raises Problem where the one that is there was written by another version of Postgres.
        """
        for unfinished in self.folder.parent.glob(f".{self.folder.name}-*"):
            shutil.rmtree(unfinished)
        if self.folder.exists():
            self._check_version()
            return
        unfinished = Path(tempfile.mkdtemp(dir=self.folder.parent, prefix=f".{self.folder.name}-"))
        self.home.own(unfinished)
        with self._password_file() as password:
            supervisor.run(self._initdb(unfinished, password))
        unfinished.rename(self.folder)

    def program(self) -> Program:
        """The server itself. SIGINT is Postgres's quick, orderly stop."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "password_encryption": "scram-sha-256",
            "timezone": "UTC",
            "log_timezone": "UTC",
            # A failed statement and its details hold what people wrote (rules.md D12).
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            **self.settings,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(postgres_folder(self.home) / "postgres"), "-D", str(self.folder), *options]
        return self._program("database", command, patience=30.0)

    def wait(self, supervisor: Supervisor) -> None:
        """Wait until the server answers, then make its role and database where they are missing."""
        supervisor.wait_until(self._answers, seconds=START_SECONDS)
        with self._superuser() as connection:
            if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", ROLE):
                create = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}")
                connection.execute(create.format(sql.Identifier(ROLE), sql.Literal(self.password)))
            if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
                make = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(make.format(sql.Identifier(DATABASE), sql.Identifier(ROLE)))

    def _answers(self) -> bool:
        try:
            self._superuser().close()
        except psycopg.OperationalError:
            return False
        return True

    def _superuser(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=SUPERUSER,
            password=self.superuser_password,
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )

    def _initdb(self, target: Path, password: Path) -> Program:
        options = [
            f"--pgdata={target}",
            f"--username={SUPERUSER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            *_locale_options(self._version()),
            "--no-instructions",
        ]
        if self.settings.get("fsync") == "off":
            options.append("--no-sync")
        command = [str(postgres_folder(self.home) / "initdb"), *options]
        return self._program("database setup", command, task=True)

    def _program(
        self, name: str, command: list[str], *, task: bool = False, patience: float = 10.0
    ) -> Program:
        return Program(
            name=name,
            command=command,
            environment={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            folder=self.folder.parent,
            task=task,
            floor=Floor.DATABASE,
            stop_signal=SIGINT,
            patience=patience,
            account=self.home.account,
        )

    @contextmanager
    def _password_file(self) -> Iterator[Path]:
        path = self.folder.parent / "superuser-password"
        write_private(path, self.superuser_password)
        self.home.own(path)
        try:
            yield path
        finally:
            path.unlink()

    def _version(self) -> int:
        answer = subprocess.run(
            [postgres_folder(self.home) / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
        found = re.search(r"\d+", answer)
        if found is None:
            raise Problem(f"This Postgres does not say its version: {answer.strip()}")
        return int(found[0])

    def _check_version(self) -> None:
        written_by = int((self.folder / "PG_VERSION").read_text(encoding="ascii"))
        if written_by != self._version():
            raise Problem(
                f"The data in {self.folder} were written by Postgres {written_by}, and this is Postgres "
                f"{self._version()}. Carry them over with pg_dump, or start afresh with --reset."
            )


def open_postgres(
    home: Home,
    folder: Path,
    superuser_password: str,
    password: str,
    *,
    port: int | None = None,
    fast: bool = False,
) -> Postgres:
    """Describe a cluster: at `port` if that is free, else at any free one; `fast` forgets at a power cut."""
    settings = FAST_SETTINGS if fast else {}
    return Postgres(home, folder, ports.free_port(port), superuser_password, password, settings)


def _exists(connection: psycopg.Connection[tuple[object, ...]], query: str, name: str) -> bool:
    return connection.execute(query.encode(), [name]).fetchone() is not None


def _locale_options(version: int) -> list[str]:
    """Collate the same everywhere, and know letters from signs (which word search and trigrams ask)."""
    letters = next(name for name in ("C.UTF-8", "en_US.UTF-8", "UTF-8", "C") if _has_locale(name))
    options = ["--locale=C", f"--lc-ctype={letters}"]
    if version >= BUILTIN_LOCALE_SINCE:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return options


def _has_locale(name: str) -> bool:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return True
