"""What people wrote with a little Markdown: `{% load formatting %}{{ organisation.about|formatted }}`."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from hub.web import formatting

register = template.Library()


@register.filter
def formatted(text: str) -> SafeString:
    """Paragraphs, lists, emphasis and links; put it in an element of the class "prose"."""
    return formatting.formatted(text)
