"""What the steward's pages about a consultation share: which one, moments in words, ways to other rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from charter import rules
from charter.lines import KEY, MOST_SHOWN, FileError
from charter.models import Consultation, Version
from charter.queries.consultation import draft_and_published
from hub.access import Rule, scope
from hub.calendar.london import to_wall
from hub.calendar.words import say_date, say_time
from hub.people.http import Request
from hub.people.models import Organisation

LONGEST_LINE = 160


def the_consultation(request: Request, slug: str, rule: Rule[Consultation]) -> Consultation:
    """The consultation at this address, if the rule lets this person. Raises Http404."""
    return get_object_or_404(scope(request.actor, rule, Consultation), slug=slug)


def the_steward(request: Request, rule: Rule[Organisation]) -> Organisation:
    """The steward, if the rule lets this person work for it. Raises Http404."""
    found = scope(request.actor, rule, Organisation).order_by("pk").first()
    if found is None:
        raise Http404(rule.sentence)
    return found


def the_draft(request: Request, slug: str) -> tuple[Consultation, Version]:
    """A consultation with its version in preparation, to be edited. Raises Http404 in words."""
    consultation = the_consultation(request, slug, rules.write_questions)
    draft = scope(request.actor, rules.edit_version, Version).filter(consultation=consultation).first()
    if draft is None:
        raise Http404(_("There is no version in preparation: it was published, or thrown away."))
    return consultation, draft


def newest_version(consultation: Consultation) -> Version | None:
    """The version in preparation, or the one that is published."""
    draft, published = draft_and_published(consultation)
    return draft or published


def say_moment(moment: datetime | None) -> str:
    """ "Friday 8 January, 5pm", in London; "" for none."""
    if moment is None:
        return ""
    told = {"day": say_date(to_wall(moment).date()), "time": say_time(moment)}
    return _("%(day)s, %(time)s") % told


def number_in(request: Request, name: str) -> int:
    """A small number that a form carries; -1, which no edition is, for anything else."""
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


def key_in(request: Request, name: str) -> str:
    """The key of a section or question that a form carries; "", which none has, for anything else."""
    given = request.POST.get(name, "")
    return given if KEY.fullmatch(given) else ""


def address_of(*names: str, slug: str = "") -> str:
    """Where the first of these pages is that the hub has; "" where it has none of them."""
    for name in names:
        try:
            return reverse(name, args=[slug] if slug else [])
        except NoReverseMatch:
            continue
    return ""


def say_and_go(request: Request, words: str, name: str, *args: Any) -> HttpResponseRedirect:
    """Say that it is done, on the page that comes next."""
    messages.success(request, words)
    return redirect(name, *args)


def refuse_and_go(request: Request, words: str, name: str, *args: Any) -> HttpResponseRedirect:
    """Say why it was not done, on the page where it can be looked at again."""
    messages.error(request, words)
    return redirect(name, *args)


@dataclass(frozen=True)
class WrongLine:
    """A line of a file with what is wrong in it."""

    number: int
    text: str
    reason: str


def shown(data: str | bytes) -> str:
    """What is in a file, as far as it can be shown."""
    text = data.decode("utf-8-sig", "replace") if isinstance(data, bytes) else data
    return text.replace("\x00", "")


def problems_in(data: str | bytes, error: FileError) -> dict[str, Any]:
    """What charter/parts/file-problems.html shows: wrong lines with their words and why, and how many."""
    lines = shown(data).splitlines()
    wrong = [
        WrongLine(
            one.line, lines[one.line - 1][:LONGEST_LINE] if 0 < one.line <= len(lines) else "", one.reason
        )
        for one in error.problems[:MOST_SHOWN]
    ]
    count = len(error.problems)
    return {"problems": wrong, "count": count, "more": max(0, count - MOST_SHOWN)}
