"""What the pages on which something is decided have in common."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from hub.calendar.words import say_date, say_time
from hub.people.http import Request


def edition_read(request: Request) -> int:
    """The edition that the page showed; 0, which none has, for what is no number."""
    given = request.POST.get("edition", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def back(request: Request) -> str:
    """Where the form came from, if that was a list of what waits: a decision made there leads back to it."""
    given = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    return given if own and given.startswith(reverse("worklist")) else ""


def take(form: forms.Form, error: ValidationError) -> bool:
    """Put what an action found wrong beside the fields. False where it is not about any of them."""
    if not hasattr(error, "error_dict"):
        return False
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)
    return True


def say_when(moment: datetime) -> str:
    """ "on Saturday 28 November at 10am"."""
    day, time = say_date(timezone.localdate(moment)), say_time(moment)
    return _("on %(day)s at %(time)s") % {"day": day, "time": time}
