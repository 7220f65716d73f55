"""The files of pictures: in Django's default storage, under names of the hub's own."""

from __future__ import annotations

import logging
import uuid
import weakref
from collections.abc import Iterable, Mapping
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from hub.files.models import Picture

log = logging.getLogger(__name__)
FOLDER = "pictures"


def file_name(key: uuid.UUID, width: int) -> str:
    """Where in the storage the file of a width in pixels lies."""
    return f"{FOLDER}/{key}/{width}.webp"


def write_files(key: uuid.UUID, files: Mapping[int, bytes]) -> None:
    """Store a picture's files, by width in pixels; they go again if the transaction under way is rolled back.

    Raises whatever the storage raises, and then leaves nothing.
    """
    _Follower(key).follow()
    for width, content in files.items():
        default_storage.save(file_name(key, width), ContentFile(content))


def read_file(key: uuid.UUID, width: int) -> bytes:
    """The WebP of a width in pixels. Raises FileNotFoundError."""
    with default_storage.open(file_name(key, width)) as file:
        content: bytes = file.read()
    return content


def remove_files(key: uuid.UUID) -> None:
    """Remove a picture's files, and the folder that held them. None is not an error."""
    folder = f"{FOLDER}/{key}"
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)


def remove_files_when_committed(keys: Iterable[uuid.UUID]) -> None:
    """Remove the files of pictures whose rows the transaction under way deletes, once they are gone."""
    for key in keys:
        transaction.on_commit(partial(remove_files, key), robust=True)


def remove_unless_kept(key: uuid.UUID) -> None:
    """Remove a picture's files unless its row was committed. Raises nothing: the nightly sweep follows."""
    # A connection of its own: the thread's may be in the middle of the rollback that brought us here.
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(Picture._meta.db_table)
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table} WHERE key = %s)", [key])  # noqa: S608
            (kept,) = cursor.fetchone()
        if not kept:
            remove_files(key)
    except Exception:
        log.exception("files of a picture that was not kept are left for the nightly sweep")
    finally:
        connection.close()


class _Follower:
    """Called when the transaction commits. Django tells nobody of a rollback: it drops its callbacks.

    So a follower that goes without having been called looks whether the picture is there, and removes its
    files where it is not.
    """

    def __init__(self, key: uuid.UUID) -> None:
        self._dropped = weakref.finalize(self, remove_unless_kept, key)
        # A program that ends in the middle of it all leaves them to the nightly sweep.
        self._dropped.atexit = False

    def follow(self) -> None:
        """Raises RuntimeError outside a transaction."""
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("a picture's files are written inside the transaction that makes its row")
        transaction.on_commit(self, robust=True)

    def __call__(self) -> None:
        self._dropped.detach()
