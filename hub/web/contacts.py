"""Whom people can turn to, as this installation's settings name them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Contact:
    """A telephone number or an e-mail address as people write it; `href` is empty where none is set."""

    shown: str
    href: str


def phone(name: str) -> Contact:
    """A number from settings.CONTACTS, with its `tel:` link. Raises KeyError for a name that is none."""
    shown = settings.CONTACTS[name]
    digits = "".join(sign for sign in shown if sign.isdigit())
    return Contact(shown, f"tel:{'+' if shown.startswith('+') else ''}{digits}" if digits else "")


def email(name: str) -> Contact:
    """An address from settings.CONTACTS, with its `mailto:` link. Raises KeyError for a name that is none."""
    shown = settings.CONTACTS[name]
    return Contact(shown, f"mailto:{shown}" if shown else "")


def unset() -> list[str]:
    """The names of the contacts that nobody has set, in the order of the settings."""
    return [name for name, value in settings.CONTACTS.items() if not value]
