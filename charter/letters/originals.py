"""What whoever wrote an original out is told by whoever checked it."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _

from charter.models import Response
from hub.notices import Notice, send


def tell_of_mistake(person: AbstractBaseUser, response: Response) -> None:
    """Inside the transaction that sends it back. What is wrong stands behind the link alone."""
    where = reverse("write-out", args=[response.consultation.slug, response.pk])
    notice = Notice(
        subject=_("Something you wrote out is to be put right"),
        paragraphs=(
            _("Somebody has checked what you wrote out against the original, and found a difference."),
            _("What it is stands on its page. Once you have put it right, they check it again."),
        ),
        action=(_("See what to put right"), where),
        after=(_("You get this because you wrote it out on this hub."),),
    )
    send(notice, to=person, kind="charter.original-sent-back")
