"""The number that ties a request, its log lines and its error page together."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
