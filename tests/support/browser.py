"""The browser that the tests open pages in: the machine's own Chromium."""

import os
import shutil
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FIXTURES = {"page", "context", "browser", "new_context"}
REASON = "no Chromium on this machine"
# Nothing leaves this machine, and nothing is fetched, while pages are looked at.
ARGUMENTS = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
]


def chromium() -> str | None:
    """Return the program, or None where there is no Chromium."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (str(MAC) if MAC.exists() else None)


def launch_arguments() -> list[str]:
    """Return Chromium's options; as root it runs only without its sandbox."""
    return [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS


def mark(items: list[pytest.Item]) -> None:
    """Mark the tests that open a browser, and skip them where there is none."""
    missing = chromium() is None
    for item in items:
        if FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason=REASON))


def notice(reporter: pytest.TerminalReporter) -> None:
    """Say loudly, at the end, that browser tests were skipped."""
    skipped = [report for report in reporter.stats.get("skipped", []) if REASON in str(report.longrepr)]
    if skipped:
        reporter.section("NOT TESTED IN A BROWSER", sep="!", red=True, bold=True)
        reporter.line(f"{len(skipped)} browser tests were SKIPPED: there is {REASON}.", red=True, bold=True)
        reporter.line("Install it (Debian: apt-get install chromium) and run script/test again.", red=True)
