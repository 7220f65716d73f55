"""Secrets that open something without an account: told once, and kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """32 random bytes, as they stand in an address."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept of it: 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
