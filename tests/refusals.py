"""What the database itself refuses: a test names each refusal, and none may be missing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import Error, IntegrityError, transaction


def refused_by(act: Callable[[], Any]) -> str:
    """Try something that the database refuses; the name of the constraint, or of the trigger's own words."""
    with pytest.raises(Error) as error, transaction.atomic():
        act()
    cause: Any = error.value.__cause__
    named: str = cause.diag.constraint_name or ""
    if named:
        assert isinstance(error.value, IntegrityError)
    return named or str(cause.diag.message_primary)


def constraints_of(app: str) -> Iterator[str]:
    """The names of every check and uniqueness that the models of an app declare."""
    for model in apps.get_app_config(app).get_models():
        yield from (constraint.name for constraint in model._meta.constraints)
        unique = (field for field in model._meta.concrete_fields if field.unique and not field.primary_key)
        yield from (f"{model._meta.db_table}_{field.column}_key" for field in unique)


def triggers_of(app: str) -> set[str]:
    """The names of the triggers that refuse something: not those that only write history."""
    return {
        trigger.name
        for model in apps.get_app_config(app).get_models()
        for trigger in getattr(model._meta, "triggers", [])
        if trigger.name not in ("insert_insert", "update_update", "delete_delete")
    }
