"""Tables to take away: what is in them arrives, and nothing in them runs."""

import csv
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from hub.documents import Sheet, csv_response, xlsx_response

COLUMNS = ["Question", gettext_lazy("Yes")]


def csv_rows(*rows, columns=COLUMNS) -> list[list[str]]:
    response = csv_response(Sheet("Answers", columns, rows), "answers")
    content = b"".join(response).decode()
    assert content.startswith("\ufeff")
    return list(csv.reader(StringIO(content.removeprefix("\ufeff"), newline="")))[1:]


def book(*sheets: Sheet):
    response = xlsx_response(sheets, "answers")
    return load_workbook(BytesIO(b"".join(response)))


def xlsx_cells(*cells):
    (sheet,) = book(Sheet("Answers", ["A"] * len(cells), [cells])).worksheets
    return list(sheet[2])


FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://example.test","x")',
    "+44 121 496 0371",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1",
    "|cmd",
]


@pytest.mark.parametrize("words", FORMULAS)
def test_nothing_that_somebody_wrote_is_a_formula_in_csv(words):
    ((cell, _),) = csv_rows([words, 1])
    assert cell == f"'{words}"


@pytest.mark.parametrize("words", [*FORMULAS, "#N/A", "#REF!", "2026-01-01", "1", "TRUE"])
def test_all_that_somebody_wrote_is_text_in_xlsx(words):
    (cell,) = xlsx_cells(words)
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value.replace("_x005F_", "_").strip() == words.strip()
    assert cell.quotePrefix == (words in FORMULAS)


def test_words_that_only_hold_such_signs_are_left_alone():
    assert csv_rows(["1 + 1 = 2, or a-b @ c", "it’s"]) == [["1 + 1 = 2, or a-b @ c", "it’s"]]


def test_numbers_stay_numbers_and_days_stay_days():
    given = [3, -2, 0.5, Decimal("12.50"), date(2026, 11, 28), time(18, 30), None]
    cells = xlsx_cells(*given)
    assert [cell.value for cell in cells] == [
        3,
        -2,
        0.5,
        12.5,
        datetime(2026, 11, 28),
        time(18, 30),
        None,
    ]
    assert cells[4].is_date
    assert csv_rows(given, columns=list("abcdefg")) == [
        ["3", "-2", "0.5", "12.50", "2026-11-28", "18:30", ""]
    ]


def test_times_are_londons():
    summer = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)
    (cell,) = xlsx_cells(summer)
    assert cell.value == datetime(2026, 6, 2, 0, 30)
    assert csv_rows([summer], columns=["when"]) == [["2026-06-02 00:30"]]


def test_yes_and_no_are_words_and_odd_numbers_are_text():
    given = [True, False, float("nan"), float("inf"), 10**20]
    said = ["Yes", "No", "nan", "inf", "1" + "0" * 20]
    assert [cell.value for cell in xlsx_cells(*given)] == said
    assert csv_rows(given, columns=list("abcde")) == [said]


def test_control_characters_are_left_out_and_lines_are_kept():
    words = "a\x00b\x08c\x1bd\x0be\ud800f\uffff\r\ng\nh\ti"
    assert [cell.value for cell in xlsx_cells(words)] == ["abcdef\ng\nh\ti"]
    assert csv_rows([words], columns=["a"]) == [["abcdef\ng\nh\ti"]]


@pytest.mark.parametrize("letter", ["x", "😀"])
def test_text_longer_than_a_cell_is_cut_and_says_so(letter):
    (cell,) = xlsx_cells(letter * 40_000)
    assert len(cell.value.encode("utf-16-le")) // 2 <= 32_767
    assert cell.value.startswith(letter * 16_000)
    assert cell.value.endswith(" … [cut: the whole has 40,000 characters]")
    assert csv_rows([letter * 40_000], columns=["a"]) == [[letter * 40_000]]


def test_text_of_just_a_cell_is_not_cut():
    (cell,) = xlsx_cells("x" * 32_767)
    assert cell.value == "x" * 32_767


def test_text_that_looks_like_an_escape_is_kept():
    (cell,) = xlsx_cells("_x0041_")
    assert cell.value == "_x005F_x0041_"


def test_csv_quotes_what_it_must():
    assert csv_rows(['a,"b"\nc', "我们 😀 Ż"]) == [['a,"b"\nc', "我们 😀 Ż"]]


def test_csv_goes_out_row_by_row():
    asked = []

    def rows():
        for number in range(3):
            asked.append(number)
            yield [number, "x"]

    parts = iter(csv_response(Sheet("A", COLUMNS, rows()), "a"))
    assert [next(parts) for _ in range(2)] == [b"\xef\xbb\xbf", b"Question,Yes\r\n"]
    assert asked == []
    assert next(parts) == b"0,x\r\n"
    assert asked == [0]


def test_each_sheet_has_its_name_and_its_headings():
    made = book(
        Sheet("Area 1: what [we] know / think?", COLUMNS, [["a", 1]]),
        Sheet("x" * 40, COLUMNS, []),
        Sheet("x" * 40, COLUMNS, []),
        Sheet("", COLUMNS, []),
    )
    assert made.sheetnames == ["Area 1  what  we  know   think", "x" * 31, f"{'x' * 29} 2", "Sheet"]
    first = made.worksheets[0]
    assert [cell.value for cell in first[1]] == ["Question", "Yes"]
    assert [cell.font.bold for cell in first[1]] == [True, True]
    assert first.freeze_panes == "A2"


def test_heading_is_no_formula_either():
    (sheet,) = book(Sheet("A", ["=1"], [])).worksheets
    assert sheet["A1"].data_type != "f"
    response = csv_response(Sheet("A", ["=1"], []), "a")
    assert b"".join(response) == b"\xef\xbb\xbf'=1\r\n"


def test_rows_beyond_the_sheet_are_said_to_be_left_out(monkeypatch):
    monkeypatch.setattr("hub.documents.sheets.MOST_ROWS", 4)
    (sheet,) = book(Sheet("A", ["n"], ([number] for number in range(9)))).worksheets
    assert [row[0].value for row in sheet.iter_rows()] == [
        *("n", 0, 1),
        "There are more rows than a sheet can hold: take the CSV file.",
    ]


@pytest.mark.parametrize("value", [[1], {"a": 1}, object(), b"x"])
def test_cell_of_another_kind_is_an_error_of_the_program(value):
    with pytest.raises(TypeError):
        xlsx_response([Sheet("A", ["a"], [[value]])], "a")
    with pytest.raises(TypeError):
        b"".join(csv_response(Sheet("A", ["a"], [[value]]), "a"))


def test_workbook_without_a_sheet_is_an_error_of_the_program():
    with pytest.raises(ValueError, match="at least one"):
        xlsx_response([], "a")


def test_files_are_saved_and_kept_by_nothing_in_between():
    table = Sheet("A", ["a"], [])
    for response, name in (
        (csv_response(table, "the results.csv"), "the-results.csv"),
        (xlsx_response([table], "the results"), "the-results.xlsx"),
    ):
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "private, no-store"
