"""Static files that come out of installed wheels, so that none is copied into this repository.

Only the files named here are collected: a wheel's other files stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


@dataclass(frozen=True)
class Wheel:
    """Files of one distribution: `root` inside site-packages, and names that are also the static paths."""

    distribution: str
    root: str
    names: tuple[str, ...]

    def location(self) -> Path:
        """The folder the names start from. Raises PackageNotFoundError when it is not installed."""
        return Path(str(distribution(self.distribution).locate_file(self.root)))


# The .map files are for developer tools only, but the style sheets name them,
# and the manifest storage refuses a file that names one it cannot find.
WHEELS = (
    Wheel(
        distribution="bootstrap-wrapper",
        root="",
        names=(
            "bootstrap/css/bootstrap-reboot.min.css",
            "bootstrap/css/bootstrap-reboot.min.css.map",
            "bootstrap/css/bootstrap-grid.min.css",
            "bootstrap/css/bootstrap-grid.min.css.map",
        ),
    ),
    Wheel(
        distribution="django-htmx",
        root="django_htmx/static",
        names=("django_htmx/htmx-2.min.js",),
    ),
    Wheel(
        distribution="django-allauth",
        root="allauth/mfa/static",
        names=("mfa/js/webauthn-json.js", "mfa/js/webauthn.js"),
    ),
)


class WheelFinder(BaseFinder):
    """A staticfiles finder for the files in `WHEELS` and no others."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        self.storages = {wheel: FileSystemStorage(location=wheel.location()) for wheel in WHEELS}

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """One error for each file that a newer release of its wheel no longer has."""
        return [
            Error(f"{wheel.distribution} has no file {name}.", id="web.E001")
            for wheel, storage in self.storages.items()
            for name in wheel.names
            if not storage.exists(name)
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file's place on disk; a list of places when `find_all` (or the older `all`) is set."""
        find_all = find_all or bool(kwargs.get("all"))
        found = [
            storage.path(path)
            for wheel, storage in self.storages.items()
            if path in wheel.names and storage.exists(path)
        ]
        return found if find_all else next(iter(found), [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Each named file and the storage that opens it."""
        ignored = [*ignore_patterns] if ignore_patterns else []
        for wheel, storage in self.storages.items():
            for name in wheel.names:
                if not matches_patterns(name, ignored):
                    yield name, storage


class Assets(CompressedManifestStaticFilesStorage):
    """Named by their content and compressed ahead of time; each address is worked out once a process."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The file's address. Raises ValueError for a file that was not collected."""
        if force or name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]
