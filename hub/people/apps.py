"""People, organisations and memberships."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "hub.people"
    label = "people"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from hub.access.registry import register_actors
        from hub.files.rules import register_picture_viewers
        from hub.people import second_step_work, signals, social, work
        from hub.people.actor import SYMBOLIC, VISITOR
        from hub.people.member_panel import member_panel
        from hub.people.panels import register_panel
        from hub.people.pictures import logos_seen_by
        from hub.web.navigation import NavItem, register, register_footer

        signals.connect()
        second_step_work.register()
        social.declare_personal()
        work.register()
        register_panel(member_panel, last=True)
        register_actors(visitor=VISITOR, symbolic=SYMBOLIC)
        register_picture_viewers(logos_seen_by)
        register(NavItem(_("Groups and schools"), "groups", order=20))
        register_footer(NavItem(_("What “verified” means"), "verified", order=20))
