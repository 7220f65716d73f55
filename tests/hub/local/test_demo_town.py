"""The demo town in the database, as visitors and the people of the town meet it."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import LazySettings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.access import scope
from hub.calendar.london import LONDON, day_bounds
from hub.local.demo.load import load_town
from hub.people.actor import VISITOR
from hub.people.demo import DEMO_PASSWORD, DEMO_PEOPLE
from hub.people.models import Membership, Organisation, Person, Role, Verification
from hub.places.models import Address, Place
from listings import rules
from listings.models import DateChange, Listing, Occurrence, Source, State

DAY = timedelta(days=1)
# What may be read only by those it was shared with, or by nobody.
SECRETS = ("Harbour Cottage", "Driftwood", "B30 0ZW", "Golden Ladder", "golden-ladder")
# Tables that a second start must leave as they are, in every column.
APPS = ("people", "places", "listings", "account")


@pytest.fixture
def town(demo_database: str, settings: LazySettings) -> str:
    """The demo town, in a hub that is a demo."""
    settings.DEMO = True
    return demo_database


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of the town's tables, history included."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for label in APPS
        for model in apps.get_app_config(label).get_models()
    }


def coming(days: int) -> list[int]:
    """The listings that a visitor can find in the days from now on."""
    public = scope(VISITOR, rules.view_public_occurrence, Occurrence)
    until = timezone.now() + DAY * days
    dated = public.filter(over__gt=timezone.now(), starts__lt=until)
    return list(Listing.objects.filter(occurrences__in=dated).distinct().values_list("pk", flat=True))


def told(client: Client, address: str, **query: str) -> str:
    """What a page or a feed says, with a calendar's folded lines put together."""
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.content.decode().replace("\r\n ", "")


def good_saturday(client: Client) -> int:
    """How many things a parent with a four-year-old near B14 finds: this Saturday, free, step-free."""
    cache.clear()
    asked = {
        "when": "saturday",
        "age": "4",
        "cost": "free",
        "access": "step-free",
        "near": "B14",
        "within": "2",
    }
    found = re.search(r"(\d+) things match", told(client, "/", **asked))
    assert found
    return int(found[1])


def test_town_has_its_schools_groups_and_year_of_listings(town: str) -> None:
    known = Organisation.objects.filter(verified_until__gt=timezone.localdate(), suspended_at=None)
    assert known.filter(kind="school").count() == 12
    assert known.filter(kind="group").count() >= 30
    assert known.filter(slug="childrens-quarter", kind="steward").exists()
    visible = coming(365)
    assert len(visible) >= 400
    recurring = Listing.objects.filter(pk__in=visible).exclude(schedule__rrule="").count()
    assert recurring >= len(visible) / 3
    imported = Listing.objects.filter(pk__in=visible, source=Source.CALENDAR)
    assert imported.count() >= 10
    assert imported.values("organisation").distinct().count() == 5
    assert Listing.objects.filter(state=State.CANCELLED).count() >= 3
    assert DateChange.objects.filter(cancelled=True).exclude(note="").count() >= 5
    assert DateChange.objects.filter(cancelled=False).exclude(note="").count() >= 5


def test_what_was_read_from_a_calendar_is_held_for_its_telephone_number(town: str) -> None:
    held = Listing.objects.get(title="Presentation evening", source=Source.CALENDAR)
    assert held.state == State.SUBMITTED
    assert not Listing.objects.filter(title__contains="not public").exists(), "marked private in the calendar"


def test_every_column_is_as_the_forms_would_have_it(town: str) -> None:
    for model in (Listing, Organisation, Place, Address, Verification, Person, Membership, DateChange):
        for row in model._default_manager.all():
            row.clean_fields()


