"""The outbox: every e-mail that the hub sends, written in the transaction that causes it."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "hub.notices"
    label = "notices"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from hub.web.navigation import NavItem, register_footer

        if settings.DEMO:
            register_footer(NavItem(_("E-mails this demo sent"), "outbox", order=90))
