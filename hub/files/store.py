"""The files of pictures and documents: in Django's default storage, under names of the hub's own."""

from __future__ import annotations

import logging
import uuid
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from hub.files.models import Document, Picture

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shelf:
    """Where the files of one model lie: a folder for each row, named by its key, with numbered WebP files."""

    folder: str
    model: type[Picture] | type[Document]

    def file_name(self, key: uuid.UUID, number: int) -> str:
        """Where in the storage a file lies."""
        return f"{self.folder}/{key}/{number}.webp"

    def write(self, key: uuid.UUID, files: Mapping[int, bytes]) -> None:
        """Store a row's files by number; they go again if the transaction under way is rolled back.

        Raises whatever the storage raises, and then leaves nothing; RuntimeError outside a transaction.
        """
        _Follower(self, key).follow()
        for number, content in files.items():
            default_storage.save(self.file_name(key, number), ContentFile(content))

    def read(self, key: uuid.UUID, number: int) -> bytes:
        """One file. Raises FileNotFoundError."""
        with default_storage.open(self.file_name(key, number)) as file:
            content: bytes = file.read()
        return content

    def remove(self, key: uuid.UUID) -> None:
        """Remove a row's files, and the folder that held them. None is not an error."""
        folder = f"{self.folder}/{key}"
        try:
            _, names = default_storage.listdir(folder)
        except FileNotFoundError:
            return
        for name in names:
            default_storage.delete(f"{folder}/{name}")
        default_storage.delete(folder)

    def remove_when_committed(self, keys: Iterable[uuid.UUID]) -> None:
        """Remove the files of rows that the transaction under way deletes, once they are gone."""
        for key in keys:
            transaction.on_commit(partial(self.remove, key), robust=True)

    def remove_unless_kept(self, key: uuid.UUID) -> None:
        """Remove a row's files unless it was committed. Raises nothing: the nightly sweep follows."""
        # A connection of its own: the thread's may be in the middle of the rollback that brought us here.
        connection = connections.create_connection(DEFAULT_DB_ALIAS)
        try:
            with connection.cursor() as cursor:
                table = connection.ops.quote_name(self.model._meta.db_table)
                cursor.execute(f"SELECT EXISTS (SELECT FROM {table} WHERE key = %s)", [key])  # noqa: S608
                (kept,) = cursor.fetchone()
            if not kept:
                self.remove(key)
        except Exception:
            log.exception("files that were not kept are left for the nightly sweep")
        finally:
            connection.close()


PICTURES = Shelf("pictures", Picture)
# A picture's files are numbered by their width in pixels, a document's by its page.
DOCUMENTS = Shelf("documents", Document)

FOLDER = PICTURES.folder
write_files = PICTURES.write
read_file = PICTURES.read
remove_files = PICTURES.remove
remove_files_when_committed = PICTURES.remove_when_committed


class _Follower:
    """Called when the transaction commits. Django tells nobody of a rollback: it drops its callbacks.

    So a follower that goes without having been called looks whether the row is there, and removes its
    files where it is not.
    """

    def __init__(self, shelf: Shelf, key: uuid.UUID) -> None:
        self._dropped = weakref.finalize(self, shelf.remove_unless_kept, key)
        # A program that ends in the middle of it all leaves them to the nightly sweep.
        self._dropped.atexit = False

    def follow(self) -> None:
        """Raises RuntimeError outside a transaction."""
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("a row's files are written inside the transaction that makes it")
        transaction.on_commit(self, robust=True)

    def __call__(self) -> None:
        self._dropped.detach()
