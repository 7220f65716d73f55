from django.apps import AppConfig


class LocalConfig(AppConfig):
    """What runs the hub on one machine, and the demo town."""

    name = "hub.local"
    label = "local"
