"""Where a clone keeps its data on this machine, who owns them, and who may use them at one time."""

import fcntl
import hashlib
import json
import os
import pwd
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from hub.local.state import write_private

NAME = "childrens-quarter-hub"
ROOT_DATA = Path("/var/lib") / NAME
LAST_RUN_PATIENCE = 30.0


class Problem(Exception):
    """What the person who started the hub can mend. The text is a sentence for them."""


@dataclass(frozen=True)
class Account:
    """A system user that owns the data and runs the databases."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Home:
    """The folders of one clone.

    `folder` is the clone, `local` what belongs to whoever starts the hub (state, logs), `data` holds the
    databases, and `account` runs them: None for the person themselves.
    """

    folder: Path
    local: Path
    data: Path
    account: Account | None = None

    def own(self, path: Path) -> None:
        """Give something that was just made to whoever runs the databases."""
        if self.account is not None:
            os.chown(path, self.account.uid, self.account.gid)


@dataclass(frozen=True)
class Secrets:
    """Passwords and keys of one clone, made once."""

    superuser_password: str = field(default_factory=lambda: secrets.token_hex(24))
    database_password: str = field(default_factory=lambda: secrets.token_hex(24))
    queue_password: str = field(default_factory=lambda: secrets.token_hex(24))
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(64))


def open_home(folder: Path) -> Home:
    """Find the folders of a clone, making what is missing and changing nothing that is there.

    Raises Problem where they cannot be made.
    """
    folder = folder.resolve()
    local = folder / ".local"
    try:
        local.mkdir(mode=0o700, exist_ok=True)
        if not os.access(local, os.W_OK | os.X_OK):
            raise PermissionError
        if os.geteuid() != 0:
            return Home(folder, local, local)
        return _root_home(folder, local)
    except OSError as error:
        raise Problem(
            f"The hub cannot keep its data: {error.filename or local} is not yours to write in. "
            "Start the hub as its owner, or from a clone of your own."
        ) from error


def _root_home(folder: Path, local: Path) -> Home:
    # Postgres refuses to run as root, and another user may not be able to enter root's folders.
    account = _system_account()
    _make(ROOT_DATA, 0o755)
    data = ROOT_DATA / hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    if _make(data, 0o700):
        os.chown(data, 0, account.gid)
        data.chmod(0o710)
        (data / "folder").write_text(f"{folder}\n", encoding="utf-8")
    return Home(folder, local, data, account)


def _make(folder: Path, mode: int) -> bool:
    """Make a folder with exactly this mode, whatever the umask; leave one that exists as it is."""
    try:
        folder.mkdir(mode=mode)
    except FileExistsError:
        return False
    folder.chmod(mode)
    return True


def _system_account() -> Account:
    try:
        return _account_named(NAME)
    except KeyError:
        pass
    trouble = _add_system_user()
    try:
        # Looked up whatever was said: another start may have made it meanwhile.
        return _account_named(NAME)
    except KeyError:
        raise Problem(
            f"Postgres does not run as root, and no system user could be made for it ({trouble}). "
            f"Make a system user called {NAME}, or start the hub as an ordinary user."
        ) from None


def _add_system_user() -> str:
    """Make the system user, with the tools of Debian and Fedora or of Alpine; return what went wrong."""
    everywhere = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"
    if useradd := shutil.which("useradd", path=everywhere):
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        command = [useradd, *options, "--shell", "/usr/sbin/nologin", NAME]
    elif adduser := shutil.which("adduser", path=everywhere):
        command = [adduser, "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/sbin/nologin", NAME]
    else:
        return "there is neither useradd nor adduser"
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr.strip()


def _account_named(name: str) -> Account:
    entry = pwd.getpwnam(name)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def load_secrets(home: Home) -> Secrets:
    """Return the clone's passwords and keys, making them the first time."""
    path = home.data / "secrets.json"
    if path.exists():
        return Secrets(**json.loads(path.read_text(encoding="utf-8")))
    made = Secrets()
    write_private(path, json.dumps(asdict(made), indent=2) + "\n")
    return made


@contextmanager
def claim(home: Home) -> Iterator[int]:
    """Hold the clone for this process, and yield the file number its children are to inherit.

    The children's lock is free only when the last of them has gone, so a start right after a `kill -9`
    waits for the databases to finish. Raises Problem if the hub already runs from this folder.
    """
    own = os.open(home.local / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    children = os.open(home.local / "lock.children", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _lock(own):
            raise Problem(
                "The hub already runs from this folder. Stop it first (Ctrl-C in its terminal), "
                "or start another from another clone."
            )
        deadline = time.monotonic() + LAST_RUN_PATIENCE
        while not _lock(children):
            if time.monotonic() > deadline:
                raise Problem(
                    "The last run was killed, and part of it is still running. "
                    f"See which processes hold {home.local / 'lock.children'}, end them, and start again."
                )
            time.sleep(0.05)
        yield children
    finally:
        os.close(own)
        os.close(children)


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
