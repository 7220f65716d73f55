"""The look: base page, navigation, error pages, the style page, and the pages about the hub itself."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "hub.web"
    label = "web"

    def ready(self) -> None:
        from hub.web import production  # noqa: F401  (registers the start-up checks)
        from hub.web.field_errors import say_what_to_do
        from hub.web.navigation import NavItem, register_footer

        say_what_to_do()

        # First what somebody may need in a hurry, last what few read; between 10 and 30 the other apps' own.
        register_footer(NavItem(_("Worried about a child?"), "about-safety", order=5))
        register_footer(NavItem(_("How we check what is posted"), "about-moderation", order=30))
        register_footer(NavItem(_("Privacy"), "about-privacy", order=50))
        register_footer(NavItem(_("Cookies"), "about-cookies", order=60))
        register_footer(NavItem(_("Accessibility"), "about-accessibility", order=70))
        register_footer(NavItem(_("Terms of use"), "about-terms", order=80))
