"""What the tests of people share."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    """One round instead of a million: what is tried here is not the hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
