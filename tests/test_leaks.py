"""Secrets are planted, and every URL is opened as everyone: each is seen only where its own rule allows."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client, override_settings

from hub.access import Rule, scope
from hub.people import rules as people_rules
from hub.people.models import Membership, Organisation, Person
from hub.places.models import Address
from hub.web.logs import JsonFormatter
from listings import rules as listing_rules
from listings.models import Listing
from tests.hub.access.careless_urls import SECRET as BREAKING
from tests.personas import HIDDEN_ADDRESS, SUSPENDED_NAME, Persona
from tests.town import Town, open_town
from tests.urls import every_url, paths_of

FEWEST_SECRETS = 80
FEWEST_PAGES = 900
# What someone looks for who knows or guesses a part of a secret.
PROBES = (
    "/?q=zinnia",
    "/?q=zinnia+draft",
    "/?q=thistledown",
    "/?q=larkspur",
    "/?q=juniper+cottage",
    "/?near=B14+7QX",
    "/whats-on/calendar.ics?q=zinnia",
    "/whats-on/calendar.ics?q=thistledown",
    "/groups/?q=thistledown",
    "/groups/?q=marmalade",
    "/groups/?q=larkspur",
    "/groups/?kind=group&page=1",
    "/account/sign-in/?next=/whats-on/",
)


@dataclass(frozen=True)
class Secret:
    """Words that someone may read who may do this to that row; planted twice, either rule is enough."""

    words: str
    rule: Rule[Any]
    row: Model


@pytest.fixture(scope="module")
def town(django_db_blocker) -> Iterator[Town]:
    with open_town(django_db_blocker) as town:
        yield town


def secrets(town: Town) -> list[Secret]:
    """Addresses that are withheld, listings not public, organisations not known, people."""
    found = [
        Secret(words, people_rules.view_address, town.specimens[Address]["withheld, a verified group"])
        for words in HIDDEN_ADDRESS.values()
    ]
    hidden = town.specimens[Address]["withheld, a suspended group"]
    found.append(Secret("Fennel Mews", people_rules.view_address, hidden))
    for listing in town.specimens[Listing].values():
        assert isinstance(listing, Listing)
        found += [
            Secret(words, listing_rules.view, listing) for words in (listing.title, f"/{listing.slug}/")
        ]
    for organisation in town.specimens[Organisation].values():
        assert isinstance(organisation, Organisation)
        words = f"/{organisation.slug}/"
        found.append(Secret(words, people_rules.view_organisation, organisation))
    for name in ("suspended", "unverified"):
        organisation = getattr(town.organisations, name)
        found.append(Secret(organisation.name, people_rules.view_organisation, organisation))
    # One's own account names the organisations where one has a role, whatever became of them.
    own = town.specimens[Membership]["suspended as manager"]
    found += [Secret(words, people_rules.view_membership, own) for words in (SUSPENDED_NAME, "/thistledown/")]
    for persona in town.personas:
        if persona.person is not None:
            found += [
                Secret(words, people_rules.view_account, persona.person)
                for words in (persona.person.email, persona.person.name)
            ]
    return found


def may_read(persona: Persona, known: list[Secret]) -> set[str]:
    """The words that this persona's rules allow."""
    allowed: dict[str, set[Any]] = {}
    for rule in {secret.rule.name: secret.rule for secret in known}.values():
        allowed[rule.name] = set(scope(persona.actor, rule, rule.model).values_list("pk", flat=True))
    return {secret.words for secret in known if secret.row.pk in allowed[secret.rule.name]}


