"""A document in a page: `{% load documents %}{% document answer.original %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from hub.files.models import Document

register = template.Library()


@register.inclusion_tag("files/document.html")
def document(document: Document | None) -> dict[str, Any]:
    """Its pages one below the other, and links to save them; nothing at all for None."""
    if document is None:
        return {}
    pages = [
        {
            "number": number,
            "src": reverse("document-page", args=[document.key, number]),
            "width": document.widths[number - 1],
            "height": document.heights[number - 1],
        }
        for number in document.pages
    ]
    return {"document": document, "pages": pages, "count": len(pages)}
