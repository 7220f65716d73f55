"""Secrets in what people gave to a consultation, and in what the steward has not made public yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, Value
from django.db.models.functions import Concat
from django.utils import timezone

from charter import rules
from charter.models import (
    Answer,
    CharterVersion,
    Consultation,
    Contact,
    Decision,
    Original,
    Progress,
    Reading,
    Redaction,
    RedactionReason,
    Response,
    SealedLook,
    Signature,
    Stage,
    Supporter,
    Theme,
    ThemeChange,
)
from hub.access import Rule
from hub.people.models import Person

Way = tuple[Rule[Any], Model]
Found = Iterator[tuple[str, tuple[Way, ...]]]
Read = Iterator[tuple[str, Rule[Any], Model]]


def planted() -> Read:
    """Write secrets into what is there, past the actions: words, and each way by which somebody reads it."""
    return _each(_answers(), _originals(), _reviews(), _prepared(), _signed())


def workers() -> Read:
    """Who wrote out, checked or read what people answered, and who looked: for whoever may see that work."""
    return _each(_workers())


def _each(*kinds: Found) -> Read:
    return ((words, rule, row) for kind in kinds for words, ways in kind for rule, row in ways)


def _stewards(response: Response) -> tuple[Way, ...]:
    """Nobody's private link is known to those who look, so the link's own rule is none of theirs."""
    ways: tuple[Way, ...] = ((rules.review_response, response), (rules.view_original, response))
    return ways if response.lead_id is None else (*ways, (rules.view_own_response, response))


def _answers() -> Found:
    """Behind what was said, so that what was marked in it stays in place. Nobody published these words."""
    for answer in Answer.objects.exclude(text="").select_related("response"):
        words = f"Tarragon told {answer.pk}."
        Answer.objects.filter(pk=answer.pk).update(text=Concat("text", Value(f" {words}")))
        yield words, ((rules.read_answer, answer), *_stewards(answer.response))
    for response in Response.objects.all():
        email = f"tarragon-{response.pk}@respondents-mail.test"
        Contact.objects.update_or_create(response=response, defaults={"email": email})
        yield email, _stewards(response)


def _originals() -> Found:
    for original in Original.objects.select_related("response"):
        text, note = f"Sorrel wrote {original.pk}.", f"Sorrel between colleagues {original.pk}."
        Original.objects.filter(pk=original.pk).update(text=Concat("text", Value(f" {text}")), note=note)
        for words in (text, note):
            yield words, _stewards(original.response)


def _reviews() -> Found:
    sent = Answer.objects.exclude(text="").filter(response__state=Progress.SENT).select_related("response")
    for answer in sent:
        words = f"Lovage behind a redaction {answer.pk}."
        Redaction.objects.create(
            answer=answer,
            start=0,
            end=2,
            reason=RedactionReason.THIRD_PARTY,
            note=words,
            answer_edition=answer.edition,
        )
        yield words, ((rules.review_response, answer.response),)
    for response in Response.objects.exclude(review_reason=""):
        words = f"Lovage keeps back {response.pk}."
        Response.objects.filter(pk=response.pk).update(review_reason=words)
        yield words, _stewards(response)


def _prepared() -> Found:
    """What is not public yet: themes, why they changed, decisions, questions and a text in preparation."""
    for theme in Theme.objects.all():
        words = f"Savory means {theme.pk}."
        Theme.objects.filter(pk=theme.pk).update(definition=words)
        yield words, ((rules.view_theme, theme),)
    for change in ThemeChange.objects.select_related("theme__consultation"):
        words = f"Savory changed {change.pk}."
        ThemeChange.objects.filter(pk=change.pk).update(note=words)
        yield words, ((rules.analyse, change.theme.consultation),)
    for decision in Decision.objects.all():
        words = f"Savory decided {decision.pk}."
        Decision.objects.filter(pk=decision.pk).update(reason=words)
        yield words, ((rules.view_decision, decision),)
    for consultation in Consultation.objects.all():
        words = f"Savory asks {consultation.pk}."
        Consultation.objects.filter(pk=consultation.pk).update(summary=words)
        yield words, ((rules.view_consultation, consultation),)
    for version in CharterVersion.objects.filter(stage=Stage.DRAFT):
        words = f"Savory says of version {version.number}."
        CharterVersion.objects.filter(pk=version.pk).update(introduction=words, note=words)
        yield words, ((rules.view_charter_version, version),)


def _signed() -> Found:
    for signature in Signature.objects.all():
        authority, pledge = f"Hyssop, by name, {signature.pk}.", f"Hyssop pledges {signature.pk}."
        Signature.objects.filter(pk=signature.pk).update(
            authority=authority, pledge=pledge, pledge_by=timezone.localdate()
        )
        yield authority, ((rules.view_own_signature, signature),)
        yield pledge, ((rules.view_signature, signature), (rules.view_own_signature, signature))
    for supporter in Supporter.objects.all():
        name, email = f"Hyssop Supporter {supporter.pk}.", f"hyssop-{supporter.pk}@supporters-mail.test"
        Supporter.objects.filter(pk=supporter.pk).update(name=name, email=email)
        yield name, ((rules.view_supporter, supporter), (rules.own_support, supporter))
        yield email, ((rules.own_support, supporter),)


def _workers() -> Found:
    originals = Original.objects.select_related("response", "transcriber", "checker")
    done: list[tuple[Person | None, Rule[Any], Model]] = [
        *((one.transcriber, rules.view_original, one.response) for one in originals),
        *((one.checker, rules.view_original, one.response) for one in originals),
        *((one.person, rules.view_looks, one) for one in SealedLook.objects.select_related("person")),
        *((one.reader, rules.view_reading, one) for one in Reading.objects.select_related("reader")),
    ]
    for person, rule, row in done:
        if person is not None:
            yield person.name, ((rule, row),)