def told(response: HttpResponse) -> str:
    """All that an answer says: its text and its headers, decoded."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return unquote(headers) + "\n" + response.content.decode()


def addresses(town: Town) -> list[str]:
    found = [
        path for url in every_url() for path in paths_of(url, town).values() if "sign-out" not in url.route
    ]
    return [*found, *PROBES]


def leaks(persona: Persona, town: Town, known: list[Secret]) -> Iterator[tuple[str, str, bool]]:
    """Every address and the planted words found there, and whether the persona may read them."""
    client = persona.client()
    allowed = may_read(persona, known)
    for address in addresses(town):
        response = client.get(address)
        text = told(response)
        for words in {secret.words for secret in known}:
            if words in text:
                yield address, words, words in allowed


def test_nobody_reads_what_their_rules_do_not_allow(town, caplog):
    caplog.set_level(logging.DEBUG)
    known = secrets(town)
    assert len({secret.words for secret in known}) >= FEWEST_SECRETS
    cache.clear()
    leaked: list[str] = []
    read: dict[str, set[str]] = {}
    # The visitor last as well as first: nothing made for another may be kept for them.
    for persona in [*town.browsing, town.persona("visitor")]:
        for address, words, allowed in leaks(persona, town, known):
            read.setdefault(persona.name, set()).add(words)
            if not allowed:
                leaked.append(f"{persona.name} read “{words}” at {address}")
    assert leaked == []
    assert len(addresses(town)) * len(town.browsing) >= FEWEST_PAGES
    assert_each_reads_what_they_should(read)
    logged = "\n".join(JsonFormatter().format(record) for record in caplog.records)
    assert '"route": "whats-on/<slug:slug>/"' in logged
    assert {secret.words for secret in known if secret.words in logged} == set()


def assert_each_reads_what_they_should(read: dict[str, set[str]]) -> None:
    """Without this, a hub that shows nothing would leak nothing."""
    street = HIDDEN_ADDRESS["street"]
    assert {street, HIDDEN_ADDRESS["postcode"], "Zinnia draft of verified"} <= read["organiser"]
    assert "Zinnia submitted of suspended" in read["admin"]
    assert {SUSPENDED_NAME, "Marmalade Drop-in"} <= read["admin"]
    assert "Zinnia draft of school" in read["caretaker"]
    assert "Zinnia published of neighbour" in read["visitor"]
    assert "Marmalade Drop-in" in read["newgroup"]
    assert "organiser@secret-mail.test" in read["organiser"]
    assert [name for name, words in read.items() if street in words] == ["organiser"]


def test_search_finds_nothing_by_words_that_only_members_can_read(town):
    """Not even the number of what matches may tell that a hidden listing or address has these words."""
    visitor = Client()
    for words in ("zinnia draft", "larkspur", "juniper cottage", "thistledown", "wythallbrook"):
        text = visitor.get("/", {"q": words}).text
        assert "0 things match" in text or "Nothing matches all of that" in text, words
        assert "BEGIN:VEVENT" not in visitor.get("/whats-on/calendar.ics", {"q": words}).text
    assert "BEGIN:VEVENT" in visitor.get("/whats-on/calendar.ics", {"q": "zinnia published"}).text


def test_withheld_place_is_told_by_its_district_only(town):
    listing = town.specimens[Listing]["published, verified"]
    assert isinstance(listing, Listing)
    for path in (
        listing.get_absolute_url(),
        f"{listing.get_absolute_url()}calendar.ics",
        "/groups/heathfield/",
    ):
        text = Client().get(path).text.replace("\r\n ", "")
        assert "Around Kings Heath" in text, path


def test_withheld_address_is_in_no_derived_text(town):
    """What feeds and searches read holds no withheld address, so that no filter can bring it out."""
    for listing in Listing.objects.filter(place__withheld=True):
        derived = f"{listing.haystack} {listing.calendar_text} {listing.search}".lower()
        assert [words for words in HIDDEN_ADDRESS.values() if words.lower() in derived] == []


def test_typed_postcode_goes_into_no_address(town):
    response = Client().get("/", {"near": "B14 7QX"})
    assert (response.status_code, response["Location"]) == (302, "/?near=B14")
    posted = Client().post("/whats-on/find/", {"near": "b147qx", "q": "swimming B14 7QX"})
    assert "7qx" not in posted["Location"].lower()


@pytest.mark.parametrize("accepts", ["text/html", "text/plain"])
def test_error_page_and_its_log_line_hold_nothing_of_the_error(town, caplog, accepts):
    caplog.set_level(logging.DEBUG)
    with override_settings(ROOT_URLCONF="tests.hub.access.careless_urls"):
        response = town.persona("organiser").client().get("/careless/breaks/", headers={"Accept": accepts})
    assert response.status_code == 500
    assert BREAKING not in told(response)
    logged = [JsonFormatter().format(record) for record in caplog.records if record.name.startswith("hub")]
    assert any("RuntimeError" in line for line in logged)
    assert [line for line in logged if BREAKING in line] == []


def test_refusal_holds_the_rule_and_nothing_of_the_row(town):
    draft = town.specimens[Listing]["draft, verified"]
    assert isinstance(draft, Listing)
    with override_settings(ROOT_URLCONF="tests.hub.access.careless_urls"):
        response = town.persona("neighbour").client().post(f"/careful/{draft.pk}/edit/")
    assert response.status_code == 403
    assert "while it is a draft, sent back or published." in response.text
    assert draft.title not in told(response)
    assert draft.slug not in told(response)


def test_unknown_and_hidden_are_answered_alike(town):
    """A 404 for what is there, but not for you, does not differ from one for what is not there."""
    hidden = town.specimens[Listing]["draft, verified"]
    assert isinstance(hidden, Listing)
    pages = []
    for slug in (hidden.slug, "no-such-thing"):
        response = Client().get(f"/whats-on/{slug}/")
        number = response["X-Request-ID"]
        pages.append((response.status_code, response.text.replace(number, "").replace(slug, "")))
    assert pages[0] == pages[1]


def test_email_of_anyone_is_on_no_page_that_a_visitor_opens(town):
    emails = set(Person.objects.values_list("email", flat=True))
    client = Client()
    for address in addresses(town):
        text = told(client.get(address))
        assert {email for email in emails if email in text} == set(), address
