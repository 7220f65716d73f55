"""Who signed the charter, and what an organisation may sign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.utils import timezone

from charter import rules
from charter.models import (
    Charter,
    CharterVersion,
    Responsibility,
    SignatoryKind,
    Signature,
    Stage,
    Supporter,
)
from hub.access import scope
from hub.people.actor import Actor
from hub.people.models import Kind, Organisation

# As what each kind of organisation can sign: a school is a school.
KINDS_OF = {
    Kind.SCHOOL: (SignatoryKind.SCHOOL,),
    Kind.GROUP: (
        SignatoryKind.COMMUNITY,
        SignatoryKind.COUNCIL,
        SignatoryKind.GOVERNMENT,
        SignatoryKind.OTHER,
    ),
}
# Names of supporters that one page shows.
NAMES = 100


@dataclass(frozen=True)
class Signed:
    """One organisation's signature as everyone sees it."""

    key: str
    name: str
    url: str
    kind: str
    version: int
    version_url: str
    current: bool
    day: date
    pledge: str
    pledge_by: date | None
    duties: list[str]


def adopted_version(charter: int | None = None) -> CharterVersion | None:
    """The version that can be signed: the newest that was adopted, or None."""
    found = CharterVersion.objects.filter(stage=Stage.ADOPTED).select_related("charter")
    if charter is not None:
        found = found.filter(charter=charter)
    return found.order_by("-number").first()


def kinds_for(organisation: Organisation) -> list[tuple[str, str]]:
    """As what it can sign: values and words."""
    return [(kind.value, str(kind.label)) for kind in KINDS_OF.get(Kind(organisation.kind), ())]


def duties_of(version: CharterVersion, kind: str) -> list[Responsibility]:
    """What a version asks of one kind of signatory, in the order of its text, with clause and section."""
    return list(
        version.responsibilities.filter(kind=kind)
        .select_related("clause__section")
        .order_by("clause__section__position", "clause__position", "position", "pk")
    )


def latest_signature(organisation: Organisation, charter: int) -> Signature | None:
    """The newest signature of an organisation that stands, whichever version it is under."""
    return (
        Signature.objects.filter(organisation=organisation, charter=charter, withdrawn_at=None)
        .select_related("version", "organisation", "signed_by")
        .order_by("-version__number")
        .first()
    )


def past_signatures(organisation: Organisation, charter: int) -> list[Signature]:
    """Every signature that an organisation ever gave, newest first: at most 50."""
    found = Signature.objects.filter(organisation=organisation, charter=charter)
    return list(found.select_related("version").order_by("-signed_at", "-pk")[:50])


def older_signers(version: CharterVersion) -> list[Organisation]:
    """Organisations whose signature stands under an older version, and that did not sign this one."""
    stands = Signature.objects.filter(
        organisation=OuterRef("pk"), charter=version.charter_id, withdrawn_at=None
    )
    here = stands.filter(version=version)
    older = stands.filter(version__number__lt=version.number)
    able = Organisation.objects.filter(suspended_at=None)
    return list(able.filter(Exists(older), ~Exists(here)).order_by("pk"))


def to_sign_again(actor: Actor) -> QuerySet[Organisation]:
    """Organisations that this person signs for, whose signature is under an older version."""
    newest = CharterVersion.objects.filter(stage=Stage.ADOPTED).order_by("-number")
    stands = Signature.objects.filter(
        organisation=OuterRef("pk"), charter=Subquery(newest.values("charter")[:1]), withdrawn_at=None
    )
    here = stands.filter(version=Subquery(newest.values("pk")[:1]))
    older = stands.filter(version__number__lt=Subquery(newest.values("number")[:1]))
    mine = scope(actor, rules.sign_charter, Organisation)
    return mine.filter(Exists(older), ~Exists(here)).order_by("name", "pk")


