"""The register of personal data (rules.md D1): what is held, why, on what basis, for how long."""

from hub.privacy.register import Basis, Controller, Personal, declare, plain

__all__ = ["Basis", "Controller", "Personal", "declare", "plain"]
