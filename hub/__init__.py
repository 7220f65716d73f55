"""The hub: the project, and what its parts share."""

from hub.celery import app as celery_app

__all__ = ["celery_app"]
