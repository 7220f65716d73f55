"""An installation that others can reach: the environment it starts with, and programs started in it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Whom people turn to there: numbers in which nobody answers.
CONTACTS = {
    "HUB_CONTROLLER": "The Quarter, 1 High Street, Heathfield",
    "HUB_CONTACT_EMAIL": "hello@hub.example",
    "HUB_PRIVACY_EMAIL": "privacy@hub.example",
    "HUB_HOURS": "9am to 1pm on weekdays",
    "SAFETY_COUNCIL": "Heathfield Council",
    "SAFETY_SOCIAL_CARE": "0121 496 0201",
    "SAFETY_OUT_OF_HOURS": "0121 496 0202",
    "SAFETY_LADO": "+44 121 496 0203",
}
PRODUCTION = {
    "SECRET_KEY": "k3v0-Yq8ZtN2rLx7wDf5JbHs1mGc4PaUe6RiToWn9BgVyXlQzCkSjAhEdMuFpI",
    "ALLOWED_HOSTS": "hub.example",
    "HUB_URL": "https://hub.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "DEFAULT_FROM_EMAIL": "hub@hub.example",
    **CONTACTS,
}


def run(*arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python in a folder, with these variables and nothing else of this run's."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
