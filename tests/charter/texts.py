"""Texts for the charter's files, in the form that reading gives them."""

from hypothesis import strategies as st

from charter.lines import UNWANTED, one_line, unified
from charter.prose import links_of

# A small consultation, right as it stands.
WORKED = """\
# Play on our street
What should we do with the street on Sundays?

## Introduction
We could close it. [Read how](#closing).

- **Cars** wait.

## How to answer
Come to the hall.

## Closing the street {#closing}
Area: 2
Twice a year.

It costs little.

### What is in the way
- Cars
  and vans
- Rain

### What would help
* Cones, see [the council](https://council.example/cones)

### Question {#rate-street}
Kind: rating
Area: 2
Playing in the street

### Question 1a {#street-good}
Kind: yes-no-because
Hint: Or [tell us](#how-to-answer).

Is it a
good idea?
"""

keys = st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True).filter(
    lambda key: key not in ("introduction", "how-to-answer")
)
# Signs of the format and of Markdown turn up often.
_ANY = st.text(
    st.sampled_from("#\\{}[]()*-: ab1’é\n") | st.characters(exclude_categories=["Cs", "Cc"]), min_size=1
)
_BEGINNINGS = st.sampled_from(
    ["", "# ", "\\# ", "Area: ", "hint:", "Stage: ", "- ", "1. ", "    ", "Question {#a}"]
)


def _fits(text: str) -> bool:
    return bool(text.strip()) and not UNWANTED.search(text) and not links_of(text)


def lines(most: int) -> st.SearchStrategy[str]:
    """One line with something in it, at most so many characters, no link."""
    joined = st.builds(lambda begins, text: one_line(begins + text)[:most].strip(" "), _BEGINNINGS, _ANY)
    return joined.filter(_fits)


def some(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Such a text, or none."""
    return st.just("") | texts


def _prose(rows: list[str]) -> str:
    return unified("\n".join(rows)).strip("\n")


proses = st.lists(st.builds(str.__add__, _BEGINNINGS, _ANY), min_size=1, max_size=5).map(_prose).filter(_fits)
items = st.lists(lines(100), max_size=3).map(tuple)
