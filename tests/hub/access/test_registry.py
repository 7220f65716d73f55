"""The loud defaults: what is not a proper rule is refused when the hub starts, not when somebody asks."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db.models import Exists, OuterRef, Q

from hub.access import EVERYONE, NOBODY, Rule, RuleError, rule, scope
from hub.access import checks as access_checks
from hub.access.registry import RULES, Actors, _actors, actors, register_actors
from hub.people.actor import SYMBOLIC, VISITOR, Actor, OnBehalf
from hub.people.models import Membership, Organisation, Role
from hub.people.models.membership import GUARDED_ROLES, STEWARD_ROLES
from tests.factories.people import OrganisationFactory, acting, make_member


@pytest.fixture
def book() -> Iterator[dict[str, Rule[Any]]]:
    """The book of rules, put back as it was."""
    before = dict(RULES)
    yield RULES
    RULES.clear()
    RULES.update(before)


def faults_of(ask: Any) -> list[str]:
    made = Rule(Organisation, ask)
    return list(dict.fromkeys(access_checks.faults(made, [actors().visitor, actors().symbolic])))


def test_every_registered_rule_passes_the_start_up_check():
    assert len(RULES) >= 17
    assert run_checks(tags=["access"]) == []


@pytest.mark.parametrize("answer", [Q(), None, True, [], "all", Q() & Q()])
def test_rule_that_answers_with_no_condition_is_refused(answer):
    """Django reads an empty Q as all rows."""

    def careless(actor: Actor) -> Q:
        """Whoever."""
        return answer

    with pytest.raises(RuleError, match="answer with a condition, EVERYONE or NOBODY"):
        scope(VISITOR, Rule(Organisation, careless), Organisation)
    assert len(faults_of(careless)) == 1


def test_empty_condition_for_one_kind_of_actor_alone_is_found_at_the_start():
    def careless(actor: Actor) -> Q:
        """Members, or by mistake everyone who is signed in."""
        return NOBODY if actor.id is None else Q()

    assert ["answer with a condition" in fault for fault in faults_of(careless)] == [True]


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        (Q(memberships__role="head"), "memberships__role joins many rows"),
        (Q(listings__state="published"), "listings__state joins many rows"),
        (Q(slug="x") | ~(Q(name="y") & Q(memberships__person=1)), "memberships__person joins many rows"),
        (Q(nothing="x"), "Cannot resolve keyword 'nothing'"),
        (Q(place__nothing="x"), "Unsupported lookup 'nothing'|Cannot resolve keyword|Related Field"),
    ],
)
def test_condition_that_repeats_rows_or_names_no_field_is_found_at_the_start(condition, fault):
    def careless(actor: Actor) -> Q:
        """Whoever."""
        return condition

    (found,) = faults_of(careless)
    assert any(words in found for words in fault.split("|"))


@pytest.mark.parametrize(
    "condition",
    [
        EVERYONE,
        NOBODY,
        Q(place__district="B14"),
        Q(Exists(Membership.objects.filter(organisation=OuterRef("pk"), role="head"))),
        Q(pk__in=Membership.objects.values("organisation")),
    ],
)
def test_condition_over_own_and_single_related_rows_passes(condition):
    def careful(actor: Actor) -> Q:
        """Whoever."""
        return condition

    assert faults_of(careful) == []


def test_fault_stops_the_start_with_the_name_of_the_rule(book):
    def careless(actor: Actor) -> Q:
        """Whoever."""
        return Q(memberships__role="head")

    rule(Organisation)(careless)
    (error,) = run_checks(tags=["access"])
    assert error.id == "access.E001"
    assert error.msg.startswith("test_registry.careless: memberships__role joins many rows")


def test_rule_without_words_is_refused():
    def silent(actor: Actor) -> Q:
        return EVERYONE

    with pytest.raises(RuleError, match="say in a docstring who may do this"):
        rule(Organisation)(silent)


def test_rule_registered_twice_is_refused(book):
    def again(actor: Actor) -> Q:
        """Whoever."""
        return EVERYONE

    rule(Organisation)(again)
    with pytest.raises(RuleError, match="registered twice"):
        rule(Organisation)(again)


def test_everyone_and_nobody_are_what_they_say(db):
    OrganisationFactory()
    assert Organisation.objects.filter(EVERYONE).count() == Organisation.objects.count() > 0
    assert Organisation.objects.filter(NOBODY).count() == 0
    assert Organisation.objects.filter(~NOBODY).count() == Organisation.objects.count()


def test_actors_are_asked_for_loudly_before_they_are_there():
    before = list(_actors)
    _actors.clear()
    try:
        with pytest.raises(RuleError, match="no app has registered its actors"):
            actors()
        register_actors(visitor=VISITOR, symbolic=SYMBOLIC)
        assert actors() == Actors(VISITOR, SYMBOLIC)
    finally:
        _actors[:] = before


def test_every_guarded_role_counts_for_nothing_without_the_second_factor(db):
    school, steward = OrganisationFactory(school=True), OrganisationFactory(steward=True)
    for role in Role:
        person = make_member(steward if role in STEWARD_ROLES else school, role)
        for proved in (True, False):
            held = acting(person, second_factor=proved).organisations(role).exists()
            assert held is (proved or role not in GUARDED_ROLES), role


def test_roles_that_decide_or_see_others_are_guarded():
    assert {role.value for role in GUARDED_ROLES} == {
        "lettings",
        "dsl",
        "head",
        "administrator",
        "analyst",
        "privacy",
    }


@pytest.mark.parametrize("role", [role for role in Role if role not in STEWARD_ROLES])
def test_role_that_any_organisation_gives_is_not_asked_as_the_stewards(role):
    """A contributor somewhere would else be taken for one at the steward."""
    with pytest.raises(RuleError, match="not the steward's alone"):
        Actor(id=1, second_factor=True).steward(Role.ADMINISTRATOR, role)


def test_actor_with_no_role_named_has_no_organisation(db):
    person = make_member(OrganisationFactory(), Role.MANAGER)
    assert not acting(person).organisations().exists()
    assert not OnBehalf(organisation=OrganisationFactory().pk).organisations().exists()


def test_roles_are_read_afresh_each_time(db):
    person = make_member(OrganisationFactory(), Role.CONTRIBUTOR)
    actor = acting(person)
    mine = actor.organisations(Role.CONTRIBUTOR)
    assert mine.exists()
    Membership.objects.all().delete()
    assert not mine.all().exists()
    assert not actor.organisations(Role.CONTRIBUTOR).exists()
