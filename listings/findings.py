"""What the checks find in a text before the public reads it: personal details (rules.md D8) and adverts.

A finding holds the text for a person to read. It never decides that a text is refused, or that it is good.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hub.people.models import Organisation
from hub.privacy.scan import Finding, Words, find_personal
from hub.web.formatting import unformatted
from listings.models import Criterion

FIELDS: dict[str, Words] = {
    "title": _("Title"),
    "summary": _("In one sentence"),
    "description": _("What happens"),
    "price_note": _("What the price is for"),
    "safeguarding_policy": _("Safeguarding policy"),
    "safeguarding_lead": _("Safeguarding lead"),
    "ofsted_number": _("Ofsted number"),
}


class Written(Protocol):
    """Whatever has a listing's public words: the listing, or what somebody typed into its form."""

    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def price_note(self) -> str: ...
    @property
    def safeguarding_policy(self) -> str: ...
    @property
    def safeguarding_lead(self) -> str: ...
    @property
    def ofsted_number(self) -> str: ...


@dataclass(frozen=True)
class Found:
    """A stretch of one field, from `start` up to `end`, that a person should look at.

    kind: of hub.privacy.scan, or of `advert_signs`. words: what it is. criterion: the public one it touches.
    """

    field: str
    kind: str
    words: Words
    start: int
    end: int
    criterion: Criterion = Criterion.PERSONAL


def find_in(content: Written, organisation: Organisation | None = None) -> list[Found]:
    """Everything the checks find, field by field, in the order in which it stands.

    An organisation's own public e-mail address and telephone number are no finding where it is given
    (rules.md D2); a link to a website never is.
    """
    found = [
        Found(field, one.kind, one.words, one.start, one.end)
        for field in FIELDS
        for one in _personal_in(getattr(content, field), organisation)
    ]
    found += _only_seen_when_drawn(content, found, organisation)
    order = list(FIELDS)
    return sorted([*found, *advert_signs(content)], key=lambda one: (order.index(one.field), one.start))


def refuse_personal(field: str, text: str, organisation: Organisation) -> None:
    """For a line that goes public at once, such as why a date is cancelled (rules.md D8).

    Raises ValidationError, at `field`, naming what stands there.
    """
    kinds = dict.fromkeys(str(one.words) for one in _personal_in(text, organisation))
    if kinds:
        words = {"what": ", ".join(kinds)}
        raise ValidationError({field: _("Everyone will read this. Leave out %(what)s.") % words})


def _personal_in(text: str, organisation: Organisation | None) -> list[Finding]:
    own = _own_contacts(organisation) if organisation else set()
    return [one for one in find_personal(text) if _plainly(text[one.start : one.end]) not in own]


def _only_seen_when_drawn(
    content: Written, found: list[Found], organisation: Organisation | None
) -> Iterator[Found]:
    """What stars or a link hide from a look at the text as it was typed, such as 0121 **496** 0123."""
    typed = content.description
    known = {one.kind for one in found if one.field == "description"}
    for kind, words in dict.fromkeys(
        (one.kind, one.words) for one in _personal_in(unformatted(typed), organisation)
    ):
        if kind not in known:
            yield Found("description", kind, words, 0, len(typed))


def kinds_of(found: list[Found]) -> list[str]:
    """The kinds found, each once, in order: what a decision keeps of them."""
    return list(dict.fromkeys(one.kind for one in found))


def _own_contacts(organisation: Organisation) -> set[str]:
    return {_plainly(one) for one in (organisation.public_email, organisation.public_phone) if one}


def _plainly(contact: str) -> str:
    """An address or a number as it can be compared: +44 121 496 0301 is 0121 496 0301."""
    if "@" in contact:
        return contact.strip().lower()
    digits = re.sub(r"\D", "", contact.replace("(0)", ""))
    return re.sub(r"^(?:00)?44", "0", digits)


