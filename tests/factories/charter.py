"""Consultations with questions and answers, in the states that the charter's rooms tell apart.

Rows are made directly here, past the actions, so that a room's tests need no other room. Where a test is
about an action, call that action.
"""

from __future__ import annotations

import hashlib
import itertools
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from charter.models import (
    AboutYou,
    Answer,
    Channel,
    Consultation,
    Contact,
    Original,
    Progress,
    Publish,
    PublishedAnswer,
    PublishedResponse,
    Question,
    QuestionKind,
    RespondentKind,
    Response,
    ResumeLink,
    Review,
    Section,
    Version,
    Wording,
)

_numbers = itertools.count(1)
# Section key, area, title; then question key, kind, label, text.
SHAPE: tuple[tuple[str, int | None, str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "priorities",
        None,
        "What matters most",
        (
            ("rate-premises", QuestionKind.RATING, "", "Sharing school premises"),
            ("rate-training", QuestionKind.RATING, "", "Training together"),
            ("priorities-others", QuestionKind.OPEN, "", "Is anything else more important?"),
        ),
    ),
    (
        "premises",
        2,
        "Sharing school premises",
        (
            ("premises-right", QuestionKind.YES_NO, "2a", "Is this a fair account of why it matters?"),
            ("premises-barriers", QuestionKind.OPEN, "2b", "What else is in the way?"),
            ("premises-example", QuestionKind.EXAMPLE, "", "Have you seen it work? Tell us."),
        ),
    ),
    (
        "training",
        4,
        "Training together",
        (("training-priority", QuestionKind.YES_NO, "4a", "Should training together come first?"),),
    ),
)


def make_consultation(state: str = "open", **fields: Any) -> Consultation:
    """A consultation with one version: "draft", "coming", "open", "closing" (in the last hour), "closed",
    "settled" or "results" (published)."""
    now = timezone.now()
    opens, closes = {
        "draft": (None, None),
        "coming": (now + timedelta(days=3), now + timedelta(days=33)),
        "open": (now - timedelta(days=10), now + timedelta(days=20)),
        "closing": (now - timedelta(days=30), now - timedelta(minutes=20)),
    }.get(state, (now - timedelta(days=60), now - timedelta(days=10)))
    number = next(_numbers)
    done = state in ("settled", "results")
    consultation = Consultation.objects.create(
        **{
            "title": f"What should the charter say? {number}",
            "slug": f"consultation-{number}",
            "summary": "Tell us what schools and communities should do for each other.",
            "introduction": "We put a draft together. Please help us finish it.",
            "published_at": None if state == "draft" else now - timedelta(days=61),
            "opens_at": opens,
            "closes_at": closes,
            "settled_at": now - timedelta(days=9) if done else None,
            "results_published_at": now - timedelta(days=1) if state == "results" else None,
            **fields,
        }
    )
    make_version(consultation, published=state != "draft")
    return consultation


def make_version(consultation: Consultation, *, published: bool = True) -> Version:
    """The next version, with the questions of SHAPE."""
    number = consultation.versions.count() + 1
    version = Version.objects.create(consultation=consultation, number=number)
    for place, (key, area, title, questions) in enumerate(SHAPE):
        section = Section.objects.create(
            version=version,
            key=key,
            position=place,
            area=area,
            title=title,
            narrative=f"Why {title.lower()} matters, in a few words.",
            barriers="- Too little time\n- Worries about risk" if area else "",
            helps="- One person to ask" if area else "",
        )
        for row, (name, kind, label, text) in enumerate(questions):
            question, _made = Question.objects.get_or_create(
                consultation=consultation, key=name, defaults={"kind": kind}
            )
            Wording.objects.create(
                version=version,
                section=section,
                question=question,
                position=row,
                label=label,
                text=text,
                area={"rate-premises": 2, "rate-training": 4}.get(name),
            )
    if published:
        version.published_at = timezone.now()
        version.save(update_fields=["published_at"])
    return version


def latest_version(consultation: Consultation) -> Version:
    """The newest published version."""
    version = consultation.versions.exclude(published_at=None).order_by("-number").first()
    assert version is not None
    return version


def question(consultation: Consultation, key: str) -> Question:
    """Raises DoesNotExist."""
    return Question.objects.get(consultation=consultation, key=key)


def make_response(
    consultation: Consultation,
    *,
    answers: dict[str, Any] | None = None,
    kind: str = RespondentKind.PARENT,
    district: str = "B14",
    email: str = "",
    at: datetime | None = None,
    **fields: Any,
) -> Response:
    """A response that was sent, to be published without a name, unless other things are given.

    answers: by question key: a number is a rating, a text is words, a pair is (choice, words).
    """
    at = at or timezone.now() - timedelta(days=11)
    state = fields.pop("state", Progress.SENT)
    response = Response.objects.create(
        **{
            "consultation": consultation,
            "version": latest_version(consultation),
            "channel": Channel.ONLINE,
            "state": state,
            "begun_at": at,
            "saved_at": at,
            "sent_at": at if state == Progress.SENT else None,
            "withdrawn_at": at if state == Progress.WITHDRAWN else None,
            "publish": Publish.UNNAMED if state == Progress.SENT else "",
            **fields,
        }
    )
    AboutYou.objects.create(response=response, kind=kind, district=district)
    if email:
        Contact.objects.create(response=response, email=email)
    if response.channel != Channel.ONLINE:
        Original.objects.create(response=response, received_on=at.date(), transcribed_at=at)
    for key, given in (answers or {"premises-barriers": "The gate is locked at four."}).items():
        make_answer(response, key, given)
    return response


def make_answer(response: Response, key: str, given: Any) -> Answer:
    """One answer: a number is a rating, a text is words, a pair is (choice, words)."""
    fields: dict[str, Any] = {"text": given}
    if isinstance(given, int):
        fields = {"rating": given}
    elif isinstance(given, tuple):
        fields = {"choice": given[0], "text": given[1]}
    return Answer.objects.create(
        response=response,
        question=question(response.consultation, key),
        version=response.version,
        saved_at=response.saved_at,
        **fields,
    )


def make_link(response: Response, *, revoked: bool = False) -> str:
    """A private link to a response. Returns its secret."""
    secret = secrets.token_urlsafe(32)
    ResumeLink.objects.create(
        response=response,
        secret_hash=hashlib.sha256(secret.encode()).hexdigest(),
        revoked_at=timezone.now() if revoked else None,
    )
    return secret


def publish(response: Response, texts: dict[str, str] | None = None) -> PublishedResponse:
    """The response as the public reads it: its answers as they are, or with these texts by question key."""
    Response.objects.filter(pk=response.pk).update(review=Review.PUBLISHED, reviewed_at=timezone.now())
    response.refresh_from_db()
    published = PublishedResponse.objects.create(
        response=response,
        consultation=response.consultation,
        name=response.public_name if response.publish == Publish.NAMED else "",
        kind=response.about_you.kind,
        channel=response.channel,
        published_at=timezone.now(),
    )
    for answer in response.answers.select_related("question"):
        PublishedAnswer.objects.create(
            published=published,
            answer=answer,
            question=answer.question,
            rating=answer.rating,
            choice=answer.choice,
            text=(texts or {}).get(answer.question.key, answer.text),
        )
    return published
