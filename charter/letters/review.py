"""What the hub writes to whoever gave a response, about its publication."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from charter.models import Response
from hub.notices import Notice


def taken_down(response: Response, reason: str) -> Notice:
    """To whoever gave it: the public does not read it any more, and why. Names nobody, quotes nothing."""
    return Notice(
        subject=_("We took down what you said"),
        paragraphs=(
            _("You answered “%s” and let us publish it. We have taken it down again.")
            % response.consultation.title,
            _("This is why:"),
            reason,
            _("It is still read and counted like every other answer."),
        ),
        action=(
            _("See what is published"),
            reverse("published-responses", args=[response.consultation.slug]),
        ),
        after=(_("You get this because you gave this address with your answers."),),
    )
