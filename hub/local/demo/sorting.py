"""How the steward’s people read, published and sorted what the town answered: in part, by two readers."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from django.utils import timezone

from charter.models import (
    Answer,
    Change,
    Channel,
    Consultation,
    Passage,
    Place,
    Publish,
    PublishedAnswer,
    PublishedResponse,
    Reading,
    Redaction,
    Response,
    Review,
    Theme,
    ThemeChange,
)
from hub.local.demo.codebook import THEMES
from hub.local.demo.responses import Answered, Given
from hub.people.models import Person

REVIEWER, FIRST, SECOND = "admin@demo.test", "analyst@demo.test", "deputy@demo.test"
TAKEN_OUT = "[…]"


def publish_some(answered: Iterable[Answered], people: dict[str, Person]) -> int:
    """Publish what may be and was read so far, less what is private. Returns how many responses."""
    random = Random("published")  # noqa: S311  (invented people, no secret)
    now = timezone.now()
    redactions, responses, answers, kept = [], [], [], []
    for one in answered:
        response = one.response
        waits = random.random() < 0.12
        checked = response.channel == Channel.ONLINE or response.original.checked_at is not None
        if waits or not checked:
            continue
        if response.publish == Publish.NOT:
            kept.append(response.pk)
            continue
        published = PublishedResponse(
            response=response,
            consultation=response.consultation,
            name=response.public_name if response.publish == Publish.NAMED else "",
            kind=response.about_you.kind,
            channel=response.channel,
            published_at=now,
            published_by=people[REVIEWER],
        )
        responses.append(published)
        for answer, given in one.answers:
            redactions += _redactions(answer, given, people[REVIEWER])
            answers.append(
                PublishedAnswer(
                    published=published,
                    answer=answer,
                    question=given.question,
                    rating=answer.rating,
                    choice=answer.choice,
                    text=_less_private(answer.text, given),
                )
            )
    Redaction.objects.bulk_create(redactions)
    PublishedResponse.objects.bulk_create(responses)
    PublishedAnswer.objects.bulk_create(answers)
    done = {"reviewed_at": now, "reviewed_by": people[REVIEWER]}
    Response.objects.filter(pk__in=[one.response_id for one in responses]).update(
        review=Review.PUBLISHED, **done
    )
    Response.objects.filter(pk__in=kept).update(review=Review.KEPT, **done)
    return len(responses)


def _redactions(answer: Answer, given: Given, by: Person) -> list[Redaction]:
    return [
        Redaction(
            answer=answer, start=start, end=end, reason=reason, answer_edition=answer.edition, made_by=by
        )
        for start, end, reason in given.private
    ]


def _less_private(text: str, given: Given) -> str:
    for start, end, _reason in sorted(given.private, reverse=True):
        text = f"{text[:start]}{TAKEN_OUT}{text[end:]}"
    return text


def load_codebook(consultation: Consultation, people: dict[str, Person]) -> dict[str, Theme]:
    """The themes, by key."""
    themes = Theme.objects.bulk_create(
        Theme(
            consultation=consultation,
            key=one.key,
            area=one.area,
            name=one.name,
            definition=one.definition,
            includes=one.includes,
            excludes=one.excludes,
        )
        for one in THEMES
    )
    ThemeChange.objects.bulk_create(
        ThemeChange(theme=theme, change=Change.MADE, made_by=people[FIRST]) for theme in themes
    )
    return {theme.key: theme for theme in themes}


def read_some(
    answered: Iterable[Answered], themes: dict[str, Theme], people: dict[str, Person]
) -> list[Answer]:
    """Let one reader read most answers in words, and a second a part of them. Returns what was read."""
    random = Random("sorted")  # noqa: S311  (invented people, no secret)
    now = timezone.now()
    readings: list[Reading] = []
    passages: list[Passage] = []
    read: list[Answer] = []
    for one in answered:
        for answer, given in one.answers:
            if not given.text or random.random() > 0.78:
                continue
            read.append(answer)
            twice = random.random() < 0.35
            for place, reader in ((Place.FIRST, FIRST), (Place.SECOND, SECOND)):
                if place == Place.SECOND and not twice:
                    continue
                reading = Reading(answer=answer, place=place, reader=people[reader], finished_at=now)
                readings.append(reading)
                seen = given.themes
                # Two people do not always see the same.
                if place == Place.SECOND and random.random() < 0.14:
                    seen = seen[1:] if seen else [(0, len(given.text), random.choice(list(themes)))]
                passages += (
                    Passage(reading=reading, theme=themes[key], start=start, end=end)
                    for start, end, key in seen
                )
    Reading.objects.bulk_create(readings)
    Passage.objects.bulk_create(passages)
    return read
