"""What changed between two texts, and between two lists of clauses."""

from itertools import pairwise
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import charter
from charter.charter_file import read_charter
from charter.diff import Entry, Segment, changes, clause_changes, folded

DATA = Path(charter.__file__).parent / "data"


def said(before: str, after: str) -> list[tuple[str, str]]:
    return [(segment.kind, segment.text) for segment in changes(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "segments"),
    [
        ("", "", []),
        ("One.", "One.", [("same", "One.")]),
        ("", "One.", [("added", "One.")]),
        ("One.", "", [("removed", "One.")]),
        (
            "We meet once a year. Good.",
            "We meet once a term. Good.",
            [("same", "We meet once a "), ("removed", "year"), ("added", "term"), ("same", ". Good.")],
        ),
        (
            "Prices are fair.",
            "Prices are fair, and everyone can see them.",
            [("same", "Prices are fair"), ("added", ", and everyone can see them"), ("same", ".")],
        ),
        (
            "the old grey cat sat",
            "a new black cat sat",
            [("removed", "the old grey"), ("added", "a new black"), ("same", " cat sat")],
        ),
        ("One. Two. Three.", "One. Three.", [("same", "One. "), ("removed", "Two. "), ("same", "Three.")]),
        (
            "One.\n\nTwo.",
            "One.\nTwo.",
            [("same", "One."), ("removed", "\n\n"), ("added", "\n"), ("same", "Two.")],
        ),
        (
            "the child’s",
            "the children’s",
            [("same", "the "), ("removed", "child’s"), ("added", "children’s")],
        ),
    ],
)
def test_changes_are_marked_word_by_word(before, after, segments):
    assert said(before, after) == segments


words = st.lists(
    st.sampled_from(["a", "b", "c’d", " ", "  ", "\n", ". ", "?", "-", "é"]) | st.text(max_size=3)
)


@given(words.map("".join), words.map("".join))
@settings(max_examples=300, deadline=None)
def test_both_texts_can_be_read_out_of_the_segments(before, after):
    found = changes(before, after)
    for segments in (found, folded(found, context=1)):
        assert "".join(one.text for one in segments if one.kind != "added") == before
        assert "".join(one.text for one in segments if one.kind != "removed") == after
        assert all(one.text for one in segments)
        assert all(one.kind != other.kind for one, other in pairwise(segments))


LONG = " ".join(f"word{number}" for number in range(100))


def test_long_unchanged_run_is_folded_next_to_changes_only():
    segments = folded(changes(f"old {LONG} old", f"new {LONG} new"), context=3)
    assert [segment.kind for segment in segments] == [
        "removed", "added", "same", "folded", "same", "removed", "added",
    ]  # fmt: skip
    assert [segments[2].text.split(), segments[4].text.split()] == [
        ["word0", "word1", "word2"],
        ["word97", "word98", "word99"],
    ]
    assert segments[3].words == 94


def test_beginning_and_end_are_folded_up_to_the_change():
    assert [(one.kind, one.words) for one in folded(changes(f"{LONG} old {LONG}", f"{LONG} new {LONG}"))] == [
        ("folded", 88),
        ("same", 12),
        ("removed", 1),
        ("added", 1),
        ("same", 12),
        ("folded", 88),
    ]


def test_short_runs_and_texts_without_a_change_are_not_folded():
    short = " ".join(f"word{number}" for number in range(53))
    assert "folded" not in {one.kind for one in folded(changes(f"old {short} old", f"new {short} new"))}
    assert folded([Segment("same", LONG)]) == [Segment("same", LONG)]


def _hostile() -> dict[str, tuple[str, str]]:
    random = Random(4)
    few, some = [[str(number) for number in range(most)] for most in (10, 300)]
    draft = (DATA / "draft-charter.txt").read_text(encoding="utf-8")
    shuffled = draft.split(" ")
    random.shuffle(shuffled)
    return {
        "one word": ("a " * 15_000, "a " * 14_999 + "b"),
        "few words": (" ".join(random.choices(few, k=15_000)), " ".join(random.choices(few, k=15_000))),
        "some words": (" ".join(random.choices(some, k=8_000)), " ".join(random.choices(some, k=8_000))),
        "sentences": (". " * 15_000, "a. " * 10_000),
        "shuffled": (draft, " ".join(shuffled)),
        "lines": ("\n" * 30_000, "a\n" * 15_000),
        "no spaces": ("x" * 30_000, "y" * 30_000),
    }


