"""The charter's front page, its areas, and what happens in each of them."""

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from charter.models import (
    Charter,
    CharterSection,
    CharterVersion,
    Clause,
    Decision,
    Responsibility,
    Signature,
    Stage,
    Theme,
)
from hub.evidence import Provider, register_provider
from hub.evidence.registry import _providers
from hub.people.models import Organisation
from hub.web.areas import AREA_SLUGS
from listings.evidence import PROVIDER, examples, figures
from listings.models import Kind, State
from tests.browsing import PHONE, WIDE, Watch
from tests.factories.charter import make_consultation
from tests.factories.listings import make_listing, weekly
from tests.factories.people import OrganisationFactory
from tests.pages import read


def make_text(
    stage: str = Stage.ADOPTED, number: int = 1, says: str = "Rooms stand empty."
) -> CharterVersion:
    """A version of the charter with one section about premises, and one about risk."""
    charter, _made = Charter.objects.get_or_create(
        slug="charter", defaults={"title": "The Kettle Row charter", "summary": "We help each other."}
    )
    version = CharterVersion.objects.create(charter=charter, number=number)
    for area, title in ((2, "Sharing school premises"), (8, "Risk and generosity")):
        section = CharterSection.objects.create(
            version=version,
            key=f"section-{area}",
            position=area,
            area=area,
            title=title,
            says=says,
            barriers="- Locked gates",
            helps="- A caretaker who knows",
        )
        clause = Clause.objects.create(
            version=version, section=section, key=f"open-{area}", position=1, text="We open our halls."
        )
        Responsibility.objects.create(
            version=version,
            clause=clause,
            key=f"duty-{area}",
            position=1,
            kind="school",
            text="Name a price.",
        )
    if stage != Stage.DRAFT:
        version.stage, version.published_at = stage, timezone.now()
        version.adopted_on = timezone.localdate() if stage == Stage.ADOPTED else None
        version.save()
    return version


@pytest.fixture
def client(db) -> Client:
    return Client()


def test_charter_before_there_is_one_shows_the_areas_and_no_more(client):
    page = read(client.get("/charter/"))
    assert page.one("h1").text == "The charter"
    assert len(page.one("ol", **{"class": "cards charter-areas"}).all("li")) == 7
    assert "signed" not in page.text


def test_charter_front_page_leads_to_what_one_can_do_now(client):
    make_text()
    opened = make_consultation("open", title="What should we promise?")
    page = read(client.get("/charter/")).text
    assert f"“What should we promise?” is open until {opened.closes_at.astimezone():%A}" in page
    assert "Version 1 was adopted on" in page
    assert "0 organisations have signed." in page


def test_charter_counts_an_organisation_once_and_nobody_who_took_it_back(client):
    first, second = make_text(), make_text(number=2)
    kept, left, hidden = OrganisationFactory(), OrganisationFactory(), OrganisationFactory(suspended=True)
    for organisation, version, withdrawn in (
        (kept, first, None),
        (kept, second, None),
        (left, first, timezone.now()),
        (hidden, first, None),
    ):
        Signature.objects.create(
            charter=first.charter,
            version=version,
            organisation=organisation,
            kind="community",
            authority="Chair",
            signed_at=timezone.now(),
            withdrawn_at=withdrawn,
        )
    assert "1 organisation has signed." in read(client.get("/charter/")).text


def test_area_shows_the_adopted_version_and_not_a_newer_one_in_preparation(client):
    make_text(says="Rooms stand empty.")
    make_text(Stage.CONSULTED, 2, says="A newer draft.")
    make_text(Stage.DRAFT, 3, says="Nobody knows yet.")
    page = read(client.get("/charter/areas/premises/")).text
    assert "Rooms stand empty." in page
    assert "A newer draft." not in page
    assert "Nobody knows yet." not in page
    assert "Locked gates" in page
    assert "A caretaker who knows" in page
    assert "Schools Name a price." in page


def test_area_without_text_says_what_will_stand_there(client):
    page = read(client.get("/charter/areas/training/")).text
    assert "There is no charter text about this area yet." in page
    assert "Nothing on the hub counts towards this area yet." in page


