"""Clones to start the hub from, and people to start it."""

import os
import pwd
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.local.clones import Clone, forget, make_clone, python_for


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


@pytest.fixture(scope="module")
def somebody() -> Iterator[pwd.struct_passwd]:
    """An ordinary user with a home that is closed to others. Only root can make one."""
    if os.geteuid() != 0:
        pytest.skip("only root can make another user; the other tests run as an ordinary user here")
    name = f"hubtest{secrets.token_hex(4)}"
    home = Path(tempfile.gettempdir()) / name
    make = ["useradd", "--create-home", "--home-dir", str(home), "--shell", "/bin/bash", name]
    subprocess.run(make, check=True)
    home.chmod(0o700)
    yield pwd.getpwnam(name)
    subprocess.run(["userdel", "--remove", name], check=True, capture_output=True)


@pytest.fixture(scope="module")
def somebodys_clone(somebody: pwd.struct_passwd) -> Clone:
    """A whole clone in the closed home of an ordinary user."""
    return make_clone(Path(somebody.pw_dir) / "hub", somebody, python_for(somebody))
