"""Personal details in a text that everyone will read at once (rules.md D8)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hub.privacy.scan import find_personal
from hub.web.formatting import unformatted


def refuse_personal(**texts: str) -> None:
    """Raise ValidationError by field, naming what was found in each text."""
    found = {}
    for field, text in texts.items():
        looks = [*find_personal(text), *find_personal(unformatted(text))]
        if kinds := dict.fromkeys(str(one.words) for one in looks):
            words = {"what": ", ".join(kinds)}
            found[field] = _("Everyone will read this. Leave out %(what)s.") % words
    if found:
        raise ValidationError(found)
