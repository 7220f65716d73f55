"""Databases for tests: copied from templates in a few milliseconds, real in every other way."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connections
from psycopg import sql

from tests.support.servers import ROOT, RUN

# What makes a template: the one it starts from, and the command that fills it.
RECIPES: dict[str, tuple[str | None, list[str]]] = {
    "empty": (None, ["migrate", "--no-input", "--verbosity=0"]),
    "demo": ("empty", ["load_demo_town"]),
}
LOCK = 2_026_110_001


@contextmanager
def database_copy(template_name: str = "empty") -> Iterator[str]:
    """Make a database from a template ("empty": migrated, "demo": the demo town); yield its name; drop it."""
    template = _template(template_name)
    name = f"{os.environ[RUN]}_{secrets.token_hex(6)}"
    with _maintenance() as server:
        _create(server, name, template)
    try:
        yield name
    finally:
        with _maintenance() as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def using_database(name: str) -> Iterator[None]:
    """Point Django, in every thread, at another database of the same server."""
    settings = connections.settings["default"]
    before = settings["NAME"]
    connections.close_all()
    settings["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        settings["NAME"] = before


def database_url(name: str) -> str:
    """Return the address of another database of the same server, for a program of its own."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def _template(recipe: str) -> str:
    """Return a template's database, made by the first who asks; the others wait."""
    base, command = RECIPES[recipe]
    base_database = _template(base) if base else None
    name = f"{os.environ[RUN]}_{recipe}"
    with _maintenance() as server:
        server.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [LOCK, name])
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            unfinished = f"{name}_unfinished"
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(unfinished)))
            _create(server, unfinished, base_database)
            _manage(unfinished, command)
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            server.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))
    return name


def _manage(database: str, command: list[str]) -> None:
    # The demo town loads only into a demo; to bring tables up to date it makes no difference.
    environment = {**os.environ, "DATABASE_URL": database_url(database), "HUB_DEMO": "true"}
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def _maintenance() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def _create(server: psycopg.Connection[tuple[object, ...]], name: str, template: str | None) -> None:
    make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    server.execute(make.format(sql.Identifier(name), sql.Identifier(template or "template1")))