def signatories(actor: Actor, *, kind: str = "", area: int | None = None) -> QuerySet[Signature]:
    """The newest standing signature of each, by name. `area`: only who took something on there."""
    seen = scope(actor, rules.view_signature, Signature)
    newer = seen.filter(
        organisation=OuterRef("organisation"),
        charter=OuterRef("charter"),
        version__number__gt=OuterRef("version__number"),
    )
    found = seen.filter(~Exists(newer)).select_related("organisation", "version")
    if kind:
        found = found.filter(kind=kind)
    if area is not None:
        there = Responsibility.objects.filter(signatures=OuterRef("pk"), clause__section__area=area)
        found = found.filter(Exists(there))
    return found.order_by(Lower("organisation__name"), "pk")


def rows_of(signatures: Iterable[Signature], current: CharterVersion | None) -> list[Signed]:
    """The signatures as they are shown, with what each took on, in one more query."""
    signatures = list(signatures)
    links = Signature.responsibilities.through.objects.filter(
        signature__in=[one.pk for one in signatures]
    ).order_by(
        "responsibility__clause__section__position",
        "responsibility__clause__position",
        "responsibility__position",
        "pk",
    )
    duties: dict[int, list[str]] = {}
    for pk, text in links.values_list("signature", "responsibility__text"):
        duties.setdefault(pk, []).append(text)
    return [_row(one, duties.get(one.pk, []), current) for one in signatures]


def _row(one: Signature, duties: list[str], current: CharterVersion | None) -> Signed:
    return Signed(
        key=str(one.key),
        name=one.organisation.name,
        url=one.organisation.get_absolute_url(),
        kind=str(SignatoryKind(one.kind).label),
        version=one.version.number,
        version_url=one.version.get_absolute_url(),
        current=current is not None and one.version_id == current.pk,
        day=timezone.localdate(one.signed_at),
        pledge=one.pledge,
        pledge_by=one.pledge_by,
        duties=duties,
    )


def counts_by_kind(actor: Actor) -> list[tuple[str, str, int]]:
    """How many organisations signed as each kind: value, words, number. In one query."""
    counted = signatories(actor).order_by().values("kind").annotate(number=Count("pk"))
    numbers = dict(counted.values_list("kind", "number"))
    return [(kind.value, str(kind.label), numbers.get(kind.value, 0)) for kind in SignatoryKind]


@dataclass(frozen=True)
class Backing:
    """The people who stand behind a charter: how many, and the names of those who chose to show theirs."""

    number: int
    names: list[str]


def backing(actor: Actor, charter: Charter) -> Backing:
    """In two queries; the newest names first, 100 at most."""
    confirmed = Supporter.objects.filter(charter=charter, confirmed_at__isnull=False)
    shown = scope(actor, rules.view_supporter, Supporter).filter(charter=charter)
    names = list(shown.order_by("-confirmed_at", "-pk").values_list("name", flat=True)[:NAMES])
    return Backing(number=confirmed.count(), names=names)


def own_support(actor: Actor, charter: Charter) -> Supporter | None:
    """That this person stands behind the charter, or None."""
    return (
        scope(actor, rules.own_support, Supporter).filter(charter=charter, confirmed_at__isnull=False).first()
    )


def supporter_behind(secret_hash: str) -> Supporter | None:
    """Whose link it is, or None."""
    found = Supporter.objects.exclude(secret_hash="").select_related("charter")
    return found.filter(secret_hash=secret_hash).first()


def choices_of(signature: Signature | None) -> list[str]:
    """The keys of what a signature took on: the same responsibility has the same key in every version."""
    return list(signature.responsibilities.values_list("key", flat=True)) if signature else []


def public_signature(actor: Actor, **by: Any) -> Signature | None:
    """The newest signature that everyone sees, by `key` or `organisation`; None for none."""
    seen = scope(actor, rules.view_signature, Signature).filter(Q(**by))
    return seen.select_related("organisation", "version__charter").order_by("-version__number").first()
