"""A version of a consultation as a questionnaire to print: everything that the page needs, as plain data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from charter.actions.originals import IN_THE_POST
from charter.models import QuestionKind, Rating, RespondentKind, Version, Wording, YesNo
from hub.calendar.london import LONDON
from hub.documents.pdf import words_for
from hub.web.contacts import email
from hub.web.formatting import formatted

# How many lines to write on, by kind of question.
LINES = {QuestionKind.OPEN: 5, QuestionKind.YES_NO: 4, QuestionKind.EXAMPLE: 9}


# A link to another part of the same text: on paper its words are enough.
_INSIDE = re.compile(r"\[([^\]]+)\]\(#[^)\s]*\)")


class _Blocks(HTMLParser):
    """Paragraphs and list items of a formatted text, in order, with the address behind each link."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[dict[str, Any]] = []
        self.item = self.bold = False
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li" or (tag == "p" and not self.item):
            self.blocks.append({"item": tag == "li", "words": "", "strong": True})
        if tag == "li":
            self.item = True
        elif tag == "br" and self.blocks:
            self.blocks[-1]["words"] += "\n"
        elif tag == "a":
            self.href = dict(attrs).get("href") or ""
        elif tag == "strong":
            self.bold = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "li":
            self.item = False
        elif tag == "strong":
            self.bold = False
        elif tag == "a" and self.blocks and self.href not in self.blocks[-1]["words"]:
            self.blocks[-1]["words"] += f" ({self.href})"

    def handle_data(self, data: str) -> None:
        if self.blocks and (data.strip() or self.blocks[-1]["words"]):
            self.blocks[-1]["words"] += data.replace("\n", "")
            self.blocks[-1]["strong"] &= self.bold or not data.strip()


def blocks(text: str) -> list[dict[str, Any]]:
    """A text's paragraphs and list items: [{"item": False, "words": "…", "strong": False}]."""
    reader = _Blocks()
    reader.feed(formatted(_INSIDE.sub(r"\1", text)))
    reader.close()
    return [one for one in reader.blocks if one["words"].strip()]


def one_line(text: str) -> str:
    """A hint's words without its markup."""
    return " ".join(" ".join(one["words"] for one in blocks(text)).split())


def questionnaire(version: Version, *, large: bool) -> dict[str, Any]:
    """What charter/pdf/questionnaire.typ prints, in two queries beside the version's own."""
    consultation = version.consultation
    closes = consultation.closes_at
    # What closes at midnight closes with the day before.
    last = (closes - timedelta(seconds=1)).astimezone(LONDON).date() if closes else None
    rows = Wording.objects.select_related("question").order_by("position", "pk")
    sections = version.sections.prefetch_related(Prefetch("wordings", rows)).order_by("position", "pk")
    number, code = version.number, version.code
    return {
        "title": consultation.title,
        "summary": consultation.summary,
        "large": large,
        "foot": _("Version %(number)d · Code %(code)s") % {"number": number, "code": code},
        "draft": _("A preview, not published yet: not to be handed out.") if not version.published_at else "",
        "introduction": blocks(consultation.introduction),
        "how": blocks(consultation.how_to_answer),
        "closes": words_for(last) if last else "",
        "send": _send(),
        "late": _("What is posted in time may reach us up to %d days later.") % IN_THE_POST.days,
        "online": settings.HUB_URL + _page("consultations"),
        "sections": [_section(section, list(section.wordings.all())) for section in sections],
        "ratings": [str(words) for words in Rating.labels],
        "choices": [str(words) for words in YesNo.labels],
        "kinds": [str(words) for words in RespondentKind.labels],
    }


def _page(name: str) -> str:
    """The path of a page of another room, "" where the hub has none by this name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _send() -> list[str]:
    """Where it goes: the installation's postal and e-mail address, as far as they are set."""
    return [one for one in (settings.CONTACTS["HUB_CONTROLLER"], email("HUB_CONTACT_EMAIL").shown) if one]


def _section(section: Any, wordings: Sequence[Wording]) -> dict[str, Any]:
    """A section; ratings that stand next to each other are one group."""
    groups: list[dict[str, Any]] = []
    for row in wordings:
        kind = row.question.kind
        rated = kind == QuestionKind.RATING
        if not (rated and groups and groups[-1]["kind"] == kind):
            groups.append({"kind": kind, "lines": LINES.get(QuestionKind(kind), 0), "questions": []})
        groups[-1]["questions"].append({"label": row.label, "words": row.text, "hint": one_line(row.hint)})
    return {
        "title": section.title,
        "area": section.area if section.area and section.area <= 7 else 0,
        "narrative": blocks(section.narrative),
        "barriers": blocks(section.barriers),
        "helps": blocks(section.helps),
        "groups": groups,
    }
