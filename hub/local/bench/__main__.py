"""script/bench: what pages and feeds cost, as ratios to a floor measured in the same run.

Machines differ and are noisy, so no figure is a time: each is a ratio of medians, taken turn about.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from hub.local import ports
from hub.local.home import Home, open_home
from hub.local.postgres import open_postgres
from hub.local.stack import Hub, open_hub
from hub.local.state import LocalState
from hub.local.supervisor import Supervisor
from hub.local.valkey import open_valkey

ROOT = Path(__file__).resolve().parents[3]
WARM_UP = 30


@dataclass(frozen=True)
class Answer:
    """What came over the wire."""

    status: int
    body: bytes
    wire: int
    seconds: float


class Client:
    """One connection, kept open, as a browser has."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("localhost", port)

    def get(self, path: str, encoding: str = "gzip") -> Answer:
        """Fetch a path. Raises RuntimeError for anything but 200."""
        try:
            return self._get(path, encoding)
        except http.client.RemoteDisconnected:
            # The server closes a connection that was idle for two seconds.
            self.connection.close()
            return self._get(path, encoding)

    def _get(self, path: str, encoding: str) -> Answer:
        began = time.perf_counter()
        self.connection.request("GET", path, headers={"Accept-Encoding": encoding})
        response = self.connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - began
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        plain = gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body
        return Answer(response.status, plain, len(body), seconds)


def compare(client: Client, path: str, floor: str, rounds: int) -> float:
    """The median time of `path` as a ratio to the median of `floor`, asked turn about."""
    for _round in range(WARM_UP):
        client.get(path)
        client.get(floor)
    times: dict[str, list[float]] = {path: [], floor: []}
    for _round in range(rounds):
        for one in (path, floor):
            times[one].append(client.get(one).seconds)
    return statistics.median(times[path]) / statistics.median(times[floor])


@contextmanager
def hub_for_bench() -> Iterator[tuple[Home, Supervisor, Path, LocalState]]:
    """A Postgres and a Valkey of their own, in a folder that goes afterwards."""
    home = open_home(ROOT)
    with tempfile.TemporaryDirectory(dir=home.data, prefix="bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        home.own(folder)
        supervisor = Supervisor(folder)
        try:
            valkey = open_valkey(home, folder / "valkey", secrets.token_hex(16), keeps=False)
            supervisor.start(valkey.program())
            valkey.wait(supervisor)
            postgres = open_postgres(
                home, folder / "postgres", secrets.token_hex(16), secrets.token_hex(16), fast=True
            )
            postgres.make_cluster(supervisor)
            supervisor.start(postgres.program())
            postgres.wait(supervisor)
            yield (
                home,
                supervisor,
                folder,
                LocalState(postgres.url, valkey.url, "http://localhost:8000", secrets.token_urlsafe(64)),
            )
        finally:
            supervisor.stop()


def start_web(supervisor: Supervisor, hub: Hub, name: str, **environment: str) -> Client:
    """The hub's own web server, 2 processes, with more in its environment."""
    web = hub.web()
    program = replace(web, name=name, environment={**web.environment, **environment})
    supervisor.start(program)
    supervisor.wait_until(hub.answers, seconds=60)
    return Client(hub.port)


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--occurrences", type=int, default=50_000)
    parser.add_argument("--responses", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=300)
    options = parser.parse_args()
    with hub_for_bench() as (home, supervisor, folder, state):
        environment = {
            **os.environ,
            "STATIC_ROOT": str(folder / "static"),
            "HTTPS": "false",
            "DEBUG": "false",
            "LOG_LEVEL": "WARNING",
        }
        hub = open_hub(home, ports.free_port(None), state, demo=False, environment=environment)
        hub = replace(
            hub, environment={**hub.environment, "DJANGO_SETTINGS_MODULE": "hub.local.bench.settings"}
        )
        supervisor.run(hub.manage("assets", "collectstatic", "--no-input", "--verbosity=0"))
        supervisor.run(hub.manage("migrations", "migrate", "--no-input"))
        rows: list[tuple[str, str, str]] = []
        # "--occurrences 0" leaves the town out.
        if options.occurrences:
            print(f"Making a town with {options.occurrences} dates to come …", flush=True)
            print(run_inside(hub, "build", str(options.occurrences)), flush=True)
            rows = measure(supervisor, hub, folder, options.rounds)
        print(f"Making a consultation with {options.responses} responses …", flush=True)
        said = run_inside(hub, "charter", str(options.responses)).splitlines()
        rows += [(name, value, "") for name, _tab, value in (line.partition("\t") for line in said)]
    width = max(len(name) for name, _value, _aim in rows)
    print()
    for name, value, aim in rows:
        print(f"{name:<{width}}  {value:>10}  {aim}")
    return 0


def run_inside(hub: Hub, *arguments: str) -> str:
    """Run the part of the benchmark that needs Django, and return what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "hub.local.bench.inside", *arguments],
        cwd=ROOT,
        env=dict(hub.environment),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.strip()


def measure(supervisor: Supervisor, hub: Hub, folder: Path, rounds: int) -> list[tuple[str, str, str]]:
    """Every figure: its name, its value, what is aimed at."""
    uncached_hub = replace(hub, port=ports.free_port(None))
    uncached = start_web(supervisor, uncached_hub, "uncached", BENCH_UNCACHED="1")
    page, feed = uncached.get("/"), uncached.get("/whats-on/calendar.ics")
    (folder / "floor-page").write_bytes(page.body)
    (folder / "floor-feed").write_bytes(feed.body)
    cached = start_web(supervisor, hub, "cached")
    filtered = "/?age=4&cost=free&near=B14&within=5"
    queries = dict(line.split(" ", 1) for line in run_inside(hub, "queries", filtered).splitlines())
    wire = weigh(uncached, page.body)
    ratio: Callable[[float], str] = "{:.2f} ×".format
    return [
        ("What’s on, uncached", ratio(compare(uncached, "/", "/floor/page/", rounds)), "aim ≤ 4"),
        ("What’s on, four filters, uncached", ratio(compare(uncached, filtered, "/floor/page/", rounds)), ""),
        ("What’s on, from the page cache", ratio(compare(cached, "/", "/floor/page/", rounds)), "aim ≤ 1"),
        (
            "Calendar feed, uncached",
            ratio(compare(uncached, "/whats-on/calendar.ics", "/floor/writing/", max(rounds // 20, 5))),
            "",
        ),
        ("Queries of what’s on", queries["/"], "aim ≤ 6"),
        ("Queries with four filters", queries[filtered], "aim ≤ 6"),
        ("Queries of the feed", queries["/whats-on/calendar.ics"], ""),
        ("Dates in the feed", f"{int(queries['dates']):,}", ""),
        ("HTML over the wire", f"{page.wire / 1000:.1f} kB", "aim ≤ 15"),
        ("All told over the wire", f"{wire / 1000:.1f} kB", "aim ≤ 60"),
    ]


def weigh(client: Client, page: bytes) -> int:
    """Bytes of a first view: the page, and every style sheet, script and image that it names."""
    import re

    total = client.get("/").wire
    text = page.decode()
    found = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', text))
    for path in list(found):
        if path.endswith(".css"):
            css = client.get(path, "identity").body.decode()
            base = path.rsplit("/", 1)[0]
            found |= {
                f"{base}/{name}"
                for name in re.findall(r'url\("?([^")]+)', css)
                if not name.startswith("data:")
            }
    return total + sum(client.get(path, "br, gzip").wire for path in found)


if __name__ == "__main__":
    raise SystemExit(main())
