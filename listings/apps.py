"""What is on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListingsConfig(AppConfig):
    name = "listings"
    verbose_name = _("What is on")

    def ready(self) -> None:
        from hub.people.panels import register_panel
        from hub.web.navigation import NavItem, register, register_footer
        from listings.panels import organisation_panel

        register(NavItem(_("What’s on"), "whats-on", order=10, under=("/whats-on/",)))
        register_footer(NavItem(_("What we list, and in which order"), "criteria", order=10))
        register_panel(organisation_panel)
