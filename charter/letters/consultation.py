"""What the hub writes to the steward about a consultation."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charter import rules
from charter.models import Consultation
from hub.access import who_can
from hub.notices import Notice, send


def administrators(consultation: int) -> list[AbstractBaseUser]:
    """Who is told that a consultation was counted: asked before anything is locked."""
    return list(who_can(rules.hears_of_closing, Consultation(pk=consultation)))


def tell_settled(
    people: list[AbstractBaseUser], consultation: Consultation, *, sent: int, counted: int
) -> None:
    """Write to each of them, inside the transaction that settles it."""
    for person in people:
        send(settled(consultation, sent=sent, counted=counted), to=person, kind="charter.settled")


def settled(consultation: Consultation, *, sent: int, counted: int) -> Notice:
    """It has closed, how many responses there are, and what waits now."""
    paragraphs = [
        _("It has closed, and whoever had begun has had their time to finish."),
        ngettext("There is %d response.", "There are %d responses.", sent) % sent,
    ]
    if counted:
        paragraphs.append(
            ngettext(
                "%d of them was begun and never sent. It is counted, as everyone was told.",
                "%d of them were begun and never sent. They are counted, as everyone was told.",
                counted,
            )
            % counted
        )
    paragraphs.append(_("Next: enter what came on paper, read what people said, and publish the results."))
    return Notice(
        subject=_("“%s” has closed") % consultation.title,
        paragraphs=tuple(paragraphs),
        action=(_("See where it stands"), reverse("manage-consultation", args=[consultation.slug])),
        after=(_("You get this because you look after this hub."),),
    )
