"""Cutting a text into sentences, and into parts that are marked alike."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.passages import LONGEST_SENTENCE, Segment, Span, joined, segments, sentences, whole


def said(text):
    return [[text[span.start : span.end] for span in line] for line in sentences(text)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        (" \n\r\n ", []),
        ("The gate is locked", [["The gate is locked"]]),
        ("It is shut. Why? We pay!", [["It is shut.", "Why?", "We pay!"]]),
        ("First line.\r\n\r\nSecond. Third", [["First line."], ["Second.", "Third"]]),
        ("Mrs. Quill and Dr. Vane came. They left.", [["Mrs. Quill and Dr. Vane came.", "They left."]]),
        ("Games, e.g. chess, help. Yes.", [["Games, e.g. chess, help.", "Yes."]]),
        ("J. Quill said no. I did too.", [["J. Quill said no.", "I did too."]]),
        ("He said “It is shut.” We left.", [["He said “It is shut.”", "We left."]]),
        ("It costs £3.50 an hour. Too much.", [["It costs £3.50 an hour.", "Too much."]]),
        ("Wait… what? Yes", [["Wait… what?", "Yes"]]),
        ("😀 first. 😀 second.", [["😀 first.", "😀 second."]]),
    ],
)
def test_text_is_cut_into_the_sentences_of_each_line(text, lines):
    assert said(text) == lines


@pytest.mark.parametrize("text", ["word " * 1000, "x" * 2000])
def test_line_without_a_full_stop_is_cut_into_parts_that_are_not_too_long(text):
    (line,) = sentences(text)
    assert max(span.end - span.start for span in line) <= LONGEST_SENTENCE
    assert "".join(text[span.start : span.end] for span in line).replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet="aB. !?\n\r’”é😀", max_size=300))
def test_sentences_hold_every_letter_once_and_in_order(text):
    spans = [span for line in sentences(text) for span in line]
    assert spans == sorted(spans)
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
    kept = "".join(text[span.start : span.end] for span in spans)
    assert "".join(kept.split()) == "".join(text.split())


def test_neighbours_become_one_stretch_and_others_do_not():
    text = "One. Two.\n\nThree. Four."
    one, two, three, four = (span for line in sentences(text) for span in line)
    assert joined([two, one], text) == [Span(0, 9)]
    assert joined([one, three], text) == [one, three]
    assert joined([four, two, three], text) == [Span(two.start, four.end)]
    assert joined([one, one], text) == [one]
    assert joined([], text) == []


def test_whole_text_is_all_but_the_space_around_it():
    assert whole("  It is.\n") == Span(2, 8)
    assert whole("   ") == Span(3, 3)


def test_overlapping_marks_cut_the_text_where_they_change():
    text = "abcdefghij"
    assert segments(text, [(2, 6, "money"), (4, 8, "time")]) == [
        Segment(0, 2, "ab", frozenset()),
        Segment(2, 4, "cd", frozenset({"money"})),
        Segment(4, 6, "ef", frozenset({"money", "time"})),
        Segment(6, 8, "gh", frozenset({"time"})),
        Segment(8, 10, "ij", frozenset()),
    ]


def test_part_of_a_text_shows_its_part_of_the_marks():
    assert segments("abcdefghij", [(0, 10, "a"), (3, 99, "b")], 2, 5) == [
        Segment(2, 3, "c", frozenset({"a"})),
        Segment(3, 5, "de", frozenset({"a", "b"})),
    ]


def test_text_with_nothing_marked_is_one_piece_and_an_empty_one_none():
    assert segments("abc", []) == [Segment(0, 3, "abc", frozenset())]
    assert segments("", [(0, 4, "a")]) == []


MARKS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from("abc")), max_size=8)


@given(st.text(max_size=25), MARKS)
def test_pieces_joined_are_the_text_and_each_letter_has_its_marks(text, marks):
    pieces = segments(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        for place in range(piece.start, piece.end):
            assert piece.keys == {key for start, end, key in marks if start <= place < end}