def test_demo_people_sign_in_and_have_their_roles(town: str, client: Client) -> None:
    for email, _what in DEMO_PEOPLE:
        assert client.login(email=email, password=DEMO_PASSWORD), email
        client.logout()
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == len(DEMO_PEOPLE)
    roles: dict[str, list[tuple[str, str]]] = {}
    for person, slug, role in Membership.objects.order_by("pk").values_list(
        "person__email", "organisation__slug", "role"
    ):
        roles.setdefault(person, []).append((slug, role))
    school = "copperbeech-lane-primary"
    assert roles == {
        "organiser@demo.test": [("puddle-hoppers", Role.MANAGER), ("puddle-hoppers", Role.CONTRIBUTOR)],
        "newgroup@demo.test": [("moonpenny-puppets", Role.MANAGER), ("moonpenny-puppets", Role.CONTRIBUTOR)],
        "office@demo.test": [(school, Role.MANAGER), (school, Role.LETTINGS), (school, Role.CONTRIBUTOR)],
        "caretaker@demo.test": [(school, Role.CARETAKER)],
        "dsl@demo.test": [(school, Role.DSL)],
        "head@demo.test": [(school, Role.HEAD)],
        "admin@demo.test": [("childrens-quarter", Role.ADMINISTRATOR)],
        "deputy@demo.test": [
            ("childrens-quarter", Role.MANAGER),
            ("childrens-quarter", Role.ADMINISTRATOR),
        ],
        "analyst@demo.test": [("childrens-quarter", Role.ANALYST)],
        "privacy@demo.test": [("childrens-quarter", Role.PRIVACY)],
    }
    assert not Organisation.objects.get(slug="moonpenny-puppets").is_verified(timezone.localdate())


def test_second_start_changes_nothing_and_asks_little(town: str) -> None:
    before = everything()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call_command("load_demo_town")
    assert everything() == before
    assert len(queries) < 80


def test_start_a_week_later_tops_up_and_leaves_the_rest(town: str, client: Client) -> None:
    posted = {listing.pk: listing.updated for listing in Listing.objects.filter(source=Source.POSTED)}
    # In the morning: on a Saturday evening there is nothing left of it.
    with time_machine.travel((timezone.now() + 8 * DAY).replace(hour=7)):
        call_command("load_demo_town")
        assert len(coming(365)) >= 400
        assert good_saturday(client) >= 6
    later = {listing.pk: listing.updated for listing in Listing.objects.filter(pk__in=posted)}
    assert later == posted


def test_start_a_year_later_extends_every_series(town: str, client: Client) -> None:
    a_year_on = (timezone.now() + 366 * DAY).replace(hour=7)
    with time_machine.travel(a_year_on):
        call_command("load_demo_town")
        visible = coming(365)
        assert len(visible) >= 400
        assert Listing.objects.filter(pk__in=visible, source=Source.CALENDAR).count() >= 10
        assert good_saturday(client) >= 6
        puddles = Listing.objects.get(slug="stay-and-play-on-the-big-mat")
        assert puddles.occurrences.filter(starts__gt=a_year_on + 180 * DAY).count() >= 10
        assert puddles.sequence == 1
        assert Organisation.objects.get(slug="puddle-hoppers").is_verified(timezone.localdate())
        before = everything()
        call_command("load_demo_town")
        assert everything() == before


def test_what_people_change_stays_when_the_hub_starts_again(town: str) -> None:
    Listing.objects.filter(slug="puddle-walk").update(title="A walk of our own", state=State.CANCELLED)
    Organisation.objects.filter(slug="the-larder").update(summary="Ours.", verified_until=None)
    Organisation.objects.filter(slug="millrace-school").update(
        suspended_at=timezone.now(), suspension_reason="Why."
    )
    before = everything()
    call_command("load_demo_town")
    assert everything() == before


@pytest.mark.parametrize("weeks", range(9))
def test_every_saturday_has_something_free_and_step_free_for_a_four_year_old(
    town: str, client: Client, weeks: int
) -> None:
    with time_machine.travel(timezone.now() + weeks * 7 * DAY):
        assert good_saturday(client) >= 6


