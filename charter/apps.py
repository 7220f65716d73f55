"""The charter: consulting on it, understanding what people said, deciding, and signing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CharterConfig(AppConfig):
    name = "charter"
    verbose_name = _("The charter")

    def ready(self) -> None:
        from charter.panels import organisation_panel
        from charter.rules import originals_seen_by
        from charter.work import QUEUES
        from hub.files.rules import register_document_viewers
        from hub.people.panels import register_panel
        from hub.web.navigation import NavItem, register
        from hub.worklist import register_queue

        for queue in QUEUES:
            register_queue(queue)
        register_panel(organisation_panel)
        register_document_viewers(originals_seen_by)
        register(NavItem(_("Charter"), "charter", order=30, under=("/charter/",)))
