"""Log lines as JSON, with ids and without people (rules.md D12)."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter as Base

from hub.web.requests import request_id


class RequestFilter(logging.Filter):
    """Adds the request's number to every line written while it is answered."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class TaskFilter(logging.Filter):
    """Takes out of Celery's lines what a task was given and the text of its error."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("celery."):
            record.__dict__.pop("data", None)
            if isinstance(record.args, dict) and "exc" in record.args:
                kind = str(record.args["exc"]).partition("(")[0]
                record.args = {**record.args, "exc": kind}
        return True


class JsonFormatter(Base):
    """One JSON object a line: time, level, logger, message, request id, and what the caller added."""

    def __init__(self) -> None:
        super().__init__(
            "{asctime}{levelname}{name}{message}{request_id}",
            style="{",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
        )

    def formatException(  # noqa: N802
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Where it went wrong and the kind of error. Not its text: a database puts people's data in it."""
        kind, error, _ = ei
        if kind is None or error is None:
            return ""
        told: list[str] = []
        cause: Any = error
        while cause is not None and len(told) < 5:
            frames = traceback.extract_tb(cause.__traceback__)
            where = "".join(f"\n  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
            told.append(f"{type(cause).__module__}.{type(cause).__name__}{where}")
            cause = cause.__cause__ or cause.__context__
        return "\nafter ".join(told)
