"""Reads every app's declarations when the hub starts."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PrivacyConfig(AppConfig):
    name = "hub.privacy"
    label = "privacy"

    def ready(self) -> None:
        from hub.privacy import checks  # noqa: F401  (registers the start-up check)

        autodiscover_modules("privacy")
