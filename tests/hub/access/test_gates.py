"""The five gates give one answer: for every rule, every row and everyone who may ask."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest
from django.test.utils import CaptureQueriesContext

from hub.access import NotAllowed, Rule, RuleError, can, flags, hold, scope, who_can
from hub.people import rules as people_rules
from hub.people.models import Organisation
from hub.worklist.counts import counts
from hub.worklist.registry import queues
from listings import rules as listing_rules
from listings.models import Listing, State
from tests.factories.people import acting
from tests.town import Town, open_town, rules

EACH = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
# Asking about one object costs a query or three, so each persona is asked about one row in so many: in turn,
# so that every row is asked about by several.
ONE_IN = 8


@pytest.fixture(scope="module")
def town(django_db_blocker) -> Iterator[Town]:
    with open_town(django_db_blocker) as town:
        yield town


def allowed(actor: Any, rule: Rule[Any], town: Town) -> set[str]:
    """The labels of the rows in scope, which repeats none: nothing to-many is joined."""
    keys = list(scope(actor, rule, rule.model).values_list("pk", flat=True))
    assert len(keys) == len(set(keys))
    return {label for label, row in town.specimens[rule.model].items() if row.pk in keys}


def holds(actor: Any, rule: Rule[Any], pk: Any) -> bool:
    try:
        with transaction.atomic():
            held = hold(actor, rule, pk)
    except NotAllowed as refused:
        return refused.rule is not rule
    return bool(held.pk == pk)


@EACH
def test_flags_say_what_scope_says(town, rule):
    rows = town.specimens[rule.model]
    for persona in town.personas:
        said = flags([row.pk for row in rows.values()], persona.actor, rule)
        flagged = {label for label, row in rows.items() if said[row.pk][rule.action]}
        assert flagged == allowed(persona.actor, rule, town), persona.name


@EACH
def test_can_and_hold_say_what_scope_says(town, rule):
    rows = town.specimens[rule.model]
    for number, persona in enumerate(town.personas):
        yes = allowed(persona.actor, rule, town)
        for place, (label, row) in enumerate(rows.items()):
            if (place + number) % ONE_IN == 0 or label in sorted(yes)[:1]:
                assert can(persona.actor, rule, row) is (label in yes), f"{persona.name}: {label}"
                assert holds(persona.actor, rule, row.pk) is (label in yes), f"{persona.name}: {label}"


@EACH
def test_who_can_names_exactly_those_who_may(town, rule):
    """Asked about nobody in particular, a rule answers as to each: second factor proved, account open."""
    people = [persona for persona in town.personas if persona.person is not None]
    may = {persona.name: allowed(acting(persona.person), rule, town) for persona in people}
    for label, row in town.specimens[rule.model].items():
        named = set(who_can(rule, row).values_list("pk", flat=True))
        expected = {one.name for one in people if one.person.is_active and label in may[one.name]}
        assert {one.name for one in people if one.person.pk in named} == expected, label


def test_each_gate_costs_the_queries_it_says(town):
    organiser = town.persona("organiser").actor
    listing = town.specimens[Listing]["draft, verified"]
    keys = [row.pk for row in town.specimens[Listing].values()]
    for cost, ask in [
        (1, lambda: list(scope(organiser, listing_rules.edit, Listing))),
        (1, lambda: can(organiser, listing_rules.edit, listing)),
        (1, lambda: flags(keys, organiser, listing_rules.edit, listing_rules.submit, listing_rules.publish)),
        (1, lambda: list(who_can(listing_rules.edit, listing))),
        (2, lambda: hold(organiser, listing_rules.edit, listing.pk)),
    ]:
        with (
            transaction.atomic(),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            ask()
        assert len(queries) == cost


def test_flags_of_a_visitor_cost_no_query_where_no_rule_opens_to_visitors(town):
    keys = [row.pk for row in town.specimens[Listing].values()]
    with CaptureQueriesContext(connection) as queries:
        said = flags(keys, town.persona("visitor").actor, listing_rules.edit, listing_rules.publish)
    assert len(queries) == 0
    assert said == {key: {"edit": False, "publish": False} for key in keys}


def test_flags_of_a_row_that_is_gone_are_all_no(town):
    organiser = town.persona("organiser").actor
    assert flags([0], organiser, listing_rules.edit) == {0: {"edit": False}}


def test_hold_of_a_row_that_does_not_exist_says_no_more_than_of_one_that_is_refused(town):
    organiser = town.persona("organiser").actor
    foreign = town.specimens[Listing]["draft, neighbour"].pk
    told = []
    for pk in (foreign, 0):
        with pytest.raises(NotAllowed) as refused, transaction.atomic():
            hold(organiser, listing_rules.edit, pk)
        told.append(str(refused.value))
    assert told[0] == told[1] == listing_rules.edit.sentence


def test_hold_outside_a_transaction_is_a_mistake_of_the_code(town):
    listing = town.specimens[Listing]["draft, verified"]
    with pytest.raises(RuntimeError, match="inside the action's transaction"):
        hold(town.persona("organiser").actor, listing_rules.edit, listing.pk)


def test_hold_gives_the_row_as_it_is_now(town):
    listing = town.specimens[Listing]["draft, verified"]
    assert isinstance(listing, Listing)
    stale = Listing.objects.get(pk=listing.pk)
    with transaction.atomic():
        Listing.objects.filter(pk=listing.pk).update(state=State.SUBMITTED)
        with pytest.raises(NotAllowed):
            hold(town.persona("organiser").actor, listing_rules.edit, stale.pk)
        transaction.set_rollback(True)


def test_scope_of_another_model_is_a_mistake_of_the_code(town):
    with pytest.raises(RuleError, match="is about Listing, not Organisation"):
        scope(town.persona("admin").actor, listing_rules.edit, Organisation)


def test_second_role_elsewhere_adds_and_takes_nothing(town):
    """Roles are asked where they are held: contributor here and manager there is not manager here."""
    neighbour = town.persona("neighbour")
    with transaction.atomic():
        town.organisations.school.memberships.create(person=neighbour.person, role="manager")
        mine = allowed(neighbour.actor, people_rules.edit_organisation, town)
        transaction.set_rollback(True)
    assert mine == {"school, verified"}


def test_header_counts_for_everybody_what_their_queues_hold(town):
    """Its statements are composed once for all who proved as much: each is told of their own rows alone."""
    waiting: set[str] = set()
    for persona in town.browsing:
        request = HttpRequest()
        request.actor = persona.actor  # type: ignore[attr-defined]
        told = counts(request)
        assert told == {queue.key: queue.rows(persona.actor).count() for queue in queues()}, persona.name
        waiting |= {key for key, number in told.items() if number}
    # Nobody in the town has signed an older version of the charter only.
    assert waiting == {queue.key for queue in queues()} - {"sign-again"}
