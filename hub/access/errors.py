"""What goes wrong when someone may not, or when a rule is not a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured, PermissionDenied

if TYPE_CHECKING:
    from hub.access.registry import Rule


class NotAllowed(PermissionDenied):
    """The actor may not do this to this row, or no longer may. Its text is the rule in words."""

    def __init__(self, rule: Rule[Any]) -> None:
        super().__init__(rule.sentence)
        self.rule = rule


class RuleError(ImproperlyConfigured):
    """A rule that answers with something other than a plain condition on its own rows."""


class UndeclaredView(PermissionDenied):
    """A view that declares no rule, or declares one and never asks it, is refused."""
