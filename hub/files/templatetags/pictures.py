"""A picture in a page: `{% load pictures %}{% picture listing.picture sizes="100vw" %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from hub.files.models import Picture

register = template.Library()
# Pixels: what a browser that knows nothing of srcset fetches is at most this wide.
PLAIN_WIDTH = 640


@register.inclusion_tag("files/picture.html")
def picture(picture: Picture | None, sizes: str = "100vw", css: str = "picture") -> dict[str, Any]:
    """An <img> that lets the browser choose among the stored widths; nothing at all for None.

    `sizes` says how wide it will be shown, as HTML's attribute does. `css` is its class: "logo" for a logo.
    """
    if picture is None:
        return {}
    addresses = [(width, reverse("picture", args=[picture.key, width])) for width in picture.widths]
    plain = [address for width, address in addresses if width <= PLAIN_WIDTH]
    widest = picture.widths[-1]
    return {
        "alt": picture.alt,
        "css": css,
        "height": picture.height_at(widest),
        "sizes": sizes,
        "src": plain[-1] if plain else addresses[0][1],
        "srcset": ", ".join(f"{address} {width}w" for width, address in addresses),
        "width": widest,
    }
