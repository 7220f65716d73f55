"""Sentences of the charter part that stand on many pages, and in which it keeps one rule."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charter.models import GRACE
from hub.web.areas import AREAS


def grace_in_words() -> str:
    """How long whoever had begun may go on after the close: "one hour"."""
    minutes = int(GRACE.total_seconds() // 60)
    if minutes == 60:
        return _("one hour")
    if minutes % 60 == 0:
        return ngettext("%d hour", "%d hours", minutes // 60) % (minutes // 60)
    return ngettext("%d minute", "%d minutes", minutes) % minutes


def closing_rule() -> str:
    """What happens to an answer that is under way as a consultation closes. The one place that says it."""
    return _(
        "If you have begun before it closes, you have %(grace)s more to finish. Every answer saved by then "
        "counts, even if you never pressed “Send”. What was not sent is counted only: no word of it is "
        "published, unless you said that we may."
    ) % {"grace": grace_in_words()}


def section_areas() -> dict[int, str]:
    """What a section can be about: the seven areas, and 8 for risk and generosity."""
    return {**{number: str(name) for number, name in AREAS.items()}, 8: _("Risk, benefit and generosity")}
