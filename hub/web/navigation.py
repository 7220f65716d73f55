"""The links in the header and footer. Each app adds its own in `AppConfig.ready()`, so none is dead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypedDict

from django.urls import get_urlconf, reverse
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class NavItem:
    """One link.

    `order` places it, smallest first. `under` names the paths that belong to it beside its own
    address: "/whats-on/" makes "What's on", which lives at "/", the current part there too.
    """

    label: Words
    url_name: str
    order: int = 100
    under: tuple[str, ...] = ()


class NavLink(TypedDict):
    """A link as the base template draws it. `current` is "page", "true" (inside it) or ""."""

    label: Words
    url: str
    current: str


_header: dict[str, NavItem] = {}
_footer: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Add a link to the header, or replace the one with the same URL name."""
    _header[item.url_name] = item


def register_footer(item: NavItem) -> None:
    """Add a link to the footer, or replace the one with the same URL name."""
    _footer[item.url_name] = item


def header_links(path: str) -> list[NavLink]:
    """The header's links in order, for a page at this path.

    Raises NoReverseMatch where an app registered a URL name that does not exist.
    """
    return _links(tuple(_header.values()), path)


def footer_links(path: str) -> list[NavLink]:
    """The footer's links in order, for a page at this path. Raises NoReverseMatch like `header_links`."""
    return _links(tuple(_footer.values()), path)


def address(url_name: str) -> str:
    """Where a registered page is, or "" when no app registered it: a sentence can go without its link."""
    return reverse(url_name) if url_name in _header or url_name in _footer else ""


def _links(items: tuple[NavItem, ...], path: str) -> list[NavLink]:
    return [_link(item, url, path) for item, url in _addresses(items, get_urlconf())]


@lru_cache(maxsize=16)
def _addresses(items: tuple[NavItem, ...], urlconf: str | None) -> list[tuple[NavItem, str]]:
    """Each item with its address, in order: the same for every page, so worked out once."""
    ordered = sorted(items, key=lambda item: (item.order, item.url_name))
    return [(item, reverse(item.url_name)) for item in ordered]


def _link(item: NavItem, url: str, path: str) -> NavLink:
    inside = tuple(prefix for prefix in (url, *item.under) if prefix != "/")
    current = "page" if path == url else "true" if inside and path.startswith(inside) else ""
    return NavLink(label=item.label, url=url, current=current)
