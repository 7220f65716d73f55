"""What the charter part holds about people, a file for each of its rooms (rules.md D1)."""

from charter.privacy import answers, charter, consultations, sorting

__all__ = ["answers", "charter", "consultations", "sorting"]
