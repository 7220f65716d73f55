"""Files that are not what they say, made byte by byte."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from tests.factories.files import picture_bytes, quarters

PNG = b"\x89PNG\r\n\x1a\n"


def chunk(name: bytes, content: bytes) -> bytes:
    """One chunk of a PNG, with its checksum."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_of(width: int, height: int, *more: bytes, pixels: bytes = b"") -> bytes:
    """A grey PNG that claims this size in pixels, with more chunks and, compressed, these pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return PNG + header + b"".join(more) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def rows(width: int, height: int) -> bytes:
    """White pixels as a PNG holds them: each row begins with the number of its filter."""
    return (b"\0" + b"\xff" * width) * height


def text_bomb() -> bytes:
    """A PNG with a note of some kilobytes that unpacks to 50 MB."""
    return png_of(
        300, 300, chunk(b"zTXt", b"note\0\0" + zlib.compress(b"a" * 50_000_000)), pixels=rows(300, 300)
    )


def pixel_bomb() -> bytes:
    """A PNG of 300 by 300 pixels that goes on for 50 MB after the last of them."""
    return png_of(300, 300, pixels=rows(300, 300) + b"\0" * 50_000_000)


def many_chunks() -> bytes:
    """A PNG of nothing but the heads of chunks."""
    return png_of(300, 300, chunk(b"tIME", b"") * 30_000, pixels=rows(300, 300))


def many_segments() -> bytes:
    """A JPEG with 30,000 empty segments before the picture."""
    good = picture_bytes()
    return good[:2] + b"\xff\xe5\x00\x02" * 30_000 + good[2:]


def many_scans() -> bytes:
    """A small progressive JPEG that goes over its picture a thousand times."""
    good = picture_bytes(progressive=True)
    last = good.rindex(b"\xff\xda")
    return good[:last] + good[last:-2] * 1000 + good[-2:]


def claiming(kind: str, width: int, height: int) -> bytes:
    """A good small file, with another size written over the one in its header."""
    if kind == "PNG":
        return png_of(width, height)
    if kind == "JPEG":
        good = picture_bytes()
        at = good.index(b"\xff\xc0") + 5
        return good[:at] + struct.pack(">HH", height, width) + good[at + 4 :]
    bits = (width - 1) | (height - 1) << 14
    lossless = b"VP8L" + struct.pack("<I", 6) + b"\x2f" + struct.pack("<I", bits) + b"\0"
    return b"RIFF" + struct.pack("<I", len(lossless) + 4) + b"WEBP" + lossless


def canvas_claiming(width: int, height: int) -> bytes:
    """A WebP with a canvas of this size and nothing on it: its decoder makes room for all of it at once."""
    flags_and_size = (
        struct.pack("<I", 0) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    )
    extended = b"VP8X" + struct.pack("<I", 10) + flags_and_size
    return b"RIFF" + struct.pack("<I", len(extended) + 4) + b"WEBP" + extended


def archive() -> bytes:
    """A zip."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("evil.js", "alert(1)")
    return out.getvalue()


SCRIPT = b"<script>alert(document.cookie)</script>"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"
HTML = b"<!doctype html><title>A picture</title>" + SCRIPT
PROGRAM = b"\x7fELF\x02\x01\x01" + bytes(57)
WINDOWS_PROGRAM = b"MZ\x90\x00" + bytes(200)
HEIC = struct.pack(">I", 24) + b"ftypheic" + bytes(4) + b"mif1heic" + bytes(200)

# Name, content, and the code of the refusal.
REFUSED: dict[str, tuple[bytes, str]] = {
    "zero bytes": (b"", "empty"),
    "one byte": (b"\xff", "not_a_picture"),
    "11 MB": (bytes(11 * 1024 * 1024), "too_large"),
    "zip": (archive(), "not_a_picture"),
    "Linux program": (PROGRAM, "not_a_picture"),
    "Windows program": (WINDOWS_PROGRAM, "not_a_picture"),
    "PDF": (PDF, "not_a_picture"),
    "SVG": (SVG, "not_a_picture"),
    "HTML": (HTML, "not_a_picture"),
    "GIF": (picture_bytes("GIF"), "not_a_picture"),
    "TIFF": (picture_bytes("TIFF"), "not_a_picture"),
    "BMP": (picture_bytes("BMP"), "not_a_picture"),
    "AVIF": (picture_bytes("AVIF"), "not_a_picture"),
    "iPhone's HEIC": (HEIC, "heic"),
    "JPEG's first bytes alone": (b"\xff\xd8\xff", "damaged"),
    "JPEG's first bytes, then HTML": (b"\xff\xd8\xff\xe0" + HTML, "damaged"),
    "JPEG cut in its header": (picture_bytes()[:200], "damaged"),
    "JPEG cut in half": (picture_bytes()[: len(picture_bytes()) // 2], "damaged"),
    "JPEG with many scans": (many_scans(), "damaged"),
    "JPEG with many segments": (many_segments(), "damaged"),
    "JPEG without height": (claiming("JPEG", 800, 0), "damaged"),
    "PNG's first bytes alone": (PNG, "damaged"),
    "PNG cut in its header": (picture_bytes("PNG")[:20], "damaged"),
    "PNG cut in half": (picture_bytes("PNG")[: len(picture_bytes("PNG")) // 2], "damaged"),
    "PNG with no pixels in it": (png_of(300, 300), "damaged"),
    "PNG whose text unpacks to 50 MB": (text_bomb(), "damaged"),
    "PNG with many chunks": (many_chunks(), "damaged"),
    "PNG without a header": (PNG + chunk(b"IDAT", b"") + chunk(b"IEND", b""), "damaged"),
    "WebP cut in half": (picture_bytes("WEBP")[: len(picture_bytes("WEBP")) // 2], "damaged"),
    "WebP with nothing in it": (b"RIFF\x04\x00\x00\x00WEBP", "damaged"),
    "WebP's canvas alone": (canvas_claiming(600, 400), "damaged"),
    "PNG of 20,000 by 20,000": (png_of(20_000, 20_000), "too_many_pixels"),
    "PNG of 100 megapixels": (png_of(10_000, 10_000), "too_many_pixels"),
    "PNG of 4 billion by 4 billion": (png_of(2**32 - 1, 2**32 - 1), "too_many_pixels"),
    "PNG of 13,000 by 3,000": (png_of(13_000, 3_000), "too_many_pixels"),
    "JPEG of 65,000 by 65,000": (claiming("JPEG", 65_000, 65_000), "too_many_pixels"),
    "WebP of 16,000 by 16,000": (claiming("WEBP", 16_000, 16_000), "too_many_pixels"),
    "WebP of 30 megapixels": (claiming("WEBP", 6_000, 5_000), "too_many_pixels"),
    "WebP's canvas of 16 million by 16": (canvas_claiming(2**24, 16), "too_many_pixels"),
    "JPEG of 199 pixels": (picture_bytes(image=quarters(199, 400)), "too_small"),
    "JPEG nine times as wide as high": (picture_bytes(image=quarters(1800, 200)), "too_narrow"),
    "JPEG nine times as high as wide": (picture_bytes(image=quarters(200, 1800)), "too_narrow"),
}
