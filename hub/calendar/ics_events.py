"""One VEVENT of a file, read on its own: its texts, its status, its times as they are written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from hub.calendar.ics_lines import Component, Property
from hub.calendar.ics_model import Limits, Notes, Status
from hub.calendar.ics_text import (
    cut,
    read_line,
    read_plain,
    read_text,
    read_url,
    read_words,
    without_cancelled,
)
from hub.calendar.ics_times import (
    Extra,
    Stamp,
    Unreadable,
    read_duration,
    read_extras,
    read_instant,
    read_stamp,
    read_stamps,
)

STATUSES: dict[str, Status] = {"CANCELLED": "cancelled", "CANCELED": "cancelled", "TENTATIVE": "tentative"}
NOT_PUBLIC = {"PRIVATE", "CONFIDENTIAL"}
# What a calendar shows in place of a title to those who may only see that its owner is busy.
PLACEHOLDERS = {"busy", "free", "tentative", "away", "out of office", "working elsewhere"}
MOST_SEQUENCE = 2**31 - 1
NAMED_IN_NOTES = 80


@dataclass(frozen=True, slots=True)
class Texts:
    """What an event says. Without a title in an override of a series that has one."""

    title: str
    description: str
    location: str
    url: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A VEVENT as it is written; with a `recurrence` it changes that date of a series, or all from it."""

    line: int
    uid: str
    texts: Texts
    status: Status
    sequence: int
    last_modified: datetime | None
    starts: Stamp
    end: Stamp | timedelta | None
    rrule: str
    exdates: tuple[Stamp, ...]
    rdates: tuple[Extra, ...]
    recurrence: Stamp | None
    and_all_later: bool

    @property
    def is_cancelled(self) -> bool:
        return self.status == "cancelled"

    @property
    def age(self) -> tuple[int, str]:
        """Of two versions of one event the one with the greater age is in force."""
        return self.sequence, self.last_modified.isoformat() if self.last_modified else ""


def read_event(component: Component, method: str, limits: Limits, notes: Notes) -> Draft:
    """A VEVENT's content. Raises Unreadable with the reason for leaving it out."""
    if component.is_broken:
        raise Unreadable(_("its end is missing"))
    recurrence = component.first("RECURRENCE-ID")
    texts, is_off = _texts(component, limits, notes)
    _refuse(component, texts, is_override=recurrence is not None)
    status = STATUSES.get(_word(component, "STATUS"), "confirmed")
    if method == "CANCEL" or is_off:
        status = "cancelled"
    stamp = component.first("DTSTART")
    if stamp is None:
        raise Unreadable(_("it has no date"))
    starts, end = _all_day(component, read_stamp(stamp), _end(component))
    return Draft(
        line=component.line,
        uid=_uid(component, texts, limits),
        texts=texts,
        status=status,
        sequence=_sequence(component),
        last_modified=read_instant(component.first("LAST-MODIFIED")),
        starts=starts,
        end=end,
        rrule=_rrule(component),
        exdates=tuple(read_stamps(component.all("EXDATE"))),
        rdates=tuple(read_extras(component.all("RDATE"))),
        recurrence=read_stamp(recurrence) if recurrence else None,
        and_all_later=recurrence is not None and recurrence.param("RANGE").upper() == "THISANDFUTURE",
    )


def read_title(component: Component) -> str:
    """A title to name an event by where it is left out; "" for what is private."""
    if _word(component, "CLASS") in NOT_PUBLIC:
        return ""
    return cut(read_line(_value(component, "SUMMARY")), NAMED_IN_NOTES)


def read_uid(component: Component, limits: Limits) -> str:
    """The identity as it is written, "" if it is missing; one too long to keep becomes a digest of itself."""
    uid = read_plain(_value(component, "UID"))
    return uid if len(uid) <= limits.uid else "long-" + hashlib.sha256(uid.encode()).hexdigest()[:40]


