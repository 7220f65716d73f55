"""Tables to take away: CSV and XLSX, in which nothing that somebody wrote can run as a formula."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from tempfile import TemporaryFile
from typing import Any, Protocol, TypeAlias

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from hub.documents.pdf import headers

Words: TypeAlias = str | Promise
Cell: TypeAlias = Words | int | float | Decimal | date | datetime | time | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What spreadsheets take for the beginning of a formula, also in the wide form of East Asian keyboards and
# after blanks, and what ends a cell or a line for some of them.
_FORMULA = re.compile(r"^\s*[=+\-@|＝＋－＠]|^[\t\r\n]")
# Characters that XML, and so XLSX, does not have.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# How XLSX writes a character by its number: text that only looks like it is kept as it is.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# Microsoft's limits: characters in a cell, rows in a sheet, letters in a sheet's name.
LONGEST = 32_767
MOST_ROWS = 1_048_576
LONGEST_TITLE = 31
# A number of more digits would be rounded by the spreadsheet.
MOST_DIGITS = 15
BOM = "\ufeff"


@dataclass(frozen=True)
class Sheet:
    """A table: its title, the heading of each column, and rows of as many cells.

    Numbers stay numbers, days stay days, times are London's, True and False are "Yes" and "No", None is an
    empty cell. `rows` may be a generator: it is gone through once.
    """

    title: Words
    columns: Sequence[Words]
    rows: Iterable[Sequence[Cell]]


class _Pipe:
    """A file for csv.writer that hands each line on."""

    def write(self, line: str) -> str:
        return line


def csv_response(sheet: Sheet, filename: str) -> StreamingHttpResponse:
    """The table as CSV (UTF-8 with a byte-order mark, as spreadsheets want it), row by row.

    Text that would begin a formula gets an apostrophe before it. Raises TypeError, while it is sent, for a
    cell of a kind that is not among `Cell`.
    """
    writer = csv.writer(_Pipe(), quoting=csv.QUOTE_MINIMAL)

    def lines() -> Iterator[bytes]:
        yield BOM.encode()
        for row in chain([sheet.columns], sheet.rows):
            yield str(writer.writerow([_in_csv(cell) for cell in row])).encode()

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    for name, value in headers(filename, ".csv").items():
        response[name] = value
    return response


def xlsx_response(sheets: Sequence[Sheet], filename: str) -> FileResponse:
    """The tables as one XLSX file, a sheet each, written row by row into a temporary file.

    All text is text, whatever it begins with. Raises TypeError for a cell of a kind that is not among `Cell`,
    ValueError without a sheet.
    """
    if not sheets:
        raise ValueError("a workbook has at least one sheet")
    book = Workbook(write_only=True)
    titles: set[str] = set()
    try:
        for sheet in sheets:
            _fill(book, sheet, _title(str(sheet.title), titles))
    except BaseException:
        # Else their temporary files are closed by whoever comes to tidy up, in the middle of anything.
        for page in book.worksheets:
            page.close()
        raise
    file = TemporaryFile()  # noqa: SIM115  (the response closes it)
    book.save(file)
    file.seek(0)
    response = FileResponse(file, content_type=XLSX)
    for name, value in headers(filename, ".xlsx").items():
        response[name] = value
    return response


def _fill(book: Workbook, sheet: Sheet, title: str) -> None:
    page = book.create_sheet(title)
    page.freeze_panes = "A2"
    for number, words in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = min(max(len(str(words)) + 2, 12), 40)
    bold, wrapped = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    page.append([_in_xlsx(page, words, font=bold) for words in sheet.columns])
    for number, row in enumerate(sheet.rows, start=2):
        if number == MOST_ROWS:
            page.append([_in_xlsx(page, _("There are more rows than a sheet can hold: take the CSV file."))])
            break
        page.append([_in_xlsx(page, cell, alignment=wrapped) for cell in row])


class _Styled(Protocol):
    value: Any
    data_type: str
    quotePrefix: bool  # noqa: N815


def _in_xlsx(page: Any, cell: Cell, **style: Any) -> _Styled:
    value = _value(cell)
    made: Any = WriteOnlyCell(page)
    for name, how in style.items():
        setattr(made, name, how)
    if isinstance(value, str):
        value = _cut(value)
        made.value = _ESCAPE.sub("_x005F_", value)
        # Openpyxl would make a formula of "=1" and an error of "#N/A".
        made.data_type = "s"
        made.quotePrefix = bool(_FORMULA.match(value))
    else:
        made.value = value
    styled: _Styled = made
    return styled


def _in_csv(cell: Cell) -> str | int | float | Decimal:
    value = _value(cell)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return value


def _value(cell: Cell) -> str | int | float | Decimal | date | datetime | time | None:
    """The cell as both kinds of file take it. Raises TypeError."""
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    if isinstance(cell, str | Promise):
        return _ILLEGAL.sub("", str(cell).replace("\r\n", "\n"))
    if isinstance(cell, int):
        return cell if len(str(abs(cell))) <= MOST_DIGITS else str(cell)
    if isinstance(cell, float | Decimal):
        return cell if math.isfinite(cell) else str(cell)
    if isinstance(cell, datetime):
        return timezone.localtime(cell).replace(tzinfo=None) if timezone.is_aware(cell) else cell
    if cell is None or isinstance(cell, date | time):
        return cell
    raise TypeError(f"a sheet has no {type(cell).__name__}: give it words, a number or a day")


def _cut(value: str) -> str:
    """At most as long as a cell of XLSX may be, saying so where something is left out.

    Its length is counted in UTF-16, in which an emoji is two.
    """
    if _units(value) <= LONGEST:
        return value
    note = _(" … [cut: the whole has %(count)s characters]") % {"count": f"{len(value):,}"}
    kept = value[: LONGEST - len(note)]
    while (over := _units(kept) + len(note) - LONGEST) > 0:
        kept = kept[: -max(1, over // 2)]
    return kept + note


def _units(value: str) -> int:
    return len(value.encode("utf-16-le")) // 2


def _title(wanted: str, taken: set[str]) -> str:
    """A sheet's name as XLSX allows it, and no other's in the file."""
    stem = re.sub(r"[\[\]:*?/\\]", " ", _ILLEGAL.sub("", wanted)).strip().strip("'")[:LONGEST_TITLE].strip()
    stem = stem or _("Sheet")
    title, number = stem, 1
    while title.casefold() in taken:
        number += 1
        title = f"{stem[: LONGEST_TITLE - len(str(number)) - 1]} {number}"
    taken.add(title.casefold())
    return title
