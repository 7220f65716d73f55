"""Opens one PDF or TIFF in a process of its own, and writes its pages to standard output.

A program: `python -I apart.py KIND PAGES`, the file on standard input. Decoders of such files are large and
have had holes; here they have no settings, no network to speak of, no database, little memory and little
time. It imports nothing of the hub. What it writes is read by hub/files/reading.py: parts, each a name of
four letters and three numbers (width, height, length), then as many bytes.
"""

from __future__ import annotations

import resource
import struct
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NoReturn

MEGABYTE = 1024 * 1024
# Of address space: the libraries take a fifth, a page of 12,000 by 12,000 grey dots another.
MEMORY = 1024 * MEGABYTE
SECONDS = 50
MOST_WRITTEN = 64 * MEGABYTE
# Dots an inch of a PDF's page, but never more than this many pixels along its longest side: A4 at 200 dpi.
DPI = 200
LONGEST_SIDE = 2339
# What a scan may have before it is made smaller.
MOST_PIXELS = 80_000_000
LONGEST_SCAN = 15_000
QUALITY = 75
# From 0, fast, to 6, small.
EFFORT = 2
MOST_TEXT = 1_000_000
# Points, an inch has 72: from a stamp to the largest plan. Beyond it a page is a trick or a mistake.
LEAST_POINTS, MOST_POINTS = 18, 14_400
PART = struct.Struct(">4sIII")
PASSWORD = 4


class Refused(Exception):
    """Its code is what is the matter, as hub/files/reading.py knows it."""


def limit() -> None:
    """Take from this process what it does not need."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def write(name: bytes, content: bytes, width: int = 0, height: int = 0) -> None:
    """One part."""
    sys.stdout.buffer.write(PART.pack(name, width, height, len(content)) + content)


def write_page(picture: Any) -> None:
    """A page as WebP, and nothing that was in the file beside its pixels."""
    picture.info = {}
    out = BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=EFFORT)
    write(b"PAGE", out.getvalue(), *picture.size)


def read_pdf(data: bytes, most_pages: int) -> None:
    """Draw each page, and take its words. Raises Refused."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        raise Refused("password" if code == PASSWORD else "damaged") from error
    if not count:
        raise Refused("damaged")
    if count > most_pages:
        raise Refused("too_many_pages")
    # What was typed into the fields of a form is drawn too.
    document.init_forms()
    texts, left = [], MOST_TEXT
    for number in range(count):
        try:
            page = document[number]
            width, height = page.get_size()
            if not LEAST_POINTS <= min(width, height) <= max(width, height) <= MOST_POINTS:
                raise Refused("odd_page")
            scale = min(DPI / 72, LONGEST_SIDE / max(width, height))
            write_page(page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB"))
            text = page.get_textpage().get_text_bounded()[:left]
        except pdfium.PdfiumError as error:
            raise Refused("damaged") from error
        left -= len(text)
        texts.append(text)
        page.close()
    write(b"TEXT", "\n\n".join(texts).encode("utf-8", "replace"))


def read_tiff(data: bytes, most_pages: int) -> None:
    """Make each picture in it smaller, where it is large. Raises Refused."""
    from PIL import Image

    # Looked at below, for each picture in the file.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(BytesIO(data), formats=["TIFF"]) as opened:
        for number, frame in enumerate(frames(opened)):
            if number >= most_pages:
                raise Refused("too_many_pages")
            width, height = frame.size
            if width * height > MOST_PIXELS or max(width, height) > LONGEST_SCAN:
                raise Refused("too_many_pixels")
            if min(width, height) < 16:
                raise Refused("odd_page")
            write_page(smaller(frame).convert("RGB"))


def frames(opened: Any) -> Iterator[Any]:
    """The pictures in a file, one after the other, as far as they go."""
    number = 0
    while True:
        try:
            opened.seek(number)
        except EOFError:
            return
        yield opened
        number += 1


def smaller(frame: Any) -> Any:
    """At most `LONGEST_SIDE` pixels along each side, in a mode that can be saved."""
    from PIL import Image

    # Loading it turns it upright.
    frame.load()
    if frame.mode.startswith("I;16"):
        # Sixteen bits a pixel down to eight: Pillow's own conversion would cut off all but the darkest.
        picture = frame.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif frame.mode in ("1", "L"):
        picture = frame.convert("L")
    elif frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        picture = Image.new("RGB", frame.size, "white")
        clear = frame.convert("RGBA")
        picture.paste(clear, mask=clear.getchannel("A"))
    else:
        picture = frame.convert("RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture


def stop(code: str) -> NoReturn:
    """Say what is the matter, and end."""
    write(b"STOP", code.encode())
    sys.stdout.buffer.flush()
    sys.exit(0)


def main() -> None:
    """See the top of this file."""
    limit()
    kind, most_pages = sys.argv[1], int(sys.argv[2])
    data = sys.stdin.buffer.read()
    try:
        {"PDF": read_pdf, "TIFF": read_tiff}[kind](data, most_pages)
    except Refused as refused:
        stop(str(refused))
    except MemoryError:
        stop("too_much")
    except Exception:
        # Pillow raises a dozen kinds of error about broken files, and not all of them on purpose.
        stop("damaged")
    write(b"DONE", b"")


if __name__ == "__main__":
    main()
