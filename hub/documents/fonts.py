"""The fonts that documents are set in: Noto, from a wheel, and no others, on every machine the same."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import manimgx_fonts
import typst
from fontTools.ttLib import TTFont

FOLDER = Path(manimgx_fonts.__file__).parent
# What stands for a character that no font has.
MISSING = "\ufffd"
LINE = "\n"
# What word processors put in that the fonts lack, and what says the same.
_ALIKE = str.maketrans(
    {"✓": "✔", "●": "•", "■": "▪", "□": "▫", "☐": "▫", "○": "•", "≤": "<=", "≥": ">=", "★": "*"}
)
# Neither seen nor needed: marks that choose how a character is drawn, and the tags behind some flags.
_INVISIBLE = re.compile("[\ufe00-\ufe0f\U000e0000-\U000e0fff]")
# Surrogates, what each font uses as it likes, and what stands for nothing.
_NEVER = {"Cs", "Co", "Cn"}
_CONTROLS = {"Cc"}


@cache
def fonts() -> typst.Fonts:
    """The fonts, found once for each process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


@cache
def covered() -> frozenset[int]:
    """Every code point that at least one of the fonts has a glyph for."""
    found: set[int] = set()
    for path in sorted(FOLDER.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            found |= set(font.getBestCmap() or ())
    return frozenset(found)


def drawable(text: str) -> str:
    """The text with every character that no font has replaced by “�”, and control characters left out.

    Lines end with "\\n"; accents are put together with their letters (Unicode NFC).
    """
    if text.isascii() and text.isprintable():
        return text
    text = _INVISIBLE.sub("", text.replace("\r\n", LINE).replace("\r", LINE))
    text = unicodedata.normalize("NFC", text).translate(_ALIKE)
    known = covered()
    return "".join(_drawn(character, known) for character in text)


def _drawn(character: str, known: frozenset[int]) -> str:
    if character == LINE:
        return character
    if character == "\t":
        return " "
    if character in "\u2028\u2029\x85":
        return LINE
    category = unicodedata.category(character)
    if category in _CONTROLS:
        return ""
    if category in _NEVER or ord(character) not in known:
        # What joins or directs letters is not seen, and needs no box where a font lacks it.
        return "" if category == "Cf" else MISSING
    return character
