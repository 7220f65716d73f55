"""A listing as a moderator reads it: its words with what the checks found, its facts, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone

from hub.calendar.words import say_date
from hub.privacy.scan import Words
from listings.actions.content import PARTS, Content, Difference, content_of, differences, from_json
from listings.aims import Due, due
from listings.findings import FIELDS, find_in
from listings.marking import Field, Sign, marked_fields, signs
from listings.models import Listing, Proposal
from listings.queries_moderation import Step, places_in

AT_A_GLANCE = ("pattern", "place", "ages", "cost")


@dataclass(frozen=True)
class Reading:
    """What a moderator reads of one listing, or of a proposed change to it."""

    fields: Sequence[Field]
    signs: Sequence[Sign]
    facts: Sequence[tuple[Words, str]]
    # What a list shows of it: the sentence, then when, where and for whom.
    summary: str = ""
    glance: Sequence[tuple[Words, str]] = ()
    due: Due | None = None
    # Of a proposed change: what it would change.
    changes: Sequence[Difference] = field(default_factory=tuple)


def reading_of(listing: Listing) -> Reading:
    """What it says, or what it will say once it is published."""
    content = content_of(listing)
    waits = due("listing", listing.submitted_at) if listing.submitted_at else None
    return _reading(listing, content, waits, ())


def reading_of_change(listing: Listing, proposal: Proposal, content: Content | None) -> Reading:
    """What a listing would say with a proposed change, and what that changes. `content` is the proposal's."""
    content = content or content_of(listing)
    changes = differences(content_of(listing), content)
    return _reading(listing, content, due("listing", proposal.proposed_at), changes)


def _reading(listing: Listing, content: Content, waits: Due | None, changes: Sequence[Difference]) -> Reading:
    found = find_in(content, listing.organisation)
    return Reading(
        fields=marked_fields(content, found),
        signs=signs(content, found),
        facts=_facts(content),
        summary=content.summary,
        glance=_glance(content),
        due=waits,
        changes=changes,
    )


def _facts(content: Content) -> list[tuple[Words, str]]:
    """What it says outside of its texts: when, where, for whom, what it costs."""
    return [
        (label, words)
        for key, label, _names, say in PARTS
        if key not in FIELDS
        for words in [say(content)]
        if words
    ]


def _glance(content: Content) -> list[tuple[Words, str]]:
    """The few facts that most decisions need; children without their parents only where that is so."""
    keys = AT_A_GLANCE + (("without_parents",) if content.without_parents else ())
    said = {key: (label, say(content)) for key, label, _names, say in PARTS if key in keys}
    return [said[key] for key in keys if said[key][1]]


def contents_in(texts: Sequence[Mapping[str, Any]]) -> list[Content | None]:
    """Kept texts as contents, in two queries at most; None for one that was wiped."""
    places = places_in(dict(text) for text in texts)
    return [_content(text, places) for text in texts]


def _content(text: Mapping[str, Any], places: Mapping[int, Any]) -> Content | None:
    place = text.get("place")
    known = isinstance(place, int)
    try:
        content = from_json({**text, "place": None if known else place})
    except KeyError:
        return None
    return replace(content, place=places.get(place)) if known and isinstance(place, int) else content


@dataclass(frozen=True)
class Told:
    """One step of a listing's history as the page tells it."""

    step: Step
    day: str
    # What was changed in the text between this decision and the next, or what is there now.
    since: Sequence[Difference]


def told(steps: Iterable[Step], listing: Listing) -> list[Told]:
    """The history with what changed after each decision, newest first."""
    steps = list(steps)
    decided = [step for step in steps if step.decision]
    texts = contents_in([step.decision.text for step in decided if step.decision])
    content: dict[int, Content | None] = {
        step.decision.pk: text for step, text in zip(decided, texts, strict=True) if step.decision
    }
    later: Content | None = content_of(listing)
    made = []
    for step in steps:
        since: Sequence[Difference] = ()
        if step.decision:
            said = content[step.decision.pk]
            since = differences(said, later) if said and later else ()
            later = said or later
        made.append(Told(step, say_date(timezone.localdate(step.at)), since))
    return made
