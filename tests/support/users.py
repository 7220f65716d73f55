"""Accounts of the machine, for tests that try what an ordinary user meets. Only root makes one."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

# Whoever became root by `su` keeps a path in which these are not.
_WHERE = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))


def make_user() -> pwd.struct_passwd:
    """Make an account with a home of its own. Raises FileNotFoundError where `useradd` is not installed."""
    name = f"hubtest{secrets.token_hex(4)}"
    home = str(Path(tempfile.gettempdir()) / name)
    _run("useradd", "--create-home", "--home-dir", home, "--shell", "/bin/bash", name)
    return pwd.getpwnam(name)


def drop_user(user: pwd.struct_passwd) -> None:
    """Drop an account with its home."""
    _run("userdel", "--remove", user.pw_name)


def _run(program: str, *options: str) -> None:
    subprocess.run([shutil.which(program, path=_WHERE) or program, *options], check=True, capture_output=True)
