"""What declares nothing, or does not do what it declared, is refused, and the log says so."""

import logging
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from hub.access import RuleError, access
from listings.models import Listing
from tests.hub.access.careless_urls import SECRET
from tests.town import Town, open_town
from tests.urls import every_url

UNDECLARED = ("undeclared", "class", "callable", "partial", "deep/deeper")
NEVER_ASKED = ("never-asks", "asks-another")


@pytest.fixture(scope="module")
def town(django_db_blocker) -> Iterator[Town]:
    with open_town(django_db_blocker) as town:
        yield town


@pytest.fixture(autouse=True)
def _careless_urls() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.hub.access.careless_urls"):
        yield


@pytest.fixture
def critical(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.CRITICAL, logger="hub.access")
    return caplog


@pytest.mark.parametrize("name", ["visitor", "parent", "organiser", "admin"])
@pytest.mark.parametrize("view", UNDECLARED)
@pytest.mark.parametrize("method", ["get", "post", "options"])
def test_undeclared_view_is_refused_to_everyone_and_logged(town, critical, view, name, method):
    response = getattr(town.persona(name).client(), method)(f"/careless/{view}/")
    assert response.status_code == 403
    assert SECRET not in response.text
    assert [record.message for record in critical.records if record.name == "hub.access.middleware"] == [
        "a view declares no rule"
    ]


@pytest.mark.parametrize("name", ["organiser", "admin"])
@pytest.mark.parametrize("view", NEVER_ASKED)
def test_view_that_never_asks_its_rule_is_refused_and_logged(town, critical, view, name):
    response = town.persona(name).client().get(f"/careless/{view}/")
    assert response.status_code == 403
    assert SECRET not in response.text
    assert [record.message for record in critical.records if record.name == "hub.access.middleware"] == [
        "a view declared a rule and never asked it"
    ]


def test_refusal_of_a_careless_view_tells_people_nothing_about_the_code(town):
    text = town.persona("organiser").client().get("/careless/never-asks/").text
    assert "never-asks" not in text
    assert "rule" not in text.partition("<main")[2].lower()


@pytest.mark.parametrize("view", NEVER_ASKED)
def test_visitor_signs_in_first_where_no_rule_is_open_to_them(view):
    response = Client().get(f"/careless/{view}/")
    assert (response.status_code, response["Location"]) == (
        302,
        f"/account/sign-in/?next=/careless/{view}/",
    )


def test_visitor_signs_in_before_what_only_the_steward_may_do(town):
    pk = town.specimens[Listing]["submitted, verified"].pk
    response = Client().get(f"/careful/{pk}/")
    assert (response.status_code, response["Location"]) == (302, f"/account/sign-in/?next=/careful/{pk}/")


@pytest.mark.parametrize(("name", "answer"), [("organiser", "no"), ("admin-1", "no"), ("admin", "yes")])
def test_second_factor_of_the_session_is_what_a_guarded_role_asks_for(town, name, answer):
    pk = town.specimens[Listing]["submitted, verified"].pk
    assert town.persona(name).client().get(f"/careful/{pk}/").text == answer


def test_second_factor_proved_by_someone_else_in_the_same_session_counts_for_nothing(town):
    """A session that keeps its records while another person signs in proves nothing about them."""
    client = town.persona("organiser").client()
    session = client.session
    session["_auth_user_id"] = str(town.persona("admin-1").person.pk)
    session["_auth_user_hash"] = town.persona("admin-1").person.get_session_auth_hash()
    session.save()
    pk = town.specimens[Listing]["submitted, verified"].pk
    assert client.get(f"/careful/{pk}/").text == "no"


def test_view_that_asks_one_of_its_rules_is_served(town):
    assert Client().get("/careful/one-of-two/").text.endswith(" in all")
    assert town.persona("parent").client().get("/careful/one-of-two/").status_code == 200


def test_view_that_leads_away_need_not_have_asked(town):
    assert town.persona("organiser").client().get("/careful/leads-away/").status_code == 302


def test_page_for_whoever_is_signed_in_asks_a_visitor_to_sign_in(town):
    assert Client().get("/careful/own/")["Location"] == "/account/sign-in/?next=/careful/own/"
    assert Client().get("/careful/own/").status_code == 302
    assert town.persona("parent").client().get("/careful/own/").text == "Parent Quillfeather"


def test_closed_account_is_a_visitor_to_every_page(town):
    assert town.persona("closed").client().get("/careful/own/").status_code == 302


def test_rules_asked_for_one_request_do_not_count_for_the_next(town):
    client = town.persona("organiser").client()
    assert client.get("/careful/one-of-two/").status_code == 200
    assert client.get("/careless/never-asks/").status_code == 403


def test_walk_finds_a_view_that_declares_nothing_however_deep():
    undeclared = {url.route for url in every_url() if url.declared is None}
    assert undeclared == {f"careless/{view}/" for view in UNDECLARED}


@pytest.mark.parametrize("given", [(), ("edit",), (lambda actor: None,)])
def test_declaring_what_is_no_rule_stops_the_start(given):
    with pytest.raises(RuleError, match=r"@access takes rules"):
        access(*given)
