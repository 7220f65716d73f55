"""A consultation's file: what it is read into, and every sentence about what is wrong with it."""

import pytest

from charter.consultation_file import (
    ConsultationFileError,
    ConsultationText,
    QuestionText,
    SectionText,
    read_consultation,
    write_consultation,
)
from charter.models import QuestionKind
from tests.charter.texts import WORKED


def problems(data: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(ConsultationFileError) as raised:
        read_consultation(data)
    return [(problem.line, problem.reason) for problem in raised.value.problems]


def changed(old: str, new: str) -> str:
    assert WORKED.count(old) == 1
    return WORKED.replace(old, new)


def test_file_is_read_into_its_parts():
    assert read_consultation(WORKED) == ConsultationText(
        title="Play on our street",
        summary="What should we do with the street on Sundays?",
        introduction="We could close it. [Read how](#closing).\n\n- **Cars** wait.",
        ways_to_answer="Come to the hall.",
        sections=(
            SectionText(
                key="closing",
                area=2,
                title="Closing the street",
                narrative="Twice a year.\n\nIt costs little.",
                barriers=("Cars and vans", "Rain"),
                helps=("Cones, see [the council](https://council.example/cones)",),
                questions=(
                    QuestionText("rate-street", "", "rating", "Playing in the street", "", 2),
                    QuestionText(
                        "street-good", "1a", "yes-no", "Is it a good idea?", "Or [tell us](#how-to-answer)."
                    ),
                ),
            ),
        ),
    )


@pytest.mark.parametrize(
    "file",
    [
        WORKED.encode(),
        b"\xef\xbb\xbf" + WORKED.encode(),
        "\ufeff" + WORKED,
        WORKED.replace("\n", "\r\n"),
        WORKED.replace("\n", "\r"),
        WORKED.replace("\n", "  \n"),
        WORKED.replace("Kind:", "kind:").replace("## How to answer", "##how to ANSWER"),
        WORKED.replace("yes-no-because", "yes-no"),
    ],
)
def test_file_is_read_as_editors_save_it(file):
    assert read_consultation(file) == read_consultation(WORKED)


@pytest.mark.parametrize("word", ["rating", "open", "yes-no-because", "example"])
def test_kind_of_a_file_is_a_kind_of_the_hub(word):
    area = "Area: 3\n" if word == "rating" else ""
    text = read_consultation(f"# T\nS\n## A {{#a}}\n### Question {{#q}}\nKind: {word}\n{area}Why?")
    assert text.questions[0].kind in QuestionKind.values


@pytest.mark.parametrize(
    ("file", "line", "reason"),
    [
        ("", 1, "The file is empty."),
        (" \n\n\t", 1, "The file is empty."),
        (b"\xef\xbb\xbf", 1, "The file is empty."),
        (b"# T\nS\xff", 2, "The file is not plain text in UTF-8. Save it as “Plain text, UTF-8”."),
        (WORKED.encode("utf-16"), 1, "The file is not plain text in UTF-8. Save it as “Plain text, UTF-8”."),
        ("x" * 1_000_001, 1, "The file is bigger than 1 MB."),
        ("é" * 500_001, 1, "The file is bigger than 1 MB."),
        ("Words", 1, "This stands above the title. Begin the file with # and its title."),
        (
            changed("Twice a year.", "Twice\x00 a year."),
            14,
            "A character that can’t be shown stands here (U+0000). Take it out.",
        ),
        (
            changed("Twice a year.", "Twice\ud800 a year."),
            14,
            "A character that can’t be shown stands here (U+D800). Take it out.",
        ),
        (changed("# Play on our street\n", "#\n"), 1, "The title is missing."),
        (
            changed("What should we do with the street on Sundays?\n", ""),
            1,
            "The summary is missing. Write a sentence or two under the title.",
        ),
        (changed("What should we do with", "[What](#closing)"), 2, "There can’t be a link here."),
        (
            changed("What should we", "x" * 300),
            2,
            "This is too long: 331 characters, where there is room for 300.",
        ),
        (
            changed("# Play on our", "# " + "x" * 160),
            1,
            "This is too long: 167 characters, where there is room for 160.",
        ),
        (
            changed("Twice a year.", "x" * 30_000),
            14,
            "This is too long: 30,018 characters, where there is room for 30,000.",
        ),
        (
            changed("Come to the hall.", "x" * 4_001),
            10,
            "This is too long: 4,001 characters, where there is room for 4,000.",
        ),
        (
            changed("Is it a", "x" * 1_000),
            35,
            "This is too long: 1,011 characters, where there is room for 1,000.",
        ),
        (
            changed("Or [tell", "x" * 500 + " [tell"),
            33,
            "This is too long: 527 characters, where there is room for 500.",
        ),
        (
            changed("- Rain", "- " + "x" * 1_001),
            21,
            "This is too long: 1,001 characters, where there is room for 1,000.",
        ),
        (changed("Come to the hall.\n", ""), 9, "Nothing is written under “How to answer”."),
        (changed("## How to answer", "## Introduction"), 9, "“Introduction” stands here a second time."),
        (changed("## Closing the street", "##"), 12, "The section has no title."),
        (
            changed(" {#closing}", "").replace("(#closing)", "(#street-good)"),
            12,
            "This heading needs a key. Write it at the end, as in {#our-key}.",
        ),
        (
            WORKED.replace("#closing", "#Closing It"),
            12,
            "The key “Closing It” is not one: up to 40 small letters a–z, digits and hyphens.",
        ),
        (
            changed("#rate-street", "#" + "x" * 41),
            26,
            f"The key “{'x' * 41}” is not one: up to 40 small letters a–z, digits and hyphens.",
        ),
        (
            changed("#rate-street", "#introduction"),
            26,
            "The key “introduction” is the hub’s own. Choose another.",
        ),
        (changed("#street-good", "#rate-street"), 31, "The key “rate-street” is taken: line 26 has it."),
        (changed("#rate-street", "#closing"), 26, "The key “closing” is taken: line 12 has it."),
        (changed("Area: 2\nTwice", "Area: 9\nTwice"), 13, "“9” is no area. Areas have the numbers 1 to 8."),
        (changed("Area: 2\nTwice", "Area: ²\nTwice"), 13, "“²” is no area. Areas have the numbers 1 to 8."),
        (changed("Area: 2\nTwice", "Kind: open\nTwice"), 13, "“Kind:” does not belong to this heading."),
        (changed("Area: 2\nTwice", "Area: 2\nArea: 3\nTwice"), 14, "“Area:” stands here a second time."),
        (
            changed("Twice a year.", "Twice a year.\nArea: 3"),
            15,
            "“Area:” stands straight under its heading. For a text, write \\Area:",
        ),
        (
            changed("Kind: yes-no-because\n", ""),
            31,
            (
                "The question has no kind. Write “Kind:” and one of "
                "“rating”, “open”, “yes-no-because”, “example”."
            ),
        ),
        (
            changed("yes-no-because", "maybe"),
            32,
            "“maybe” is no kind of question. The kinds are “rating”, “open”, “yes-no-because”, “example”.",
        ),
        (
            changed("Kind: rating\nArea: 2", "Kind: rating"),
            26,
            "A rating needs its area. Write “Area:” and a number, 1 to 8.",
        ),
        (changed("Kind: rating", "Kind: open"), 28, "“Area:” does not belong to this heading."),
        (
            changed("yes-no-because", "rating\nArea: 2"),
            31,
            "Area 2 is rated twice: the other rating is on line 26.",
        ),
        (changed("Playing in the street", ""), 26, "The question says nothing. Write it under its heading."),
        (changed("Playing in", "[Playing](#closing) in"), 29, "There can’t be a link here."),
        (
            changed("### Question {", "### Question 1a {"),
            31,
            "Two questions have the number 1a: the other is on line 26.",
        ),
        (
            changed("Question 1a", "Question 1(a)"),
            31,
            "“1(a)” can’t stand before a question: up to 8 letters and digits.",
        ),
        (
            changed("### What would help", "### What helps us"),
            23,
            "“What helps us” is not known here. Write “What is in the way”, “What would help” or “Question”.",
        ),
        (
            changed("### What would help", "### What is in the way"),
            23,
            "“What is in the way” stands here a second time.",
        ),
        (changed("- Rain", "Rain"), 21, "This part is a list. Begin each item with a dash and a space."),
        (changed("- Rain", "-Rain"), 21, "This part is a list. Begin each item with a dash and a space."),
        (changed("- Rain", "-"), 21, "This item of the list says nothing."),
        (changed("- Rain", "  - Rain"), 21, "A list has no lists inside it. Begin the line with its dash."),
        (
            changed("Twice a year.", "#### Twice a year."),
            14,
            "A heading has at most 3 number signs. For a line that begins with one, write \\#.",
        ),
        (changed("It costs little.", "# Another"), 16, "The title stands at the head of the file, and once."),
        (
            changed("[Read how](#closing)", "[Read how](#opening)"),
            5,
            "The link to “#opening” leads nowhere: nothing in this file has that key.",
        ),
        (
            changed("It costs little.", "It costs\n\n- a little\n- [more](#page-4)"),
            19,
            "The link to “#page-4” leads nowhere: nothing in this file has that key.",
        ),
        (
            changed("https://council", "council"),
            24,
            (
                "“council.example/cones” is no address. "
                "Begin it with https:// or, for a place in this file, with #."
            ),
        ),
        (
            changed("https://council", "javascript:council"),
            24,
            (
                "“javascript:council.example/cones” is no address. "
                "Begin it with https:// or, for a place in this file, with #."
            ),
        ),
        ("# T\nS\n## A {#a}", 3, "Nothing is written under this section, and nothing is asked."),
        ("# T\nS\n## A {#a}\nText", 3, "The file asks nothing. Write at least one question."),
    ],
)
def test_wrong_file_gets_its_line_and_reason(file, line, reason):
    assert (line, reason) in problems(file)


def test_link_to_a_part_that_is_not_there_is_wrong():
    assert problems(changed("## How to answer\nCome to the hall.\n", "")) == [
        (31, "The link to “#how-to-answer” leads nowhere: nothing in this file has that key.")
    ]


def test_what_stands_before_any_section_is_wrong():
    assert problems("# T\nS\n### Question {#q}\nKind: open\nWhy?\n### What would help\n- It\n") == [
        (3, "This question stands before any section. Put a section’s heading, with ##, above it."),
        (6, "“What would help” stands before any section."),
    ]


def test_file_without_a_title_says_so():
    assert problems("## A {#a}\n### Question {#q}\nKind: open\nWhy?\n")[0] == (
        1,
        "The file has no title. Begin it with # and the title.",
    )


def test_too_many_sections_or_questions_are_wrong():
    question = "\n### Question {#q-%d}\nKind: open\nWhy?"
    many = "# T\nS\n## A {#a}" + "".join(question % number for number in range(501))
    assert [reason for _line, reason in problems(many)] == ["There are more than 500 questions."]
    many = "# T\nS" + "".join(f"\n## A {{#a-{number}}}\nText" for number in range(101))
    assert problems(many)[0] == (203, "There are more than 100 sections.")


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_file():
    file = changed("Area: 2\nTwice", "Area: 0\nTwice").replace("Kind: yes-no-because", "Kind: maybe")
    with pytest.raises(ConsultationFileError) as raised:
        read_consultation(file.replace("#closing", "#nowhere", 1))
    assert [problem.line for problem in raised.value.problems] == [5, 13, 32]
    assert str(raised.value).splitlines()[1] == "Line 13: “0” is no area. Areas have the numbers 1 to 8."


def test_message_stays_readable_with_thousands_of_problems():
    with pytest.raises(ConsultationFileError) as raised:
        read_consultation("# T\nS\n" + "#### x\n" * 3_000)
    assert len(raised.value.problems) == 3_000
    assert str(raised.value).splitlines()[-1] == "And 2950 more."


@pytest.mark.parametrize(
    "line", ["# No heading", "#tag", "Area: 51", "kind: regards", r"\# as typed", r"\\Hint: x"]
)
def test_line_that_looks_like_the_format_is_written_with_a_backslash(line):
    text = ConsultationText(
        "T",
        "S",
        sections=(
            SectionText(
                "a", None, "A", f"{line}\nand {line}", questions=(QuestionText("q", "", "open", line),)
            ),
        ),
    )
    assert "\n\\" + line in write_consultation(text)
    assert read_consultation(write_consultation(text)) == text
