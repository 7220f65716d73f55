"""The providers of evidence. Each part of the hub registers its own, so that this one knows none of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.functional import Promise

log = logging.getLogger(__name__)
Words = str | Promise
# The charter's areas, by number; its eighth section is about all of them.
AREAS = range(1, 8)
# How many examples of one provider a page shows at most.
MOST_EXAMPLES = 5


@dataclass(frozen=True)
class Figure:
    """A number and what it counts: 214, "events listed by schools and groups", since 1 September 2026.

    `counts` is the words that follow the number. `since` is the first day counted; None for all there is now.
    """

    number: int
    counts: Words
    since: date | None = None


@dataclass(frozen=True)
class Example:
    """One public thing: its title, where it can be seen (a path on the hub), when it was, and who did it.

    `when` is None for what has no day; `who` is an organisation's name, never a person's.
    """

    title: str
    url: str
    when: date | datetime | None = None
    who: str = ""


@dataclass(frozen=True)
class Provider:
    """What one part of the hub counts as evidence, out of public rows alone.

    key: its name in the log, "listings". areas: the areas it has something to say about, 1 to 7.
    title: the heading over its evidence.
    figures, examples: asked with the area's number, each with a constant number of queries however many rows
        there are; the newest examples first. Of the examples, `MOST_EXAMPLES` are shown.
    order: smallest first.
    """

    key: str
    areas: Collection[int]
    title: Words
    figures: Callable[[int], Sequence[Figure]]
    examples: Callable[[int], Sequence[Example]]
    order: int = 100

    def __post_init__(self) -> None:
        """Raises ValueError for an area that the charter does not have, or none."""
        if not self.areas or not set(self.areas) <= set(AREAS):
            raise ValueError(f"{self.key}: areas are numbers from {AREAS[0]} to {AREAS[-1]}")


@dataclass(frozen=True)
class Evidence:
    """What one provider gave for one area. Where it failed, `failed` is True and there is nothing to show:
    the page then says that it can't be shown just now."""

    key: str
    title: Words
    figures: Sequence[Figure] = field(default_factory=tuple)
    examples: Sequence[Example] = field(default_factory=tuple)
    failed: bool = False


_providers: dict[str, Provider] = {}


def register_provider(provider: Provider) -> None:
    """Add a provider, or replace the one with the same key."""
    _providers[provider.key] = provider


def providers_for(area: int) -> list[Provider]:
    """Who has something to say about an area, in order."""
    found = [provider for provider in _providers.values() if area in provider.areas]
    return sorted(found, key=lambda provider: (provider.order, provider.key))


def evidence_for(area: int) -> list[Evidence]:
    """The evidence for an area (1 to 7), provider by provider; those with nothing to show are left out.

    A provider that raises leaves the others standing. Raises ValueError for an area that there is not.
    """
    if area not in AREAS:
        raise ValueError(f"the charter has no area {area}")
    given = [_asked(provider, area) for provider in providers_for(area)]
    return [one for one in given if one.failed or one.figures or one.examples]


def _asked(provider: Provider, area: int) -> Evidence:
    try:
        with _apart():
            figures = tuple(provider.figures(area))
            examples = tuple(provider.examples(area))[:MOST_EXAMPLES]
    except Exception:
        # Whatever goes wrong in one part, the page of the area has others to show.
        log.exception("a provider of evidence failed", extra={"provider": provider.key, "charter_area": area})
        return Evidence(provider.key, provider.title, failed=True)
    return Evidence(provider.key, provider.title, figures, examples)


def _apart() -> AbstractContextManager[None]:
    """Inside a transaction, a savepoint: a query that fails would spoil all that follow it."""
    inside = transaction.get_connection().in_atomic_block
    return transaction.atomic() if inside else nullcontext()
