"""The file that a version of the charter is written in (docs/consultation-file.md): read, and written."""

from charter.charter_file.model import CharterText, ClauseText, ResponsibilityText, SectionText
from charter.charter_file.read import CharterFileError, read_charter
from charter.charter_file.write import write_charter
from charter.lines import Problem

__all__ = [
    "CharterFileError",
    "CharterText",
    "ClauseText",
    "Problem",
    "ResponsibilityText",
    "SectionText",
    "read_charter",
    "write_charter",
]
