"""What is taken as a document, and what is not: by what is in the files, whatever they are called."""

import resource
import subprocess
import sys
import time
from contextlib import suppress
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from hub.files import documents
from hub.files.apart import LONGEST_SIDE, MEMORY
from hub.files.documents import CleanDocument, check_documents
from hub.files.reading import NotRead, Pages, _parts, read_apart
from tests.factories.files import QUARTERS, make_upload, pdf_bytes, picture_bytes, quarters
from tests.hub.files.hostile import REFUSED_DOCUMENTS, laughing_pdf, packed_pdf, wide_picture_pdf

LETTER = "Dear hub,\nwe’d like the hall on Thursdays. Zażółć gęślą jaźń."


SHOW_LIMITS = """
import resource
Loader("apart", {program!r}).load_module().limit()
for one in ("AS", "CPU", "FSIZE", "CORE", "NOFILE"):
    print(resource.getrlimit(getattr(resource, "RLIMIT_" + one))[0])
"""


def check(*contents: bytes) -> CleanDocument:
    return check_documents([make_upload(content, "scan.exe", "text/html") for content in contents])


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def about(picture: Image.Image, quarter: int) -> tuple[int, ...]:
    """The colour in the middle of a quarter, in steps that compression does not change."""
    across, down = (1 + 2 * (quarter % 2)) / 4, (1 + 2 * (quarter // 2)) / 4
    dot = picture.convert("RGB").getpixel((int(picture.width * across), int(picture.height * down)))
    return tuple(round(part / 20) for part in dot)


@pytest.mark.parametrize(("content", "code"), REFUSED_DOCUMENTS.values(), ids=REFUSED_DOCUMENTS)
def test_what_is_no_document_is_refused_in_a_sentence(content, code):
    with pytest.raises(ValidationError) as refused:
        check(content)
    assert refused.value.code == code
    (said,) = refused.value.messages
    assert said.endswith(".")
    assert "%" not in said


def test_pdf_becomes_pages_and_words():
    clean = check(pdf_bytes("Dear hub", "Yours, Zebedee"))
    assert [(page.width, page.height) for page in clean.pages] == [(1653, LONGEST_SIDE)] * 2
    assert (clean.text, clean.files) == ("Dear hub\n\nYours, Zebedee", 1)
    for page in clean.pages:
        picture = opened(page.content)
        assert (picture.format, picture.size) == ("WEBP", (page.width, page.height))
        # White paper, with black letters near its top.
        assert picture.getpixel((5, 5)) == (255, 255, 255)
        darkest, _ = picture.convert("L").crop((150, 200, 900, 320)).getextrema()
        assert darkest < 60


def test_pdf_after_a_printers_own_lines_is_one():
    assert check(b"\x1b%-12345X@PJL JOB\n" + pdf_bytes("Dear hub")).text == "Dear hub"


def test_pdf_of_sixty_pages_is_taken_whole():
    started = time.monotonic()
    clean = check(pdf_bytes(*[f"Page {number}" for number in range(60)], size=(200, 280)))
    assert len(clean.pages) == 60
    assert clean.text.split() == [part for number in range(60) for part in ("Page", str(number))]
    assert time.monotonic() - started < 60


def test_large_page_is_drawn_smaller():
    clean = check(pdf_bytes("A plan", size=(7000, 14000)))
    assert [(page.width, page.height) for page in clean.pages] == [(1170, LONGEST_SIDE)]


def test_photograph_is_turned_upright_and_keeps_nothing_but_its_dots():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "Amina in Year 4"
    clean = check(picture_bytes(image=quarters(3200, 2400), exif=exif))
    (page,) = clean.pages
    assert (page.width, page.height) == (1654, 2205)
    assert b"Amina" not in page.content
    assert b"EXIF" not in page.content
    assert len(opened(page.content).getexif()) == 0
    # What was at the bottom left is now at the top left.
    assert about(opened(page.content), 0) == tuple(round(part / 20) for part in QUARTERS[2])


def tiff(*pictures: Image.Image, **options) -> bytes:
    out = BytesIO()
    pictures[0].save(out, "TIFF", save_all=True, append_images=pictures[1:], **options)
    return out.getvalue()


def test_each_picture_of_a_tiff_is_a_page():
    fax = Image.new("1", (4960, 7016), 1)
    grey = Image.linear_gradient("L").resize((600, 400))
    clean = check(tiff(quarters(3000, 2000), fax, grey, compression="tiff_lzw"))
    assert [(page.width, page.height) for page in clean.pages] == [(2339, 1559), (1654, 2339), (600, 400)]
    assert about(opened(clean.pages[0].content), 1) == tuple(round(part / 20) for part in QUARTERS[1])


def test_tiff_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    (page,) = check(tiff(quarters(800, 600), exif=exif)).pages
    assert (page.width, page.height) == (600, 800)
    assert about(opened(page.content), 0) == tuple(round(part / 20) for part in QUARTERS[2])


@pytest.mark.parametrize(
    "content",
    [
        LETTER.encode(),
        LETTER.encode("utf-8-sig"),
        LETTER.replace("\n", "\r\n").encode(),
        LETTER.encode("utf-16"),
        LETTER.encode("utf-16-le"),
        LETTER.encode("utf-16-be"),
        b"\n\n" + LETTER.encode() + b"\n\x0c\x1a",
    ],
)
def test_text_is_read_whatever_its_encoding(content):
    clean = check(content)
    assert (clean.text, clean.pages, clean.bytes) == (LETTER, [], 0)


def test_text_of_old_windows_is_read():
    assert check("It’s £5 – a “deal”".encode("cp1252")).text == "It’s £5 – a “deal”"


def test_text_of_a_hundred_thousand_characters_is_kept_whole():
    words = "wörd " * 20_000
    assert check(words.encode()).text == words.strip()


def test_several_files_make_one_document_in_their_order():
    clean = check(picture_bytes(), pdf_bytes("Dear hub"), b"P.S. And tea.", picture_bytes("PNG"))
    assert [page.width for page in clean.pages] == [800, 1653, 800]
    assert (clean.text, clean.files) == ("Dear hub\n\nP.S. And tea.", 4)
    assert clean.digest != check(picture_bytes("PNG"), pdf_bytes("Dear hub"), b"P.S. And tea.").digest


def test_it_is_said_which_of_several_files_is_wrong():
    with pytest.raises(ValidationError) as refused:
        check(picture_bytes(), pdf_bytes("a", password=True))
    assert refused.value.messages == [
        "File 2: This PDF is locked with a password. Save it again without one, and choose that."
    ]


def test_pages_of_all_files_are_counted_together():
    with pytest.raises(ValidationError) as refused:
        check(pdf_bytes(*["a"] * 59, size=(100, 100)), picture_bytes(), picture_bytes())
    (said,) = refused.value.messages
    assert said.startswith("File 3: That is more than 60 pages, the most that one document can have. ")


def test_too_many_or_too_large_files_are_refused_before_they_are_read():
    class Upload:
        size = 19 * 1024 * 1024

    with pytest.raises(ValidationError, match="at most 10 files"):
        check_documents([Upload()] * 11)
    with pytest.raises(ValidationError, match="more than 60 MB together"):
        check_documents([Upload()] * 4)


def test_pdf_that_would_be_drawn_for_ever_is_stopped(monkeypatch):
    monkeypatch.setattr(documents, "TIMEOUT", 3)
    started = time.monotonic()
    with pytest.raises(ValidationError) as refused:
        check(laughing_pdf())
    assert refused.value.code == "too_much"
    assert time.monotonic() - started < 15


def test_time_is_for_all_files_together(monkeypatch):
    monkeypatch.setattr(documents, "TIMEOUT", 0)
    with pytest.raises(ValidationError) as refused:
        check(pdf_bytes("a"))
    assert refused.value.code == "too_much"


@pytest.mark.parametrize("make", [packed_pdf, wide_picture_pdf])
def test_pdf_that_unpacks_to_gigabytes_takes_little_memory_here(make, monkeypatch):
    """Whether its page can be drawn or not, it is not drawn in the web's own process."""
    monkeypatch.setattr(documents, "TIMEOUT", 10)
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with suppress(ValidationError):
        check(content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


def test_process_that_reads_has_limits_and_no_secrets(monkeypatch):
    """Its memory, its processor time, how much it writes; and nothing of the environment."""
    seen = {}
    run = subprocess.run

    def watched(command, **options):
        seen.update(options, command=command)
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    read_apart("PDF", pdf_bytes("a"), 60)
    assert (seen["env"], seen["cwd"]) == ({}, "/")
    assert seen["command"][:2] == [sys.executable, "-I"]
    program = seen["command"][2]
    code = f"from importlib.machinery import SourceFileLoader as Loader{SHOW_LIMITS.format(program=program)}"
    shown = run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == [str(MEMORY), "50", str(64 * 1024 * 1024), "0", "64"]


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"DONE" + bytes(12),
        b"PAGE" + bytes(12),
        b"PAGE" + (9).to_bytes(4, "little") * 3 + b"<script>x",
        b"EVIL" + bytes(12),
    ],
)
def test_what_the_process_writes_is_not_believed(written):
    with pytest.raises(NotRead) as error:
        _parts(BytesIO(written), 60)
    assert error.value.code == "damaged"


def test_busy_reader_is_said_so(monkeypatch):
    from hub.files import reading

    monkeypatch.setattr(reading, "PATIENCE", 0.01)
    with reading._one_at_a_time, pytest.raises(ValidationError) as refused:
        check(pdf_bytes("a"))
    assert refused.value.messages == [
        "Another large file is being read just now. Choose this one again in a minute."
    ]


def test_nothing_of_a_file_is_no_pages():
    assert Pages() == Pages([], "")
