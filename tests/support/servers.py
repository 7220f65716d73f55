"""The Postgres and Valkey of one test run, started before Django's settings are read.

The first process of a run starts them and names them in the environment; xdist's workers find them there.
"""

import atexit
import fcntl
import hashlib
import os
import secrets
import shutil
import tempfile
import time
from pathlib import Path

import psycopg
import redis
from psycopg import sql

from hub.local.home import Home, Problem, open_home
from hub.local.postgres import open_postgres
from hub.local.stack import open_hub
from hub.local.state import LocalState
from hub.local.supervisor import Supervisor
from hub.local.valkey import open_valkey

ROOT = Path(__file__).resolve().parents[2]
RUN = "HUB_TEST_RUN"
QUEUE = "HUB_TEST_QUEUE"
A_DAY = 24 * 60 * 60


class OwnServers:
    """The servers of this run, in a folder that goes with it."""

    def __init__(self) -> None:
        home = open_home(ROOT)
        tests = home.data / "tests"
        if not tests.exists():
            tests.mkdir()
            tests.chmod(0o755)
        _sweep(tests)
        self._folder = Path(tempfile.mkdtemp(dir=tests))
        home.own(self._folder)
        self._lock = _claim(self._folder)
        # The lock is inherited: the folder is in use for as long as one of the servers lives.
        self._supervisor = Supervisor(self._folder, kept_open=(self._lock,))
        self._home = home
        self._own_database = not os.environ.get("DATABASE_URL")

    def start(self) -> None:
        """Start what the environment does not name, and name it there."""
        home, folder, supervisor = self._home, self._folder, self._supervisor
        assets = _assets(home, supervisor)
        if not os.environ.get("REDIS_URL"):
            valkey = open_valkey(home, folder / "valkey", secrets.token_hex(16), keeps=False)
            supervisor.start(valkey.program())
            valkey.wait(supervisor)
            os.environ["REDIS_URL"] = valkey.url
        if self._own_database:
            passwords = (secrets.token_hex(16), secrets.token_hex(16))
            postgres = open_postgres(home, folder / "postgres", *passwords, fast=True)
            postgres.make_cluster(supervisor)
            supervisor.start(postgres.program())
            postgres.wait(supervisor)
            os.environ["DATABASE_URL"] = postgres.url
        os.environ["STATIC_ROOT"] = str(assets)
        os.environ["MEDIA_ROOT"] = str(folder / "media")

    def stop(self) -> None:
        if not self._own_database:
            _drop_databases()
        self._supervisor.stop()
        os.close(self._lock)
        shutil.rmtree(self._folder, ignore_errors=True)


def begin() -> None:
    """Set the environment of this process, starting the servers if it is the first of the run."""
    if RUN not in os.environ:
        os.environ[RUN] = f"test_{secrets.token_hex(4)}"
        _set_environment()
        servers = OwnServers()
        # Not pytest_unconfigure: what asks for a database while pytest shuts down still finds one.
        atexit.register(servers.stop)
        servers.start()
        os.environ[QUEUE] = os.environ["REDIS_URL"]
    os.environ["REDIS_URL"] = _queue_of_this_worker()
    os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings"


def _set_environment() -> None:
    """Give the run the settings of a hub on this machine, whatever the shell has set."""
    os.environ["SECRET_KEY"] = secrets.token_urlsafe(64)
    os.environ.update({"DEBUG": "false", "HUB_DEMO": "false", "HTTPS": "false", "DATABASE_POOL": "false"})
    for name in ("ALLOWED_HOSTS", "HUB_URL", "HUB_NAME", "HUB_AREA", "EMAIL_URL", "LOG_LEVEL"):
        os.environ.pop(name, None)
    # Playwright keeps an event loop in the main thread, where Django would then refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def _queue_of_this_worker() -> str:
    """Return the address of the logical database that only this worker uses; its tests empty it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    address = os.environ[QUEUE].rpartition("/")[0] + f"/{int(worker.removeprefix('gw')) + 1}"
    with redis.Redis.from_url(address) as client:
        if client.dbsize():
            raise Problem(
                f"The tests would empty database {address.rpartition('/')[2]} of REDIS_URL, in use."
            )
    return address


def _assets(home: Home, supervisor: Supervisor) -> Path:
    """Return the folder of collected static files, made once for each content of theirs."""
    sources = [
        ROOT / "requirements.txt",
        *sorted(path for path in (ROOT / "static").rglob("*") if path.is_file()),
    ]
    content = hashlib.sha256()
    for source in sources:
        content.update(os.fsencode(source.relative_to(ROOT)) + b"\0" + source.read_bytes())
    made = home.local / "tests-static" / content.hexdigest()[:16]
    if not made.is_dir():
        made.parent.mkdir(exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=made.parent))
        environment = {**os.environ, "STATIC_ROOT": str(unfinished)}
        hub = open_hub(home, 0, LocalState(), demo=False, environment=environment)
        supervisor.run(hub.manage("assets", "collectstatic", "--no-input", "--verbosity=0"))
        try:
            unfinished.rename(made)
        except OSError:
            # Another run made them at the same moment.
            shutil.rmtree(unfinished)
        _forget_old(made.parent)
    return made


def _forget_old(folder: Path) -> None:
    """Remove what was collected for other contents, but for today's, which another run may be using."""
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - A_DAY:
            shutil.rmtree(path, ignore_errors=True)


def _drop_databases() -> None:
    """Leave nothing of this run in a server of somebody's: templates are made for all of its workers."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        names = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [os.environ[RUN]]
        ).fetchall()
        for (name,) in names:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _sweep(tests: Path) -> None:
    """Remove the folders of runs that were killed."""
    for folder in tests.iterdir():
        try:
            lock = _claim(folder)
        except BlockingIOError:
            continue
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _claim(folder: Path) -> int:
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    return handle
