"""How often two readers saw the same: the share, and Krippendorff's alpha with an interval.

Alpha compares how often two readers differ with how often they would differ if each had spread the same
labels over the answers by chance: 1 is always the same, 0 is what chance gives (K. Krippendorff, Computing
Krippendorff's alpha-reliability, 2011).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import Enum

import krippendorff
import numpy as np

# With fewer answers a share may be told, but nothing is concluded from it.
FEWEST = 30
DRAWS = 2000
# Of the interval: 95 in 100.
TAILS = (2.5, 97.5)
# One number, so that a page says the same whenever it is opened.
SEED = 20_261
# Krippendorff, Content Analysis: rely on what reaches the first; what reaches the second is tentative.
RELIABLE, TENTATIVE = 0.8, 2 / 3
# Where more of the draws than this have no alpha, those that have one are no fair sample.
MOST_UNDEFINED = 0.05


class Says(Enum):
    """What an alpha can be taken to say."""

    NOTHING_READ = "nothing read"
    TOO_FEW = "too few"
    NO_VARIATION = "no variation"
    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    NOT_RELIABLE = "not reliable"


@dataclass(frozen=True)
class Agreement:
    """How two readers compare over the answers that both finished.

    alpha: None where it is not defined: nothing was read, or every label was the same. low, high: the
    interval, None where there is no alpha, or where chance draws lack variation too often.
    """

    number: int
    agreed: int
    alpha: float | None
    low: float | None = None
    high: float | None = None

    @property
    def percent(self) -> int | None:
        """Of 100 answers, how many they agreed on, rounded; never 100 unless all, never 0 unless none."""
        if not self.number:
            return None
        rounded = int(self.agreed * 100 / self.number + 0.5)
        if 0 < self.agreed < self.number:
            return min(99, max(1, rounded))
        return rounded

    @property
    def says(self) -> Says:
        """What alpha can be taken to say, with how few answers there are minded."""
        if not self.number:
            return Says.NOTHING_READ
        if self.number < FEWEST:
            return Says.TOO_FEW
        if self.alpha is None:
            return Says.NO_VARIATION
        if self.alpha >= RELIABLE:
            return Says.RELIABLE
        return Says.TENTATIVE if self.alpha >= TENTATIVE else Says.NOT_RELIABLE


def agreement(pairs: Iterable[tuple[Hashable, Hashable]], *, interval: bool = True) -> Agreement:
    """Compare two readers: for each answer what the first and what the second said, as labels."""
    counted = Counter(pairs)
    number = counted.total()
    agreed = sum(count for (first, second), count in counted.items() if first == second)
    labels = sorted({label for pair in counted for label in pair}, key=repr)
    if len(labels) < 2:
        return Agreement(number, agreed, None)
    place = {label: row for row, label in enumerate(labels)}
    values = np.zeros((len(counted), len(labels)), dtype=np.int64)
    for row, (first, second) in enumerate(counted):
        values[row, place[first]] += 1
        values[row, place[second]] += 1
    counts = np.array(list(counted.values()), dtype=np.int64)
    alpha = float(
        krippendorff.alpha(value_counts=np.repeat(values, counts, axis=0), level_of_measurement="nominal")
    )
    low, high = _interval(values, counts) if interval else (None, None)
    return Agreement(number, agreed, alpha, low, high)


def _interval(values: np.ndarray, counts: np.ndarray) -> tuple[float | None, float | None]:
    """A percentile bootstrap: answers drawn anew with replacement, alpha of each draw, the middle 95 in 100.

    values: for each kind of pair, how many of its two labels are which; counts: how many answers are of it.
    Draws in which all labels are the same have no alpha and are left out.
    """
    number = int(counts.sum())
    drawn = np.random.default_rng(SEED).multinomial(number, counts / number, size=DRAWS)
    differ = (values.max(axis=1) == 1).astype(np.int64)
    disagreements = drawn @ differ
    totals = drawn @ values
    labels = 2 * number
    # Twice the pairs of unlike labels that chance could make.
    by_chance = labels**2 - (totals**2).sum(axis=1)
    defined = by_chance > 0
    if (~defined).mean() > MOST_UNDEFINED:
        return None, None
    alphas = 1 - (labels - 1) * 2 * disagreements[defined] / by_chance[defined]
    low, high = np.percentile(alphas, TAILS)
    return float(low), float(high)
