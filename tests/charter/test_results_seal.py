"""Nobody sees results before the close; the steward's few after it, on record; everyone once published."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from charter.actions.results import publish_results, take_back_results
from charter.models import Consultation, Look, SealedLook
from hub.access import NotAllowed
from hub.people.actor import VISITOR, Actor
from hub.people.models import Kind, Organisation, Role
from tests.charter.results_pages import results_url
from tests.concurrency import Someone
from tests.factories.charter import make_consultation
from tests.factories.charter_results import LOTS, make_results, make_theme
from tests.factories.people import OrganisationFactory, acting, make_administrator, make_member
from tests.pages import read
from tests.personas import Persona

FILES = ("results.csv", "answers.csv", "themes.csv", "results.xlsx", "report.pdf")
PARTS = ("", "premises/", "premises/?by=kind", "premises-right/", *FILES)
ROLES = {"administrator": Role.ADMINISTRATOR, "analyst": Role.ANALYST, "privacy": Role.PRIVACY}


def persona(name: str) -> Persona:
    """A visitor, a parent, a head, or somebody with a role at the steward; "once": with one step only."""
    role, _, once = name.partition(" ")
    if role == "visitor":
        return Persona(name, None, VISITOR)
    if role in ROLES:
        steward = Organisation.objects.filter(kind=Kind.STEWARD).first() or OrganisationFactory(steward=True)
        person = make_member(steward, ROLES[role])
    else:
        person = make_member(OrganisationFactory(school=True), Role.HEAD)
    return Persona(name, person, acting(person, second_factor=not once))


def sealed(client: Client, consultation: Consultation, part: str) -> bool:
    """Whether the page says that results are not out, or leads there. Fails for any other answer."""
    response = client.get(results_url(consultation, part))
    if part.partition("?")[0]:
        if response.status_code == 302:
            return response["Location"] == results_url(consultation)
    elif "The results are not out yet" in response.content.decode():
        return True
    assert response.status_code == 200
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["coming", "open"])
@pytest.mark.parametrize("name", ["visitor", "head", "administrator", "analyst", "privacy"])
def test_before_the_close_nobody_sees_results(state, name):
    consultation = make_results(state, LOTS[:2])
    client = persona(name).client()
    assert [sealed(client, consultation, part) for part in PARTS] == [True] * len(PARTS)
    page = read(client.get(results_url(consultation)))
    assert "Until it has closed nobody sees results, not even those who run it" in page.text
    assert page.all("table") == []
    assert SealedLook.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["closing", "closed", "settled"])
@pytest.mark.parametrize(
    ("name", "shut"),
    [
        ("visitor", True),
        ("head", True),
        ("privacy", True),
        ("administrator once", True),
        ("analyst once", True),
        ("administrator", False),
        ("analyst", False),
    ],
)
def test_between_close_and_publication_only_those_who_sort_see_results(state, name, shut):
    consultation = make_results(state, LOTS[:2])
    client = persona(name).client()
    assert {sealed(client, consultation, part) for part in PARTS} == {shut}


@pytest.mark.django_db
def test_each_early_look_is_on_record_and_the_page_says_so():
    consultation, analyst = make_results("closed", LOTS[:2]), persona("analyst")
    client = analyst.client()
    page = read(client.get(results_url(consultation)))
    assert "Sealed: only you and your colleagues see this" in page.text
    assert "That you looked at them, and when, is on record." in page.text
    assert "The consultation is not settled yet" in page.text
    client.get(results_url(consultation, "premises/"))
    client.get(results_url(consultation, "results.csv")).getvalue()
    assert analyst.person is not None
    looks = SealedLook.objects.order_by("pk").values_list("consultation", "person", "what", "while_open")
    expected = [Look.RESULTS, Look.RESULTS, Look.EXPORT]
    assert list(looks) == [(consultation.pk, analyst.person.pk, look, False) for look in expected]


@pytest.mark.django_db
def test_early_results_are_kept_by_nothing_on_their_way():
    consultation = make_results("settled", LOTS[:2])
    response = persona("analyst").client().get(results_url(consultation))
    assert "no-store" in response["Cache-Control"]
    assert sealed(Client(), consultation, "")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["visitor", "head", "administrator", "analyst"])
def test_published_results_are_everyones_and_no_look_is_recorded(name):
    consultation = make_results("results", LOTS[:2])
    client = persona(name).client()
    assert [sealed(client, consultation, part) for part in PARTS] == [False] * len(PARTS)
    assert "Sealed" not in client.get(results_url(consultation)).content.decode()
    assert SealedLook.objects.count() == 0


@pytest.mark.django_db
def test_consultation_in_preparation_is_not_there():
    consultation = make_consultation("draft")
    for part in PARTS:
        assert Client().get(results_url(consultation, part)).status_code == 404


@pytest.mark.django_db
def test_administrator_publishes_after_reading_what_becomes_public_and_takes_back(
    django_capture_on_commit_callbacks,
):
    consultation = make_results("settled", LOTS[:2])
    make_theme(consultation, "Locked gates")
    client, visitor = persona("administrator").client(), Client()
    manage = f"/charter/manage/{consultation.slug}/results/"
    assert sealed(visitor, consultation, "")
    page = read(client.get(manage))
    assert "From that moment everyone sees, with and without an account:" in page.text
    assert consultation.results_published_at is None
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(manage, {"do": "publish"})
    assert (response.status_code, response["Location"]) == (302, results_url(consultation))
    # The kept page is forgotten at once.
    assert not sealed(visitor, consultation, "")
    assert "Take the results back?" in read(client.get(manage)).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(manage, {"do": "take-back"})
    assert sealed(visitor, consultation, "")
    events = apps.get_model("charter", "ConsultationEvent").objects.filter(pgh_obj=consultation.pk)
    history = events.order_by("pgh_id").values_list("results_published_at", flat=True)
    assert [bool(when) for when in history] == [False, True, False]


@pytest.mark.django_db
def test_form_does_what_it_said_and_never_the_opposite():
    consultation = make_results("results", LOTS[:2])
    client = persona("administrator").client()
    manage = f"/charter/manage/{consultation.slug}/results/"
    response = client.post(manage, {"do": "publish"})
    assert response.status_code == 400
    assert "The results are public already." in response.content.decode()
    assert client.post(manage, {}).status_code == 400
    consultation.refresh_from_db()
    assert consultation.results_published_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["analyst", "privacy", "head", "administrator once"])
def test_others_do_not_publish(name):
    consultation = make_results("settled", LOTS[:2])
    one = persona(name)
    response = one.client().post(f"/charter/manage/{consultation.slug}/results/", {"do": "publish"})
    assert response.status_code in (302, 403, 404)
    with pytest.raises(NotAllowed):
        publish_results(consultation.pk, by=one.actor)
    with pytest.raises(NotAllowed):
        publish_results(consultation.pk, by=VISITOR)
    consultation.refresh_from_db()
    assert consultation.results_published_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["open", "closing", "closed"])
def test_results_are_published_only_once_settled(state):
    consultation, by = make_results(state, LOTS[:1]), make_administrator()
    with pytest.raises(NotAllowed):
        publish_results(consultation.pk, by=by)


@pytest.mark.django_db
def test_results_that_are_sealed_are_not_taken_back():
    consultation, by = make_results("settled", LOTS[:1]), make_administrator()
    with pytest.raises(ValidationError, match="sealed already"):
        take_back_results(consultation.pk, by=by)


def test_two_administrators_publish_at_once_and_one_is_told(fresh_database):
    consultation = make_results("settled", LOTS[:1])
    actors: list[Actor] = [make_administrator(), make_administrator()]

    def publish(by: Actor) -> str:
        try:
            return str(publish_results(consultation.pk, by=by).results_published_at is not None)
        except ValidationError as error:
            return error.messages[0]

    both = [Someone(lambda by=by: publish(by)) for by in actors]
    said = [one.done() for one in both]
    assert sorted(map(str, said)) == ["The results are public already. Somebody else published them.", "True"]
    consultation.refresh_from_db()
    assert timezone.now() - consultation.results_published_at < timedelta(minutes=1)
