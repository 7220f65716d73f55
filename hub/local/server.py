"""`python -m hub.local.server`: the whole hub on one machine, until Ctrl-C. script/server calls it."""

import argparse
import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap

from hub.local import ports
from hub.local.home import Home, Problem, open_home
from hub.local.stack import READY_SECONDS, Hub, open_hub, open_servers, owned, remember
from hub.local.supervisor import Supervisor, supervised
from hub.people.demo import DEMO_PASSWORD, DEMO_PEOPLE

FOLDER = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the hub until it is asked to stop. Returns the exit code: 0, or 1 after a sentence."""
    options = _options(arguments)
    # Whatever is made from here on is for its owner only.
    os.umask(0o077)
    try:
        serve(options.port, demo=options.demo, reset=options.reset)
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def serve(port: int, *, demo: bool, reset: bool) -> None:
    """Start everything, say where it is, and wait. Raises Problem, with nothing left running."""
    home = open_home(FOLDER)
    with supervised(home) as supervisor:
        _check_port(port)
        if reset:
            _reset(home)
        hub = _start(supervisor, home, port, demo=demo)
        _welcome(hub, demo=demo)
        supervisor.wait_until(lambda: False)
    print("Stopped. All data are kept; script/server brings them back.", flush=True)


def _start(supervisor: Supervisor, home: Home, port: int, *, demo: bool) -> Hub:
    progress = _Progress()
    servers = open_servers(home, os.environ.get("HUB_URL") or f"http://localhost:{port}", os.environ)
    hub = open_hub(home, port, servers.state, demo=demo, environment=os.environ)
    progress("Starting the database and the queue")
    servers.start(supervisor)
    remember(home, servers.state)
    progress("Bringing the tables and the style sheets up to date")
    assets = supervisor.start(hub.manage("assets", "collectstatic", "--no-input", "--verbosity=0"))
    supervisor.run(hub.manage("migrations", "migrate", "--no-input"))
    supervisor.finish(assets)
    if demo:
        progress("Looking after the demo town")
        supervisor.run(hub.manage("demo town", "load_demo_town"))
    progress("Starting the hub")
    for program in (hub.web(), hub.worker(), hub.beat()):
        supervisor.start(program)
    supervisor.wait_until(hub.answers, seconds=READY_SECONDS)
    progress.done()
    return hub


def _welcome(hub: Hub, *, demo: bool) -> None:
    lines = ["", f"The hub is open at {hub.url}", ""]
    if demo:
        # What each of them may do, the sign-in page says in the reader's language.
        addresses = ", ".join(address for address, _ in DEMO_PEOPLE)
        lines += [f"Sign in to the demo town with the password {DEMO_PASSWORD} as", *wrap(addresses, 88), ""]
    local = hub.home.local.relative_to(hub.home.folder)
    lines.append(f"E-mails it would send are put into {local}/mail, logs into {local}/logs.")
    lines.append("Ctrl-C stops it.")
    print("\n".join(lines), flush=True)


def _check_port(port: int) -> None:
    try:
        if ports.is_free(port):
            return
    except PermissionError as error:
        raise Problem(
            f"Only root may use port {port}. Choose one from 1024 on, such as --port 8000."
        ) from error
    another = next((near for near in range(port + 1, min(port + 100, 65536)) if ports.is_free(near)), None)
    advice = f", or choose another:\nscript/server --port {another}" if another else "."
    raise Problem(f"Port {port} is taken by another program. Stop that{advice}")


def _reset(home: Home) -> None:
    if os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL"):
        raise Problem(
            "--reset drops only what the hub keeps by itself, and DATABASE_URL or REDIS_URL is set. "
            "Unset it, or empty that server yourself."
        )
    doomed = owned(home)
    if not doomed:
        print("There are no data to drop yet.", flush=True)
    for path in doomed:
        print(f"Dropping {path}", flush=True)
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


class _Progress:
    """Prints each step when it begins, and how long it took when the next one does."""

    def __init__(self) -> None:
        self._begun: float | None = None

    def __call__(self, step: str) -> None:
        self.done()
        self._begun = time.monotonic()
        print(f"{step} …", end="", flush=True)

    def done(self) -> None:
        if self._begun is not None:
            print(f" {time.monotonic() - self._begun:.1f} s", flush=True)
        self._begun = None


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/server", description="Run the hub on this machine, with a demo town to look at."
    )
    parser.add_argument(
        "--port", type=_port, default=8000, help="where to open it (default: %(default)s)", metavar="PORT"
    )
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="begin with an empty hub")
    parser.add_argument("--reset", action="store_true", help="drop all data first, and say so")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
