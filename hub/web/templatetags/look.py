"""Small tags for the look: the hub's own marks, and the charter's areas."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from hub.web.areas import AREAS

register = template.Library()
# Nothing in a data block may end it.
_JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

MARKS = ("logo", *(f"area-{number}" for number in AREAS))


@register.simple_tag
def mark(name: str, size: int = 16) -> SafeString:
    """Draw a mark: "logo" or "area-1" to "area-7", `size` pixels square. Decoration: name it in words too.

    Raises TemplateSyntaxError for a mark that does not exist.
    """
    if name not in MARKS:
        raise template.TemplateSyntaxError(f"There is no mark called {name!r}; there are {', '.join(MARKS)}.")
    return format_html(
        '<svg class="mark" width="{}" height="{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        size,
        size,
        static("marks.svg"),
        name,
    )


@register.simple_tag
def area_mark(number: int | str, size: int = 16) -> SafeString:
    """Draw an area's mark alone, in the colour of the text around it."""
    return mark(f"area-{number}", size)


@register.simple_tag
def area(number: int, words: str = "") -> SafeString:
    """An area's tag: its mark, its colour and its name, or `words` that fit the place better."""
    return format_html(
        '<span class="tag area area-{}">{}{}</span>',
        number,
        area_mark(number),
        words or AREAS[number],
    )


@register.filter
def json_ld(data: dict[str, Any]) -> SafeString:
    """Structured data for search engines: a data block, which the content security policy does not run."""
    text = json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder).translate(_JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


@register.simple_tag(takes_context=True)
def once(context: Context, name: str, *told: Any) -> SafeString:
    """Draw a part of the frame, and remember it for as long as it would be drawn the same.

    The part sees only `told` (by that name) and the hub's own name: whatever could change it is there, and is
    the key it is remembered by. Nothing about whoever asks may be told.
    """
    return _once(name, get_language(), context.get("hub_name", ""), tuple(map(_frozen, told)))


def _frozen(value: Any) -> Any:
    """Links as something that can be a key: their words, addresses and whether they are where one is."""
    if isinstance(value, list):
        return tuple((link["label"], link["url"], link["current"]) for link in value)
    return value


@lru_cache(maxsize=256)
def _once(name: str, language: str, hub_name: str, told: tuple[Any, ...]) -> SafeString:
    return mark_safe(render_to_string(name, {"told": told, "hub_name": hub_name}))  # noqa: S308
