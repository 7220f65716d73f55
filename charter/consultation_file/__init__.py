"""The file that a consultation is written in (docs/consultation-file.md): read, and written."""

from charter.consultation_file.model import ConsultationText, QuestionText, SectionText
from charter.consultation_file.read import ConsultationFileError, read_consultation
from charter.consultation_file.write import write_consultation
from charter.lines import Problem

__all__ = [
    "ConsultationFileError",
    "ConsultationText",
    "Problem",
    "QuestionText",
    "SectionText",
    "read_consultation",
    "write_consultation",
]