def _refuse(component: Component, texts: Texts, *, is_override: bool) -> None:
    """Raise Unreadable for what is not meant for the public, or says nothing to it."""
    if _word(component, "CLASS") in NOT_PUBLIC:
        raise Unreadable(_("it is marked private"))
    if is_override:
        return
    if not texts.title:
        raise Unreadable(_("it has no title"))
    if texts.title.strip("()[] ").lower() in PLACEHOLDERS and not texts.description:
        raise Unreadable(_("it says only “%s”") % texts.title)


def _texts(component: Component, limits: Limits, notes: Notes) -> tuple[Texts, bool]:
    """The event's texts within their limits, and whether its title says that it is off."""
    title = read_line(_value(component, "SUMMARY"))
    clean = without_cancelled(title)
    if clean is not None:
        title = clean
        notes.note(
            _("Line %(line)d: “%(title)s” says in its title that it is off, and was read as cancelled.")
            % {"line": component.line, "title": cut(title, NAMED_IN_NOTES)}
        )
    description = read_text(_value(component, "DESCRIPTION"))
    if not description and (rich := component.first("X-ALT-DESC")):
        description = read_text(rich.value, is_html="html" in rich.param("FMTTYPE").lower())
    location = ", ".join(part for part in read_text(_value(component, "LOCATION")).split("\n") if part)
    texts = Texts(
        title=cut(title, limits.title),
        description=cut(description, limits.description),
        location=cut(" ".join(location.split()), limits.location),
        url=read_url(_value(component, "URL"), limits.url),
        categories=_categories(component, limits),
    )
    if (title, description) != (texts.title, texts.description) or len(location) > limits.location:
        notes.note(
            _("Line %(line)d: “%(title)s” has a text that is too long, and was cut.")
            % {"line": component.line, "title": cut(title, NAMED_IN_NOTES)}
        )
    return texts, clean is not None


def _categories(component: Component, limits: Limits) -> tuple[str, ...]:
    words = (word for prop in component.all("CATEGORIES") for word in read_words(prop.value))
    return tuple(dict.fromkeys(cut(word, limits.category) for word in words))[: limits.categories]


def _rrule(component: Component) -> str:
    rules = [prop.value.strip() for prop in component.all("RRULE") if prop.value.strip()]
    if len(set(rules)) > 1:
        raise Unreadable(_("it has more than one rule for repeating"))
    if component.first("EXRULE"):
        raise Unreadable(_("it leaves dates out by a rule, which calendars no longer do"))
    return rules[0] if rules else ""


def _end(component: Component) -> Stamp | timedelta | None:
    end, duration = component.first("DTEND"), component.first("DURATION")
    if end is not None and end.value.strip():
        return read_stamp(end)
    return read_duration(duration.value) if duration is not None and duration.value.strip() else None


def _all_day(
    component: Component, starts: Stamp, end: Stamp | timedelta | None
) -> tuple[Stamp, Stamp | timedelta | None]:
    """Outlook writes whole days as midnight to midnight and marks them so."""
    marked = _word(component, "X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE" and not starts.is_utc
    if not marked or starts.is_date or starts.wall.time() != datetime.min.time():
        return starts, end
    if isinstance(end, Stamp):
        end = Stamp(end.wall.replace(hour=0, minute=0, second=0), is_date=True)
    return Stamp(starts.wall, is_date=True), end


def _uid(component: Component, texts: Texts, limits: Limits) -> str:
    """The event's identity; for an event without one, one that stays while its title and dates do."""
    if uid := read_uid(component, limits):
        return uid
    told = [texts.title, *(_value(component, name).strip() for name in ("DTSTART", "RRULE", "LOCATION"))]
    return "derived-" + hashlib.sha256("\n".join(told).encode()).hexdigest()[:40]


def _sequence(component: Component) -> int:
    text = _value(component, "SEQUENCE").strip()[:12]
    return min(int(text), MOST_SEQUENCE) if text.isascii() and text.isdigit() else 0


def _word(component: Component, name: str) -> str:
    return _value(component, name).strip().upper()


def _value(component: Component, name: str) -> str:
    prop: Property | None = component.first(name)
    return prop.value if prop is not None else ""
