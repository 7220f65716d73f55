"""The public's text of an answer: the raw one, less what was taken out of it (rules.md D9)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

GAP = "[…]"
Stretch = tuple[int, int]
_JOINER = "\u200d"
# Signs that belong to the one before them: marks, and what colours or ends an emoji.
_BELONGS = {"Mn", "Mc", "Me"}


def redacted(text: str, stretches: Iterable[Stretch]) -> str:
    """The text with each stretch, characters from its start up to its end, replaced by "[…]".

    Stretches that overlap or touch become one gap. A stretch that would cut a sign in two (a letter from its
    accent, a family of joined emoji) takes the whole sign. What lies outside the text is left aside.
    """
    parts, place = [], 0
    for start, end in merged(text, stretches):
        parts += [text[place:start], GAP]
        place = end
    return "".join([*parts, text[place:]])


def merged(text: str, stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches in order, whole signs each, none empty, none touching another."""
    found: list[Stretch] = []
    for start, end in sorted(_whole(text, *stretch) for stretch in stretches):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def covered(inner: Stretch, outer: Iterable[Stretch]) -> bool:
    """Whether a stretch lies wholly in the union of others."""
    place, end = inner
    for begin, finish in sorted(outer):
        if begin > place:
            break
        place = max(place, finish)
    return place >= end


def _whole(text: str, start: int, end: int) -> Stretch:
    start, end = max(0, start), min(len(text), end)
    if start >= end:
        return start, start
    while start and not _may_part(text, start):
        start -= 1
    while end < len(text) and not _may_part(text, end):
        end += 1
    return start, end


def _may_part(text: str, place: int) -> bool:
    """Whether a reader sees one sign end and another begin here."""
    before, after = text[place - 1], text[place]
    if before == "\r" and after == "\n":
        return False
    if unicodedata.category(after) in _BELONGS or after in (_JOINER, "\u200c"):
        return False
    if before == _JOINER or "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return False
    if _flag(before) and _flag(after):
        return _flags_before(text, place) % 2 == 0
    return not _one_syllable(before, after)


def _flag(sign: str) -> bool:
    """Half of a flag: two letters of a country's code are one sign."""
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _flags_before(text: str, place: int) -> int:
    count = 0
    while count < place and _flag(text[place - 1 - count]):
        count += 1
    return count


def _one_syllable(before: str, after: str) -> bool:
    """Korean written in its parts: a vowel or a last consonant after what it follows."""
    vowel, last = "\u1160" <= after <= "\u11a7", "\u11a8" <= after <= "\u11ff"
    led = "\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3"
    return led and (vowel or last)


def as_shown(text: str) -> str:
    """The text as a page shows it: lines end in one way."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def raw_stretch(text: str, start: int, end: int) -> Stretch:
    """Where characters of the shown text stand in the raw one. Raises ValueError for what lies outside."""
    if "\r\n" not in text:
        if not 0 <= start < end <= len(text):
            raise ValueError("outside of the text")
        return start, end
    places = [
        place for place, sign in enumerate(text) if not (sign == "\n" and text[place - 1 : place] == "\r")
    ]
    places.append(len(text))
    if not 0 <= start < end < len(places):
        raise ValueError("outside of the text")
    return places[start], places[end]


def occurrences(text: str, words: str, most: int = 200) -> list[Stretch]:
    """Where words stand in a text, whatever their case and the blanks between them; at most so many.

    Raises ValueError where there are more.
    """
    plain, places = _plain(text)
    wanted, _places = _plain(words.strip())
    found: list[Stretch] = []
    place = plain.find(wanted) if wanted else -1
    while place >= 0:
        if len(found) == most:
            raise ValueError("too many")
        end = place + len(wanted)
        found.append((places[place], places[end - 1] + 1))
        place = plain.find(wanted, end)
    return found


_SAME = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "‑": "-"}


def _plain(text: str) -> tuple[str, list[int]]:
    """The text to compare, and where each of its characters stands in the real one."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if sign.isspace():
            if signs and signs[-1] == " ":
                places[-1] = place
                continue
            sign = " "
        for part in _SAME.get(sign, sign).casefold():
            signs.append(part)
            places.append(place)
    return "".join(signs), places
