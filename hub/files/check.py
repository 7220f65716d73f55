"""Whether an upload is a picture: decided by what is in it, never by its name or what a browser calls it."""

from __future__ import annotations

import logging
import re
import struct
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.files.encode import WIDTHS, CleanPicture, Unreadable, encode

log = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
# By kind, for what decoding takes: 350 MB of memory for a progressive JPEG, 450 MB for a PNG that can be seen
# through. WebP is decoded into four copies, and no camera writes it.
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 50_000_000, "WEBP": 25_000_000}
LONGEST_SIDE = 12_000
LEAST_WIDTH = 200
LEAST_LOGO_WIDTH = 64
# How many times as wide as high a picture may be, or as high as wide: more than a banner has.
MOST_STRETCHED = 8
# A camera's JPEG has up to a dozen. A small file can claim a hundred thousand, each of which costs a pass
# over the whole picture.
MOST_SCANS = 100
# Segments of a JPEG, chunks of a PNG: a file of nothing but their heads keeps a reader busy for long.
MOST_PARTS = 20_000
_TOO_LARGE = gettext_lazy(
    "This file has more than %(most)s MB. Make the picture smaller, or take it again "
    "with a lower quality, and choose that."
)
_EMPTY = gettext_lazy("This file is empty. Choose the picture again, or another one.")
PNG = b"\x89PNG\r\n\x1a\n"

# Brands of the ISO media container (ISO/IEC 23008-12): what iPhones write.
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}


def check_picture(upload: IO[bytes] | Any, *, least_width: int = LEAST_WIDTH) -> CleanPicture:
    """Check an upload (anything with `size` in bytes and `read`) and re-encode it.

    `least_width` is in pixels. Raises ValidationError with a sentence that says what to do; never another
    error, whatever is in the file.
    """
    data = read_upload(upload, MOST_BYTES, _TOO_LARGE, _EMPTY)
    return check_picture_bytes(data, least_width=least_width)


def check_picture_bytes(
    data: bytes, *, least_width: int = LEAST_WIDTH, widths: tuple[int, ...] = WIDTHS
) -> CleanPicture:
    """As `check_picture`, for what was read already. `widths`: those to make, in pixels, smallest first."""
    kind = _kind(data)
    try:
        width, height = SIZES[kind](data)
        _check_size(width, height, MOST_PIXELS[kind])
        picture = encode(data, kind, widths)
    except (Unreadable, struct.error) as error:
        # Nothing of what the file says (rules.md D12).
        log.info("an upload could not be read", extra={"kind": kind, "why": str(error)})
        raise ValidationError(
            _("This picture is damaged or not complete. Open it, save it again as JPEG, and choose that."),
            code="damaged",
        ) from error
    if picture.width < least_width:
        raise ValidationError(
            _(
                "This picture is %(width)s pixels wide, too few to show well. "
                "Choose one that is at least %(least)s pixels wide."
            ),
            code="too_small",
            params={"width": picture.width, "least": least_width},
        )
    return picture


def read_upload(upload: Any, most: int, too_large: str | Promise, empty: str | Promise) -> bytes:
    """All of an upload of at most `most` bytes. Raises ValidationError, in the words given for each."""
    if upload.size > most:
        raise ValidationError(str(too_large), code="too_large", params={"most": most // MEGABYTE})
    upload.seek(0)
    data: bytes = upload.read(most + 1)
    if not data:
        raise ValidationError(str(empty), code="empty")
    return data


def _kind(data: bytes) -> str:
    """ "JPEG", "PNG" or "WEBP", by the file's first bytes."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(PNG):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        raise ValidationError(
            _(
                "This is a HEIC picture, as iPhones take them, which the hub can’t read. Save it as JPEG "
                "(on an iPhone: Settings, Camera, Formats, Most Compatible) and choose that."
            ),
            code="heic",
        )
    raise ValidationError(
        _("This is not a picture that the hub can read. Choose a JPEG, PNG or WebP file."),
        code="not_a_picture",
    )


def _check_size(width: int, height: int, most_pixels: int) -> None:
    """Pixels as the file's header claims them, before anything is decoded."""
    if not width or not height:
        raise Unreadable("no pixels")
    if width * height > most_pixels or max(width, height) > LONGEST_SIDE:
        raise ValidationError(
            _(
                "This picture has %(width)s by %(height)s pixels, more than the hub can take. "
                "Make it smaller, for example 2000 pixels wide, and choose that."
            ),
            code="too_many_pixels",
            params={"width": width, "height": height},
        )
    if max(width, height) > MOST_STRETCHED * min(width, height):
        raise ValidationError(
            _(
                "This picture is too long and narrow to show well. "
                "Cut off what is not needed, and choose that."
            ),
            code="too_narrow",
        )


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels that a PNG claims. Raises Unreadable, struct.error; counts its chunks."""
    if data[12:16] != b"IHDR":
        raise Unreadable("PNG without a header")
    at, chunks = len(PNG), 0
    while at + 4 <= len(data):
        chunks += 1
        if chunks > MOST_PARTS:
            raise Unreadable("too many chunks")
        (length,) = struct.unpack_from(">I", data, at)
        # Its length, its name, what is in it, its checksum.
        at += 4 + 4 + length + 4
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def webp_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels that a WebP claims. Raises Unreadable, struct.error."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        low_width, high_width, low_height, high_height = struct.unpack_from("<HBHB", data, 24)
        return (high_width << 16 | low_width) + 1, (high_height << 16 | low_height) + 1
    if chunk == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise Unreadable("WebP without a picture")


# What ends a stretch of compressed JPEG data: a marker that is neither a stuffed zero nor a restart.
_NEXT_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
# Start of frame, but for the four markers among them that are something else.
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END = 0xDA, 0xD9


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels that a JPEG claims. Raises Unreadable, struct.error; counts its scans."""
    at, parts, scans, size = 2, 0, 0, None
    while found := _NEXT_MARKER.search(data, at):
        parts += 1
        if parts > MOST_PARTS:
            raise Unreadable("too many segments")
        marker, at = data[found.start() + 1], found.end()
        if marker == _END:
            break
        if marker == _SCAN:
            scans += 1
            if scans > MOST_SCANS:
                raise Unreadable("too many scans")
        elif marker in _FRAMES and size is None:
            height, width = struct.unpack_from(">HH", data, at + 3)
            size = width, height
        (length,) = struct.unpack_from(">H", data, at)
        at += length
    if size is None:
        raise Unreadable("JPEG without a frame")
    return size


SIZES = {"JPEG": jpeg_size, "PNG": png_size, "WEBP": webp_size}
