"""A calendar file's bytes cut into components and their content lines, each with its line in the file.

icalendar reads a file as one piece: one bad line in the wrong place loses all of it, line numbers are gone,
and the time zones a file describes stay in the library for the next file. So the file is taken apart here,
and icalendar reads what it is made of: content lines, parameters, values.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _
from icalendar.parser import Contentline

# A property's name and parameters, up to the colon before its value; quoted parameters may hold colons.
HEAD = re.compile(r'([A-Za-z0-9-]+)[ \t]*(?:;(?:[^":]|"[^"]*")*)?:')
COMPONENT_LINE = re.compile(r"[ \t]*(BEGIN|END)[ \t]*:[ \t]*([A-Za-z0-9-]+)[ \t]*", re.IGNORECASE)
LONGEST_HEAD = 1000
LONGEST_TEXT = 100_000
DEEPEST = 20
READ_COMPONENTS = {"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
TEXT_PROPERTIES = {"SUMMARY", "DESCRIPTION", "LOCATION"}
# What may follow a text. Any other word before a colon is part of a text with bare line breaks.
EVENT_PROPERTIES = {
    *("ATTACH", "ATTENDEE", "CATEGORIES", "CLASS", "COLOR", "COMMENT", "CONFERENCE", "CONTACT", "CREATED"),
    *("DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "DURATION", "EXDATE", "EXRULE", "GEO", "IMAGE"),
    *("LAST-MODIFIED", "LOCATION", "METHOD", "ORGANIZER", "PRIORITY", "RDATE", "RECURRENCE-ID"),
    *("RELATED-TO", "REQUEST-STATUS", "RESOURCES", "RRULE", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP"),
    *("UID", "URL"),
}


class CalendarError(ValueError):
    """A file that can't be read as a calendar at all. The message is a sentence; `line` counts from 1."""

    def __init__(self, sentence: str, line: int = 1) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass(slots=True)
class Property:
    """One content line. `value` is as it stands in the file: not unescaped."""

    name: str
    value: str
    line: int
    head: str = ""

    def param(self, name: str) -> str:
        """One parameter's value, "" if it is not given or can't be read; of a list the first."""
        return _params(self.head).get(name, "") if self.head else ""


@dataclass(slots=True)
class Component:
    """A VCALENDAR, VEVENT, VTIMEZONE or part of one, and the line where it begins."""

    name: str
    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)
    inside: list[Component] = field(default_factory=list)
    is_broken: bool = False

    def first(self, *names: str) -> Property | None:
        """The first property of the first of these names that is there."""
        return next((self.properties[name][0] for name in names if name in self.properties), None)

    def all(self, name: str) -> list[Property]:
        return self.properties.get(name, [])

    def components(self, name: str) -> list[Component]:
        return [component for component in self.inside if component.name == name]


@lru_cache(maxsize=1024)
def _params(head: str) -> dict[str, str]:
    """The parameters of a head such as "DTSTART;TZID=Europe/London:"; heads are few, so they are kept."""
    try:
        line: Contentline = Contentline(head)  # type: ignore[no-untyped-call]
        read = line.raw_parts()[1]
    except (ValueError, AssertionError):
        return {}
    first = {name: value[0] if isinstance(value, list) else value for name, value in read.items() if value}
    return {name.upper(): str(value).strip().strip('"') for name, value in first.items()}


def _one_byte(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8, read as Windows-1252: what such files are in practice."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace").replace("\ufffd", ""), error.end


codecs.register_error("hub.calendar.one_byte", _one_byte)


def read_components(data: bytes) -> list[Component]:
    """The VCALENDARs of a file. Raises CalendarError for what is not one, or stops before its end."""
    calendars: list[Component] = []
    stack: list[Component] = []
    last: Property | None = None
    number = 1
    for number, text in logical_lines(data):
        if found := COMPONENT_LINE.fullmatch(text):
            last = None
            name = found[2].upper()
            if found[1].upper() == "BEGIN":
                _begin(stack, name, number)
            elif name in (component.name for component in stack):
                _end(stack, name, calendars)
        elif stack and stack[-1].name in READ_COMPONENTS:
            last = _add(stack[-1], text, number, last)
    if stack:
        opened = next((one for one in reversed(stack) if one.name == "VEVENT"), stack[0])
        raise CalendarError(
            _("The file stops before its end: what begins on line %d is not finished.") % opened.line, number
        )
    if not calendars:
        raise CalendarError(_("This is not a calendar file: “BEGIN:VCALENDAR” is nowhere in it."))
    return calendars


def _begin(stack: list[Component], name: str, number: int) -> None:
    if not stack and name != "VCALENDAR":
        return
    if name == "VEVENT" and any(component.name == "VEVENT" for component in stack):
        # The event before it was never ended: it alone is given up.
        while stack[-1].name != "VEVENT":
            stack.pop()
        broken = stack.pop()
        broken.is_broken = True
        stack[-1].inside.append(broken)
    if len(stack) >= DEEPEST:
        raise CalendarError(_("Line %d: the file is nested too deeply to be a calendar.") % number, number)
    stack.append(Component(name, number))


def _end(stack: list[Component], name: str, calendars: list[Component]) -> None:
    """Close the innermost component of that name, and what was left open within it."""
    while True:
        component = stack.pop()
        component.is_broken = component.is_broken or component.name != name
        if stack and component.name in READ_COMPONENTS:
            stack[-1].inside.append(component)
        if component.name == name:
            break
    if not stack:
        calendars.append(component)


def _add(component: Component, text: str, number: int, last: Property | None) -> Property | None:
    """Put a content line into its component. Returns the property, where a next line may belong to it."""
    found = HEAD.match(text[:LONGEST_HEAD])
    head, name = (found[0], found[1].upper()) if found else ("", "")
    if last is not None and last.name in TEXT_PROPERTIES and not _is_property(name):
        # Some programs write a text's line breaks as they are.
        if len(last.value) < LONGEST_TEXT:
            last.value += "\\n" + text.strip()
        return last
    if found is None:
        return last
    made = Property(name, text[len(head) :], number, head if ";" in head else "")
    component.properties.setdefault(name, []).append(made)
    return made


def _is_property(name: str) -> bool:
    return name in EVENT_PROPERTIES or name.startswith("X-")


def logical_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Unfolded lines with the number of the line where each begins; blank ones are left out.

    Unfolded as bytes and decoded after, since programs fold within a character.
    """
    data = _as_utf8(data).replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    parts: list[bytes] = []
    begun = 1
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line[:1] in (b" ", b"\t") and parts:
            parts.append(line[1:])
        elif line.strip():
            if parts:
                yield begun, _decode(parts)
            parts, begun = [line], number
    if parts:
        yield begun, _decode(parts)


def _decode(parts: list[bytes]) -> str:
    return b"".join(parts).decode("utf-8", "hub.calendar.one_byte").strip("\r\ufeff")


def _as_utf8(data: bytes) -> bytes:
    """The same text in UTF-8 without a mark, where the file is UTF-16 or UTF-32, marked or plainly so."""
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace").encode("utf-8", "replace")
    if data.startswith(codecs.BOM_UTF8):
        return data[len(codecs.BOM_UTF8) :]
    for name in ("utf-16-le", "utf-16-be"):
        if data.startswith("BEGIN".encode(name)):
            return data.decode(name, "replace").encode("utf-8", "replace")
    return data
