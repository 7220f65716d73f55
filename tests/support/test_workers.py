"""Each worker of a test run has a part of Redis to itself."""

import os

from django.conf import settings


def test_worker_uses_its_own_logical_database() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    own = f"/{int(worker.removeprefix('gw')) + 1}"
    assert settings.REDIS_URL.endswith(own)
    assert settings.CACHES["default"]["LOCATION"].endswith(own)
    assert settings.CELERY_BROKER_URL.endswith(own)
