"""What looks like a personal detail in a text that is about to go public (rules.md D8), and what does not."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.privacy.scan import LOOKS, find_personal

FOUND = [
    ("Ring 0121 496 0123", [("phone", "0121 496 0123")]),
    ("Ring (0121) 496 0123 after 6", [("phone", "(0121) 496 0123")]),
    ("Tel:07700900123.", [("phone", "07700900123")]),
    ("Call.07700 900123", [("phone", "07700 900123")]),
    (
        "text +44 (0)7700 900123 or +447700900124",
        [("phone", "+44 (0)7700 900123"), ("phone", "+447700900124")],
    ),
    ("0044 7700 900123", [("phone", "0044 7700 900123")]),
    ("0121.496.0123", [("phone", "0121.496.0123")]),
    ("0121-496-0123", [("phone", "0121-496-0123")]),
    ("0121\u00a0496\u20110123", [("phone", "0121\u00a0496\u20110123")]),
    ("from abroad +353 1 234 5678", [("phone", "+353 1 234 5678")]),
    ("Write to anna.hollis+club@people.test today", [("email", "anna.hollis+club@people.test")]),
    ("ANNA@PEOPLE.CO.TEST, or call", [("email", "ANNA@PEOPLE.CO.TEST")]),
    ("at 17 Larkspur Rise, B14 7QH", [("postcode", "B14 7QH")]),
    (
        "b147qh, SW1A 1AA and B1  1AA",
        [("postcode", "b147qh"), ("postcode", "SW1A 1AA"), ("postcode", "B1  1AA")],
    ),
    ("He was born 12/03/2019.", [("birth", "born 12/03/2019")]),
    ("Born on 3rd March 2019", [("birth", "Born on 3rd March 2019")]),
    ("born on the 3rd of March 2019", [("birth", "born on the 3rd of March 2019")]),
    ("born March 3, 2019", [("birth", "born March 3, 2019")]),
    ("D.O.B. 12.03.19", [("birth", "D.O.B. 12.03.19")]),
    ("dob: 3 Mar 2019", [("birth", "dob: 3 Mar 2019")]),
    ("date of birth 2019-03-12", [("birth", "birth 2019-03-12")]),
    ("NHS number 943 476 5919", [("nhs", "943 476 5919")]),
    ("9434765919", [("nhs", "9434765919")]),
    ("pupil H801200001001 (UPN)", [("upn", "H801200001001")]),
    ("pupil a123456789012", [("upn", "a123456789012")]),
    (
        "Ann, 07700 900123, ann@people.test, B14 7QH",
        [("phone", "07700 900123"), ("email", "ann@people.test"), ("postcode", "B14 7QH")],
    ),
]
# What a person reads though it is nobody's: better one look too many than one detail too far.
HELD_TOO = [
    ("Year 3, KS1 2nd half term", [("postcode", "KS1 2nd")]),
    ("our U9 1st team", [("postcode", "U9 1st")]),
    ("Birthday party on 12/12/2026", [("birth", "Birthday party on 12/12/2026")]),
    ("ISBN 0-306-40615-2", [("phone", "0-306-40615-2")]),
    # The last digit of a ten-digit ISBN is worked out as that of an NHS number.
    ("ISBN 0306406152", [("nhs", "0306406152"), ("phone", "0306406152")]),
]
NOT_FOUND = [
    "",
    "£3 a family, £12.50 for four, £1,250.00 raised, 50p",
    "10am to 12 noon, 10:30-11:45, 9.30am to 3.15pm, 09:00 09:30 10:00, 0900-1030",
    "Saturday 28 November, 28/11/2026, 2026-11-28, 2026-11-28T10:00",
    "28.11.2026 10:30, 01.02.2026 10am, 01-02-2026 10.30, 01 02 2026 10am",
    "0 to 5 years, 0-5 years, 6-11 years, ages 0-5, 10-12, under 5s",
    "ISBN 978-0-306-40615-7, 978 0 306 40615 7, 9780306406157",
    "B14, Kings Heath (B14), the B4100, bus 50 or 11A, the A38",
    "A4 3pm, M5 4pm, B14 10am, room B1 at 2pm",
    "Charity number 1234567, URN 103456, company 01234567",
    "Ring 999, 111 or 0800 1111",
    "Dates: 5 12 19 26 January; 2027 2028 2029; 1 2 3 4 5 6 7 8 9 10",
    "943 476 5918 and 123 456 7890 have a wrong last digit",
    "52.4301 -1.8777, SP 0717 8152, pi is 3.14159265358979",
    "@heathfield, anna@people, 5 @ £3",
    "born free, a birthday cake, Shakespeare's birthplace, born in 2019",
    "https://tickets.test/e/20261128-1234",
    "Children 3–5, 10–11.30am, 28–29 November",
]


def looked(text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in find_personal(text)]


@pytest.mark.parametrize(("text", "found"), FOUND)
def test_personal_detail_is_found_where_it_stands(text, found):
    assert looked(text) == found


@pytest.mark.parametrize(("text", "found"), HELD_TOO)
def test_what_looks_just_like_one_is_held_too(text, found):
    assert looked(text) == found


@pytest.mark.parametrize("text", NOT_FOUND)
def test_prices_dates_ages_times_and_numbers_of_things_are_not_held(text):
    assert looked(text) == []


def test_every_kind_is_found_by_some_example_and_has_words():
    kinds = {kind for _text, found in FOUND for kind, _words in found}
    assert kinds == {kind for kind, *_rest in LOOKS}
    assert all(str(one.words) for one in find_personal(" ".join(text for text, _found in FOUND)))


@settings(deadline=None)
@given(st.integers(min_value=100_000_000, max_value=999_999_999))
def test_nhs_number_counts_only_with_its_check_digit(nine):
    digits = [int(digit) for digit in str(nine)]
    rest = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    right = {11: 0}.get(rest, rest)
    found = {last for last in range(10) if "nhs" in {one.kind for one in find_personal(f"{nine}{last}")}}
    assert found == (set() if right == 10 else {right})


@settings(deadline=None)
@given(st.text(max_size=400))
def test_whatever_the_text_findings_lie_in_it_and_in_order(text):
    found = find_personal(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert found == sorted(found, key=lambda one: (one.start, one.end))


@pytest.mark.parametrize("piece", ["0", "07", "a.", "a@", "1 ", "born 1/", "B1", "+1 ", "(0"])
def test_long_text_made_to_be_slow_is_looked_through_quickly(piece):
    """A description has 5,000 characters; looking through ten times as much takes no noticeable time."""
    began = time.perf_counter()
    find_personal(piece * (50_000 // len(piece)))
    assert time.perf_counter() - began < 3
