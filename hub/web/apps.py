"""The look: base page, navigation, error pages, and the style page."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "hub.web"
    label = "web"
