"""What the hub consists of on one machine: the two servers it stands on, and its own programs."""

import signal
import sys
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, urlsplit

from hub.local.home import Home, Secrets, load_secrets
from hub.local.postgres import Postgres, open_postgres
from hub.local.state import LocalState, local_state, write_state
from hub.local.supervisor import Program, Supervisor
from hub.local.valkey import Valkey, open_valkey

READY_SECONDS = 120.0
GRACEFUL_SECONDS = 5
WEB_PROCESSES = 2
WEB_THREADS = 4
WORKER_PROCESSES = 2
# The one worker here looks for no others when it starts.
ALONE = ("--without-gossip", "--without-mingle", "--without-heartbeat")
OWN_DATA = ("postgres", "valkey", "secrets.json")
OWN_FILES = ("beat", "mail", "media", "static")


@dataclass(frozen=True)
class Servers:
    """The database and the queue: our own (then described here), or those the environment names (None)."""

    postgres: Postgres | None
    valkey: Valkey | None
    state: LocalState

    def start(self, supervisor: Supervisor) -> None:
        """Start those of our own and wait until they answer. Raises Problem or Stopped."""
        if self.postgres is not None:
            self.postgres.make_cluster(supervisor)
            supervisor.start(self.postgres.program())
        if self.valkey is not None:
            supervisor.start(self.valkey.program())
            self.valkey.wait(supervisor)
        if self.postgres is not None:
            self.postgres.wait(supervisor)


def open_servers(home: Home, url: str, environment: Mapping[str, str]) -> Servers:
    """Describe the servers for a hub at `url`, at the ports of the last run where those are free."""
    before = local_state(home.folder)
    if before == LocalState():
        # Nothing ran here yet: the standard ports are left to whoever else wants them.
        before = LocalState(database_url="", redis_url="")
    secrets: Secrets = load_secrets(home)
    postgres = valkey = None
    database_url, queue_url = environment.get("DATABASE_URL", ""), environment.get("REDIS_URL", "")
    if not database_url:
        passwords = (secrets.superuser_password, secrets.database_password)
        postgres = open_postgres(home, home.data / "postgres", *passwords, port=_port(before.database_url))
        database_url = postgres.url
    if not queue_url:
        port = _port(before.redis_url)
        valkey = open_valkey(home, home.data / "valkey", secrets.queue_password, port=port)
        queue_url = valkey.url
    secret_key = environment.get("SECRET_KEY") or secrets.secret_key
    return Servers(postgres, valkey, LocalState(database_url, queue_url, url, secret_key))


@dataclass(frozen=True)
class Hub:
    """The hub's own programs, run from the clone with one environment."""

    home: Home
    port: int
    environment: Mapping[str, str]

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def manage(self, name: str, *arguments: str) -> Program:
        """One of Django's commands, as a task."""
        return self._python(name, str(self.home.folder / "manage.py"), *arguments, task=True)

    def web(self) -> Program:
        # No access log: a path can hold a private link. No control socket: it lies in the home folder.
        program = self._python(
            "web server",
            *("-m", "gunicorn", "hub.wsgi:application", "--bind", f"127.0.0.1:{self.port}"),
            *("--worker-class", "gthread", "--workers", str(WEB_PROCESSES), "--threads", str(WEB_THREADS)),
            *("--graceful-timeout", str(GRACEFUL_SECONDS), "--no-control-socket"),
        )
        return replace(program, environment={**program.environment, "DATABASE_POOL": "true"})

    def worker(self) -> Program:
        return self._celery("worker", "--concurrency", str(WORKER_PROCESSES), *ALONE)

    def beat(self) -> Program:
        schedule = _folder(self.home.local / "beat") / "schedule"
        return self._celery("beat", "--schedule", str(schedule), "--pidfile=")

    def answers(self) -> bool:
        """Say whether the whole hub is ready: the web server, and from there the database and the queue."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def _celery(self, name: str, *arguments: str) -> Program:
        return self._python(name, "-m", "celery", "--app", "hub", name, *arguments, "--loglevel", "INFO")

    def _python(self, name: str, *arguments: str, task: bool = False) -> Program:
        return Program(
            name=name,
            command=[sys.executable, *arguments],
            environment=self.environment,
            folder=self.home.folder,
            task=task,
            stop_signal=signal.SIGTERM,
        )


def open_hub(home: Home, port: int, state: LocalState, *, demo: bool, environment: Mapping[str, str]) -> Hub:
    """Describe the hub's programs. What the environment says wins, but for what the command line says."""
    mail = _folder(home.local / "mail")
    defaults = {
        "SECRET_KEY": state.secret_key,
        "HUB_URL": state.url,
        "HTTPS": "false",
        # Django's file backend: what the hub sends can be read in a folder, and reaches nobody.
        "EMAIL_URL": f"filemail:///{quote(str(mail))}",
        "STATIC_ROOT": str(home.local / "static"),
    }
    chosen = {
        "DATABASE_URL": state.database_url,
        "REDIS_URL": state.redis_url,
        "HUB_DEMO": "true" if demo else "false",
        "DJANGO_SETTINGS_MODULE": "hub.settings",
        "PYTHONUNBUFFERED": "1",
    }
    return Hub(home, port, {**defaults, **environment, **chosen})


def remember(home: Home, state: LocalState) -> None:
    """Let `manage.py` in a second terminal find what runs here."""
    write_state(home.folder, state)


def owned(home: Home) -> list[Path]:
    """Return what exists of the data that --reset drops."""
    paths = [home.data / name for name in OWN_DATA] + [home.local / name for name in OWN_FILES]
    return [path for path in paths if path.exists()]


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        # Somebody has written into the state file; it is about to be written anew.
        return None
