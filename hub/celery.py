"""The Celery application: work outside a request, and what happens every night."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

app = Celery("hub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    timezone="Europe/London",
    beat_schedule={
        "extend-occurrences": {
            "task": "listings.tasks.extend_occurrences",
            "schedule": crontab(hour=3, minute=10),
        },
    },
)
