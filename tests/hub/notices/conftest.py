"""A mail server, and messages to send to it."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from hub.notices import asking
from tests.hub.notices.smtp import MailServer, mail_server


@pytest.fixture
def post(settings: Settings) -> Iterator[MailServer]:
    """A mail server that takes what this process sends."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        yield server


@pytest.fixture(autouse=True)
def _queue_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test inherits the pause after another found the queue away."""
    monkeypatch.setattr(asking, "_away_until", 0.0)
