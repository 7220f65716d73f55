"""What is taken away of results: read back, it says the same as the pages, and hides the same."""

from __future__ import annotations

import csv
import io

import pypdfium2
import pytest
from django.test import Client
from openpyxl import load_workbook

from charter.models import Consultation, Publish
from tests.charter.results_pages import page_of, results_url, table_of
from tests.factories.charter import make_response, publish
from tests.factories.charter_results import TOTAL, make_results, make_theme, make_words, sort_answer

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("https://elsewhere.test","x")'


def fetch(consultation: Consultation, name: str) -> bytes:
    response = Client().get(results_url(consultation, name))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment;")
    return response.getvalue()


def rows_of(consultation: Consultation, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(fetch(consultation, name).decode("utf-8-sig"))))


@pytest.fixture
def consultation() -> Consultation:
    """Results with 33 read answers, one of them published; what was not published is marked RAW."""
    made = make_results(title="What should the charter say?")
    theme = make_theme(made, "Locked gates", example="“It is shut at four.”")
    other = make_theme(made, "@Nobody answers")
    answers = make_words(made, 33, "RAW words {} of Zebedee Quill")
    for number, answer in enumerate(answers):
        sort_answer(answer, theme, *([other] if number < 12 else []))
    publish(answers[0].response, {"premises-barriers": FORMULA})
    named = make_response(
        made, answers={"rate-premises": 1}, publish=Publish.NAMED, public_name="+44 Quillfeather"
    )
    publish(named)
    return made


def test_figures_as_csv_are_those_of_the_page(consultation):
    rows = [row for row in rows_of(consultation, "results.csv") if row["Question’s key"] == "premises-right"]
    split = [row for row in rows if row["Split"] == "Who answered"]
    page = table_of(page_of(consultation, "premises/?by=kind"), "Who answered: 2a")
    for line in page[1:-1]:
        mine = [row for row in split if row["Group"] == line[0]]
        assert [row["Answer"] for row in mine] == page[0][1:-1]
        shown = [cell.partition(" ")[0] for cell in line[1:]]
        told = [*(row["Count"] for row in mine), mine[0]["Responses"]]
        assert told == (shown if len(shown) > 1 else ["hidden"] * len(told))
    everyone = [row for row in rows if row["Split"] == "Everyone"]
    assert [(row["Count"], row["Per cent of those who answered"]) for row in everyone] == [
        *(("28", "56"), ("13", "26"), ("9", "18")),
        ("48", ""),
    ]
    assert {row["Responses"] for row in everyone} == {str(TOTAL + 34)}


def test_no_export_shows_a_count_under_five_of_a_group(consultation):
    for row in rows_of(consultation, "results.csv"):
        if row["Split"] in ("Who answered", "How it came") and row["Count"] not in ("hidden", "0"):
            assert int(row["Count"]) >= 5
    # Nought is shown only where nobody at all gave that answer.
    zero = [row for row in rows_of(consultation, "results.csv") if row["Count"] == "0"]
    everyone = {(row["Question’s key"], row["Answer"]) for row in zero if row["Split"] == "Everyone"}
    assert {(row["Question’s key"], row["Answer"]) for row in zero} == everyone


def test_themes_are_counted_only_where_enough_was_read(consultation):
    rows = [row for row in rows_of(consultation, "results.csv") if row["Split"] == "Theme"]
    assert [(row["Question’s key"], row["Group"], row["Count"], row["Answered"]) for row in rows] == [
        ("premises-right", "", "", ""),
        ("premises-barriers", "Locked gates", "33", "33"),
        ("premises-barriers", "'@Nobody answers", "12", "33"),
    ]
    assert rows[0]["Answer"] == "0 of 10 answers in words read so far: too few to say."


def test_published_answers_have_their_themes_and_no_formula_and_nobodys_kind(consultation):
    content = fetch(consultation, "answers.csv").decode("utf-8-sig")
    rows = rows_of(consultation, "answers.csv")
    assert {row["In their words"] for row in rows} == {f"'{FORMULA}", ""}
    (said,) = [row for row in rows if row["In their words"]]
    assert said["Themes"] == "@Nobody answers; Locked gates".replace("@", "'@")
    assert {row["Name"] for row in rows} == {"", "'+44 Quillfeather"}
    assert "RAW" not in content
    assert "Parent" not in content
    assert set(rows[0]) == {
        *("Response", "Name", "Number", "Question’s key", "Question", "Answer", "In their words", "Themes"),
    }


def test_codebook_as_csv(consultation):
    rows = {row["Key"]: row for row in rows_of(consultation, "themes.csv")}
    assert rows["locked-gates"]["What it means"] == "Whoever says it means: locked gates."
    assert rows["locked-gates"]["Still used"] == "Yes"
    assert rows["'@nobody-answers"]["Theme"] == "'@Nobody answers"


def test_workbook_holds_everything_as_text_and_numbers(consultation):
    book = load_workbook(io.BytesIO(fetch(consultation, "results.xlsx")))
    assert book.sheetnames == ["How to read it", "Who answered", "Figures", "Published answers", "Themes"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    told = {str(cell.value) for cell in cells}
    assert FORMULA in told
    assert not [one for one in told if "RAW" in one]
    who = {(row[0], row[1]): row[2] for row in book["Who answered"].iter_rows(min_row=2, values_only=True)}
    assert who["Everyone", "Responses"] == TOTAL + 34
    assert who["Who answered", "School governor or trustee"] == "hidden"
    assert "not a sample of everyone" in str(book["How to read it"]["B2"].value)


def test_report_is_a_tagged_document_with_the_same_figures_and_sentences(consultation):
    content = fetch(consultation, "report.pdf")
    document = pypdfium2.PdfDocument(content)
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    assert b"/MarkInfo" in content
    assert b"pdfuaid" in content
    for words in (
        "Results: What should the charter say?",
        "98 responses were sent.",
        "Those who answer are not a sample of everyone",
        "35 of 98 responses answer this question; 63 do not.",
        "35 answered in words; 33 of these have been read and sorted.",
        "0 of 10 answers in words read so far: too few to say.",
        "Locked gates",
        "33 (100%)",
    ):
        assert words in text
    assert "RAW" not in text
    assert "Sealed" not in text


def test_early_report_says_on_its_first_page_that_it_is_sealed():
    from tests.charter.test_results_seal import persona

    consultation = make_results("closed")
    content = persona("analyst").client().get(results_url(consultation, "report.pdf")).getvalue()
    first = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    assert "Sealed: these results are not public yet." in " ".join(first.split())


def test_files_of_too_few_answers_hold_no_figure():
    consultation = make_results(lots=[])
    assert rows_of(consultation, "results.csv") == []
    book = load_workbook(io.BytesIO(fetch(consultation, "results.xlsx")))
    assert [row[0] for row in book["Who answered"].iter_rows(min_row=2, values_only=True)] == [
        "Fewer than 5 responses were sent, so no figures are shown."
    ]
    text = pypdfium2.PdfDocument(fetch(consultation, "report.pdf"))[1].get_textpage().get_text_range()
    assert "Fewer than 5 responses were sent" in " ".join(text.split())