def test_every_day_of_the_coming_month_has_something_on(town: str) -> None:
    public = scope(VISITOR, rules.view_public_occurrence, Occurrence)
    today = timezone.localdate()
    counts: dict[date, int] = {}
    for day in (today + DAY * ahead for ahead in range(1, 29)):
        begin, end = day_bounds(day)
        counts[day] = public.filter(Q(over__gt=begin) | Q(starts__gte=begin), starts__lt=end).count()
    assert {day: count for day, count in counts.items() if not 5 <= count <= 30} == {}


def test_nothing_withheld_or_suspended_reaches_a_visitor(town: str, client: Client) -> None:
    address = Address.objects.get(building="Harbour Cottage")
    assert (address.street, address.postcode, address.place.withheld) == (
        "19 Driftwood Close",
        "B30 0ZW",
        True,
    )
    hidden = Listing.objects.filter(organisation__slug="golden-ladder")
    assert set(hidden.values_list("state", flat=True)) == {State.PUBLISHED}
    assert Occurrence.objects.filter(listing__in=hidden, starts__gt=timezone.now()).count() >= 10

    shared = Listing.objects.filter(organisation__slug="quiet-harbour")
    pages = ["/", "/groups/", "/groups/quiet-harbour/", "/whats-on/calendar.ics"]
    pages += [listing.get_absolute_url() for listing in shared]
    pages += [f"{listing.get_absolute_url()}calendar.ics" for listing in shared]
    texts = [told(client, page) for page in pages]
    texts += [told(client, "/", q=words) for words in ("harbour", "auditions", "driftwood", "golden ladder")]
    texts += [told(client, "/", when="month", page=str(number)) for number in range(1, 12)]
    texts += [told(client, "/groups/", page="2")]
    everywhere = "\n".join(texts)
    assert "Talk to someone" in everywhere
    assert [secret for secret in SECRETS if secret in everywhere] == []

    gone = ["/groups/golden-ladder/", *(listing.get_absolute_url() for listing in hidden)]
    assert {client.get(page).status_code for page in gone} == {404}


def test_drafts_and_what_waits_are_not_public(town: str, client: Client) -> None:
    waiting = Listing.objects.filter(state__in=[State.DRAFT, State.SUBMITTED, State.RETURNED])
    assert waiting.filter(organisation__slug="puddle-hoppers").count() == 4
    assert waiting.filter(organisation__slug="moonpenny-puppets").count() == 4
    assert {client.get(listing.get_absolute_url()).status_code for listing in waiting} == {404}
    assert client.get("/groups/moonpenny-puppets/").status_code == 404


def test_reset_brings_back_the_town_as_it_was(town: str) -> None:
    count = Listing.objects.count()
    Listing.objects.filter(slug="puddle-walk").update(title="A walk of our own")
    Organisation.objects.filter(slug="the-larder").update(summary="Ours.")
    call_command("load_demo_town", "--reset")
    assert Listing.objects.count() == count
    assert Listing.objects.get(slug="puddle-walk").title == "Puddle walk"
    assert Organisation.objects.get(slug="the-larder").summary != "Ours."
    assert Person.objects.count() == len(DEMO_PEOPLE)


def test_town_is_refused_where_the_hub_is_no_demo(fresh_database: str, settings: LazySettings) -> None:
    assert settings.DEMO is False
    with pytest.raises(CommandError, match="only where HUB_DEMO is set"):
        call_command("load_demo_town")
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()


def test_loading_that_fails_leaves_nothing_half_done(fresh_database: str) -> None:
    someone = Person.objects.create(email="Parent@demo.test")
    today = datetime.now(LONDON).date()
    with pytest.raises(IntegrityError):
        load_town(today)
    assert not Organisation.objects.exists()
    assert not Place.objects.exists()
    someone.delete()
    assert load_town(today).made >= 500
