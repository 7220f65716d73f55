"""For whoever watches the machines: is it alive, is it ready."""

from __future__ import annotations

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from hub.access import access
from hub.web.production import others_can_reach_it


@access.public
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@access.public
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, tables and Redis are there; else 503 and what is missing.

    In earnest a database role that is a superuser counts as missing too: no constraint would hold it.
    """
    missing = [name for name, there in (("database", _database), ("redis", _redis)) if not there()]
    if not missing and not _role_is_safe():
        missing.append("a database role that is no superuser")
    if not missing and not _migrated():
        missing.append("migrations")
    return JsonResponse({"ready": not missing, "missing": missing}, status=503 if missing else 200)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _role_is_safe() -> bool:
    if not others_can_reach_it():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        return bool(cursor.fetchone() == ("off",))


def _redis() -> bool:
    try:
        cache.set("readyz", 1, timeout=5)
    except RedisError:
        return False
    return True


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
