"""Files whose decoders are not trusted, read in a process of its own (hub/files/apart.py)."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from hub.files import apart

log = logging.getLogger(__name__)
PROGRAM = Path(apart.__file__)
# Seconds on the clock, for all files of one document: the process has a limit of its own on what it computes.
TIMEOUT = 75
# How long one upload waits for another to be read before it is asked to come again.
PATIENCE = 45
# Each takes up to a gigabyte, so a web process reads one at a time.
_one_at_a_time = threading.Lock()
_PARTS = {b"PAGE", b"TEXT"}
_WEBP = re.compile(rb"RIFF....WEBP", re.DOTALL)


class NotRead(Exception):
    """The code says why: damaged, password, too_many_pages, too_many_pixels, odd_page, too_much, busy."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Page:
    """One page, made anew: its size in pixels, and its WebP."""

    width: int
    height: int
    content: bytes


@dataclass(frozen=True)
class Pages:
    """What was read: pages in order, and words, "" where there are none."""

    pages: list[Page] = field(default_factory=list)
    text: str = ""


def read_apart(kind: str, data: bytes, most_pages: int, seconds: float = TIMEOUT) -> Pages:
    """The pages of a "PDF" or "TIFF". Raises NotRead, and no other error for what is in the file."""
    if seconds <= 0:
        raise NotRead("too_much")
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise NotRead("busy")
    try:
        return _read(kind, data, most_pages, seconds)
    finally:
        _one_at_a_time.release()


def _read(kind: str, data: bytes, most_pages: int, seconds: float) -> Pages:
    # A file, not a pipe: how much may be written into it is limited by the kernel.
    with TemporaryFile() as out:
        command = [sys.executable, "-I", str(PROGRAM), kind, str(most_pages)]
        try:
            done = subprocess.run(
                command, input=data, stdout=out, stderr=subprocess.DEVNULL, env={}, timeout=seconds, cwd="/"
            )
        except subprocess.TimeoutExpired as error:
            raise NotRead("too_much") from error
        if done.returncode:
            # Ended by a limit, or by what it met in the file.
            log.info("an upload could not be read", extra={"kind": kind, "returncode": done.returncode})
            raise NotRead("too_much")
        out.seek(0)
        return _parts(out, most_pages)


def _parts(out: IO[bytes], most_pages: int) -> Pages:
    """Believes nothing: whatever decoded the file may have been taken over by it."""
    pages: list[Page] = []
    text = ""
    while len(head := out.read(apart.PART.size)) == apart.PART.size:
        name, width, height, length = apart.PART.unpack(head)
        content = out.read(min(length, apart.MOST_WRITTEN))
        if name == b"STOP":
            raise NotRead(content.decode("ascii", "replace"))
        if name == b"DONE" and pages:
            return Pages(pages, text)
        if name == b"TEXT":
            text = content.decode("utf-8", "replace")[: apart.MOST_TEXT]
        elif name == b"PAGE" and _WEBP.match(content) and len(pages) < most_pages and width and height:
            pages.append(Page(width, height, content))
        else:
            break
    raise NotRead("damaged")
