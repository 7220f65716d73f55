"""What happens to pictures by night."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta

from celery import shared_task
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, ForeignKey, ForeignObjectRel, OuterRef, QuerySet
from django.utils import timezone

from hub.files.models import Picture
from hub.files.store import FOLDER, remove_files, remove_files_when_committed

log = logging.getLogger(__name__)
# A form that was begun carries its picture for a day (hub/files/forms.py).
UNUSED_FOR = timedelta(days=2)
# A transaction that writes files has long been committed by then.
ORPHANED_FOR = timedelta(days=1)
AT_ONCE = 1000


@shared_task
def sweep_pictures() -> dict[str, int]:
    """Remove the pictures that nothing shows, and files that belong to no picture.

    Running twice changes nothing. Returns counts: {"pictures", "folders", "failed"}.
    """
    now = timezone.now()
    pictures = remove_unused(now - UNUSED_FOR)
    folders, failed = remove_orphans(now - ORPHANED_FOR)
    counts = {"pictures": pictures, "folders": folders, "failed": failed}
    log.info("pictures swept", extra=counts)
    return counts


def uses() -> list[ForeignKey[Picture, Picture]]:
    """Every foreign key to a picture, whatever app has it. A history has no constraint, and keeps none."""
    relations = Picture._meta.get_fields(include_hidden=True)
    keys = [relation.field for relation in relations if isinstance(relation, ForeignObjectRel)]
    return [key for key in keys if isinstance(key, ForeignKey) and key.db_constraint]  # type: ignore[attr-defined]


def unused(before: datetime) -> QuerySet[Picture]:
    """The pictures added before this, that no row uses."""
    found = Picture.objects.filter(created__lt=before)
    for key in uses():
        found = found.exclude(Exists(key.model._default_manager.filter(**{key.name: OuterRef("pk")})))
    return found


def remove_unused(before: datetime) -> int:
    """Delete what `unused` finds, with its files. Returns how many."""
    keys = list(unused(before).order_by("pk").values_list("pk", flat=True))
    return sum(_remove(keys[start : start + AT_ONCE], before) for start in range(0, len(keys), AT_ONCE))


@transaction.atomic
def _remove(keys: list[int], before: datetime) -> int:
    # An action holds the picture that it is about to use: what is held is left to the next night. Whether
    # something has come to use the others is asked again, now that they are locked.
    locked = list(
        Picture.objects.select_for_update(skip_locked=True).filter(pk__in=keys).values_list("pk", flat=True)
    )
    going = list(unused(before).filter(pk__in=locked).values_list("pk", "key"))
    remove_files_when_committed(key for _pk, key in going)
    Picture.objects.filter(pk__in=[pk for pk, _key in going]).delete()
    return len(going)


def remove_orphans(before: datetime) -> tuple[int, int]:
    """Remove the folders of files that were last written before this and belong to no picture.

    Returns how many went, and how many could not.
    """
    removed = failed = 0
    for key in _orphans():
        try:
            if _written(key) < before:
                remove_files(key)
                removed += 1
        except Exception:
            # Each kind of storage has errors of its own, and one folder stops no other.
            log.exception("files without a picture could not be removed", extra={"picture": str(key)})
            failed += 1
    return removed, failed


def _orphans() -> list[uuid.UUID]:
    try:
        names, _ = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    keys = [key for name in names if (key := _key(name)) is not None]
    orphans = []
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        known = set(Picture.objects.filter(key__in=some).values_list("key", flat=True))
        orphans += [key for key in some if key not in known]
    return orphans


def _key(name: str) -> uuid.UUID | None:
    """The key that a folder is named by; None for one that the hub has not made."""
    try:
        key = uuid.UUID(name)
    except ValueError:
        return None
    return key if str(key) == name else None


def _written(key: uuid.UUID) -> datetime:
    """When a folder's newest file was written; of an empty one, when it was made."""
    folder = f"{FOLDER}/{key}"
    _, names = default_storage.listdir(folder)
    paths = [f"{folder}/{name}" for name in names] or [folder]
    return max(default_storage.get_modified_time(path) for path in paths)
