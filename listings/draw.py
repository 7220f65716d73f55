"""The list by day as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from django.templatetags.static import static
from django.utils.safestring import SafeString

from hub.web.hot import draw
from listings.queries import Day


def draw_days(days: Sequence[Day]) -> SafeString:
    """Days with their rows, in the markup that /style/ shows."""
    return draw("listings/parts/days.jinja", days=days, marks=static("marks.svg"))
