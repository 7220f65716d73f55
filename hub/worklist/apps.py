"""What waits for somebody: each part of the hub registers its queues."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorklistConfig(AppConfig):
    name = "hub.worklist"
    label = "worklist"
    verbose_name = _("Waiting for you")

    def ready(self) -> None:
        from hub.web.context import register_context
        from hub.worklist.header import waiting

        register_context(waiting)
