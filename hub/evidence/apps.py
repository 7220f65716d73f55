"""What counts as evidence for an area of the charter. No models: the parts register it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "hub.evidence"
    label = "evidence"
    verbose_name = _("Evidence")
