"""People named in text that goes public: found by the signs around a name, and not where there is none."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.privacy.third_parties import find_people, outermost


def found(text: str, *known: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in find_people(text, known)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("We asked Mrs Okafor twice.", ("name", "Mrs Okafor")),
        ("we asked mrs okafor twice", ("name", "mrs okafor")),
        ("Dr. A. Pembury-Lee said no.", ("name", "Dr. A. Pembury-Lee")),
        ("my son Jamie loves it", ("child", "Jamie")),
        ("my daughter, called Wren, goes", ("child", "Wren")),
        ("the head, John Smith, said no", ("name", "John Smith")),
        ("our neighbour Tendai’s car", ("name", "Tendai")),
        ("a lady called Xanthe helped", ("name", "Xanthe")),
        ("Miss Lee in Year 2 is kind", ("child", "Miss Lee in Year 2")),
        ("Jamie (7) fell off", ("child", "Jamie (7")),
        ("Tendai, 7, fell off", ("child", "Tendai, 7")),
        ("Zuzu is 7 years old", ("child", "Zuzu is 7")),
        ("Tendai in Reception cried", ("child", "Tendai in Reception")),
        ("J. Smithson wrote it", ("name", "J. Smithson")),
        ("I told J.S. about it", ("initials", "J.S.")),
        ("then Priya Anand rang", ("name", "Priya Anand")),
        ("Priya’s hall is full", ("name", "Priya")),
        ("ask @kelly.mum99, she knows", ("handle", "@kelly.mum99")),
        ("my insta is kelly_b99", ("handle", "insta is kelly_b99")),
        ("see https://example.org/me.", ("url", "https://example.org/me")),
        ("it is on kettle-row.org.uk now", ("url", "kettle-row.org.uk")),
        ("I live at 14b Vicarage Road.", ("address", "14b Vicarage Road")),
        ("i live at 14 vicarage road", ("address", "14 vicarage road")),
    ],
)
def test_person_who_is_named_is_found(text, what):
    assert found(text) == [what]


@pytest.mark.parametrize(
    "text",
    [
        "Kings Heath Park is lovely. Children play there.",
        "In May the school opens, on Monday 7 June.",
        "Children in Year 2 need more. Parents of Year 6 too.",
        "Room 7, Hall 3 and Area 3, and Section 5 is fair.",
        "St Martin’s Church and Queen Elizabeth Hospital lend rooms.",
        "My son. He likes it. The head. Monday is bad.",
        "Thirty of us, 30 children, walk down the road; 20 cars in the street.",
        "The head is good. Birmingham City Council pays.",
        "We miss the old hall. P.E. lessons, e.g. in the U.K. and at 3 p.m.",
        "Father Christmas came to the school.",
        "The teacher said Ofsted came. Our friend Sunday is a day.",
        "I asked the manager. Sharing is good, 9 or 10 of them.",
        "The George Road hall and Mary Street Baths are cold.",
        "Write 50% @ half price: 2.5 m long.",
    ],
)
def test_place_body_month_or_start_of_a_sentence_is_no_person(text):
    assert found(text) == []


def test_who_wrote_it_is_found_by_name_and_by_address():
    text = "I am Mo Quillfeather, quillfeather at home, or mo.q@mail.test."
    assert found(text, "Mo Quillfeather", "mo.quill@mail.test") == [
        ("respondent", "Mo Quillfeather"),
        ("respondent", "quillfeather"),
    ]


def test_short_or_common_parts_of_a_name_are_not_looked_for_alone():
    assert found("The may tree is in a park.", "May The", "a.in@mail.test") == []


def test_name_with_signs_of_a_pattern_is_looked_for_as_it_is():
    assert found("by (x+)+y", "(x+)+y") == [("respondent", "(x+)+y")]


HEAVY = (
    "A",
    "A ",
    "Mr ",
    "a.b.",
    "@",
    "son, ",
    "1 A ",
    "A. ",
    "www.",
    "Jamie ",
    "x-",
    "12 a a ",
    " ",
    "é",
    "1",
)


@pytest.mark.parametrize("piece", HEAVY)
def test_time_grows_with_the_length_alone(piece):
    """100,000 characters take about ten times what 10,000 take, and not a hundred times."""
    took = []
    for length in (10_000, 100_000):
        text = (piece * length)[:length]
        begin = time.process_time()
        find_people(text, ["Jamie Quill"])
        took.append(time.process_time() - begin)
    assert took[1] < 40 * took[0] + 0.5


WORDS = st.sampled_from(
    ["Mrs", "Jamie", "my son", "7", "Year 2", ",", ".", "(", "@ab", "Road", "14", "’s", "\n", "é"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS | st.text(max_size=5), max_size=30))
def test_findings_stand_in_the_text_in_order_and_none_inside_another(parts):
    text = " ".join(parts)
    rows = find_people(text, ["Jamie Quill"])
    assert all(0 <= one.start < one.end <= len(text) for one in rows)
    assert rows == outermost(rows) == sorted(rows, key=lambda one: one.start)