@pytest.mark.parametrize(("before", "after"), _hostile().values(), ids=_hostile())
def test_long_texts_that_repeat_themselves_are_compared_in_seconds(before, after):
    started = monotonic()
    found = changes(before[:30_000], after[:30_000])
    assert monotonic() - started < 10
    assert "".join(one.text for one in found if one.kind != "added") == before[:30_000]


def entries(*keys: str, text: str = "") -> list[Entry]:
    return [Entry(key, text or key) for key in keys]


def told(before: list[Entry], after: list[Entry]) -> list[tuple[str, str, bool]]:
    return [(change.key, change.kind, change.moved) for change in clause_changes(before, after)]


def test_clauses_are_compared_by_their_keys():
    before = [*entries("a", "b", "c"), Entry("d", "old")]
    after = [Entry("a", "a"), Entry("new", "n"), Entry("c", "c"), Entry("d", "new")]
    assert told(before, after) == [
        ("a", "same", False),
        ("b", "removed", False),
        ("new", "added", False),
        ("c", "same", False),
        ("d", "changed", False),
    ]


def test_clause_that_changed_shows_what_did():
    [change] = clause_changes([Entry("a", "We do it.")], [Entry("a", "We do them.")])
    assert change.segments() == [
        Segment("same", "We do "),
        Segment("removed", "it"),
        Segment("added", "them"),
        Segment("same", "."),
    ]


def test_clause_that_came_or_went_is_marked_whole():
    gone, come = clause_changes(entries("a"), entries("b"))
    assert (gone.segments(), come.segments()) == ([Segment("removed", "a")], [Segment("added", "b")])


def test_fewest_clauses_count_as_moved():
    assert told(entries("a", "b", "c", "d"), entries("d", "a", "b", "c")) == [
        ("d", "same", True),
        ("a", "same", False),
        ("b", "same", False),
        ("c", "same", False),
    ]


def test_adding_and_removing_moves_nothing():
    assert not any(moved for _key, _kind, moved in told(entries("a", "b", "c"), entries("x", "a", "c", "y")))


def test_clause_in_another_section_was_moved_and_may_be_changed_too():
    [change] = clause_changes([Entry("a", "old", "one")], [Entry("a", "new", "two")])
    assert (change.kind, change.moved, change.is_change) == ("changed", True, True)
    [change] = clause_changes([Entry("a", "old", "one")], [Entry("a", "old", "one")])
    assert not change.is_change


def test_clauses_that_went_from_the_start_come_first():
    assert told(entries("a", "b", "c"), entries("c")) == [
        ("a", "removed", False),
        ("b", "removed", False),
        ("c", "same", False),
    ]


@pytest.mark.parametrize("twice", [0, 1])
def test_two_clauses_with_one_key_are_refused(twice):
    lists = [entries("a", "b"), entries("a", "b")]
    lists[twice] = entries("a", "b", "a")
    with pytest.raises(ValueError, match="clauses with the same key: a"):
        clause_changes(*lists)


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_every_clause_is_told_once_and_what_was_not_moved_kept_its_order(before, after):
    found = told(entries(*before), entries(*after))
    assert sorted(key for key, _kind, _moved in found) == sorted({*before, *after})
    assert [key for key, kind, _moved in found if kind != "removed"] == after
    stayed = [key for key, kind, moved in found if kind == "same" and not moved]
    assert [key for key in before if key in stayed] == stayed


def test_shipped_versions_show_every_kind_of_change():
    old, new = (read_charter((DATA / f"charter-{number}.txt").read_bytes()) for number in (1, 2))
    found = clause_changes(
        *(
            [
                Entry(clause.key, clause.text, section.key)
                for section in text.sections
                for clause in section.clauses
            ]
            for text in (old, new)
        )
    )
    assert {change.kind for change in found} == {"same", "changed", "added", "removed"}
    assert [change.key for change in found if change.moved] == ["premises-safe"]
