"""Secrets in the town: words that no page says by chance, and the rules by which somebody may read them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import starmap
from typing import Any
from urllib.parse import unquote

from django.db.models import Model
from django.http import HttpResponse

from hub.access import Rule, scope
from hub.files import rules as file_rules
from hub.files.models import Document, Picture
from hub.notices import Notice
from hub.people import rules as people_rules
from hub.people.models import Invitation, Membership, Organisation, Person
from hub.places.models import Address
from listings import rules as listing_rules
from listings.models import Appeal, Criterion, Decision, Listing, Moderation, Proposal, Report, Unsaved
from tests import planted_charter
from tests.factories.notices import make_message
from tests.personas import HIDDEN_ADDRESS, SUSPENDED_NAME, Persona
from tests.town import Town

DECIDED = ("published, verified", "submitted, verified", "hidden, neighbour", "published, lapsed")
TEXTS = ("text/", "application/json", "application/xml")
ARCHIVES = ("application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@dataclass(frozen=True)
class Secret:
    """Words that someone may read who may do this to that row; planted twice, either rule is enough."""

    words: str
    rule: Rule[Any]
    row: Model


def plant(town: Town) -> list[Secret]:
    """Write secrets into the town's rows, past the actions, so that each is in one place alone."""
    return [
        *_reasons(town),
        *_reports(town),
        *_appeals(town),
        *_typed(town),
        *_messages(town),
        *starmap(Secret, planted_charter.planted()),
    ]


def found(town: Town) -> list[Secret]:
    """What the town has of itself: withheld addresses, listings, organisations, pictures, people."""
    return [
        *_addresses(town),
        *_listings(town),
        *_organisations(town),
        *_pictures(town),
        *_people(town),
        *starmap(Secret, planted_charter.workers()),
    ]


def may_read(persona: Persona, known: list[Secret]) -> set[str]:
    """The words that this persona's rules allow."""
    allowed: dict[str, set[Any]] = {}
    for rule in {secret.rule.name: secret.rule for secret in known}.values():
        allowed[rule.name] = set(scope(persona.actor, rule, rule.model).values_list("pk", flat=True))
    return {secret.words for secret in known if secret.row.pk in allowed[secret.rule.name]}


