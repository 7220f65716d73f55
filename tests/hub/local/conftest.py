"""Clones to start the hub from, and people to start it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.local.clones import Clone, forget, make_clone


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder to start the servers from, with a space in its name. Its data go with it."""
    made = Path(tempfile.mkdtemp(prefix="a clone "))
    yield made
    forget(made)


@pytest.fixture(scope="module")
def shared_folder() -> Iterator[Path]:
    """The same, for the tests of a module that can share it."""
    made = Path(tempfile.mkdtemp(prefix="a clone "))
    yield made
    forget(made)


@pytest.fixture(scope="module")
def clone() -> Iterator[Clone]:
    """A whole clone, for whoever runs the tests."""
    made = make_clone(Path(tempfile.mkdtemp(prefix="a clone ")) / "hub")
    yield made
    forget(made.folder)
    made.folder.parent.rmdir()
