"""Finds every app's rules when the hub starts."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    name = "hub.access"
    label = "access"

    def ready(self) -> None:
        from hub.access import checks  # noqa: F401  (registers the start-up check)

        autodiscover_modules("rules")
