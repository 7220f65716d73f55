"""What was decided about what people said, as the steward prepares it and as everyone reads it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from charter import rules
from charter.models import (
    AnswerTheme,
    Change,
    CharterVersion,
    Clause,
    Consultation,
    Contact,
    Decision,
    Progress,
    PublishedAnswer,
    Stage,
    Theme,
    ThemeChange,
)
from hub.access import scope
from hub.people.actor import Actor
from hub.people.invitations import hash_of
from hub.web.areas import AREAS
from hub.web.formatting import unformatted

QUOTES = 3
# Of a clause that a decision changed, in words.
MOST_OF_A_CLAUSE = 12


@dataclass
class Weighed:
    """A theme as the steward decides about it."""

    theme: Theme
    times: int
    decision: Decision | None
    retired: str = ""


def times_said(themes: list[int]) -> dict[int, int]:
    """In how many sent responses each theme was said."""
    rows = (
        AnswerTheme.objects.filter(theme__in=themes, answer__response__state=Progress.SENT)
        .values("theme")
        .annotate(times=Count("answer__response", distinct=True))
    )
    return dict(rows.values_list("theme", "times"))


def weighed(actor: Actor, consultation: Consultation) -> list[Weighed]:
    """Every theme in use, and every other about which something was decided. 300 at most."""
    themes = list(
        scope(actor, rules.decide_theme, Theme)
        .filter(consultation=consultation)
        .filter(Q(retired_at=None) | Q(decided__isnull=False))
        .order_by("area", "name", "pk")[:300]
    )
    keys = [theme.pk for theme in themes]
    made = {one.theme_id: one for one in scope(actor, rules.change_decision, Decision).filter(theme__in=keys)}
    times, became = times_said(keys), what_became([theme for theme in themes if theme.retired_at])
    return [
        Weighed(theme, times.get(theme.pk, 0), made.get(theme.pk), became.get(theme.pk, ""))
        for theme in themes
    ]


def what_became(themes: list[Theme]) -> dict[int, str]:
    """Of themes that are no longer used: in words, what became of them."""
    rows = ThemeChange.objects.filter(theme__in=themes, change__in=(Change.MERGED, Change.SPLIT))
    into: dict[int, list[str]] = defaultdict(list)
    for row in rows.select_related("into").order_by("pk"):
        if row.into:
            into[row.theme_id].append(row.into.name)
    return {
        theme.pk: _("Later put together with: %s.") % ", ".join(into[theme.pk])
        if into[theme.pk]
        else _("This theme is no longer used.")
        for theme in themes
    }


def quotes(actor: Actor, theme: Theme) -> list[str]:
    """Published words of answers that say this theme: three at most, and never raw ones (rules.md D9)."""
    found = scope(actor, rules.view_published_answer, PublishedAnswer).filter(answer__themes__theme=theme)
    return list(found.exclude(text="").order_by("pk").values_list("text", flat=True)[:QUOTES])


def linkable_clauses() -> list[tuple[int, str, str]]:
    """Clauses that a decision can name, of the draft, else of the newest version: key, address and words."""
    versions = CharterVersion.objects.order_by("-number")
    version = versions.filter(stage=Stage.DRAFT).first() or versions.first()
    if version is None:
        return []
    rows = version.clauses.order_by("section__position", "position", "pk")
    return [(one.pk, one.key, one.text if len(one.text) < 120 else one.text[:119] + "…") for one in rows]


@dataclass(frozen=True)
class Said:
    """A decision as everyone reads it."""

    pk: int
    theme: str
    area: int | None
    said: str
    outcome: str
    outcome_words: str
    reason: str
    change: str
    places: list[tuple[str, str]]
    retired: str


def published(
    actor: Actor, consultation: Consultation, *, outcome: str = ""
) -> list[tuple[int | None, str, list[Said]]]:
    """Published decisions by area: its number, name and what was decided. In four queries, 300 at most."""
    found = scope(actor, rules.view_public_decision, Decision).filter(consultation=consultation)
    if outcome:
        found = found.filter(outcome=outcome)
    rows = list(found.select_related("theme").order_by("theme__area", "theme__name", "pk")[:300])
    places = _places(actor, rows)
    became = what_became([row.theme for row in rows if row.theme.retired_at])
    areas: dict[int | None, list[Said]] = defaultdict(list)
    for row in rows:
        areas[row.theme.area].append(
            Said(
                pk=row.pk,
                theme=row.theme.name,
                area=row.theme.area,
                said=row.said,
                outcome=row.outcome,
                outcome_words=str(row.get_outcome_display()),
                reason=row.reason,
                change=row.change,
                places=places.get(row.pk, []),
                retired=became.get(row.theme_id, ""),
            )
        )
    return [(area, area_name(area), areas[area]) for area in sorted(areas, key=lambda one: one or 99)]


def area_name(area: int | None) -> str:
    """Its name, in words also for the eighth section and for what belongs to none."""
    if area is None:
        return _("About the whole charter")
    return str(AREAS[area]) if area in AREAS else _("Risk and generosity")


def _places(actor: Actor, rows: list[Decision]) -> dict[int, list[tuple[str, str]]]:
    """By decision: where the public finds the clauses that it changed, as (address, words)."""
    public = scope(actor, rules.view_public_charter_version, CharterVersion).values("pk")
    links = (
        Clause.objects.filter(decisions__in=rows, version__in=public)
        .order_by("version__number", "section__position", "position", "pk")
        .values_list("decisions", "key", "version__number", "text")
    )
    newest: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    for pk, key, number, text in links:
        said = Truncator(unformatted(text)).words(MOST_OF_A_CLAUSE)
        words = _("Version %(number)d: “%(clause)s”") % {"number": number, "clause": said}
        newest[pk][key] = (f"{reverse('charter-version', args=[number])}#{key}", words)
    return {pk: list(by_key.values()) for pk, by_key in newest.items()}


def with_decisions(actor: Actor) -> QuerySet[Consultation]:
    """Consultations about which something was decided and published, the newest first."""
    decided = scope(actor, rules.view_public_decision, Decision).values("consultation")
    seen = scope(actor, rules.view_public_consultation, Consultation)
    return seen.filter(pk__in=decided).order_by("-closes_at", "-pk")


def news_behind(secret: str) -> Contact | None:
    """Who was told, by the link in their message; None for a link that is none."""
    told = Contact.objects.filter(told_at__isnull=False).exclude(news_secret_hash="")
    return told.filter(news_secret_hash=hash_of(secret)).select_related("response").first()


def sample(consultation: Consultation) -> Any:
    """The published decisions of a consultation, as a message shows them: two at most."""
    return list(consultation.decisions.filter(published_at__isnull=False).order_by("theme__area", "pk")[:2])
