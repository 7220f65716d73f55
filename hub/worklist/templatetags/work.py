"""Draws one item of a queue with the queue's own template."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context, Engine
from django.utils.safestring import SafeString

from hub.worklist.views.work import Shown

register = template.Library()


@register.simple_tag(takes_context=True)
def work_item(context: Context, group: Shown, row: Any) -> SafeString:
    """The item as its queue draws it, in place: with `row`, `worklist_url`, and the queue's context."""
    drawn = Engine.get_default().get_template(group.template)
    with context.push(**{**group.context, "row": row, "worklist_url": group.back}):
        return drawn.render(context)