@pytest.mark.parametrize("slug", ["nowhere", "8", "risk"])
def test_area_that_there_is_not_is_not_found_in_words(client, slug):
    answer = client.get(f"/charter/areas/{slug}/")
    assert answer.status_code == 404
    assert "The charter has seven areas, and this is none of them." in answer.content.decode()


def test_area_shows_published_decisions_alone(client):
    consultation = make_consultation("results")
    for key, published in (("gates", timezone.now()), ("keys", None)):
        theme = Theme.objects.create(consultation=consultation, key=key, name=key, definition=key, area=2)
        Decision.objects.create(
            consultation=consultation,
            theme=theme,
            said=f"People spoke of {key}.",
            outcome="not",
            reason="It is the fire brigade’s to say.",
            published_at=published,
        )
    page = read(client.get("/charter/areas/premises/")).text
    assert "People spoke of gates." in page
    assert "People spoke of keys." not in page
    assert "People spoke of gates." not in read(client.get("/charter/areas/training/")).text


def test_listings_figures_count_what_is_public_in_the_area(db):
    school, group = OrganisationFactory(school=True), OrganisationFactory()
    make_listing(school, kind=Kind.EVENT, pattern=weekly(3))
    make_listing(group, kind=Kind.CLUB)
    make_listing(group, State.DRAFT, kind=Kind.CLUB)
    make_listing(group, kind=Kind.VOLUNTEERING, title="Read with Reception")
    left = OrganisationFactory()
    make_listing(left, kind=Kind.EVENT)
    suspended = OrganisationFactory.build(suspended=True)
    Organisation.objects.filter(pk=left.pk).update(
        suspended_at=suspended.suspended_at, suspension_reason=suspended.suspension_reason
    )
    told = {str(figure.counts): figure.number for figure in figures(3)}
    assert told == {
        "things to join, use or come to": 2,
        "school shares them": 1,
        "community group shares them": 1,
        "dates in the coming 30 days": 4,
    }
    assert figures(4) == ()
    assert [(one.title, one.who) for one in examples(6)] == [("Read with Reception", group.name)]


@pytest.mark.parametrize("many", [1, 30])
def test_area_with_more_listings_asks_no_more(client, many, django_assert_num_queries):
    make_text()
    organisation = OrganisationFactory()
    for _number in range(many):
        make_listing(organisation, kind=Kind.CLUB)
    client.get("/charter/areas/whats-on/")
    # Six, and a savepoint around what the providers ask.
    with django_assert_num_queries(8):
        client.get("/charter/areas/whats-on/?again=1")


def test_area_whose_provider_fails_shows_the_others(client, monkeypatch):
    def broken(area: int) -> list[object]:
        raise LookupError("no such table")

    register_provider(Provider("broken", {3}, "Rooms", broken, broken))
    try:
        make_listing(OrganisationFactory(), kind=Kind.CLUB, title="Chess in the library")
        page = read(client.get("/charter/areas/whats-on/")).text
    finally:
        del _providers["broken"]
    assert "Rooms This can’t be shown just now." in page
    assert "Chess in the library" in page


def test_listings_have_something_to_say_about_their_areas():
    assert PROVIDER.areas == {1, 3, 5, 6, 7}


def test_areas_in_a_browser_are_sound(page: Page, live_server_url: str, tmp_path):
    make_text()
    make_consultation("open")
    school = OrganisationFactory(school=True)
    make_listing(school, kind=Kind.CLUB)
    watch = Watch(page)
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        for path in ("/charter/", *(f"/charter/areas/{slug}/" for slug in AREA_SLUGS.values())):
            page.goto(f"{live_server_url}{path}")
            watch.check(page, path, size["width"])
            if path in ("/charter/", "/charter/areas/premises/", "/charter/areas/whats-on/"):
                name = path.strip("/").replace("/", "-")
                page.screenshot(path=tmp_path / f"{name}-{size['width']}.png", full_page=True)
