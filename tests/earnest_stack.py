"""An installation in earnest, without containers: its roles in a real Postgres, its programs as composed."""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from hub.local.binaries import postgres_folder
from hub.local.home import open_home
from hub.local.postgres import SUPERUSER
from tests.deploy import ROOT, command, environment, image_environment
from tests.earnest import PRODUCTION
from tests.hub.local.clones import Clone, make_clone, python_for
from tests.hub.local.runs import running, secrets_of, servers, state_of
from tests.support.users import drop_user, make_user

Row = tuple[Any, ...]
ROLES = ROOT / "deploy" / "postgres" / "roles.sql"
PASSWORDS = {name: secrets.token_hex(16) for name in ("HUB_OWNER_PASSWORD", "HUB_APP_PASSWORD")}


@dataclass(frozen=True)
class Stack:
    """The two servers, with a database that deploy/postgres/roles.sql has prepared."""

    database: str
    queue: str
    superuser_password: str
    psql: Path

    @property
    def values(self) -> dict[str, str]:
        """What .env would hold."""
        queue_password = urlsplit(self.queue).password or ""
        return {**PRODUCTION, **PASSWORDS, "HUB_HOST": "hub.example", "QUEUE_PASSWORD": queue_password}

    def url(self, role: str, password: str) -> str:
        """The database's address for a role."""
        parts = urlsplit(self.database)
        return urlunsplit(parts._replace(netloc=f"{role}:{password}@{parts.hostname}:{parts.port}"))

    @property
    def superuser(self) -> str:
        return self.url(SUPERUSER, self.superuser_password)

    @property
    def owner(self) -> str:
        return self.url("hub_owner", PASSWORDS["HUB_OWNER_PASSWORD"])

    @property
    def app(self) -> str:
        return self.url("hub_app", PASSWORDS["HUB_APP_PASSWORD"])

    def environment(self, service: str) -> dict[str, str]:
        """What a service's container would have, with the servers where they are here."""
        given = environment(service, self.values)
        there = urlsplit(given["DATABASE_URL"])
        assert (there.hostname, there.port, urlsplit(given["REDIS_URL"]).hostname) == (
            "database",
            5432,
            "queue",
        )
        given["DATABASE_URL"] = self.url(there.username or "", there.password or "")
        given["REDIS_URL"] = self.queue
        return {**image_environment(), **given}

    def query(self, address: str, statement: str) -> list[Row]:
        """Run a statement, committed, and return its rows."""
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def run_roles(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run deploy/postgres/roles.sql as the image of Postgres does: psql that stops at the first error."""
        return subprocess.run(
            [self.psql, "-v", "ON_ERROR_STOP=1", "--no-psqlrc", "-d", self.superuser, "-f", ROLES],
            env={"PATH": os.defpath, **environment},
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def earnest_stack() -> Iterator[Stack]:
    """Servers of their own, and a database with the two roles and no tables yet."""
    folder = Path(tempfile.mkdtemp(prefix="earnest "))
    home = open_home(folder)
    try:
        with running(servers(folder), folder=folder) as run:
            run.wait_for("servers are up")
            state = state_of(folder)
            database = urlunsplit(urlsplit(state.database_url)._replace(path="/earnest"))
            password = secrets_of(home.data)["superuser_password"]
            stack = Stack(database, state.redis_url, password, postgres_folder(home) / "psql")
            stack.query(stack.superuser.replace("/earnest", "/postgres"), "CREATE DATABASE earnest")
            done = stack.run_roles(**PASSWORDS)
            assert done.returncode == 0, done.stderr
            yield stack
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(home.data, ignore_errors=True)


def tables(stack: Stack) -> list[sql.Identifier]:
    """Every table there is."""
    rows = stack.query(stack.owner, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [sql.Identifier(name) for (name,) in rows]


@dataclass(frozen=True)
class Container:
    """A tree that cannot be written to, and who runs programs in it: as in the image."""

    clone: Clone
    scratch: Path

    def options(self, given: dict[str, str]) -> dict[str, Any]:
        """What a process gets: the given environment and nothing of this run's."""
        own = self.clone.options()
        kept = {name: own["env"][name] for name in ("LD_LIBRARY_PATH",) if name in own["env"]}
        media = {"MEDIA_ROOT": str(self.scratch / "media"), "STATIC_ROOT": str(self.scratch / "static")}
        path = f"{self.clone.folder / '.venv' / 'bin'}:{os.defpath}"
        who = {name: own[name] for name in ("user", "group", "extra_groups") if name in own}
        return {"env": {**kept, **given, **media, "PATH": path, "HOME": "/nonexistent"}, **who}

    def program(self, service: str, stack: Stack) -> list[str]:
        """A service's command, by the Python of the clone, with /tmp as the scratch folder."""
        program, *arguments = command(service, stack.values)
        words = [part.replace("/tmp", str(self.scratch / "tmp")) for part in arguments]
        module = [] if program == "python" else ["-m", program]
        return [self.clone.python, *module, *words]

    def written(self) -> set[str]:
        """Every file of the tree, with the time of its last change."""
        files = (path for path in self.clone.folder.rglob("*") if ".venv" not in path.parts)
        return {f"{path} {path.stat().st_mtime_ns}" for path in files}


@contextmanager
def container() -> Iterator[Container]:
    """The hub's tree, read-only, for an ordinary user: another than the tests' own where those are root's."""
    folder = Path(tempfile.mkdtemp(prefix="container-"))
    folder.chmod(0o755)
    user = make_user() if os.geteuid() == 0 else None
    try:
        python = {"python": python_for(user)} if user else {}
        clone = make_clone(folder / "hub", user, **python)
        scratch = folder / "scratch"
        for name in ("tmp", "tmp/beat", "media", "static"):
            (scratch / name).mkdir(parents=True, exist_ok=True)
        if user:
            subprocess.run(["chown", "-R", f"{user.pw_uid}:{user.pw_gid}", scratch], check=True)
        _close(clone.folder)
        yield Container(clone, scratch)
    finally:
        _open(folder / "hub")
        shutil.rmtree(folder, ignore_errors=True)
        if user:
            drop_user(user)


def _close(tree: Path) -> None:
    """Take every right to write away. What .venv leads to is shared, and stays as it is."""
    for root, folders, files in os.walk(tree):
        if ".venv" in folders:
            folders.remove(".venv")
        for name in files:
            Path(root, name).chmod(0o444)
        Path(root).chmod(0o555)
        if os.geteuid() == 0:
            for path in (Path(root), *(Path(root, name) for name in files)):
                os.chown(path, 0, 0)


def _open(tree: Path) -> None:
    for root, folders, _files in os.walk(tree):
        if ".venv" in folders:
            folders.remove(".venv")
        Path(root).chmod(0o755)
