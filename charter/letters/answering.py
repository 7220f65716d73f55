"""What the hub writes to somebody who answers a consultation."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from charter.closing import say_moment
from charter.models import Publish, Response
from charter.queries.answering import Asked, Sheet
from hub.notices import Notice


def private_link(response: Response, secret: str) -> Notice:
    """The way back to what was answered. Whoever has it can read and change the answers."""
    return Notice(
        subject=_("Your private link"),
        paragraphs=(
            _("With this link you come back to your answers to “%s”, on any device and without an account.")
            % response.consultation.title,
            _(
                "Whoever has the link can read and change your answers, so keep it to yourself. "
                "You can stop it at any time on the page where you asked for it."
            ),
        ),
        action=(_("Come back to my answers"), reverse("consultation-resume", args=[secret])),
        after=(
            _(
                "You get this because somebody asked for it with this address. We do not keep the address. "
                "If that was not you, do nothing."
            ),
        ),
    )


def receipt(response: Response, copy: Sheet | None) -> Notice:
    """That an answer came, and what it says."""
    consultation = response.consultation
    paragraphs = [
        _("Thank you. We have your answers to “%s”.") % consultation.title,
        _chosen(response),
    ]
    if consultation.closes_at:
        paragraphs.append(
            _(
                "Until %s you can change them or take them back: on the device where you answered, or with a "
                "private link."
            )
            % say_moment(consultation.closes_at)
        )
    paragraphs.append(_("This is what you said:"))
    return Notice(
        subject=_("We have your answers"),
        paragraphs=(*paragraphs, *_copy(copy)),
        action=(_("See the consultation"), reverse("consultation", args=[consultation.slug])),
        after=(_("You get this because you asked for a copy. We write no more about it unless you asked."),),
    )


def _chosen(response: Response) -> str:
    if response.publish == Publish.NAMED:
        return _("You let us publish what you say, with this name: %s.") % response.public_name
    if response.publish == Publish.UNNAMED:
        return _("You let us publish what you say, without your name.")
    return _("You asked us to publish nothing that you say. It is counted all the same.")


def _copy(copy: Sheet | None) -> list[str]:
    if copy is None:
        return []
    told = []
    for part in copy.parts:
        answered = [one for one in part.questions if one.given]
        if answered:
            told += [part.section.title.upper(), *map(said, answered)]
    return told + [said(one) for one in copy.left_out]


def said(one: Asked) -> str:
    """A question and its answer, as plain text."""
    words = " ".join(filter(None, (one.wording.label, one.before or one.wording.text)))
    if one.given is None:
        return words
    answer = one.given
    given = [
        str(answer.get_rating_display()) if answer.rating else "",
        str(answer.get_choice_display()) if answer.choice else "",
        answer.text,
    ]
    return f"{words}\n→ " + "\n".join(filter(None, given))


def confirm_news(response: Response, secret: str) -> Notice:
    """Whether it was they who asked to be told (rules.md D13)."""
    return Notice(
        subject=_("Shall we tell you what came of it?"),
        paragraphs=(
            _("Somebody answered “%s” and asked us to tell this address what came of it.")
            % response.consultation.title,
            _("If that was you, say yes on the page behind this link. Without a yes we do not write again."),
        ),
        action=(_("Say yes or no"), reverse("consultation-news", args=[secret])),
        after=(
            _(
                "It will be one message, once it is decided. The same link stops it, whenever you like. "
                "If this was not you, do nothing."
            ),
        ),
    )
