"""One PDF made from pages that are pictures, to save and to print."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import IO

from PIL import Image

# Points, an inch has 72: A4.
SHORT, LONG = 595, 842
QUALITY = 85


def write_pdf(pages: Iterable[bytes], out: IO[bytes], *, title: str, language: str = "en") -> None:
    """Write a PDF of these pages (WebP of the hub's own making), each on a sheet of A4 or its proportions.

    One page at a time is in memory. `title` and `language` are for whoever opens it.
    """
    offsets: list[int] = []

    def add(number: int, content: bytes) -> None:
        offsets.extend([0] * (number - len(offsets)))
        offsets[number - 1] = out.tell()
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))

    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    kids = []
    # 1 is the catalogue, 2 the pages, 3 what it is called.
    number = 4
    for page in pages:
        jpeg, width, height = _jpeg(page)
        across, down = _points(width, height)
        drawing = b"q %d 0 0 %d 0 0 cm /P Do Q" % (across, down)
        add(
            number,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
            b"/Resources << /XObject << /P %d 0 R >> >> >>" % (across, down, number + 1, number + 2),
        )
        add(number + 1, b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing))
        add(
            number + 2,
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "
            b"/BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%b\nendstream"
            % (width, height, len(jpeg), jpeg),
        )
        kids.append(b"%d 0 R" % number)
        number += 3
    add(2, b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), b" ".join(kids)))
    add(3, b"<< /Title %b >>" % _text(title))
    add(
        1,
        b"<< /Type /Catalog /Pages 2 0 R /Lang %b /ViewerPreferences << /DisplayDocTitle true >> >>"
        % _text(language),
    )
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
    for offset in offsets:
        out.write(b"%010d 00000 n \n" % offset)
    size = len(offsets) + 1
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info 3 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start))


def _jpeg(page: bytes) -> tuple[bytes, int, int]:
    with Image.open(BytesIO(page), formats=["WEBP"]) as opened:
        picture = opened.convert("RGB")
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue(), *picture.size


def _points(width: int, height: int) -> tuple[int, int]:
    """The sheet for a picture of this size in pixels: as wide as A4 lies or stands."""
    across = SHORT if height >= width else LONG
    return across, max(1, round(across * height / width))


def _text(words: str) -> bytes:
    """A text string of PDF (ISO 32000-1, 7.9.2.2): UTF-16, written as hexadecimal digits."""
    return b"<%b>" % ("\ufeff" + words).encode("utf-16-be").hex().encode()
