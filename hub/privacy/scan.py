"""Looks for personal details in text that is about to go public (rules.md D8).

What is found holds the text for a person to read; it never decides by itself that text is safe.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Finding:
    """A stretch of text, from `start` up to `end`, that looks like a personal detail."""

    kind: str
    words: Words
    start: int
    end: int


def _is_nhs_number(digits: str) -> bool:
    """Ten digits whose last is the check digit that the NHS number standard gives."""
    remainder = (
        11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    )
    return remainder % 11 == int(digits[9]) and remainder != 10


def _always(found: str) -> bool:
    return True


def _phone(found: str) -> bool:
    """Unless it is a date and the hour after it: 01.02.2026 10am."""
    return not re.match(r"\d\d([ .-])\d\d\1(?:19|20)\d\d\b", found)


def _nhs(found: str) -> bool:
    return _is_nhs_number(re.sub(r"\D", "", found))


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
)

# Spaces and dashes as word processors set them, one for one, so that what is found stands where it stood.
_PLAIN = {
    **dict.fromkeys((0xA0, 0x2007, 0x2009, 0x202F), " "),
    **dict.fromkeys((0x2010, 0x2011, 0x2013), "-"),
}

# kind, in words, pattern, a second look at what the pattern found
LOOKS: tuple[tuple[str, Words, re.Pattern[str], Callable[[str], bool]], ...] = (
    (
        "email",
        _("an e-mail address"),
        re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"),
        _always,
    ),
    (
        "nhs",
        _("an NHS number"),
        re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)"),
        _nhs,
    ),
    (
        "phone",
        _("a telephone number"),
        # From abroad, or from here; not the middle of a decimal, nor of a book's number.
        re.compile(
            r"(?<!\d)(?<!\d\.)(?<!97[89][ -])"
            r"(?:(?:\+|00)[1-9](?:[ ().-]{0,2}\d){7,13}|\(?0[ -]?[1-9](?:[ ().-]{0,2}\d){8,9})(?!\d)"
        ),
        _phone,
    ),
    (
        "postcode",
        _("a postcode"),
        re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE),
        _always,
    ),
    (
        "birth",
        _("a date of birth"),
        re.compile(rf"\b(?:born|birth|birthday|dob|d\.o\.b\.?)\b.{{0,20}}?{_DATE}", re.IGNORECASE),
        _always,
    ),
    ("upn", _("a pupil number"), re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-Z]\b", re.IGNORECASE), _always),
)


def find_personal(text: str) -> list[Finding]:
    """What looks like a personal detail, in the order in which it stands."""
    text = text.translate(_PLAIN)
    found = [
        Finding(kind, words, match.start(), match.end())
        for kind, words, pattern, really in LOOKS
        for match in pattern.finditer(text)
        if really(match.group())
    ]
    return sorted(found, key=lambda finding: (finding.start, finding.end))
