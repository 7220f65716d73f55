"""A date of a series in an address: its start in UTC, as 20270218T160000Z."""

from __future__ import annotations

from datetime import UTC, datetime

FORMAT = "%Y%m%dT%H%M%SZ"


def write_stamp(original: datetime) -> str:
    """The start that a date had, as it stands in an address."""
    return original.astimezone(UTC).strftime(FORMAT)


def read_stamp(stamp: str) -> datetime | None:
    """The start that is meant; None for what is no start."""
    try:
        return datetime.strptime(stamp, FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