def told(response: HttpResponse) -> str:
    """All that an answer says: its headers, decoded, and its text, that of the files in an archive too."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    kind = response.headers.get("Content-Type", "")
    said = ""
    if kind.startswith(TEXTS):
        # Files of many rows are sent piece by piece.
        said = response.getvalue().decode()
    elif kind.startswith(ARCHIVES):
        with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
            said = "\n".join(archive.read(name).decode() for name in archive.namelist())
    # What is left has no words: a picture was made anew from its dots.
    return f"{unquote(headers)}\n{said}"


def _either(words: str, *ways: tuple[Rule[Any], Model]) -> list[Secret]:
    return [Secret(words, rule, row) for rule, row in ways]


def _account(person: Person | None) -> list[tuple[Rule[Any], Model]]:
    """What is about people, and what they wrote, is in the copy of their own data."""
    return [] if person is None else [(people_rules.view_account, person)]


def _named(label: str) -> str:
    return "".join(one if one.isalnum() else " " for one in label)


def _reasons(town: Town) -> Iterator[Secret]:
    """Why something was decided: for members and the steward, also where the listing is public."""
    for label in DECIDED:
        words = f"Quince decided about {_named(label)}"
        listing = town.specimens[Listing][label]
        decided = Moderation.objects.create(
            listing=listing, decision=Decision.RETURNED, criterion=Criterion.UNCLEAR, reason=words, edition=1
        )
        yield Secret(words, listing_rules.view_moderation, decided)
    for label, listing in town.specimens[Listing].items():
        if label.startswith(("returned", "hidden")):
            words = f"Medlar about {_named(label)}"
            Listing.objects.filter(pk=listing.pk).update(reason=words)
            yield from _either(words, (listing_rules.view, listing), (listing_rules.moderate, listing))
    for label, organisation in town.specimens[Organisation].items():
        if "suspended" in label:
            words = f"Damson behind {_named(label)}"
            Organisation.objects.filter(pk=organisation.pk).update(suspension_reason=words)
            yield Secret(words, people_rules.check_organisation, organisation)


def _reports(town: Town) -> Iterator[Secret]:
    """What was reported is the steward's to read, the address nobody's; the answer is for both sides."""
    closed = town.persona("closed").person
    assert closed is not None
    for label, report in town.specimens[Report].items():
        assert isinstance(report, Report)
        text, answer = f"Loganberry said {_named(label)}", f"Loganberry answered {_named(label)}"
        changed: dict[str, str] = {"text": text}
        if report.person is None:
            changed["email"] = f"{_named(label).replace(' ', '-')}@reporters-mail.test"
            # An account that is closed reads nothing.
            yield Secret(changed["email"], people_rules.view_account, closed)
        if report.answer:
            changed["answer"] = answer
            yield from _either(
                answer, (listing_rules.view_report, report), (listing_rules.follow_report, report)
            )
        Report.objects.filter(pk=report.pk).update(**changed)
        yield from _either(text, (listing_rules.view_report, report), *_account(report.person))


def _appeals(town: Town) -> Iterator[Secret]:
    for label, appeal in town.specimens[Appeal].items():
        assert isinstance(appeal, Appeal)
        words = f"Mulberry asks {_named(label)}"
        Appeal.objects.filter(pk=appeal.pk).update(text=words)
        yield from _either(
            words,
            (listing_rules.view_appeal, appeal),
            (listing_rules.follow_appeal, appeal),
            *_account(appeal.person),
        )


def _typed(town: Town) -> Iterator[Secret]:
    """What is not sent yet, and what waits to be read; to whom somebody is invited."""
    for label, unsaved in town.specimens[Unsaved].items():
        assert isinstance(unsaved, Unsaved)
        words = f"Greengage typed {_named(label)}"
        written = json.loads(json.dumps(unsaved.fields).replace("Zinnia unsaved", words))
        assert written != unsaved.fields
        Unsaved.objects.filter(pk=unsaved.pk).update(fields=written)
        yield from _either(words, (listing_rules.go_on, unsaved), *_account(unsaved.person))
    for proposal in Proposal.objects.select_related("listing__organisation"):
        words = f"Dahlias proposed by {proposal.listing.organisation}"
        content = json.loads(json.dumps(proposal.content).replace("Zinnias, and now dahlias.", words))
        assert content != proposal.content
        Proposal.objects.filter(pk=proposal.pk).update(content=content)
        yield from _either(
            words, (listing_rules.moderate, proposal.listing), (listing_rules.manage, proposal.listing)
        )
    for invitation in town.specimens[Invitation].values():
        assert isinstance(invitation, Invitation)
        if "@secret-mail" not in invitation.email.lower():
            yield Secret(invitation.email, people_rules.view_invitation, invitation)


def _messages(town: Town) -> Iterator[Secret]:
    """An e-mail is for whom it is sent to: in their mail, and in the copy of their own data."""
    for name in ("parent", "organiser", "admin"):
        person = town.persona(name).person
        assert person is not None
        notice = Notice(subject=f"Elderflower for {name}", paragraphs=(f"Tamarind tells {name}.",))
        make_message(person, notice)
        for words in (notice.subject, *notice.paragraphs):
            yield Secret(words, people_rules.view_account, person)


def _addresses(town: Town) -> Iterator[Secret]:
    rows = town.specimens[Address]
    for words in HIDDEN_ADDRESS.values():
        yield Secret(words, people_rules.view_address, rows["withheld, a verified group"])
    yield Secret("Fennel Mews", people_rules.view_address, rows["withheld, a suspended group"])


def _listings(town: Town) -> Iterator[Secret]:
    """The steward reads of what is not a draft also once it is over, or its group was suspended."""
    for listing in town.specimens[Listing].values():
        assert isinstance(listing, Listing)
        for words in (listing.title, f"/{listing.slug}/"):
            yield from _either(words, (listing_rules.view, listing), (listing_rules.moderate, listing))


def _organisations(town: Town) -> Iterator[Secret]:
    for organisation in town.specimens[Organisation].values():
        assert isinstance(organisation, Organisation)
        yield Secret(f"/{organisation.slug}/", people_rules.view_organisation, organisation)
    for name in ("suspended", "unverified"):
        organisation = getattr(town.organisations, name)
        yield Secret(organisation.name, people_rules.view_organisation, organisation)
    # One's own account names the organisations where one has a role, whatever became of them; so does an
    # invitation, to whom it is for.
    own = town.specimens[Membership]["suspended as manager"]
    for words in (SUSPENDED_NAME, "/thistledown/"):
        yield Secret(words, people_rules.view_membership, own)


def _pictures(town: Town) -> Iterator[Secret]:
    """The address of a picture or a document is told to whoever may see it."""
    for picture in town.specimens[Picture].values():
        assert isinstance(picture, Picture)
        yield Secret(str(picture.key), file_rules.view_picture, picture)
    for document in town.specimens[Document].values():
        assert isinstance(document, Document)
        # Who added one finds its name in the copy of their own data, and may not open it any more.
        ways = ((file_rules.view_document, document), *_account(document.uploaded_by))
        yield from _either(str(document.key), *ways)


def _people(town: Town) -> Iterator[Secret]:
    """Whoever sees an organisation's people knows their names and addresses; everyone their own."""
    for persona in town.personas:
        if persona.person is not None:
            own: Iterable[Membership] = Membership.objects.filter(person=persona.person)
            ways = [(people_rules.view_membership, role) for role in own]
            for words in (persona.person.email, persona.person.name):
                yield from _either(words, *_account(persona.person), *ways)
