"""Reads the full postcode directory, as the Office for National Statistics or Ordnance Survey publish it.

Nothing of a single postcode is kept: only the mean point of each district.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hub.places.grid import to_degrees_of_wgs84
from hub.places.models.bounds import EAST, NORTH, SOUTH, WEST

if TYPE_CHECKING:
    from _csv import Reader

# What the columns have been called, over the years, in lower case.
POSTCODE_COLUMNS = ("pcds", "pcd8", "pcd7", "pcd", "postcode", "pc")
LATITUDE_COLUMNS = ("lat", "latitude")
LONGITUDE_COLUMNS = ("long", "longitude", "lon")
EASTING_COLUMNS = ("oseast1m", "east1m", "eastings", "easting", "ea")
NORTHING_COLUMNS = ("osnrth1m", "north1m", "northings", "northing", "no")
ENDED_COLUMNS = ("doterm",)

ENDED, NO_POSITION, NO_DISTRICT, IRISH_GRID = (
    "no longer in use",
    "without a position",
    "not of a postcode district",
    "in Northern Ireland, whose grid is another: load a file with latitude and longitude for them",
)

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) *[0-9][A-Z]{2}")
# Historic and special ones, such as GIR 0AA.
_ODD_POSTCODE = re.compile(r"[A-Z0-9]{2,4} *[A-Z0-9]{3}")
# About 10 cm on the ground.
DIGITS = 6
ROWS_A_REPORT = 250_000
# What the directory puts for latitude where there is none.
NOWHERE = 99.0
# Metres.
GRID_WIDTH, GRID_HEIGHT = 700_000, 1_300_000


class DirectoryError(Exception):
    """The file can't be read as a postcode directory. Its text says why, with the line."""


@dataclass
class Directory:
    """What a file says: the mean point of each district in degrees, and the rows left out, counted by why."""

    points: dict[str, tuple[float, float]] = field(default_factory=dict)
    rows: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Columns:
    """Where in a row things are. With `grid`, `north` and `east` are metres of the national grid."""

    postcode: int
    north: int
    east: int
    ended: int | None
    grid: bool

    @property
    def width(self) -> int:
        return max(self.postcode, self.north, self.east, self.ended or 0) + 1


def read_directory(path: Path, progress: Callable[[int], None] = lambda rows: None) -> Directory:
    """Read a file row by row, in memory that does not grow with it. `progress` is told the rows so far.

    Raises DirectoryError for a file that is not a directory, with the number of the line that shows it.
    """
    _refuse_what_is_no_table(path)
    reader = None
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            return _read(reader, progress)
    except UnicodeDecodeError:
        line = reader.line_num + 1 if reader else 1
        raise DirectoryError(f"After line {line - 1}: this is not text in UTF-8.") from None
    except csv.Error as error:
        line = reader.line_num if reader else 1
        raise DirectoryError(
            f"Line {line}: this is not a table of comma-separated values ({error})."
        ) from None
    except OSError as error:
        raise DirectoryError(f"It can't be read: {error.strerror}.") from None


def _refuse_what_is_no_table(path: Path) -> None:
    try:
        with path.open("rb") as file:
            beginning = file.read(4096)
    except OSError as error:
        raise DirectoryError(f"It can't be read: {error.strerror}.") from None
    if beginning.startswith(b"PK\x03\x04"):
        raise DirectoryError("Line 1: this is a zip file. Unpack it and give the large CSV file inside.")
    if b"\0" in beginning:
        raise DirectoryError("Line 1: this is not a text file.")


def _read(reader: Reader, progress: Callable[[int], None]) -> Directory:
    columns = _columns(next(reader, []))
    directory = Directory()
    # Of each district: how many postcodes, and the sums of their coordinates.
    sums: dict[str, list[float]] = {}
    for district, north, east in _rows(reader, columns, directory, progress):
        total = sums.get(district)
        if total is None:
            total = sums[district] = [0, 0.0, 0.0]
        total[0] += 1
        total[1] += north
        total[2] += east
    if not sums:
        line = max(reader.line_num, 1)
        raise DirectoryError(
            f"Line {line}: the file ends, and no postcode in it is in use and has a position."
        )
    for district, (count, north, east) in sorted(sums.items()):
        directory.points[district] = _point(north / count, east / count, columns.grid)
    return directory


def _columns(headings: list[str]) -> _Columns:
    names = {heading.strip().lower(): index for index, heading in reversed([*enumerate(headings)])}

    def column(known: tuple[str, ...]) -> int | None:
        return next((names[name] for name in known if name in names), None)

    postcode = column(POSTCODE_COLUMNS)
    latitude, longitude = column(LATITUDE_COLUMNS), column(LONGITUDE_COLUMNS)
    easting, northing = column(EASTING_COLUMNS), column(NORTHING_COLUMNS)
    ended = column(ENDED_COLUMNS)
    if postcode is not None and latitude is not None and longitude is not None:
        return _Columns(postcode, latitude, longitude, ended, grid=False)
    if postcode is not None and northing is not None and easting is not None:
        return _Columns(postcode, northing, easting, ended, grid=True)
    raise DirectoryError(
        "Line 1: these are not the headings of a postcode directory: it needs “pcds” (or “Postcode”), with "
        "“lat” and “long” or “Eastings” and “Northings”."
    )


def _rows(
    reader: Reader, columns: _Columns, directory: Directory, progress: Callable[[int], None]
) -> Iterator[tuple[str, float, float]]:
    """The district and coordinates of each postcode that counts; the others are counted in `directory`."""
    for row in reader:
        if not row:
            continue
        directory.rows += 1
        if directory.rows % ROWS_A_REPORT == 0:
            progress(directory.rows)
        if len(row) < columns.width:
            raise DirectoryError(f"Line {reader.line_num}: the row is too short.")
        if columns.ended is not None and row[columns.ended].strip():
            directory.skipped[ENDED] += 1
            continue
        postcode = row[columns.postcode].strip().upper()
        match = _POSTCODE.fullmatch(postcode)
        if match is None:
            if not _ODD_POSTCODE.fullmatch(postcode):
                raise DirectoryError(f"Line {reader.line_num}: the postcode is not one.")
            directory.skipped[NO_DISTRICT] += 1
            continue
        place = _position(row, columns, reader.line_num)
        if place is None:
            directory.skipped[NO_POSITION] += 1
        elif columns.grid and match[1].startswith("BT"):
            directory.skipped[IRISH_GRID] += 1
        else:
            yield match[1], *place


def _position(row: list[str], columns: _Columns, line: int) -> tuple[float, float] | None:
    """The two coordinates of a row; None where the directory says that there are none."""
    north, east = row[columns.north].strip(), row[columns.east].strip()
    if not north or not east:
        return None
    try:
        y, x = float(north), float(east)
    except ValueError:
        raise DirectoryError(f"Line {line}: the position is not a pair of numbers.") from None
    if columns.grid:
        nowhere = y == 0 and x == 0
        inside = 0 <= x <= GRID_WIDTH and 0 <= y <= GRID_HEIGHT
    else:
        nowhere = y >= NOWHERE
        inside = SOUTH <= y <= NORTH and WEST <= x <= EAST
    if nowhere:
        return None
    if not inside:
        raise DirectoryError(f"Line {line}: the position is not in the United Kingdom.")
    return y, x


def _point(north: float, east: float, grid: bool) -> tuple[float, float]:
    latitude, longitude = to_degrees_of_wgs84(east, north) if grid else (north, east)
    return round(latitude, DIGITS), round(longitude, DIGITS)