# What everybody writes in capitals.
_SHORT = {"ADHD", "BBC", "BSL", "DBS", "GCSE", "GCSES", "LGBT", "NHS", "RSPB", "SEND", "STEAM", "STEM"}
_LOUD = re.compile(r"\b[A-Z][A-Z’'&-]{2,}(?:\s+[A-Z][A-Z’'&-]*){1,}\b[!]*")
_ROWS = re.compile(r"!(?:\s?!)+")
_PRICE = re.compile(r"(?:£\s?\d+(?:\.\d\d)?|\b\d+p\b)")
# Enough prices that the text is a list of them: one for adults, one for children and one for a family is not.
MANY_PRICES = 6

_PRESSING = re.compile(
    r"\b(?:"
    r"book (?:now|today)\b"
    r"|(?:don.t|do not|never) miss (?:out|it|this|your chance)"
    r"|(?:limited|special|exclusive|introductory|unbeatable|fantastic|amazing) (?:time )?(?:offers?|deals?)\b"
    r"|offer (?:ends|must end|closes)|while stocks last"
    r"|selling (?:out )?fast|hurry(?:!|,? (?:while|before|and book))"
    r"|act (?:now|fast)\b|(?:call|buy|order|sign up|enrol) (?:now|today)\b|join now\b"
    r")",
    re.IGNORECASE,
)
_SELLING = re.compile(
    r"\d+\s?(?:%|per ?cent)\s+(?:off|discount|cheaper)"
    r"|\b(?:discount|promo|voucher) code"
    r"|\bbuy (?:one|1|two|2)\b.{0,20}\bget\b"
    r"|\bfor the price of\b"
    r"|\bmoney[- ]back\b"
    r"|\b(?:lowest|unbeatable|best) prices?\b"
    r"|\bsave (?:up to )?£\d+",
    re.IGNORECASE,
)
_BOASTING = re.compile(
    r"\b(?:the (?:very )?best\b(?! (?:bit|part|thing|time|way|place)s?\b)|(?:number|no\.?) ?(?:one|1)\b)"
    r"(?:\s+[\w’'-]+){0,3}?"
    # Of the whole area, or of a place by its name.
    r"\s+in\s+(?:the\s+)?(?:town|city|area|region|country|world|(?-i:[A-Z]\w+))\b"
    r"|\bbest in (?:town|the (?:area|city|region|country|world)|(?-i:[A-Z]\w+))\b"
    r"|\b(?:world[- ]class|market[- ]leading)\b",
    re.IGNORECASE,
)


def _is_loud(found: str) -> bool:
    """Whether words in capitals are shouted: two or more that are not known abbreviations."""
    words = [word for word in re.findall(r"[A-Z’'&-]+", found) if word not in _SHORT and len(word) > 2]
    return len(words) >= 2 and sum(map(len, words)) >= 9


def _always(found: str) -> bool:
    return True


# kind, in words, pattern, a second look at what the pattern found
SIGNS: tuple[tuple[str, Words, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("shouting", _("words in capitals, as adverts have them"), _LOUD, _is_loud),
    ("exclaiming", _("a row of exclamation marks"), _ROWS, _always),
    ("pressing", _("words that press people to buy or book"), _PRESSING, _always),
    ("selling", _("a price reduction or a bargain"), _SELLING, _always),
    ("boasting", _("praise of itself"), _BOASTING, _always),
)


def advert_signs(content: Written) -> list[Found]:
    """What makes a text look like an advertisement. Each is a sign and no proof."""
    return [
        Found(field, kind, words, match.start(), match.end(), Criterion.ADVERT)
        for field in ("title", "summary", "description")
        for text in [getattr(content, field)]
        for kind, words, pattern, really in SIGNS
        for match in pattern.finditer(text)
        if really(match.group())
    ] + list(_price_lists(content))


def _price_lists(content: Written) -> Iterator[Found]:
    prices = list(_PRICE.finditer(content.description))
    if len({one.group() for one in prices}) >= MANY_PRICES:
        start, end = prices[0].start(), prices[-1].end()
        yield Found("description", "prices", _("a list of prices"), start, end, Criterion.ADVERT)
