"""What every form field says that was left empty or can't be read, unless its form says it better."""

from __future__ import annotations

from django import forms
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAID: dict[type[forms.Field], dict[str, str | Promise]] = {
    forms.Field: {"required": _("Fill this in.")},
    forms.ChoiceField: {"required": _("Choose one.")},
    forms.MultipleChoiceField: {"required": _("Choose at least one.")},
    forms.BooleanField: {"required": _("Tick this.")},
    forms.IntegerField: {"invalid": _("Write a whole number, like 4.")},
    forms.URLField: {"invalid": _("Write a web address, like https://example.org.")},
}
EMAIL = _("Write an e-mail address, like name@example.org.")


def say_what_to_do() -> None:
    """Put these words in the place of Django's own, for every form. Called once, when the app starts."""
    for field, sayings in SAID.items():
        own = vars(field).get("default_error_messages", {})
        setattr(field, "default_error_messages", {**own, **sayings})  # noqa: B010  (typed as read only)
    setattr(EmailValidator, "message", EMAIL)  # noqa: B010
