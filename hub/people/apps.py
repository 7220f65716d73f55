"""People, organisations and memberships."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "hub.people"
    label = "people"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from hub.access.registry import register_actors
        from hub.people.actor import SYMBOLIC, VISITOR
        from hub.web.navigation import NavItem, register, register_footer

        register_actors(visitor=VISITOR, symbolic=SYMBOLIC)
        register(NavItem(_("Groups and schools"), "groups", order=20))
        register_footer(NavItem(_("What “verified” means"), "verified", order=20))
