"""The public criteria with what to do instead: the same words for those who post and those who decide."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hub.privacy.scan import Words
from listings.models import Criterion

# Why each is asked for, and what to do.
MEANT: dict[str, tuple[Words, Words]] = {
    Criterion.ADVERT: (
        _("Families come here to find out what is on, and not to be sold something."),
        _(
            "Say what happens, for whom, when and what it costs. Leave out praise, bargains, capitals and "
            "rows of exclamation marks. Whoever trades for profit may list what they put on, and is "
            "labelled so."
        ),
    ),
    Criterion.PERSONAL: (
        _("What is public here can be found and kept by anybody, for ever."),
        _(
            "Take out private telephone numbers, e-mail addresses, postcodes and dates of birth. If a number "
            "or an address is meant to be public, add it to your organisation’s page. Never name a child."
        ),
    ),
    Criterion.UNCLEAR: (
        _("A family decides with what it reads here, often on the way."),
        _("Say what happens, where the door is, how old children should be, and what it costs."),
    ),
    Criterion.NOT_LOCAL: (
        _("This hub is for the children, families and schools of one place."),
        _("Say what it is for families around here. If it is not for them, another website suits it better."),
    ),
    Criterion.UNSAFE: (
        _("Nobody here inspects what is listed, so it has to say how children are kept safe."),
        _(
            "Where children stay without a parent, say where your policy can be read and who your "
            "safeguarding lead is. Where something is daring, say what you do about it."
        ),
    ),
    Criterion.UNTRUE: (
        _("Somebody would stand before a closed door."),
        _("Check dates, times, place and price. List only what your own organisation puts on."),
    ),
    Criterion.UNLAWFUL: (
        _("What is against the law can’t be listed, and neither can an invitation to it."),
        _("If you have permission for what you plan, such as the owner’s, say so and show it to us."),
    ),
}


@dataclass(frozen=True)
class Meant:
    """One criterion. `key` is its anchor on the page."""

    key: str
    words: Words
    why: Words
    instead: Words


def meant() -> list[Meant]:
    """Every criterion, in the order of the choices."""
    return [Meant(one.value, one.label, *MEANT[one]) for one in Criterion]
