"""The Celery application: work outside a request, and what happens every night."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, celeryd_init, setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

app = Celery("hub")


@celeryd_init.connect
@beat_init.connect
def refuse_unsafe_settings(**kwargs: Any) -> None:
    """No worker and no beat starts while a setting is unsafe. Raises SystemExit."""
    # Django's apps are loaded by now, and not yet while this module is.
    from hub.web.production import refuse_unsafe

    refuse_unsafe()


@setup_logging.connect
def log_as_the_hub_does(**kwargs: Any) -> None:
    """Celery's own lines hold the texts of errors; those of the hub do not (rules.md D12)."""
    dictConfig(settings.LOGGING)


def _nightly(task: str, hour: int, minute: int) -> dict[str, Any]:
    return {"task": task, "schedule": crontab(hour=hour, minute=minute)}


app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="retention")
app.autodiscover_tasks(related_name="telling")
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    timezone="Europe/London",
    # Somebody waits for a page meanwhile: seconds for a queue that does not answer, and no second try.
    broker_transport_options={"socket_connect_timeout": 2, "socket_timeout": 3, "max_retries": 0},
    beat_schedule={
        "extend-occurrences": _nightly("listings.tasks.extend_occurrences", 3, 10),
        "remind-of-checks": _nightly("hub.people.tasks.remind_of_checks", 4, 0),
        "forget-listings-texts": _nightly("listings.retention.forget_listings_texts", 3, 30),
        "forget-people": _nightly("hub.people.retention.forget_people", 3, 35),
        "forget-unconfirmed-supporters": _nightly("charter.retention.forget_unconfirmed_supporters", 3, 45),
        "forget-contacts": _nightly("charter.retention.forget_contacts", 3, 46),
        "forget-answers": _nightly("charter.retention.forget_answers", 3, 47),
        "forget-published": _nightly("charter.retention.forget_published", 3, 48),
        "sweep-telling": {
            "task": "charter.telling.sweep_telling",
            "schedule": 600.0,
            "options": {"expires": 590},
        },
        "sweep-pictures": _nightly("hub.files.tasks.sweep_pictures", 3, 50),
        "sweep-documents": _nightly("hub.files.tasks.sweep_documents", 3, 55),
        "settle-consultations": {
            "task": "charter.tasks.settle_consultations",
            "schedule": 300.0,
            "options": {"expires": 290},
        },
        "sweep-outbox": {
            "task": "hub.notices.tasks.sweep",
            "schedule": 60.0,
            # Where no worker ran for an hour, one sweep is enough.
            "options": {"expires": 55},
        },
        "forget-messages": _nightly("hub.notices.tasks.forget", 3, 40),
    },
)
