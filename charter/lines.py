"""The lines of a text file in the hub's own formats (docs/consultation-file.md).

A heading begins a part: number signs, words, and often a key in braces. Straight under it stand its fields,
one a line ("Area: 2"), and then what it says. A backslash before what would be a heading or a field makes it
a line like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from charter.prose import Link, links_of

MOST_BYTES = 1_000_000
# More than any format here has room for; past it there is no use in reading on.
MOST_HEADINGS = 5_000
MOST_SHOWN = 50
LONGEST_KEY = 40
KEY = re.compile(rf"[a-z0-9-]{{1,{LONGEST_KEY}}}")
# What shows nothing, or ends a line for some programs and not for others.
UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_FLAGS = re.IGNORECASE | re.ASCII
_HEADING = re.compile(r"(?P<signs>#+) *(?P<words>.*)")
_ITEM = re.compile(r"[-*•](?: +(?P<words>.*))?")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file, in words, and its line, from 1."""

    line: int
    reason: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(reason)s") % {"line": self.line, "reason": self.reason}


class FileError(ValueError):
    """A file that can't be read. `problems` holds everything that is wrong with it, in the file's order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        shown = [str(problem) for problem in self.problems[:MOST_SHOWN]]
        if more := len(self.problems) - len(shown):
            shown.append(_("And %d more.") % more)
        super().__init__("\n".join(shown))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a part, without spaces at its end. One that was `escaped` is neither heading nor field."""

    number: int
    text: str
    escaped: bool = False


@dataclass(slots=True)
class Part:
    """A heading and what stands under it up to the next. `level` counts its signs; 0 has no heading."""

    level: int
    words: str
    key: str | None
    line: int
    lines: list[Line] = field(default_factory=list)
    fields: dict[str, tuple[int, str]] = field(default_factory=dict)

    def prose(self) -> tuple[int, str]:
        """What it says, with its paragraphs, and the line where that begins."""
        lines = self.lines
        said = [at for at, line in enumerate(lines) if line.text]
        if not said:
            return self.line, ""
        return lines[said[0]].number, "\n".join(line.text for line in lines[said[0] : said[-1] + 1])

    def sentence(self) -> tuple[int, str]:
        """The same as one paragraph."""
        number, text = self.prose()
        return number, one_line(text)


