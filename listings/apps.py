"""What is on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListingsConfig(AppConfig):
    name = "listings"
    verbose_name = _("What is on")

    def ready(self) -> None:
        from hub.evidence import register_provider
        from hub.files.rules import register_picture_viewers
        from hub.people.changes import (
            register_organisation_change,
            register_organisation_move,
            register_place_use,
        )
        from hub.people.panels import register_panel
        from hub.web.context import register_context
        from hub.web.navigation import NavItem, register, register_footer
        from hub.worklist import register_queue
        from listings.evidence import PROVIDER
        from listings.header import posting
        from listings.organisations import move_listings_of, others_have_something_at, refresh_listings_of
        from listings.panels import organisation_panel
        from listings.pictures import pictures_seen_by
        from listings.work import QUEUES

        for queue in QUEUES:
            register_queue(queue)
        register(NavItem(_("What’s on"), "whats-on", order=10, under=("/whats-on/",)))
        register_footer(NavItem(_("What we list, and in which order"), "criteria", order=10))
        register_panel(organisation_panel)
        register_picture_viewers(pictures_seen_by)
        register_context(posting)
        register_organisation_change(refresh_listings_of)
        register_organisation_move(move_listings_of)
        register_place_use(others_have_something_at)
        register_provider(PROVIDER)
