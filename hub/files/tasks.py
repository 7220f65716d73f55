"""What happens to pictures and documents by night."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, ForeignKey, ForeignObjectRel, OuterRef, QuerySet
from django.utils import timezone

from hub.files.models import Document, Picture
from hub.files.store import DOCUMENTS, PICTURES, Shelf

log = logging.getLogger(__name__)
# A form that was begun carries its picture or document for a day (hub/files/forms).
UNUSED_FOR = timedelta(days=2)
# A transaction that writes files has long been committed by then.
ORPHANED_FOR = timedelta(days=1)
AT_ONCE = 1000


@shared_task
def sweep_pictures() -> dict[str, int]:
    """Remove the pictures that nothing shows, and files that belong to no picture.

    Running twice changes nothing. Returns counts: {"pictures", "folders", "failed"}.
    """
    return _sweep(PICTURES)


@shared_task
def sweep_documents() -> dict[str, int]:
    """Remove the documents that nothing refers to, and files that belong to no document.

    Running twice changes nothing. Returns counts: {"documents", "folders", "failed"}.
    """
    return _sweep(DOCUMENTS)


def _sweep(shelf: Shelf) -> dict[str, int]:
    now = timezone.now()
    rows = remove_unused(shelf, now - UNUSED_FOR)
    folders, failed = remove_orphans(shelf, now - ORPHANED_FOR)
    counts = {shelf.folder: rows, "folders": folders, "failed": failed}
    log.info("%s swept", shelf.folder, extra=counts)
    return counts


def uses(model: type[Picture] | type[Document] = Picture) -> list[ForeignKey[Any, Any]]:
    """Every foreign key to a picture, or to a document, whatever app has it.

    Those of many-to-many tables too. A history has no constraint, and keeps none.
    """
    relations = model._meta.get_fields(include_hidden=True)
    keys = [relation.field for relation in relations if isinstance(relation, ForeignObjectRel)]
    return [key for key in keys if isinstance(key, ForeignKey) and key.db_constraint]  # type: ignore[attr-defined]


def unused(model: type[Picture] | type[Document], before: datetime) -> QuerySet[Any]:
    """The rows added before this, that no other row uses."""
    found: QuerySet[Any] = model._default_manager.filter(created__lt=before)
    for key in uses(model):
        found = found.exclude(Exists(key.model._default_manager.filter(**{key.name: OuterRef("pk")})))
    return found


def remove_unused(shelf: Shelf, before: datetime) -> int:
    """Delete what `unused` finds, with its files. Returns how many."""
    keys = list(unused(shelf.model, before).order_by("pk").values_list("pk", flat=True))
    return sum(
        _remove(shelf, keys[start : start + AT_ONCE], before) for start in range(0, len(keys), AT_ONCE)
    )


@transaction.atomic
def _remove(shelf: Shelf, keys: list[int], before: datetime) -> int:
    # An action holds the row that it is about to use: what is held is left to the next night. Whether
    # something has come to use the others is asked again, now that they are locked.
    rows: QuerySet[Any] = shelf.model._default_manager.all()
    locked = list(rows.select_for_update(skip_locked=True).filter(pk__in=keys).values_list("pk", flat=True))
    going = list(unused(shelf.model, before).filter(pk__in=locked).values_list("pk", "key"))
    shelf.remove_when_committed(key for _pk, key in going)
    rows.filter(pk__in=[pk for pk, _key in going]).delete()
    return len(going)


def remove_orphans(shelf: Shelf, before: datetime) -> tuple[int, int]:
    """Remove the folders of files that were last written before this and belong to no row.

    Returns how many went, and how many could not.
    """
    removed = failed = 0
    for key in _orphans(shelf):
        try:
            if _written(shelf, key) < before:
                shelf.remove(key)
                removed += 1
        except Exception:
            # Each kind of storage has errors of its own, and one folder stops no other.
            log.exception("files that belong to nothing could not be removed", extra={shelf.folder: str(key)})
            failed += 1
    return removed, failed


def _orphans(shelf: Shelf) -> list[uuid.UUID]:
    try:
        names, _ = default_storage.listdir(shelf.folder)
    except FileNotFoundError:
        return []
    keys = [key for name in names if (key := _key(name)) is not None]
    orphans = []
    rows: QuerySet[Any] = shelf.model._default_manager.all()
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        known = set(rows.filter(key__in=some).values_list("key", flat=True))
        orphans += [key for key in some if key not in known]
    return orphans


def _key(name: str) -> uuid.UUID | None:
    """The key that a folder is named by; None for one that the hub has not made."""
    try:
        key = uuid.UUID(name)
    except ValueError:
        return None
    return key if str(key) == name else None


def _written(shelf: Shelf, key: uuid.UUID) -> datetime:
    """When a folder's newest file was written; of an empty one, when it was made."""
    folder = f"{shelf.folder}/{key}"
    _, names = default_storage.listdir(folder)
    paths = [f"{folder}/{name}" for name in names] or [folder]
    return max(default_storage.get_modified_time(path) for path in paths)
