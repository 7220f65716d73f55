"""Secrets are planted, and every URL is opened as everyone: each is seen only where its own rule allows."""

import logging
import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from hub.access import scope
from hub.files import rules as file_rules
from hub.files.models import Picture
from hub.notices.models import Message
from hub.people.models import Invitation, Person
from hub.web.logs import JsonFormatter
from listings.models import Listing, Report
from tests.hub.access.careless_urls import SECRET as BREAKING
from tests.personas import HIDDEN_ADDRESS, SUSPENDED_NAME, Persona
from tests.planted import Secret, found, may_read, plant, told
from tests.town import Town, open_town
from tests.urls import every_url, paths_of

FEWEST_SECRETS = 200
FEWEST_PAGES = 3000
# They open every sample of every route. The others, whose rules are the same as one of theirs or less, open
# one sample of each.
EVERYWHERE = {
    *("visitor", "parent", "organiser", "neighbour", "suspended", "caretaker", "admin", "admin-1"),
}
# What someone looks for who knows or guesses a part of a secret.
PROBES = (
    "/?q=zinnia",
    "/?q=zinnia+draft",
    "/?q=thistledown",
    "/?q=larkspur",
    "/?q=juniper+cottage",
    "/?q=dahlias",
    "/?q=greengage",
    "/?q=quince",
    "/?near=B14+7QX",
    "/whats-on/calendar.ics?q=zinnia",
    "/whats-on/calendar.ics?q=thistledown",
    "/groups/?q=thistledown",
    "/groups/?q=marmalade",
    "/groups/?q=larkspur",
    "/groups/?q=damson",
    "/post/mine/?q=zinnia",
    "/post/mine/?q=dahlias",
    "/post/mine/?organisation=thistledown",
    "/post/new/heathfield/copy/?q=zinnia",
    "/worklist/listings/",
    "/worklist/changes/",
    "/worklist/reports/",
    "/worklist/appeals/",
    "/worklist/invitations/",
    "/groups/?kind=group&page=1",
    "/account/sign-in/?next=/whats-on/",
)


@pytest.fixture(scope="module")
def town(django_db_blocker) -> Iterator[Town]:
    with open_town(django_db_blocker) as town:
        yield town


@pytest.fixture(scope="module")
def known(town: Town) -> list[Secret]:
    """Every secret of the town, those of its own and those planted."""
    return [*plant(town), *found(town)]


def addresses(town: Town, *, every: bool = True) -> list[str]:
    """What can be opened: at every sample, or at the first of each route; and what somebody might try."""
    asked = [url for url in every_url() if "sign-out" not in url.route]
    found = [path for url in asked for path in list(paths_of(url, town).values())[: None if every else 1]]
    return [*found, *PROBES]


def answering(town: Town) -> set[str]:
    """The addresses that can be opened at all: what only takes forms tells nothing."""
    client = town.persona("parent").client()
    return {path for path in addresses(town) if client.get(path).status_code != 405}


def leaks(persona: Persona, opened: list[str], known: list[Secret]) -> Iterator[tuple[str, str, bool]]:
    """Every address and the planted words found there, and whether the persona may read them."""
    client = persona.client()
    allowed, planted = may_read(persona, known), {secret.words for secret in known}
    # In one search a page, not one for each of them.
    any_of = re.compile("|".join(map(re.escape, sorted(planted, key=len, reverse=True))))
    refused: set[int] = set()
    for address in opened:
        # A page that says no is drawn once for each way of saying it; then a word of it is enough.
        response = client.get(address, HTTP_ACCEPT="text/plain")
        if response.status_code >= 400 and response.status_code not in refused:
            refused.add(response.status_code)
            response = client.get(address)
        # The way to the sign-in page says where one came from: that is no news to whoever asked for it.
        text = told(response).replace(address, "")
        if not any_of.search(text):
            continue
        own = told_before(persona) if address.startswith("/account/data/") else ""
        for words in planted:
            if words in text:
                yield address, words, words in allowed or words in own


def told_before(persona: Persona) -> str:
    """What the hub has written to somebody, and who invited them: their own data (D4)."""
    if persona.person is None:
        return ""
    letters = Message.objects.filter(recipient=persona.person).values_list("subject", "text", "html")
    invited = Invitation.objects.filter(email__iexact=persona.person.email)
    names = invited.values_list("organisation__name", flat=True)
    return "\n".join([*(part for letter in letters for part in letter), *names])


