"""Lets long addresses break, so that no table or list is wider than a phone."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()
# A few letters up to a sign where a break looks right, or as many as fit anywhere.
_PIECES = re.compile(r"[^@._/-]{0,11}[@._/-]|[^@._/-]{1,12}")


@register.filter
def breakable(text: object) -> SafeString:
    """An e-mail or web address that may break after a sign, and after twelve letters without one.

    What is copied from the page is the address as it was.
    """
    return format_html_join("", "{}<wbr>", ((piece,) for piece in _PIECES.findall(str(text))))
