"""Krippendorff's alpha and its interval, against published and hand-computed figures."""

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.agreement import Agreement, Says, agreement

# K. Krippendorff, Computing Krippendorff's alpha-reliability (2011), sections A and B.
BINARY = ("0100000010", "1110010000")
NOMINAL = ("aabbdcccedda", "babbbccceddd")


def table(both, first, second, neither):
    """As many pairs as both, only the first, only the second, and neither saw it."""
    return (
        [(True, True)] * both
        + [(True, False)] * first
        + [(False, True)] * second
        + [(False, False)] * neither
    )


def test_published_binary_example():
    found = agreement(zip(*BINARY, strict=True))
    assert (found.number, found.agreed, round(found.alpha, 3)) == (10, 6, 0.095)


def test_published_nominal_example():
    found = agreement(zip(*NOMINAL, strict=True))
    assert (found.number, found.agreed, round(found.alpha, 3)) == (12, 9, 0.692)


@pytest.mark.parametrize(
    ("pairs", "alpha"),
    [
        # Fifty answers, n = 100 labels: 4 differ, 20 say it, 80 do not: 1 - 99 × 4 / (20 × 80).
        (table(8, 2, 2, 38), 1 - 99 * 4 / (20 * 80)),
        # Thirty: 10 differ; 2 × 5 + 10 = 20 say it, 40 do not: 1 - 59 × 10 / (20 × 40).
        (table(5, 10, 0, 15), 1 - 59 * 10 / (20 * 40)),
        (table(20, 0, 0, 30), 1.0),
        # All differ: 1 - 59 × 30 / (30 × 30).
        (table(0, 30, 0, 0), 1 - 59 * 30 / 900),
    ],
)
def test_alpha_computed_by_hand(pairs, alpha):
    assert agreement(pairs).alpha == pytest.approx(alpha, abs=1e-12)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("ab")), min_size=2, max_size=60))
def test_alpha_is_the_librarys_over_the_two_rows(pairs):
    found = agreement(pairs, interval=False)
    if len({label for pair in pairs for label in pair}) < 2:
        assert found.alpha is None
        return
    rows = [list(row) for row in zip(*pairs, strict=True)]
    assert found.alpha == pytest.approx(krippendorff.alpha(rows, level_of_measurement="nominal"))


def test_interval_holds_alpha_is_the_same_each_time_and_narrows_with_more_answers():
    some, many = agreement(table(8, 2, 2, 38)), agreement(table(80, 20, 20, 380))
    assert some == agreement(table(8, 2, 2, 38))
    assert some.low < some.alpha < some.high <= 1
    assert many.high - many.low < (some.high - some.low) / 2


def test_interval_has_the_width_that_theory_gives():
    """With many answers alpha's spread is nearly normal: the delta method says how wide it is.

    For a table with shares a (both), b (one or other) and d (neither), alpha is close to
    1 - b / (2 p q) with p = a + b/2 and q = 1 - p. With a = .4, b = .2, d = .4: p = .5, and the variance of
    one answer's part is that of 2 b̂ (p does not matter where p = q): 4 × .2 × .8.
    """
    found = agreement(table(400, 100, 100, 400))
    spread = (4 * 0.2 * 0.8 / 1000) ** 0.5
    assert found.high - found.low == pytest.approx(2 * 1.96 * spread, rel=0.08)


@pytest.mark.parametrize("pairs", [[], table(0, 0, 0, 50), table(50, 0, 0, 0)])
def test_alpha_is_not_defined_where_every_label_is_the_same(pairs):
    found = agreement(pairs)
    assert (found.alpha, found.low, found.high) == (None, None, None)
    assert found.says is (Says.NO_VARIATION if pairs else Says.NOTHING_READ)


def test_interval_is_left_out_where_draws_often_lack_variation():
    found = agreement(table(1, 0, 0, 49))
    assert found.alpha == 1.0
    assert (found.low, found.high) == (None, None)


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (Agreement(29, 29, 1.0), Says.TOO_FEW),
        (Agreement(30, 30, 1.0), Says.RELIABLE),
        (Agreement(30, 28, 0.8), Says.RELIABLE),
        (Agreement(30, 28, 0.7999), Says.TENTATIVE),
        (Agreement(30, 28, 2 / 3), Says.TENTATIVE),
        (Agreement(30, 28, 0.6666), Says.NOT_RELIABLE),
        (Agreement(30, 10, -0.2), Says.NOT_RELIABLE),
    ],
)
def test_what_alpha_can_be_taken_to_say(found, says):
    assert found.says is says


@pytest.mark.parametrize(
    ("agreed", "number", "percent"),
    [(46, 50, 92), (0, 0, None), (0, 7, 0), (7, 7, 100), (999, 1000, 99), (1, 1000, 1), (1, 8, 13)],
)
def test_percent_is_whole_and_never_rounds_to_all_or_none(agreed, number, percent):
    assert Agreement(number, agreed, None).percent == percent
