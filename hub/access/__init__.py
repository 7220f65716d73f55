"""The one permission model: a rule says, as a Q, which rows an actor may do an action to.

Every list and fetch goes through `scope`, every change through `hold`, every view declares
its rules with `access`. docs/permissions.md tells how to add a rule.
"""

from hub.access.declare import access
from hub.access.errors import NotAllowed, RuleError, UndeclaredView
from hub.access.gates import can, flags, hold, scope, who_can
from hub.access.registry import EVERYONE, NOBODY, Asking, Rule, rule

__all__ = [
    "EVERYONE",
    "NOBODY",
    "Asking",
    "NotAllowed",
    "Rule",
    "RuleError",
    "UndeclaredView",
    "access",
    "can",
    "flags",
    "hold",
    "rule",
    "scope",
    "who_can",
]
