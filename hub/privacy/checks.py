"""The start-up check behind rules.md D1."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from hub.privacy.register import undeclared


@register("privacy")
def every_personal_field_is_declared(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """One error for each field that could hold personal data and declares nothing."""
    return [
        Error(
            f"{name} could hold personal data and declares nothing (rules.md D1)",
            hint="Declare it in the app's privacy.py with declare(), or say with plain() why it holds none.",
            id="privacy.E001",
        )
        for name in undeclared()
    ]
