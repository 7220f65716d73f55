"""Small counts are hidden, and nothing that is shown lets anybody work a hidden one out (rules.md D10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from charter.queries.results_small import LEAST, Hidden, hide, hide_totals

Table = list[list[int]]


def compositions(total: int, parts: int) -> Iterator[list[int]]:
    """Every way to share out `total` among `parts`."""
    if parts == 1:
        yield [total]
        return
    for first in range(total + 1):
        for rest in compositions(total - first, parts - 1):
            yield [first, *rest]


def possible(table: Table, hidden: Hidden) -> Iterator[Table]:
    """Every table that shows the same: same values' totals, same shown totals of groups, same shown cells."""
    groups, values = len(table), len(table[0])
    columns = [
        [
            column
            for column in compositions(sum(row[value] for row in table), groups)
            if all(
                hidden.cells[group][value] or column[group] == table[group][value] for group in range(groups)
            )
        ]
        for value in range(values)
    ]

    def fill(value: int, before: Table) -> Iterator[Table]:
        if value == values:
            made = [list(row) for row in zip(*before, strict=True)]
            if all(
                out or sum(row) == sum(real)
                for out, row, real in zip(hidden.totals, made, table, strict=True)
            ):
                yield made
            return
        for column in columns[value]:
            yield from fill(value + 1, [*before, column])

    return fill(0, [])


def revealed(table: Table, hidden: Hidden) -> list[tuple[int, int]]:
    """Hidden cells that have the same number in every possible table; −1 stands for a group's total.

    A value that nobody has at all is 0 for everyone, as its total tells: that is no secret.
    """
    wanted = {
        (group, value): table[group][value]
        for group, row in enumerate(hidden.cells)
        for value, out in enumerate(row)
        if out and sum(each[value] for each in table)
    }
    wanted |= {(group, -1): sum(table[group]) for group, out in enumerate(hidden.totals) if out}
    for other in possible(table, hidden):
        wanted = {
            (group, value): number
            for (group, value), number in wanted.items()
            if number == (sum(other[group]) if value < 0 else other[group][value])
        }
        if not wanted:
            return []
    return sorted(wanted)


def shown_under(table: Table, hidden: Hidden) -> list[int]:
    """Counts under LEAST that are shown although somebody has that value."""
    return [
        count
        for row, outs in zip(table, hidden.cells, strict=True)
        for value, (count, out) in enumerate(zip(row, outs, strict=True))
        if not out and count < LEAST and sum(each[value] for each in table)
    ]


small_tables = st.tuples(st.integers(2, 3), st.integers(2, 3)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 8), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@given(small_tables)
@settings(max_examples=250, deadline=None)
def test_no_hidden_number_can_be_worked_out_of_a_small_table(table):
    assume(sum(map(sum, table)) >= LEAST)
    hidden = hide(table)
    assert shown_under(table, hidden) == []
    assert revealed(table, hidden) == []


@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=4, max_size=4))
@settings(max_examples=100, deadline=None)
def test_no_hidden_number_can_be_worked_out_with_four_groups(table):
    assume(sum(map(sum, table)) >= LEAST)
    assert revealed(table, hide(table)) == []


@given(st.lists(st.lists(st.integers(0, 60), min_size=4, max_size=4), min_size=2, max_size=9))
@settings(max_examples=200, deadline=None)
def test_large_table_shows_no_small_count_and_no_lone_gap(table):
    hidden = hide(table)
    assert shown_under(table, hidden) == []
    for row, out, total in zip(hidden.cells, hidden.totals, map(sum, table), strict=True):
        assert all(row) or not out
        # One gap beside a total that is shown would be a sum.
        assert out or sum(row) != 1, (row, total)
    for value in range(4):
        if sum(row[value] for row in table):
            assert sum(row[value] for row in hidden.cells) != 1


@given(st.lists(st.integers(0, 40), min_size=1, max_size=9))
def test_hidden_totals_are_two_or_more_and_five_or_more_together(counts):
    hidden = hide_totals(counts)
    gone = [count for count, out in zip(counts, hidden, strict=True) if out]
    assert all(count >= LEAST for count, out in zip(counts, hidden, strict=True) if not out)
    if not all(hidden):
        assert gone == [] or (len(gone) >= 2 and sum(gone) >= LEAST)


@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 6), min_size=2, max_size=2), st.integers(0, 6)),
        min_size=2,
        max_size=3,
    )
)
@settings(max_examples=120, deadline=None)
def test_two_questions_to_the_same_people_do_not_reveal_each_other(groups):
    """Both tables have the same totals of groups, which is all that they share."""
    first = [row for row, _yes in groups]
    second = [[min(yes, sum(row)), sum(row) - min(yes, sum(row))] for row, yes in groups]
    assume(sum(map(sum, first)) >= LEAST)
    one, two = hide(first), hide(second)
    assert one.totals == two.totals
    tables = [list(possible(table, hidden)) for table, hidden in ((first, one), (second, two))]
    totals = [{tuple(map(sum, table)) for table in known} for known in tables]
    both = totals[0] & totals[1]
    for table, hidden, known in ((first, one, tables[0]), (second, two, tables[1])):
        still = [other for other in known if tuple(map(sum, other)) in both]
        for group, row in enumerate(hidden.cells):
            for value, out in enumerate(row):
                if out and sum(each[value] for each in table):
                    assert len({other[group][value] for other in still}) > 1


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([30, 20, 10], [False, False, False]),
        # The three together would be 3: the next smallest goes too.
        ([30, 20, 3], [False, True, True]),
        ([30, 20, 10, 4, 2], [False, False, False, True, True]),
        ([30, 20, 10, 2, 2], [False, False, True, True, True]),
        # None is a count under five: who did not answer at all is told by it.
        ([30, 20, 0], [False, True, True]),
        ([30, 0], [True, True]),
        ([4], [True]),
    ],
)
def test_totals_hidden(counts: Sequence[int], hidden: list[bool]):
    assert list(hide_totals(counts)) == hidden


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ([[10, 20], [20, 10]], ["..", ".."]),
        # 3 would be 13 less 10: its row and its column each lose one more.
        ([[10, 20], [3, 30]], ["xx", "xx"]),
        ([[10, 20, 9], [3, 30, 8], [20, 20, 20]], ["x.x", "x.x", "..."]),
        # Nobody at all said it: that is no secret of any group's.
        ([[10, 0], [20, 0]], ["..", ".."]),
        # A small group is hidden whole, and the next smallest with it; the large one stays.
        ([[2, 1], [6, 6], [20, 20]], ["xx", "xx", ".."]),
    ],
)
def test_cells_hidden(table: Table, cells: list[str]):
    assert ["".join("x" if out else "." for out in row) for row in hide(table).cells] == cells


def test_same_table_hides_the_same_each_time():
    table = [[7, 3, 12], [9, 9, 1], [40, 2, 20], [6, 6, 6]]
    assert all(one == other for one, other in pairwise(hide(table) for _time in range(5)))
