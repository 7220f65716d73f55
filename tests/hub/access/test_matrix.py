"""Persona by rule by state of the row, against the committed matrix.txt. UPDATE_MATRIX=1 writes it anew."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

from hub.access import Rule, scope
from hub.access.registry import RULES, actors, compiles_to_rows
from hub.worklist.registry import queues
from tests.committed import compare
from tests.town import Town, open_town, rules

MATRIX = Path(__file__).with_name("matrix.txt")
FEWEST_CELLS = 7400
# Rules that are meant to say the same to everyone about some row, and so refuse nobody there.
NOBODY_REFUSED = {
    *("listings.view_public", "listings.view_public_occurrence"),
    *("charter.view_charter", "charter.support_charter", "charter.view_public_charter_version"),
    *("charter.view_public_decision", "charter.view_signature", "charter.view_supporter"),
    *("charter.begin_response", "charter.view_public_consultation", "charter.hear_news"),
    # Published words are everyone's; where they were taken back, everyone may know that.
    *("charter.view_published_response", "charter.view_published_answer", "charter.know_taken_back"),
}
# There is one charter, and everyone may see that it is there.
NEVER_NO = {"charter.view_charter"}
# About one's own account: it is one's own without any role, and nobody else's.
ACCOUNT = {
    *("people.view_account", "people.edit_account", "people.delete_account", "people.register_organisation"),
    *("people.end_session", "people.view_authenticator", "files.add_picture", "files.add_document"),
}
# What else depends on who one is, not on a role: one's memberships, what is addressed to one, what one said.
OWN = {
    *ACCOUNT,
    *("people.view_membership", "people.leave", "people.accept_invitation"),
    *("listings.follow_report", "listings.appeal_answer"),
    "charter.own_support",
    # It lets nobody do anything: it asks those with a guarded role for the second factor that they lack.
    "people.needs_second_step",
}
Answers = dict[str, dict[str, bool]]


@pytest.fixture(scope="module")
def town(django_db_blocker) -> Iterator[Town]:
    with open_town(django_db_blocker) as town:
        yield town


@pytest.fixture(scope="module")
def answers(town: Town) -> dict[str, Answers]:
    """Rule name to specimen label to persona name to answer."""
    return {rule.name: answers_of(rule, town) for rule in rules()}


def answers_of(rule: Rule[Any], town: Town) -> Answers:
    """One query for each persona."""
    rows: dict[str, Model] = town.specimens.get(rule.model, {})
    keys = [row.pk for row in rows.values()]
    allowed = {
        persona.name: set(
            scope(persona.actor, rule, rule.model).filter(pk__in=keys).values_list("pk", flat=True)
        )
        for persona in town.personas
    }
    return {
        label: {persona.name: row.pk in allowed[persona.name] for persona in town.personas}
        for label, row in rows.items()
    }


def written(answers: dict[str, Answers], town: Town) -> str:
    """The whole matrix: a block for each rule, a line for each row, a column for each persona."""
    names = [persona.name for persona in town.personas]
    widest = max(len(label) for rows in town.specimens.values() for label in rows)
    blocks = []
    for rule in rules():
        head = f"{rule.name} ({rule.model.__name__})\n    {rule.sentence}\n"
        columns = " " * widest + "".join(f"  {name}" for name in names)
        lines = [
            f"{label:<{widest}}" + "".join(f"  {'yes' if row[name] else '·':<{len(name)}}" for name in names)
            for label, row in answers[rule.name].items()
        ]
        blocks.append("\n".join([head, columns, *(line.rstrip() for line in lines)]))
    return "\n\n\n".join(blocks) + "\n"


def test_matrix_is_what_is_committed(answers, town):
    compare(MATRIX, written(answers, town))


def test_every_registered_rule_is_asked_about_rows(answers):
    assert set(answers) == set(RULES)
    assert [name for name, rows in answers.items() if not rows] == []


def test_matrix_is_not_smaller_than_it_was(answers):
    cells = sum(len(row) for rows in answers.values() for row in rows.values())
    assert cells >= FEWEST_CELLS


def test_every_rule_says_yes_to_somebody_and_no_to_somebody(answers):
    said = {name: {cell for row in rows.values() for cell in row.values()} for name, rows in answers.items()}
    assert {name for name, cells in said.items() if cells != {True, False}} == NEVER_NO


def test_every_rule_tells_people_apart_unless_it_is_for_all_alike(answers):
    alike = {
        name for name, rows in answers.items() if all(len(set(row.values())) == 1 for row in rows.values())
    }
    assert alike == NOBODY_REFUSED


def test_every_persona_differs_from_every_other(answers, town):
    """Two whom no rule tells apart would be one too many; but a closed account is meant to be nobody's."""
    columns: dict[tuple[bool, ...], list[str]] = {}
    for persona in town.personas:
        column = tuple(row[persona.name] for rows in answers.values() for row in rows.values())
        columns.setdefault(column, []).append(persona.name)
    assert [names for names in columns.values() if len(names) > 1] == [["visitor", "closed"]]


def test_queue_holds_nothing_for_those_it_says_it_is_not_for(town):
    """It would wait for somebody whose pages never say so."""
    named = [queue for queue in queues() if queue.only_for is not None]
    assert len(named) >= 9
    missed = [
        (queue.key, persona.name)
        for queue in named
        for persona in town.browsing
        if persona.actor.id is not None
        and not queue.only_for(persona.actor)
        and queue.rows(persona.actor).exists()
    ]
    assert missed == []


def test_visitor_is_only_ever_let_in_by_rules_that_open_to_visitors(answers):
    visitor = actors().visitor
    let_in = {name for name, rows in answers.items() if any(row["visitor"] for row in rows.values())}
    assert let_in == {name for name, rule in RULES.items() if compiles_to_rows(rule, visitor)}


def test_whoever_has_no_second_factor_gains_nothing_by_a_guarded_role(answers):
    """An administrator who proved it only once sees what a parent sees, and their own account."""
    for name, rows in answers.items():
        if name in OWN:
            continue
        assert {label: row["admin-1"] for label, row in rows.items()} == {
            label: row["parent"] for label, row in rows.items()
        }


def test_own_account_is_ones_own_with_one_factor_as_with_two_and_nobody_elses(answers):
    """What the test above passes over gives the same to all alike: a row to whom it is about."""
    for name in ACCOUNT:
        for label, row in answers[name].items():
            owner = label.partition(",")[0]
            expected = set() if owner == "closed" else {owner}
            assert {persona for persona, yes in row.items() if yes} == expected, f"{name}: {label}"
    asked = {label for label, row in answers["people.needs_second_step"].items() if row["admin-1"]}
    assert asked == {"admin-1"}


def test_closed_account_and_suspended_group_may_do_no_more_than_a_visitor(answers):
    for name, rows in answers.items():
        for label, row in rows.items():
            assert row["closed"] == row["visitor"], f"{name}: {label}"
            if name not in OWN:
                assert row["suspended"] == row["visitor"], f"{name}: {label}"