def test_nobody_reads_what_their_rules_do_not_allow(town, known, caplog):
    caplog.set_level(logging.DEBUG)
    assert len({secret.words for secret in known}) >= FEWEST_SECRETS
    cache.clear()
    leaked: list[str] = []
    read: dict[str, set[str]] = {}
    # The visitor last as well as first: nothing made for another may be kept for them.
    walked, open_to_some = 0, answering(town)
    for persona in [*town.browsing, town.persona("visitor")]:
        opened = addresses(town, every=persona.name in EVERYWHERE)
        opened = [address for address in opened if address in open_to_some]
        walked += len(opened)
        for address, words, allowed in leaks(persona, opened, known):
            read.setdefault(persona.name, set()).add(words)
            if not allowed:
                leaked.append(f"{persona.name} read “{words}” at {address}")
    assert leaked == [], "\n".join(leaked)
    assert walked >= FEWEST_PAGES
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
    assert {"Quince decided about submitted  verified", "Dahlias proposed by Heathfield Families"} <= read[
        "admin"
    ]
    assert "Greengage typed organiser  a new listing" in read["organiser"]
    assert "Loganberry said open  without an account" in read["admin"]
    assert "Loganberry said open  a parent s" in read["parent"]
    assert "Loganberry answered answered  without an account" in read["visitor"]
    assert "Mulberry asks organiser s  about what is hidden" in read["admin"]
    assert "Damson behind group  suspended" in read["admin"]
    assert "Tamarind tells parent." in read["parent"]
    assert any(words.startswith("invited.") for words in read["organiser"])
    for words in ("Tarragon told", "Sorrel between", "Lovage behind", "Savory says of", "Hyssop pledges"):
        assert any(one.startswith(words) for one in read["admin"]), words
    assert not any(one.startswith(("Tarragon", "Sorrel", "Lovage")) for one in read["visitor"])
    for name, words in read.items():
        assert [one for one in words if "reporters-mail" in one] == [], name


def test_picture_is_shown_to_whom_its_rule_allows_and_its_files_say_nothing(town):
    """One that may not be seen answers as one that is not there."""
    for persona in town.browsing:
        seen = set(scope(persona.actor, file_rules.view_picture, Picture).values_list("pk", flat=True))
        client = persona.client()
        for label, picture in town.specimens[Picture].items():
            answer = client.get(f"/pictures/{picture.key}-320.webp")
            expected = 200 if picture.pk in seen else 404
            assert (persona.name, label, answer.status_code) == (persona.name, label, expected)
            if expected == 200:
                assert answer.headers["Content-Type"] == "image/webp"
                assert b"EXIF" not in answer.getvalue()


def test_outbox_is_not_there_outside_a_demo(town, known):
    """Not for its own addressee, nor for the steward: what was sent is read where it arrives."""
    keys = list(Message.objects.values_list("pk", flat=True))
    assert len(keys) >= 3
    for persona in town.browsing:
        client = persona.client()
        for key in ("", *(f"{key}/{page}" for key in keys[:3] for page in ("", "page/"))):
            assert client.get(f"/outbox/{key}").status_code == 404, (persona.name, key)


def test_reporter_is_known_to_nobody_by_their_address(town, known):
    """Also not in what the hub writes to the organiser, or to the steward."""
    emails = set(Report.objects.exclude(email="").values_list("email", flat=True))
    assert len(emails) >= 4
    written = list(Message.objects.exclude(address__in=emails).values_list("subject", "text", "html"))
    assert written
    for parts in written:
        assert [email for email in emails if any(email in part for part in parts)] == []


def test_search_finds_nothing_by_words_that_only_members_can_read(town):
    """Not even the number of what matches may tell that a hidden listing or address has these words."""
    visitor = Client()
    for words in (
        "zinnia draft",
        "zinnia hidden",
        "dahlias",
        "quince",
        "greengage",
        "larkspur",
        "juniper cottage",
        "thistledown",
        "wythallbrook",
    ):
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
        # The way to the sign-in page says where one came from: that is no news to whoever asked for it.
        text = told(client.get(address)).replace(address, "")
        assert {email for email in emails if email in text} == set(), address