class Reading:
    """A file being read: its parts, and what is wrong with it."""

    def __init__(self, data: str | bytes, fields: tuple[str, ...], deepest: int) -> None:
        self.problems: list[Problem] = []
        names = "|".join(fields)
        self._field = re.compile(rf"(?P<name>{names}): *(?P<value>.*)", _FLAGS)
        self._escaped = re.compile(rf"\\+(?:#|(?:{names}):)", _FLAGS)
        self._deepest = deepest
        self._keys: dict[str, int] = {}
        self._links: list[tuple[int, Link]] = []
        text = self._decoded(data)
        self.parts = self._parts(text) if text is not None else []

    def wrong(self, line: int, reason: str) -> None:
        """Note a problem, and go on."""
        self.problems.append(Problem(line, reason))

    def key(self, part: Part, reserved: Iterable[str] = ()) -> str:
        """The key of a part, which no other part of the file has."""
        key = part.key or ""
        if part.key is None:
            self.wrong(part.line, _("This heading needs a key. Write it at the end, as in {#our-key}."))
        elif not KEY.fullmatch(key):
            reason = _("The key “%(key)s” is not one: up to %(most)d small letters a–z, digits and hyphens.")
            self.wrong(part.line, reason % {"key": short(key), "most": LONGEST_KEY})
        elif key in reserved:
            self.wrong(part.line, _("The key “%s” is the hub’s own. Choose another.") % key)
        elif key in self._keys:
            reason = _("The key “%(key)s” is taken: line %(line)d has it.")
            self.wrong(part.line, reason % {"key": key, "line": self._keys[key]})
        self._keys.setdefault(key, part.line)
        return key

    def only(self, part: Part, *names: str) -> None:
        """Note the fields of a part that it can't have."""
        for name, (line, _value) in part.fields.items():
            if name not in names:
                self.wrong(line, _("“%s:” does not belong to this heading.") % name)

    def area(self, part: Part) -> int | None:
        """The area that a part names, 1 to 8."""
        if "Area" not in part.fields:
            return None
        line, word = part.fields["Area"]
        if len(word) == 1 and word in "12345678":
            return int(word)
        self.wrong(line, _("“%s” is no area. Areas have the numbers 1 to 8.") % short(word))
        return None

    def needed(self, line: int, text: str, missing: str) -> None:
        """Note a text that says nothing."""
        if not text.strip():
            self.wrong(line, missing)

    def within(self, line: int, text: str, most: int) -> None:
        """Note a text with more characters than there is room for."""
        if len(text) > most:
            reason = _("This is too long: %(length)s characters, where there is room for %(most)s.")
            self.wrong(line, reason % {"length": f"{len(text):,}", "most": f"{most:,}"})

    def formatted(self, line: int, text: str, most: int) -> None:
        """Note what is wrong with a text that may hold links. Where they lead, `follow_links` asks."""
        self.within(line, text, most)
        if len(text) <= most:
            self._links += [(line + link.line, link) for link in links_of(text)]

    def plain(self, line: int, text: str, most: int) -> None:
        """Note what is wrong with a text that is shown as it is typed."""
        self.within(line, text, most)
        if len(text) <= most and links_of(text):
            self.wrong(line, _("There can’t be a link here."))

    def follow_links(self, *also: str) -> None:
        """Note every link that leads nowhere: to none of the keys met, nor to one of these."""
        known = {*self._keys, *also}
        for line, link in self._links:
            if link.key:
                if link.key not in known:
                    reason = _("The link to “%s” leads nowhere: nothing in this file has that key.")
                    self.wrong(line, reason % short(link.target))
            elif not link.is_whole:
                reason = _("“%s” is no address. Begin it with https:// or, for a place in this file, with #.")
                self.wrong(line, reason % short(link.target))

    def items(self, part: Part) -> list[tuple[int, str]]:
        """The items of a list, each with its line. An indented line goes on with the item above it."""
        found: list[tuple[int, str]] = []
        for line in part.lines:
            if item := _ITEM.fullmatch(line.text):
                words = one_line(item["words"] or "")
                self.needed(line.number, words, _("This item of the list says nothing."))
                found.append((line.number, words))
            elif _ITEM.fullmatch(line.text.strip(" ")):
                self.wrong(line.number, _("A list has no lists inside it. Begin the line with its dash."))
            elif line.text.startswith(" ") and found:
                number, words = found[-1]
                found[-1] = (number, f"{words} {one_line(line.text)}")
            elif line.text:
                self.wrong(line.number, _("This part is a list. Begin each item with a dash and a space."))
        return found

    def list_of(self, part: Part, item: int, whole: int) -> tuple[str, ...]:
        """The items of a part that is nothing but a list; `item` and `whole` are the most characters."""
        self.only(part)
        found = self.items(part)
        items = tuple(words for _line, words in found)
        text = listed(items)
        self.needed(part.line, text, _("Nothing is written under “%s”.") % part.words)
        self.within(part.line, text, whole)
        for line, words in found:
            self.within(line, words, item)
        if len(text) <= whole:
            self._links += [(found[link.line][0], link) for link in links_of(text)]
        return items

    def stop_if_wrong(self, error: type[FileError]) -> None:
        """Raise the error if anything was noted."""
        if self.problems:
            raise error(self.problems)

    def stop_if_unreadable(self, error: type[FileError]) -> None:
        """Raise the error for a file in which there are no lines to go through."""
        if self.problems and not self.parts:
            raise error(self.problems)

    def _decoded(self, data: str | bytes) -> str | None:
        """The text of a file; None where there is no use in reading on."""
        raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
        if len(raw) > MOST_BYTES:
            self.wrong(1, _("The file is bigger than %d MB.") % (MOST_BYTES // 1_000_000))
            return None
        if isinstance(data, bytes):
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                line = data.count(b"\n", 0, error.start) + 1
                self.wrong(line, _("The file is not plain text in UTF-8. Save it as “Plain text, UTF-8”."))
                return None
        else:
            text = data.removeprefix("\ufeff")
        if not text.strip():
            self.wrong(1, _("The file is empty."))
            return None
        return text

    def _parts(self, text: str) -> list[Part]:
        parts = [Part(0, "", None, 1)]
        for number, raw in enumerate(unified(text).split("\n"), start=1):
            if found := UNWANTED.search(raw):
                reason = _("A character that can’t be shown stands here (U+%04X). Take it out.")
                self.wrong(number, reason % ord(found.group()))
                raw = UNWANTED.sub("", raw)
            if heading := _HEADING.fullmatch(raw):
                parts.append(self._begun(heading, number))
                if len(parts) > MOST_HEADINGS + 1:
                    self.wrong(number, _("The file has more than %d headings.") % MOST_HEADINGS)
                    return []
            else:
                self._taken(parts[-1], raw, number)
        before, *rest = parts
        if said := next((line for line in before.lines if line.text), None):
            self.wrong(said.number, _("This stands above the title. Begin the file with # and its title."))
        return rest

    def _begun(self, heading: re.Match[str], number: int) -> Part:
        level, words, key = len(heading["signs"]), heading["words"].strip(" "), None
        if level > self._deepest:
            reason = _("A heading has at most %d number signs. For a line that begins with one, write \\#.")
            self.wrong(number, reason % self._deepest)
        if level > 1 and "{#" in words and words.endswith("}"):
            words, _sign, key = words[:-1].rpartition("{#")
        return Part(level, one_line(words), key, number)

    def _taken(self, part: Part, raw: str, number: int) -> None:
        """Put a line to its part: to the fields, where nothing else stands above it, or to the text."""
        if self._escaped.match(raw):
            part.lines.append(Line(number, raw[1:], escaped=True))
        elif found := self._field.fullmatch(raw):
            name, value = found["name"].capitalize(), found["value"].strip(" ")
            if any(line.text for line in part.lines):
                reason = _("“%(name)s:” stands straight under its heading. For a text, write \\%(name)s:")
                self.wrong(number, reason % {"name": name})
            elif name in part.fields:
                self.wrong(number, _("“%s:” stands here a second time.") % name)
            else:
                part.fields[name] = (number, value)
        else:
            part.lines.append(Line(number, raw))


def unified(text: str) -> str:
    """A text with lines that end in one way, no tabs, and no spaces at their ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.expandtabs(4).rstrip(" ") for line in text.split("\n"))


def one_line(text: str) -> str:
    """A text in one line, with single spaces."""
    return re.sub(r"[ \n]+", " ", unified(UNWANTED.sub("", text))).strip(" ")


def written(text: str, fields: tuple[str, ...]) -> str:
    """A text as it stands in a file: nothing in it begins a part or names a field."""
    begins = re.compile(rf"\\*(?:#|(?:{'|'.join(fields)}):)", _FLAGS)
    lines = unified(UNWANTED.sub("", text)).strip("\n").split("\n")
    return "\n".join(f"\\{line}" if begins.match(line) else line for line in lines)


def block(heading: str, said: str, fields: tuple[str, ...]) -> str:
    """A part of a file: its heading with its fields, and what it says."""
    return f"{heading}\n{written(said, fields)}".rstrip("\n")


def listed(items: Iterable[str]) -> str:
    """Items as a list, one a line."""
    return "\n".join(f"- {one_line(item)}" for item in items)


def items_of(text: str) -> Iterator[str]:
    """The items of a list that was typed: a line that begins with no dash goes on with the one above it."""
    item = ""
    for line in unified(text).split("\n"):
        if (begun := _ITEM.fullmatch(line)) or not line:
            if item:
                yield item
            item = one_line(begun["words"] or "") if begun else ""
        else:
            item = one_line(f"{item} {line}")
    if item:
        yield item


def short(text: str, most: int = 60) -> str:
    """A text cut for a message."""
    return text if len(text) <= most else text[: most - 1] + "…"
