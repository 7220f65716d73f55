"""Whole clones of the hub, with everything installed, for whoever is to start it."""

import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.local.home import open_home
from tests.hub.local.runs import ROOT, plain_environment

NOT_CLONED = shutil.ignore_patterns(".git", ".venv", ".local", ".*_cache", "__pycache__", "node_modules")
VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True)
class Clone:
    """A clone with a .venv of its own; `user` is who it belongs to, None for whoever runs the tests."""

    folder: Path
    user: pwd.struct_passwd | None = None

    @property
    def python(self) -> str:
        return str(self.folder / ".venv" / "bin" / "python")

    def options(self, **environment: str) -> dict[str, Any]:
        """Return what a process needs to run as the clone's owner, with nothing of the test run set."""
        plain = plain_environment(PYTHONPATH="", **environment)
        if self.user is None:
            return {"env": plain}
        plain.update(HOME=self.user.pw_dir, USER=self.user.pw_name, PATH="/usr/local/bin:/usr/bin:/bin")
        # Where python_for has put a Python that is built in parts.
        plain.update(LD_LIBRARY_PATH=f"{self.user.pw_dir}/python/lib")
        return {"env": plain, "user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}


def make_clone(folder: Path, user: pwd.struct_passwd | None = None, python: str = sys.executable) -> Clone:
    """Copy the hub as it stands into a folder, and put what is installed here into a .venv there."""
    clone = Clone(folder, user)
    shutil.copytree(ROOT, folder, ignore=NOT_CLONED)
    if user is not None:
        subprocess.run(["chown", "-R", f"{user.pw_uid}:{user.pw_gid}", folder], check=True)
    venv = folder / ".venv"
    make = [python, "-m", "venv", "--without-pip", str(venv)]
    subprocess.run(make, check=True, cwd="/", **clone.options())
    _borrow(Path(sysconfig.get_path("purelib")), venv / "lib" / VERSION / "site-packages", clone)
    stamp = 'echo "requirements.txt $(cksum <requirements.txt)" >.venv/installed'
    subprocess.run(["bash", "-c", stamp], check=True, cwd=folder)
    return clone


def forget(folder: Path) -> None:
    """Remove a clone with all its data."""
    data = open_home(folder).data
    shutil.rmtree(folder)
    shutil.rmtree(data, ignore_errors=True)


def python_for(user: pwd.struct_passwd) -> str:
    """Return this very Python, at a place where the user may run it; root's may lie in a closed folder."""
    there = Path(user.pw_dir, "python")
    _borrow(Path(sys.base_prefix), there, Clone(Path("/"), user))
    return str(there / "bin" / VERSION)


def _borrow(source: Path, target: Path, clone: Clone) -> None:
    """Put a folder where the clone's owner has it: a link to it if they may go there, else a copy."""
    if target.exists():
        target.rmdir()
    reach = subprocess.run(["test", "-r", source], check=False, cwd="/", **clone.options())
    if reach.returncode == 0:
        target.symlink_to(source)
        return
    # A copy by links on the same disk: nobody changes these files.
    link = os.stat(source).st_dev == os.stat(target.parent).st_dev
    leave_out = shutil.ignore_patterns("test", "idlelib", "share", "__pycache__")
    copy = os.link if link else shutil.copy2
    shutil.copytree(source, target, symlinks=True, ignore=leave_out, copy_function=copy)
