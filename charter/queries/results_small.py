"""Small counts are hidden, and so is what would reveal them (rules.md D10). Pure: no database, no words."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

# rules.md D10: a count under this is hidden; none at all is under it too.
LEAST = 5
_Node = tuple[str, int]


@dataclass(frozen=True)
class Hidden:
    """What of a table of groups by values is not shown: each group's total, and each cell.

    The totals of the values, for everybody together, are always shown.
    """

    totals: tuple[bool, ...]
    cells: tuple[tuple[bool, ...], ...]


def hide(counts: Sequence[Sequence[int]]) -> Hidden:
    """What to hide of `counts[group][value]`, where each person is in one group and has one value.

    Hidden are totals of groups and cells under LEAST, then others, chosen so that little is lost, until no
    hidden number can be worked out from what is shown: from the totals of the values, the totals of
    the groups that are shown, and the cells that are shown, all being 0 or more.

    Which totals of groups are hidden depends on those totals alone, so it is the same for every question
    that the same people were asked, and a hidden group is hidden with all its cells. Somebody of one hidden
    group could as well belong to another, in every table at once: so tables do not reveal each other.

    A cell of a value that nobody at all has is 0, as its total says; it is shown unless its group is hidden.
    """
    totals = hide_totals([sum(row) for row in counts])
    everybody = [sum(column) for column in zip(*counts, strict=True)]
    hidden = [
        [gone or (count < LEAST and everybody[value] > 0) for value, count in enumerate(row)]
        for gone, row in zip(totals, counts, strict=True)
    ]
    while (told := _revealed(counts, totals, hidden, everybody)) is not None:
        for group, value in _corners(counts, hidden, *told) or [_next(counts, hidden, *told)]:
            hidden[group][value] = True
    return Hidden(totals, tuple(map(tuple, hidden)))


def hide_totals(counts: Sequence[int]) -> tuple[bool, ...]:
    """What to hide of counts whose sum is known: those under LEAST, and the smallest others until at least
    two are hidden that are LEAST or more together."""
    hidden = [count < LEAST for count in counts]
    if not any(hidden):
        return tuple(hidden)
    shown = sorted((count, place) for place, count in enumerate(counts) if not hidden[place])
    for _count, place in shown:
        gone = [count for count, out in zip(counts, hidden, strict=True) if out]
        if len(gone) > 1 and sum(gone) >= LEAST:
            break
        hidden[place] = True
    return tuple(hidden)


def _corners(
    counts: Sequence[Sequence[int]], hidden: list[list[bool]], group: int, value: int
) -> list[tuple[int, int]]:
    """The cells that make, with a revealed one, a rectangle along which one person can be moved.

    Of all such rectangles the one of which the smallest numbers are lost; empty where there is none.
    """
    best: tuple[int, list[tuple[int, int]]] | None = None
    for other, row in enumerate(counts):
        for column in range(len(row)):
            if other == group or column == value:
                continue
            more = counts[group][column] > 0 and row[value] > 0
            less = counts[group][value] > 0 and row[column] > 0
            if more or less:
                corners = [(group, column), (other, value), (other, column)]
                lost = sum(counts[one][place] for one, place in corners if not hidden[one][place])
                if best is None or lost < best[0]:
                    best = lost, corners
    return best[1] if best else []


def _next(
    counts: Sequence[Sequence[int]], hidden: list[list[bool]], group: int, value: int
) -> tuple[int, int]:
    """Which cell to hide beside one that is revealed: the smallest of its value or its group, else of all."""
    shown = [
        (counts[row][column], row, column)
        for row, cells in enumerate(hidden)
        for column, out in enumerate(cells)
        if not out and counts[row][column] > 0
    ]
    near = [one for one in shown if one[1] == group or one[2] == value]
    _count, row, column = min(near or shown)
    return row, column


def _revealed(
    counts: Sequence[Sequence[int]],
    totals: Sequence[bool],
    hidden: Sequence[Sequence[bool]],
    everybody: Sequence[int],
) -> tuple[int, int] | None:
    """A hidden cell that could be worked out, or None.

    A hidden cell can have another number exactly if one person can be added to it and taken away again along
    other hidden cells, by turns in its group and its value: a cycle in the graph whose arrows go from value
    to group where one can be added (always), and back where one can be taken away (where there is one).
    """
    arrows: dict[_Node, set[_Node]] = {}
    for group, row in enumerate(hidden):
        for value, out in enumerate(row):
            if out and everybody[value]:
                _join(arrows, ("value", value), ("group", group), back=counts[group][value] > 0)
    for group, out in enumerate(totals):
        if out:
            # A total that is not shown can be anything: as if there were one more value, of many.
            _join(arrows, ("value", -1), ("group", group), back=True)
    for group, row in enumerate(hidden):
        for value, out in enumerate(row):
            ends = ("value", value), ("group", group)
            if out and everybody[value] and not (_way(arrows, *ends) or _way(arrows, *reversed(ends))):
                return group, value
    return None


def _join(arrows: dict[_Node, set[_Node]], value: _Node, group: _Node, *, back: bool) -> None:
    arrows.setdefault(value, set()).add(group)
    arrows.setdefault(group, set())
    if back:
        arrows[group].add(value)


def _way(arrows: dict[_Node, set[_Node]], start: _Node, end: _Node) -> bool:
    """Whether there is a way from `end` back to `start` that closes a cycle with the arrow between them."""
    if end not in arrows[start]:
        return False
    seen, waiting = {end}, deque([end])
    while waiting:
        here = waiting.popleft()
        for there in arrows[here]:
            if here == end and there == start:
                continue
            if there == start:
                return True
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    return False
