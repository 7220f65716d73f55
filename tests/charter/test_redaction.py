"""The public's text of an answer: what is taken out is gone, all of it and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.redaction import GAP, as_shown, covered, merged, occurrences, raw_stretch, redacted

SIGNS = st.text(alphabet="ab é\n\r👨👩\u200d\u0301🇬🇧\U0001f3fd가ᄀ", max_size=40)
STRETCHES = st.lists(st.tuples(st.integers(-5, 45), st.integers(-5, 45)), max_size=8)


@pytest.mark.parametrize(
    ("stretches", "public"),
    [
        ([], "Ring Ann or Bo"),
        ([(5, 8)], "Ring […] or Bo"),
        ([(5, 8), (12, 14)], "Ring […] or […]"),
        ([(5, 8), (8, 11)], "Ring […] Bo"),
        ([(5, 9), (6, 11)], "Ring […] Bo"),
        ([(12, 14), (5, 8), (5, 8)], "Ring […] or […]"),
        ([(0, 14)], "[…]"),
        ([(-9, 99)], "[…]"),
        ([(3, 3), (8, 5), (20, 30)], "Ring Ann or Bo"),
    ],
)
def test_each_stretch_becomes_one_gap(stretches, public):
    assert redacted("Ring Ann or Bo", stretches) == public


@pytest.mark.parametrize(
    ("text", "stretch", "public"),
    [
        ("cafe\u0301 Zoe\u0308", (5 + 1, 9), "cafe\u0301 […]"),
        ("a 👨\u200d👩\u200d👧 b", (2, 3), "a […] b"),
        ("a 👍🏽 b", (3, 4), "a […] b"),
        ("🇬🇧🇫🇷 x", (1, 2), "[…]🇫🇷 x"),
        ("a\r\nb", (2, 3), "a[…]b"),
    ],
)
def test_sign_that_would_be_cut_in_two_goes_whole(text, stretch, public):
    assert redacted(text, [stretch]) == public


@settings(max_examples=300, deadline=None)
@given(SIGNS, STRETCHES)
def test_nothing_of_a_stretch_is_left_and_nothing_else_is_lost(text, stretches):
    gone = merged(text, stretches)
    inside = {place for start, end in gone for place in range(start, end)}
    wanted = {place for start, end in stretches for place in range(max(0, start), min(end, len(text)))}
    assert wanted <= inside
    kept, place = [], 0
    for start, end in gone:
        kept += [text[place:start], GAP]
        place = end
    assert redacted(text, stretches) == "".join(kept) + text[place:]
    assert len(inside) == sum(end - start for start, end in gone)


@settings(max_examples=200, deadline=None)
@given(SIGNS, STRETCHES)
def test_neither_order_nor_doing_it_twice_changes_anything(text, stretches):
    assert (
        redacted(text, stretches[::-1])
        == redacted(text, [*stretches, *stretches])
        == redacted(text, stretches)
    )
    assert merged(text, merged(text, stretches)) == merged(text, stretches)


@settings(max_examples=200, deadline=None)
@given(SIGNS, st.integers(0, 45), st.integers(0, 45))
def test_what_is_selected_on_the_page_is_found_in_the_raw_text(text, start, end):
    shown = as_shown(text)
    if not 0 <= start < end <= len(shown):
        with pytest.raises(ValueError, match="outside"):
            raw_stretch(text, start, end)
        return
    first, last = raw_stretch(text, start, end)
    assert as_shown(text[first:last]).strip("\n") == shown[start:end].strip("\n")


def test_words_are_found_whatever_their_case_and_blanks():
    text = "Ann Lee, ANN\n LEE and ann’s lee"
    assert [text[start:end] for start, end in occurrences(text, " ann lee ")] == ["Ann Lee", "ANN\n LEE"]
    assert occurrences(text, "ann's") == [(22, 27)]
    assert occurrences(text, "  ") == occurrences(text, "Bo") == []
    with pytest.raises(ValueError, match="too many"):
        occurrences("a" * 300, "a")


def test_stretch_is_covered_only_by_what_leaves_no_hole():
    assert covered((2, 8), [(5, 9), (0, 5)])
    assert not covered((2, 8), [(0, 5), (6, 9)])
    assert not covered((2, 8), [])
