"""Uploads: checked by content, re-encoded, kept under names of the hub's own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "hub.files"
    label = "files"
    verbose_name = _("Files")
