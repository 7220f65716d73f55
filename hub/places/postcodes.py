"""Postcodes as people type them, and what is left of one when it is coarsened (rules.md D14)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# The letters with which a postcode can begin.
_AREA_LETTERS = """
    AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC
    EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME
    MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY
    TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
AREAS = frozenset(_AREA_LETTERS.split())
# Only here does a district end in a letter (W1A), and only here is there a district 0 (CR0).
LETTERED = frozenset(["E", "EC", "N", "NW", "SE", "SW", "W", "WC"])
ZEROTH = frozenset(["BL", "BS", "CM", "CR", "FY", "HA", "PR", "SL", "SS"])

_UNIT = "[0-9][ABD-HJLNP-UW-Z]{2}"
_AREA = "(?:" + "|".join(sorted(AREAS, key=lambda area: (-len(area), area))) + ")"
# A full postcode inside ordinary text, with or without its space. For what hides better, see coarsen.
POSTCODE = re.compile(rf"(?<![^\W_]){_AREA}[0-9][A-Z0-9]?\s*{_UNIT}(?![^\W_])", re.IGNORECASE)

_TO_LETTERS = str.maketrans("01", "OI")
_TO_DIGITS = str.maketrans("OI", "01")
_BETWEEN = re.compile(r"[\s._,+\-–—]+")
_SECTOR = re.compile(r"(.+?)\s+[0-9][A-Z]{0,2}")
# Anything that might be a postcode: its parts, with gaps of up to three spaces within them, and between them
# any run of what people, spreadsheets and addresses put there.
_CANDIDATE = re.compile(
    r"(?P<outward>[A-Z0-9](?:\s{0,3}[A-Z0-9]){1,3})"
    r"(?P<gap>[\s._+/\-–—]*+(?:(?:%20|%C2%A0|&NBSP;)[\s._+/\-–—]*+){0,8}+)"
    r"(?P<unit>[0-9OI]\s{0,3}[ABD-HJLNP-UW-Z]\s{0,3}[ABD-HJLNP-UW-Z])(?![A-Z0-9])"
)
# Words that would else be read as the end of a postcode typed with a letter O or I: "B14 old school".
_WORDS = frozenset(["ILL", "INN", "ITS", "ODD", "OFF", "OLD", "ONE", "OUR", "OUT", "OWN"])
# A text longer than this is not a postcode alone, however it is spaced.
_LONGEST_TYPED = 200


def normalise(text: str) -> str | None:
    """Return a full postcode as it is printed ("B14 7RA"), or None for what is not one.

    Case and spacing do not matter, and where only a letter or only a digit can stand, O and 0, I and 1
    are taken for each other. Whether such a postcode is in use is not asked.
    """
    compact = _compact(text)
    if not 5 <= len(compact) <= 7:
        return None
    district = _district(compact[:-3])
    unit = compact[-3].translate(_TO_DIGITS) + compact[-2:]
    return f"{district} {unit}" if district and re.fullmatch(_UNIT, unit) else None


def district_of(text: str) -> str | None:
    """Return the district ("B14") of a postcode, of a part of one, or of the first one in a longer text.

    None where there is none. Forgives what normalise forgives.
    """
    whole = normalise(text)
    if whole:
        return whole.split()[0]
    compact = _compact(text)
    part = _sector_district(text) or _district(compact) or _unspaced_sector_district(compact)
    if part:
        return part
    found = _first_postcode(_fold(text)[0], 0)
    return found[2] if found else None


def coarsen(text: str) -> str:
    """Return the text with every full postcode in it replaced by its district; the rest stays as it was.

    For words on their way into an address, a feed, a log or a table (rules.md D14): when in doubt it
    takes too much. Also found are postcodes in small or full-width letters, with any spaces, hyphens or
    invisible characters inside, grown together with the word before, or typed with O for 0 or I for 1.
    """
    if not any(map(str.isnumeric, text)):
        return text
    folded, origin = _fold(text)
    kept: list[str] = []
    copied = position = 0
    while found := _first_postcode(folded, position):
        start, position, district = found
        kept += text[copied : origin[start]], district
        copied = origin[position - 1] + 1
    return "".join([*kept, text[copied:]])


def _compact(text: str) -> str:
    """The text folded, without what may stand between a postcode's parts. "" for a text far too long."""
    return _BETWEEN.sub("", _fold(text)[0]) if len(text) <= _LONGEST_TYPED else ""


def _sector_district(text: str) -> str | None:
    """For "B14 7", "B14 7R", "B14 7RO", unfinished or mistyped: the space says where the district ends."""
    sector = _SECTOR.fullmatch(_fold(text)[0].strip()) if len(text) <= _LONGEST_TYPED else None
    return _district(_BETWEEN.sub("", sector[1])) if sector else None


def _unspaced_sector_district(compact: str) -> str | None:
    sector = re.fullmatch(r"(.{2,4})[0-9][A-Z]{0,2}", compact)
    return _district(sector[1]) if sector else None


def _district(outward: str) -> str | None:
    """The district that a postcode's first part means: an area's letters, then a number that it may have."""
    for length in (2, 1):
        area, number = outward[:length].translate(_TO_LETTERS), outward[length:]
        if area not in AREAS or not number:
            continue
        if area in LETTERED and re.fullmatch("[1-9I][A-HJKMNPR-Y]", number):
            return area + number.translate(_TO_DIGITS)
        number = number.translate(_TO_DIGITS)
        if re.fullmatch("[1-9][0-9]?", number) or (number == "0" and area in ZEROTH):
            return area + number
    return None


def _first_postcode(folded: str, position: int) -> tuple[int, int, str] | None:
    """Where the first full postcode at or after a position starts and ends, and its district."""
    while candidate := _CANDIDATE.search(folded, position):
        found = _postcode_in(candidate)
        if found:
            return found
        # The real one may begin inside what was tried.
        position = candidate.start() + 1
    return None


def _postcode_in(candidate: re.Match[str]) -> tuple[int, int, str] | None:
    """The postcode at the end of a candidate, which may have a part of the word before it."""
    outward, unit = candidate["outward"], candidate["unit"]
    if candidate["gap"] and unit in _WORDS:
        return None
    begins = [index for index, character in enumerate(outward) if character != " "][:-1]
    # First without a space inside, so that in "plan C B14 7RA" the C is left out; then the longest.
    for begin in sorted(begins, key=lambda index: (" " in outward[index:], index)):
        typed = outward[begin:]
        district = normalise(typed + unit)
        if district and _reads_as_one(candidate, begin, typed):
            return candidate.start() + begin, candidate.end(), district.split()[0]
    return None


def _reads_as_one(candidate: re.Match[str], begin: int, typed: str) -> bool:
    """Whether that is a district, not words: it has a true digit, and with spaces inside it starts a word."""
    before = candidate.string[: candidate.start() + begin][-1:]
    return any(character.isdigit() for character in typed) and not (" " in typed and before.isalnum())


def _fold(text: str) -> tuple[str, list[int]]:
    """The text in plain capitals and digits, and for each of its characters the place it came from."""
    folded: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        for plain in _plain(character):
            folded.append(plain)
            origin.append(index)
    return "".join(folded), origin


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """What a character looks like when it is plain; nothing for one that is invisible or only an accent."""
    if character.isspace():
        return " "
    # Control and format characters, joiners, direction marks, combining accents.
    if unicodedata.category(character) in ("Cc", "Cf", "Mn", "Me"):
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    letters = unicodedata.normalize("NFKD", character).upper()
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
