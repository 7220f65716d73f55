"""How a view says whom it serves. The middleware refuses a view that says nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpResponseBase

from hub.access.errors import RuleError
from hub.access.registry import Rule

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Declared:
    """What a view declared: open to all, to anyone signed in, or by these rules."""

    rules: tuple[Rule[Any], ...] = ()
    public: bool = False
    signed_in: bool = False


def _mark(view: View, declared: Declared) -> View:
    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(*args, **kwargs)

    marked.access = declared  # type: ignore[attr-defined]
    return marked


class _Access:
    """`@access(rules.edit)`, `@access.public`, `@access.signed_in`."""

    def __call__(self, *rules: Rule[Any]) -> Callable[[View], View]:
        """The view asks at least one of these rules. A visitor signs in first, unless one is open to them."""
        if not rules or not all(isinstance(rule, Rule) for rule in rules):
            raise RuleError("@access takes rules; a view for everyone says @access.public")
        return lambda view: _mark(view, Declared(rules=rules))

    @staticmethod
    def public(view: View) -> View:
        """Shows nothing that a rule guards."""
        return _mark(view, Declared(public=True))

    @staticmethod
    def signed_in(view: View) -> View:
        """Shows a person only what is their own."""
        return _mark(view, Declared(signed_in=True))


access = _Access()


def declared(view: Any) -> Declared | None:
    """What a view declared, or None."""
    found = getattr(view, "access", None)
    return found if isinstance(found, Declared) else None
