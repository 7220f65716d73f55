"""Files that are not what they say, made byte by byte."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from tests.factories.files import pdf_bytes, pdf_of, picture_bytes, quarters

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


def page_of(*objects: bytes, drawing: bytes = b"", resources: bytes = b"") -> bytes:
    """A PDF of one page with this drawing and these resources; `objects` are numbered from 5."""
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %b >> >>"
            % resources,
            stream(drawing),
            *objects,
        ]
    )


def stream(content: bytes, more: bytes = b"") -> bytes:
    """One stream of a PDF."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), more, content)


def laughing_pdf() -> bytes:
    """A PDF of some kilobytes with a drawing of ten drawings of ten drawings, ten deep."""
    more = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "
    inner = [
        stream(b"/X Do " * 10, more + b"/Resources << /XObject << /X %d 0 R >> >>" % (number + 1))
        for number in range(5, 15)
    ]
    last = stream(b"0 0 m 500 800 l S " * 50, more)
    return page_of(*inner, last, drawing=b"/X Do", resources=b"/XObject << /X 5 0 R >>")


def packed_pdf() -> bytes:
    """A PDF of a megabyte whose drawing unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    piece = b"0 0 m 9 9 l S " * 75_000
    packed = b"".join(packer.compress(piece) for _ in range(1000)) + packer.flush()
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            stream(packed, b"/Filter /FlateDecode"),
        ]
    )


def wide_picture_pdf() -> bytes:
    """A PDF with a picture that claims 60,000 by 60,000 dots in colour."""
    picture = stream(
        zlib.compress(b"\0" * 1_000_000),
        b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB "
        b"/BitsPerComponent 8 /Filter /FlateDecode",
    )
    return page_of(picture, drawing=b"q 500 0 0 500 0 0 cm /P Do Q", resources=b"/XObject << /P 5 0 R >>")


def round_pdf() -> bytes:
    """A PDF whose pages hold themselves."""
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"])


def tiff_claiming(width: int, height: int) -> bytes:
    """A TIFF of 200 by 200 grey dots, with another size written over the one in its header."""
    good = picture_bytes("TIFF", quarters(200, 200).convert("L"))
    for tag, size in ((256, width), (257, height)):
        good = good.replace(struct.pack("<HHII", tag, 4, 1, 200), struct.pack("<HHII", tag, 4, 1, size))
    return good


# Name, content, and the code of the refusal as a document.
REFUSED_DOCUMENTS: dict[str, tuple[bytes, str]] = {
    "zero bytes": (b"", "empty"),
    "blanks alone": (b" \n\t ", "empty"),
    "21 MB": (bytes(21 * 1024 * 1024), "too_large"),
    "zip, or Word": (archive(), "word"),
    "Word of old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "word"),
    "rich text": (b"{\\rtf1 Dear hub}", "word"),
    "Linux program": (PROGRAM, "not_a_document"),
    "Windows program": (WINDOWS_PROGRAM, "not_a_document"),
    "SVG": (SVG, "markup"),
    "HTML": (HTML, "markup"),
    "HTML after a comment": (b"\xef\xbb\xbf <!-- %PDF-1.7 -->" + HTML, "markup"),
    "HTML in UTF-16": (HTML.decode().encode("utf-16"), "markup"),
    "GIF": (picture_bytes("GIF"), "not_a_document"),
    "BMP": (picture_bytes("BMP"), "not_a_document"),
    "AVIF": (picture_bytes("AVIF"), "not_a_document"),
    "iPhone's HEIC": (HEIC, "heic"),
    "bytes of no encoding": (b"\x81\x8d\x8f", "not_a_document"),
    "half a UTF-16": (b"\xff\xfea", "not_a_document"),
    "text of two million letters": (b"a" * 2_000_000, "too_long"),
    "PDF's first bytes alone": (b"%PDF-1.7", "damaged"),
    "PDF without pages": (PDF, "damaged"),
    "PDF cut in half": (pdf_bytes("a")[: len(pdf_bytes("a")) // 2], "damaged"),
    "PDF whose pages hold themselves": (round_pdf(), "damaged"),
    "PDF with a password": (pdf_bytes("a", password=True), "password"),
    "PDF of 61 pages": (pdf_bytes(*["a"] * 61), "too_many_pages"),
    "PDF of a page of 500 metres": (pdf_bytes("a", size=(1_417_000, 1_417_000)), "odd_page"),
    "PDF of a page of no size": (pdf_bytes("a", size=(1, 1)), "odd_page"),
    "TIFF's first bytes alone": (b"II*\0", "damaged"),
    "TIFF cut in half": (picture_bytes("TIFF")[:5000], "damaged"),
    "TIFF of 100,000 by 100,000": (tiff_claiming(100_000, 100_000), "too_many_pixels"),
    "TIFF of 12,000 by 12,000": (tiff_claiming(12_000, 12_000), "too_many_pixels"),
    "TIFF of eight dots": (picture_bytes("TIFF", quarters(8, 8)), "odd_page"),
    "JPEG cut in half": (picture_bytes()[: len(picture_bytes()) // 2], "damaged"),
    "PNG of 100 megapixels": (png_of(10_000, 10_000), "too_many_pixels"),
    "JPEG of 199 pixels": (picture_bytes(image=quarters(199, 400)), "too_small"),
}
